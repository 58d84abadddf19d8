"""The days the slider stops at: recorded ones behind, now, and every close to the last settlement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from alvh_desktop.desk.recording import over_at
from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_covered, previous_business_day
from alvh_desktop.domain.sessions import session_close
from alvh_desktop.viewmodels.figures import days_text
from alvh_desktop.viewmodels.lens.words import day_text

DAYS_BACK = 66
"""Trading days behind now that the slider reaches, about three months; further back goes the history."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place of the slider and what stands beside it. One behind now is the end of that day, also of today's."""

    at: datetime
    text: str
    is_past: bool = False


@lru_cache(maxsize=4)  # the same for every frame while a date is dragged
def stops_of(
    now: datetime, settles_at: datetime, last: datetime, began: datetime | None, back_to: datetime | None = None
) -> tuple[tuple[Stop, ...], int]:
    """All stops in order, and the place of now. `began` is when the first fill was booked; None leaves the past
    out. They reach back to `back_to` at least, where that is not before."""
    behind = () if began is None else _behind(now, began, back_to or now)
    return (*behind, *_ahead(now, settles_at, last)), len(behind)


def _behind(now: datetime, began: datetime, back_to: datetime) -> tuple[Stop, ...]:
    found: list[Stop] = []
    today, first = now.astimezone(NEW_YORK).date(), began.astimezone(NEW_YORK).date()
    is_over = is_covered(today) and is_business_day(today) and over_at(today) < now
    day = today + _DAY if is_over else today
    while is_covered(day - 7 * _DAY):
        day = previous_business_day(day)
        at = over_at(day)
        if day < first or (len(found) >= DAYS_BACK and at < back_to):
            break
        found.append(Stop(at, f"{day_text(at)}, as it was", is_past=True))
    return tuple(reversed(found))


def _ahead(now: datetime, settles_at: datetime, last: datetime) -> tuple[Stop, ...]:
    end = max(last, settles_at)
    moments = {close for close in _closes(now.astimezone(NEW_YORK).date(), end) if now < close <= end}
    stops = [Stop(now, "now")]
    for at in sorted(moments | {at for at in (settles_at, end) if at > now}):
        days = (at - now).total_seconds() / _DAY.total_seconds()
        told = f"{day_text(at)}, {days_text(days)} days"
        stops.append(Stop(at, f"{told}, settlement" if at == settles_at else told))
    return tuple(stops)


def _closes(first: date, end: datetime) -> list[datetime]:
    days = (end.astimezone(NEW_YORK).date() - first).days
    span = (first + _DAY * place for place in range(days + 1))
    return [session_close(day) for day in span if is_covered(day) and is_business_day(day)]
