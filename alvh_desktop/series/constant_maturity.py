"""The price of a VX future that always has the same time left, from the settles of those that are listed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.calendar import written_date
from alvh_desktop.series.past import DailySeries, Days, Floats, daily
from alvh_desktop.series.trading_days import are_trading_days

LEAST_DAYS = 3
"""A future with 2 calendar days or fewer left moves with spot VIX, not with the curve: it is not used."""

WIDEST_BRACKET = 42
"""Monthly futures settle at most 36 calendar days apart; across more than six weeks one between them is missing."""

_WITHOUT_SETTLES = "no settle of a VX future is known: import the CFE contract files or a table of VX1 to VX8"
_SPAN = 2**23  # more days than any future has left: day and days left in one ascending number


@dataclass(frozen=True, eq=False)
class Settles:
    """Settles of VX futures that count, by day and then by calendar days left; all (n,), prices in points."""

    days: Days
    days_left: NDArray[np.int64]
    prices: Floats

    @property
    def keys(self) -> NDArray[np.int64]:
        return _keys(self.days, self.days_left)


def settles_that_count(futures: Mapping[date, DailySeries], least_days: int = LEAST_DAYS) -> Settles:
    """Those above 0, of trading days, of futures that have `least_days` calendar days or more left.

    `futures` by expiry; monthly and weekly ones may stand side by side.
    """
    expiries = [np.full(len(series), expiry, "datetime64[D]") for expiry, series in futures.items()]
    at = np.concatenate([np.empty(0, "datetime64[D]"), *expiries])
    days = np.concatenate([np.empty(0, "datetime64[D]"), *(series.days for series in futures.values())])
    prices = np.concatenate([np.empty(0), *(series.values for series in futures.values())])
    left = (at - days).astype(np.int64)
    kept = (left >= least_days) & (prices > 0.0) & are_trading_days(days)
    order = np.argsort(_keys(days[kept], left[kept]), kind="stable")
    return Settles(days[kept][order], left[kept][order], prices[kept][order])


def constant_maturity(settles: Settles, days_left: int) -> DailySeries:
    """Points on the line, in calendar days, between the nearest settle with at most `days_left` and the nearest with
    at least as many.

    When the longer of the two comes to have exactly `days_left` it alone is the price, and goes on as the shorter
    one: a roll makes no jump. A day on which `days_left` is not between two settles, or only between two that are too
    far apart, has no row. With monthly futures alone that is one day in twelve for 30 days, around each settlement
    that five weeks follow: nothing is used to continue the line, since a line continued from the next two futures
    puts the slope on the wrong side of 0 on one such day in twenty (VX1-VX8 settles of 2007 to 2021). Weekly
    futures close the gap.
    """
    days = np.unique(settles.days)
    shorter, longer = _bracket(settles, days, days_left)
    left = settles.days_left
    is_known = (
        (settles.days[shorter] == days)
        & (settles.days[longer] == days)
        & (left[shorter] <= days_left)
        & (left[longer] >= days_left)
        & (left[longer] - left[shorter] <= WIDEST_BRACKET)
    )
    shorter, longer = shorter[is_known], longer[is_known]
    share = (days_left - left[shorter]) / np.maximum(left[longer] - left[shorter], 1)
    low, high = settles.prices[shorter], settles.prices[longer]
    return daily(days[is_known], low + share * (high - low))


def curve_slope(near: Floats, far: Floats) -> Floats:
    """60-day over 30-day price - 1, in %; the curve is inverted below 0."""
    return 100.0 * (far / near - 1.0)


def why_unknown(settles: Settles, days_left: int) -> str | None:
    """Why the newest day that has settles has no price of `days_left`; None where it has one."""
    if not settles.days.size:
        return _WITHOUT_SETTLES
    left = settles.days_left[settles.days == settles.days[-1]]
    day = written_date(settles.days[-1].item())
    shorter, longer = left[left <= days_left], left[left >= days_left]
    if not shorter.size:
        return (
            f"on {day} the shortest VX future that counts has {left[0]} days left, more than {days_left}:"
            " import the weekly VX futures"
        )
    if not longer.size:
        return f"on {day} the longest VX future has {left[-1]} days left, fewer than {days_left}: import longer ones"
    if longer[0] - shorter[-1] > WIDEST_BRACKET:
        return (
            f"on {day} the VX futures nearest to {days_left} days have {shorter[-1]} and {longer[0]} days left:"
            " import those between them"
        )
    return None


def _keys(days: Days, days_left: NDArray[np.int64] | int) -> NDArray[np.int64]:
    return np.asarray(days.astype(np.int64) * _SPAN + days_left, dtype=np.int64)


def _bracket(settles: Settles, days: Days, days_left: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places of the last settle with at most and the first with at least `days_left`, (days,) each.

    Where a day has none they are some other settle's, of that day or another.
    """
    sought = _keys(days, days_left)
    shorter = np.searchsorted(settles.keys, sought, side="right") - 1
    longer = np.searchsorted(settles.keys, sought, side="left")
    return np.maximum(shorter, 0), np.minimum(longer, settles.days.size - 1)
