"""How a value that is published now and then has changed over about 30 days."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from alvh_desktop.domain.calendar import written_date
from alvh_desktop.domain.problems import Problem
from alvh_desktop.series.past import DailySeries

TREND_DAYS = 30


@dataclass(frozen=True, slots=True)
class Trend:
    """From an earlier value of a series to its newest one, both in the series' unit."""

    first_day: date
    first: float
    last_day: date
    last: float

    @property
    def change(self) -> float:
        return self.last - self.first

    @property
    def change_percent(self) -> float | None:
        """The change in % of the earlier value; None where that is not above 0."""
        return 100.0 * self.change / self.first if self.first > 0.0 else None


def trend_of(name: str, series: DailySeries, day: date, calendar_days: int = TREND_DAYS) -> Trend | Problem:
    """The newest value on or before `day` against the one dated nearest to 30 calendar days before it.

    Of two as near the earlier one. So a daily series is compared over 30 days, a monthly one with the month before
    and a quarterly one with its quarter, and the answer says which days it compares. How old the newest value may be
    is for the series' own limit to say.
    """
    known = series.until(day)
    if len(known) < 2:
        there = "1 is" if len(known) else "none is"
        return Problem(name, f"a trend needs 2 values of {name} up to {written_date(day)}, {there} known")
    sought = known.days[-1] - np.timedelta64(calendar_days, "D")
    nearest = int(np.argmin(np.abs(known.days[:-1] - sought)))
    first, last = known.days[[nearest, -1]].tolist()
    return Trend(first, float(known.values[nearest]), last, float(known.values[-1]))
