"""Whether what a figure rests on is older than it may be, and how that is said."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from alvh_desktop.domain.holding import Holding
from alvh_desktop.rules.reading import age_text
from alvh_desktop.rules.scene import Scene

SeenAt = tuple[datetime, str]
"""When something was seen, and the source of it."""


def doubt_of(scene: Scene, seen: Iterable[SeenAt]) -> str | None:
    """ "on data 35 min old" where something of it is stale; the age is that of the oldest stale one."""
    known = scene.worked_out
    old = []
    for each in set(seen):
        key = "is old", each
        if key not in known:
            known[key] = _is_old(scene, *each)
        if known[key]:
            old.append(each[0])
    return f"on data {age_text((scene.now - min(old)).total_seconds())} old" if old else None


def marks_of(scene: Scene, legs: Iterable[Holding]) -> Iterator[SeenAt]:
    """When the price of each leg was seen, where it has one."""
    for held in legs:
        value = scene.values.get(held.leg.id)
        if value is not None and value.mark is not None:
            yield value.mark.moment, value.mark.source


def models_of(scene: Scene, legs: Iterable[Holding]) -> Iterator[SeenAt]:
    """When the volatility and the forward of each leg were seen; both came with its price."""
    for held in legs:
        value = scene.values.get(held.leg.id)
        if value is None:
            continue
        source = "" if value.mark is None else value.mark.source
        if value.iv_moment is not None:
            yield value.iv_moment, source
        if value.forward is not None:
            yield value.forward.moment, source


def levels_of(scene: Scene, *names: str) -> Iterator[SeenAt]:
    """When these index levels were seen, where they were."""
    for name in names:
        level = scene.market.levels.get(name)
        if level is not None:
            yield level.moment, level.source


def _is_old(scene: Scene, moment: datetime, source: str) -> bool:
    # time in session never runs faster than the clock
    return scene.now - moment > scene.age_limits.of(source) and scene.is_stale(moment, source)
