"""Time as the market feels it: an hour of the cash session weighs one, other hours what a clock says.

A session runs 09:30 to 16:00 New York (13:00 on early closes). Everything is counted from the trading calendar in a
few look-ups, so a span of years costs what a minute does. Business days have 24 hours: clocks change on Sundays.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between, is_business_day, is_early_close
from alvh_desktop.domain.calendar.business_days import load_closures

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_NOTHING = timedelta()
_OPENING = timedelta(hours=9, minutes=30)  # after midnight in New York
_FULL_SESSION = timedelta(hours=6, minutes=30)
_SHORT_SESSION = timedelta(hours=3, minutes=30)


@dataclass(frozen=True, slots=True)
class Clock:
    """Weights of an hour relative to one of the cash session, 0 or more; both 1 is calendar time.

    `overnight` is for the hours of a business day outside its session, `weekend` for all hours of a New York day
    without one. ValueError for other numbers.
    """

    overnight: float
    weekend: float

    def __post_init__(self) -> None:
        if not all(math.isfinite(weight) and weight >= 0.0 for weight in (self.overnight, self.weekend)):
            raise ValueError(f"a clock needs weights of 0 or more, not {self.overnight} and {self.weekend}")


def weighted_hours(clock: Clock, start: datetime, end: datetime) -> float:
    """Hours from `start` to `end` with the clock's weights, negative where `end` is earlier; spans add up.

    ValueError for a moment without a time zone, KnownError outside the trading calendar.
    """
    session, open_days = _counted(start, end)
    closed_days = _elapsed(start, end) - open_days
    return session / _HOUR + clock.overnight * ((open_days - session) / _HOUR) + clock.weekend * (closed_days / _HOUR)


def share_left(clock: Clock, now: datetime, at: datetime, settles_at: datetime) -> float:
    """Weighted time from `at` to settlement as a share of that from `now`: variance left of what is implied today.

    1 at `now` (and before), 0 from settlement on. Where the clock gives no weight at all to the time that is left, as
    from a Friday's close to Monday's opening with weights of 0, calendar time decides. Errors as in `weighted_hours`.
    """
    whole = weighted_hours(clock, now, settles_at)
    plain = calendar_share_left(now, at, settles_at)
    if plain in (0.0, 1.0) or whole <= 0.0:
        return plain
    return min(weighted_hours(clock, at, settles_at) / whole, 1.0)


def calendar_share_left(now: datetime, at: datetime, settles_at: datetime) -> float:
    """The same in plain time: 1 at `now` and before, 0 from settlement on. ValueError without time zones."""
    whole, left = _elapsed(now, settles_at), _elapsed(at, settles_at)
    if left <= _NOTHING or whole <= _NOTHING:
        return 0.0
    return min(left / whole, 1.0)


def trading_days_between(now: datetime, at: datetime) -> float:
    """Session time passed in full sessions of 6.5 hours, continuous; an early close counts by its hours.

    Negative where `at` is earlier. Errors as in `weighted_hours`.
    """
    return _counted(now, at)[0] / _FULL_SESSION


def _counted(start: datetime, end: datetime) -> tuple[timedelta, timedelta]:
    """Time within sessions, and time within business days, from one moment to the other."""
    (first_session, first_open), (last_session, last_open) = _passed(start), _passed(end)
    return last_session - first_session, last_open - first_open


@lru_cache(maxsize=4096)  # a chart asks for the same settlements at each of its dates
def _passed(moment: datetime) -> tuple[timedelta, timedelta]:
    """Session time and time of business days up to a moment, from a fixed one at the calendar's start."""
    local = _utc(moment).astimezone(NEW_YORK)
    day = local.date()
    days = business_days_between(load_closures().first, day)
    short_days = bisect_left(_early_closes(), day)
    session, open_days = _NOTHING, _NOTHING
    if is_business_day(day):
        days -= 1
        open_days = local.replace(tzinfo=None) - datetime.combine(day, time())
        length = _SHORT_SESSION if is_early_close(day) else _FULL_SESSION
        session = min(max(open_days - _OPENING, _NOTHING), length)
    shortened = short_days * (_FULL_SESSION - _SHORT_SESSION)
    return days * _FULL_SESSION - shortened + session, days * _DAY + open_days


@cache
def _early_closes() -> tuple[date, ...]:
    return tuple(sorted(load_closures().early))


def _elapsed(start: datetime, end: datetime) -> timedelta:
    # In one zone Python subtracts wall clocks, which is an hour wrong across a change of daylight saving.
    return _utc(end) - _utc(start)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment.astimezone(UTC)
