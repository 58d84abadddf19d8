"""When the quotes of a file were made, which is not when the file was taken."""

from datetime import UTC, date, datetime, time, timedelta

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_early_close, previous_business_day

DELAY = timedelta(minutes=15)
"""How far the publisher's free quotes lag behind the market."""

_OPENS = time(9, 30)
_CLOSES = time(16, 15)
_CLOSES_EARLY = time(13, 15)


def quote_moment(taken: datetime) -> datetime:
    """The moment (UTC) of the quotes on a delayed page that was taken at an aware moment.

    The page lags `DELAY`, so what counts is the market at `taken - DELAY`.
    In the regular session of index options (09:30 to 16:15 New York, 13:15 on early closes) it is that moment.
    After the session the page goes on showing the close, so it is the close of that day.
    Before the session, and on days without one, it is the close of the business day before.
    The index level on the page gets the same moment as the quotes, so that both are seen together.

    KnownError outside the trading calendar.
    """
    shown = (taken.astimezone(UTC) - DELAY).astimezone(NEW_YORK)
    day = shown.date()
    if not is_business_day(day) or shown.time() < _OPENS:
        return session_close(previous_business_day(day))
    return min(shown.astimezone(UTC), session_close(day))


def session_close(day: date) -> datetime:
    """When the regular session of index options ends on a business day, UTC. KnownError outside the calendar."""
    closes = _CLOSES_EARLY if is_early_close(day) else _CLOSES
    return datetime.combine(day, closes, NEW_YORK).astimezone(UTC)
