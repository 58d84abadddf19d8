"""Trading days of the New York Stock Exchange in arrays: which days are some, and how many a series has left out."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.calendar.business_days import load_closures
from alvh_desktop.series.past import Days

Counts = NDArray[np.int64]

_ONE_DAY = np.timedelta64(1, "D")
_FIRST = np.datetime64("1970-01-01", "D")


def are_trading_days(days: Days) -> NDArray[np.bool_]:
    """Which days have a session; outside the program's table of closures every weekday counts."""
    return np.is_busday(days, busdaycal=_calendar())


def trading_days_between(start: Any, end: Any) -> Counts:
    """Trading days after `start` up to and including `end`, of the broadcast shape; negative where `end` is before.

    Outside the program's table of closures every weekday counts.
    """
    begins, ends = np.asarray(start, "datetime64[D]") + _ONE_DAY, np.asarray(end, "datetime64[D]") + _ONE_DAY
    return np.asarray(np.busday_count(begins, ends, busdaycal=_calendar()), dtype=np.int64)


def gaps_within(days: Days, rows: int) -> Counts:
    """For each row of ascending trading days, how many trading days have no row since the one `rows` - 1 before it.

    (n,); 0 for the first rows, which have not as many before them.
    """
    gaps = np.zeros(days.size, dtype=np.int64)
    if days.size >= rows > 1:
        numbers = trading_days_between(_FIRST, days)
        gaps[rows - 1 :] = numbers[rows - 1 :] - numbers[: days.size - rows + 1] - (rows - 1)
    return gaps


@cache
def _calendar() -> np.busdaycalendar:
    return np.busdaycalendar(holidays=list(load_closures().closed))
