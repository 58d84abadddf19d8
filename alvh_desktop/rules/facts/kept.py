"""Figures that are worked out once: for one scene, or for as long as what they hang on stays the very same."""

from collections.abc import Callable, Hashable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from alvh_desktop.rules.scene import Scene

T = TypeVar("T")


def kept(scene: Scene, name: Hashable, hangs_on: tuple[object, ...], work: Callable[[], T]) -> T:
    """What `work` answers, or what it answered when all of `hangs_on` were the very same objects.

    Moments, days, numbers and sets of ids are the same where they are equal; everything else only where it is one
    object.
    """
    before: tuple[tuple[object, ...], Any] | None = scene.kept.get(name)
    if before is not None and (
        before[0] is hangs_on or (len(before[0]) == len(hangs_on) and all(map(_is_same, before[0], hangs_on)))
    ):
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


def what_is_held(scene: Scene) -> tuple[object, ...]:
    """Every leg, trade and campaign of the scene: a figure of what is held hangs on these."""
    book = scene.book
    return (*book.holdings.values(), *book.trades.values(), *book.campaigns.values(), len(book.holdings))


def _is_same(one: object, other: object) -> bool:
    return one is other or (isinstance(one, _PLAIN) and type(one) is type(other) and one == other)


_PLAIN = (int, float, str, date, Decimal, frozenset)
