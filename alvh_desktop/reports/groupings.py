"""By what results are put together: a table of names, and for each the keys that a result stands under."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from types import MappingProxyType

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK
from alvh_desktop.reports.results import Result

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST = 1_000_000
"""The rank of what is not known: it stands behind all that is."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What a group is called, behind its rank among the others."""

    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class Edges:
    """Where buckets end. `days_to_expiry` are the last calendar day in each (one more bucket holds what is longer),
    `vix` the first index point of the next one. Raises ValueError unless they ascend.
    """

    days_to_expiry: tuple[int, ...] = (1, 7, 21, 45)
    vix: tuple[float, ...] = (15.0, 20.0, 30.0)

    def __post_init__(self) -> None:
        for name, edges in (("days to expiry", self.days_to_expiry), ("VIX", self.vix)):
            if not edges or any(one >= other for one, other in pairwise(edges)):
                raise ValueError(f"the edges of {name} must ascend, and there must be one at least: {edges}")


@dataclass(frozen=True, slots=True)
class Grouping:
    """`keys_of` a result are the groups it stands in, one or more. `has_every_sleeve` where hedges that were closed
    count too: in all others a hedge is no trade of its own, for its P/L stands beside the condors it covered."""

    name: str
    title: str
    keys_of: Callable[[Result, Edges], Iterable[Key]]
    has_every_sleeve: bool = False


def days_bucket(days: int | None, edges: Edges) -> Key:
    if days is None:
        return Key(_LAST, "no expiry")
    first = 0
    for rank, last in enumerate(edges.days_to_expiry):
        if days <= last:
            return Key(rank, f"{first}-{last}" if first < last else f"{last}")
        first = last + 1
    return Key(len(edges.days_to_expiry), f"{first}+")


def vix_bucket(vix: float | None, edges: Edges) -> Key:
    if vix is None:
        return Key(_LAST, "not known")
    rank = sum(vix >= edge for edge in edges.vix)
    if rank == 0:
        return Key(0, f"<{edges.vix[0]:g}")
    if rank == len(edges.vix):
        return Key(rank, f"{edges.vix[-1]:g}+")
    return Key(rank, f"{edges.vix[rank - 1]:g}-{edges.vix[rank]:g}")


def _sleeve(result: Result, _: Edges) -> Iterable[Key]:
    return (Key(("core", "alvh", "second_engine").index(result.sleeve), result.sleeve),)


def _month(result: Result, _: Edges) -> Iterable[Key]:
    on = result.closed_on
    return (Key(12 * on.year + on.month, f"{MONTHS[on.month - 1]} {on.year}"),)


def _tags(result: Result, _: Edges) -> Iterable[Key]:
    return {Key(0, tag) for tag in result.tags} or (Key(_LAST, "no tag"),)


def _weekday(result: Result, _: Edges) -> Iterable[Key]:
    weekday = _in_new_york(result.opened_at).weekday()
    return (Key(weekday, _WEEKDAYS[weekday]),)


def _in_new_york(moment: datetime) -> datetime:
    return moment.astimezone(NEW_YORK)


GROUPINGS: Mapping[str, Grouping] = MappingProxyType(
    {
        each.name: each
        for each in (
            Grouping("all", "all", lambda result, edges: (Key(0, "all"),)),
            Grouping("strategy", "strategy", lambda result, edges: (Key(0, result.strategy),)),
            Grouping("sleeve", "sleeve", _sleeve, has_every_sleeve=True),
            Grouping("account", "account", lambda result, edges: (Key(0, result.account),)),
            Grouping("month", "month it ended in", _month),
            Grouping("tag", "tag", _tags),
            Grouping("weekday", "weekday it was opened on", _weekday),
            Grouping("days", "days to expiry", lambda r, edges: (days_bucket(r.days_to_expiry, edges),)),
            Grouping("vix", "VIX at entry", lambda r, edges: (vix_bucket(r.vix_at_entry, edges),)),
        )
    }
)
"""Every grouping by its name, in the order in which they are offered."""
