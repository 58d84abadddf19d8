"""Hours of the day in which nothing rings: `22:00-08:00`, over midnight too."""

import re
from datetime import datetime, time
from typing import Literal

from alvh_desktop.domain.calendar import NEW_YORK

Clock = Literal["new_york", "local"]
_HOURS = re.compile(r"\s*(\d{1,2}):(\d{2})\s*(?:-|\N{EN DASH}|to)\s*(\d{1,2}):(\d{2})\s*", re.ASCII)


def read_quiet_hours(text: str) -> tuple[time, time] | None:
    """From and to as they were typed; None for anything else, and for a span of nothing."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    hours, minutes = [int(found[1]), int(found[3])], [int(found[2]), int(found[4])]
    if max(hours) > 23 or max(minutes) > 59:
        return None
    begin, end = (time(hour, minute) for hour, minute in zip(hours, minutes, strict=True))
    return None if begin == end else (begin, end)


def quiet_hours_text(begin: time, end: time) -> str:
    return f"{begin:%H:%M}-{end:%H:%M}"


def is_quiet(hours: str, now: datetime, clock: Clock) -> bool:
    """Whether a moment (UTC) lies in these hours, the beginning included; "" is never."""
    span = read_quiet_hours(hours)
    if span is None:
        return False
    at = now.astimezone(NEW_YORK if clock == "new_york" else None).time()
    begin, end = span
    return begin <= at < end if begin < end else at >= begin or at < end
