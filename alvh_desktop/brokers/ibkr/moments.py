"""Days and moments as Interactive Brokers writes them: 2024-08-01;153045, 20240801, "2023-02-28, 09:30:00"."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from alvh_desktop.brokers.days import MONTH_NUMBERS, day_of, end_of_session
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.statements import DateOrder

USUAL_ZONE = "America/New_York"

_DAY = (
    r"(?:(?P<year>[0-9]{4})(?P<dash>-?)(?P<month>[0-9]{2})(?P=dash)(?P<day>[0-9]{2})"
    r"|(?P<first>[0-9]{1,2})/(?P<second>[0-9]{1,2})/(?P<late>20[0-9]{2}|[0-9]{2})"
    r"|(?P<dated>[0-9]{1,2})-(?P<name>[A-Za-z]{3})-(?P<named>20[0-9]{2}|[0-9]{2}))"
)
_TIME = r"(?P<hour>[0-9]{1,2}):?(?P<minute>[0-9]{2})(?::?(?P<secs>[0-9]{2}))?"
_OFFSET = r"(?P<offset>Z|UTC|GMT|EST|EDT|[+-][0-9]{2}:?[0-9]{2})"
_MOMENT = re.compile(rf"{_DAY}(?:(?: ?[;,T] ?| )?{_TIME}(?: ?{_OFFSET})?)?", re.ASCII)
_OFFSETS = {"Z": 0, "UTC": 0, "GMT": 0, "EST": -300, "EDT": -240}


@lru_cache(maxsize=65536)
def read_moment(text: str, zone: str, dates: DateOrder) -> tuple[datetime, bool] | str:
    """An aware UTC moment and whether the text holds a time, or the reason why it is none.

    A day alone is the end of that day's session. Of an hour that the clocks give twice the first one counts.
    """
    found = _MOMENT.fullmatch(text.strip()) if len(text) < 60 else None
    if found is None:
        return f"{shortened(text)!r} is no date and time"
    day = _day(found, dates)
    if isinstance(day, str):
        return day
    if found["hour"] is None:
        return end_of_session(day), False
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["secs"] or 0)
    if hour > 23 or minute > 59 or second > 59:
        return f"there is no time {text.strip()}"
    local = datetime.combine(day, time(hour, minute, second), _zone(found["offset"], zone))
    return local.astimezone(UTC), True


def read_day(text: str, dates: DateOrder) -> date | str:
    """The day of a date, with or without a time behind it, or the reason why the text is none."""
    found = _MOMENT.fullmatch(text.strip()) if len(text) < 60 else None
    return f"{shortened(text)!r} is no date" if found is None else _day(found, dates)


def _zone(offset: str | None, zone: str) -> timezone | ZoneInfo:
    if offset is None:
        return ZoneInfo(zone)
    if offset in _OFFSETS:
        return timezone(timedelta(minutes=_OFFSETS[offset]))
    minutes = int(offset[1:3]) % 24 * 60 + int(offset[-2:]) % 60
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _day(found: re.Match[str], dates: DateOrder) -> date | str:
    if found["year"]:
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
    elif found["first"]:
        month, day = int(found["first"]), int(found["second"])
        year = int(found["late"]) % 100 + 2000
        if not dates:
            return f"{found[0]} may have the day or the month first"
        if dates == "day first":
            month, day = day, month
    else:
        year, month, day = (
            int(found["named"]) % 100 + 2000,
            MONTH_NUMBERS.get(found["name"].upper(), 0),
            int(found["dated"]),
        )
    return day_of(year, month, day)
