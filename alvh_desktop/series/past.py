"""Daily values as arrays: what indicators are computed from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray

Days = NDArray[np.datetime64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DailySeries:
    """One value a trading day: `days` ascending and different (datetime64[D]), `values` finite; both (n,)."""

    days: Days
    values: Floats

    def __post_init__(self) -> None:
        if self.days.shape != self.values.shape or self.days.ndim != 1:
            raise ValueError("a series needs one value a day")
        if not (np.all(np.diff(self.days).astype(np.int64) > 0) and np.all(np.isfinite(self.values))):
            raise ValueError("a series needs ascending days and finite values")

    def __len__(self) -> int:
        return self.days.size

    @property
    def last_day(self) -> date | None:
        """The newest day; None of an empty series."""
        return None if not len(self) else self.days[-1].item()

    def until(self, day: date) -> "DailySeries":
        """What was known at the end of a day."""
        count = int(np.searchsorted(self.days, np.datetime64(day, "D"), side="right"))
        return self if count == len(self) else DailySeries(self.days[:count], self.values[:count])

    def where(self, kept: NDArray[np.bool_]) -> "DailySeries":
        """The rows that are kept: one answer a row, (n,)."""
        return self if kept.all() else DailySeries(self.days[kept], self.values[kept])


def daily(days: Any, values: Any) -> DailySeries:
    """A series from anything numpy reads as days and numbers, in any order; days without a finite value are left out.

    Raises ValueError where a day stands twice.
    """
    at, found = np.asarray(days, dtype="datetime64[D]"), np.asarray(values, dtype=np.float64)
    kept = np.isfinite(found)
    order = np.argsort(at[kept], kind="stable")
    return DailySeries(at[kept][order], found[kept][order])


def on_common_days(*series: DailySeries) -> tuple[DailySeries, ...]:
    """Each of the series on the days that all of them have: what is compared is of one day."""
    common = reduce(
        lambda days, each: np.intersect1d(days, each.days, assume_unique=True), series[1:], series[0].days
    )
    return tuple(DailySeries(common, each.values[np.searchsorted(each.days, common)]) for each in series)


EMPTY = daily([], [])


@dataclass(frozen=True, eq=False)
class Past:
    """What is known of past days: closes by the name of their series, and settles of each VX future by its expiry.

    A name or expiry that was never imported is not in it; `closes_of` answers an empty series then.
    """

    closes: Mapping[str, DailySeries] = field(default_factory=dict)
    futures: Mapping[date, DailySeries] = field(default_factory=dict)

    def closes_of(self, name: str) -> DailySeries:
        return self.closes.get(name, EMPTY)

    def until(self, day: date) -> "Past":
        """What was known at the end of a day."""
        return Past(
            {name: series.until(day) for name, series in self.closes.items()},
            {expiry: series.until(day) for expiry, series in self.futures.items()},
        )
