"""When the quotes of a file were made, which is not when the file was taken."""

from datetime import UTC, date, datetime, time, timedelta

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_early_close, previous_business_day
from alvh_desktop.domain.sessions import session_close as cash_close

DELAY = timedelta(minutes=15)
"""How far the publisher's free quotes lag behind the market."""

_STANDS_STILL_AT_MOST = timedelta(minutes=5)
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


def evident_moments(
    taken: datetime, index_traded: datetime | None, option_traded: datetime | None
) -> tuple[datetime, datetime]:
    """The moments (UTC) of the quotes and of the index level on a page that also says when things last traded.

    `quote_moment` is the rule; the trades on the page speak against it in two ways. An index that is calculated
    every few seconds and has stood still for minutes while it should move means a page that hangs: all on it is as
    old as the index. A trade after the close of the rule means that the page moves in the evening or the curb
    session too: what stands there is then at least as new as that trade, and never newer than `DELAY` allows.
    All three are aware; None where the page does not say. KnownError outside the trading calendar.
    """
    rule = quote_moment(taken)
    moves_until = min(rule, cash_close(rule.astimezone(NEW_YORK).date()))
    if index_traded is not None and index_traded < moves_until - _STANDS_STILL_AT_MOST:
        hangs_since = index_traded.astimezone(UTC)
        return hangs_since, hangs_since
    quotes, level = (_moved_on(rule, taken, traded) for traded in (option_traded, index_traded))
    return quotes, level


def _moved_on(rule: datetime, taken: datetime, traded: datetime | None) -> datetime:
    if traded is None or not rule < traded <= taken:
        return rule
    return min(traded, taken - DELAY).astimezone(UTC)


def session_close(day: date) -> datetime:
    """When the regular session of index options ends on a business day, UTC. KnownError outside the calendar."""
    closes = _CLOSES_EARLY if is_early_close(day) else _CLOSES
    return datetime.combine(day, closes, NEW_YORK).astimezone(UTC)
