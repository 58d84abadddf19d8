"""When index options trade, and how old a quote is in the time in which it could have changed.

Hours in New York: global trading 20:15 the evening before to 09:25, regular 09:30 to 16:15 (13:15 on early
closes), curb 16:15 to 17:00 (not on early closes). The SPX itself is calculated from 09:30 to 16:00 (13:00).
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_early_close

_ONE_DAY = timedelta(days=1)
_LONGEST_LOOK = timedelta(days=10)


def new_york_text(moment: datetime) -> str:
    """A moment as screens show it: `2026-11-20 15:45 New York`."""
    return f"{moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M} New York"


def is_cash_session(moment: datetime) -> bool:
    """Whether the SPX index is being calculated at that moment, its close included."""
    local = moment.astimezone(NEW_YORK)
    return is_business_day(local.date()) and time(9, 30) <= local.time() and moment <= session_close(local.date())


def session_close(day: date) -> datetime:
    """When the SPX index of a business day stands still: 16:00 New York, 13:00 on an early close. A UTC moment."""
    return _moment(day, time(13, 0) if is_early_close(day) else time(16, 0))


def options_close(day: date) -> datetime:
    """When the regular session of index options on a business day ends: 16:15 New York, 13:15 on an early close."""
    return _moment(day, time(13, 15) if is_early_close(day) else time(16, 15))


def last_session_close(now: datetime) -> datetime:
    """When the SPX index closed last, up to `now`. A UTC moment."""
    day = now.astimezone(NEW_YORK).date()
    while not is_business_day(day) or session_close(day) > now:
        day -= _ONE_DAY
    return session_close(day)


@lru_cache(maxsize=16)  # asked of one clock for every quote that is held
def is_option_session(moment: datetime) -> bool:
    """Whether SPX and VIX options trade at that moment, in any of their sessions."""
    return any(start <= moment < end for start, end in _sessions_around(moment, moment))


def next_option_session(moment: datetime) -> datetime:
    """When the next session of SPX and VIX options begins, strictly after that moment (UTC)."""
    starts = (start for start, _ in _sessions_around(moment, moment + _LONGEST_LOOK))
    return next(start for start in starts if start > moment)


def age_in_session(moment: datetime, now: datetime) -> timedelta:
    """How long a mark of `moment` has gone without the newer one it could have had; never negative.

    In the regular session that is its age by the clock. Outside, what was seen at the last close of the regular
    session could not be newer, so a night, a weekend or a holiday makes nothing old; only a mark that was itself
    made in the evening or morning trading that is on now goes on ageing by the clock.
    """
    start, close = _regular_session_before(now)
    is_on = start <= now < close
    if is_on or (moment > close and is_option_session(now)):
        return max(now - moment, timedelta(0))
    return max(min(close, now) - moment, timedelta(0))


@lru_cache(maxsize=16)
def _regular_session_before(now: datetime) -> tuple[datetime, datetime]:
    """Start and end of the regular session of index options that began last."""
    day = now.astimezone(NEW_YORK).date()
    while not is_business_day(day) or _moment(day, time(9, 30)) > now:
        day -= _ONE_DAY
    return _moment(day, time(9, 30)), options_close(day)


def _sessions_around(start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(NEW_YORK).date()
    last = end.astimezone(NEW_YORK).date() + _ONE_DAY
    while day <= last:
        if is_business_day(day):
            yield _moment(day - _ONE_DAY, time(20, 15)), _moment(day, time(9, 25))
            yield _moment(day, time(9, 30)), _moment(day, time(13, 15) if is_early_close(day) else time(17, 0))
        day += _ONE_DAY


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, NEW_YORK).astimezone(UTC)
