"""Figures that are worked out once: for one scene, or for as long as what they hang on stays the very same."""

from collections.abc import Callable, Hashable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.rules.scene import Scene, Span

T = TypeVar("T")


def kept(scene: Scene, name: Hashable, hangs_on: tuple[object, ...], work: Callable[[], T]) -> T:
    """What `work` answers, or what it answered when all of `hangs_on` were the very same objects."""
    before: tuple[tuple[object, ...], Any] | None = scene.kept.get(name)
    if before is not None and are_same(before[0], hangs_on):
        found: T = before[1]
        return found
    found = work()
    scene.kept[name] = (hangs_on, found)
    return found


def once(scene: Scene, name: Hashable, work: Callable[[], T]) -> T:
    """What `work` answers, worked out when it is first asked of this very scene."""
    if name not in scene.worked_out:
        scene.worked_out[name] = work()
    found: T = scene.worked_out[name]
    return found


def what_is_held(scene: Scene) -> object:
    """The very same object while every leg, trade and campaign is: what a figure of all that is held hangs on."""

    def work() -> object:
        book = scene.book
        rows = (*book.holdings.values(), *book.trades.values(), *book.campaigns.values(), len(book.holdings))
        return kept(scene, "what is held", rows, object)

    return once(scene, "what is held", work)


def are_same(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Whether all that a figure hangs on is the very same.

    Moments, days, numbers, sets of ids and what is told of the level of SPX are the same where they are equal;
    everything else only where it is one object.
    """
    return one is other or (len(one) == len(other) and all(map(_is_same, one, other)))


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, _PLAIN) and type(one) is type(other) and one == other)


_PLAIN = (int, float, str, date, timedelta, Decimal, frozenset, Spot, Span, Problem)
