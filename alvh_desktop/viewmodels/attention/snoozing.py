"""For how long an alert may be put off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from alvh_desktop.domain.calendar import NEW_YORK

_OPEN = time(9, 30)


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    """`until` answers the moment (UTC) it ends, None for: until its value is worse."""

    words: str
    until: Callable[[datetime], datetime | None]


def tomorrow_at_the_open(now: datetime) -> datetime:
    """9:30 New York of the next calendar day there."""
    day = now.astimezone(NEW_YORK).date() + timedelta(days=1)
    return datetime.combine(day, _OPEN, NEW_YORK).astimezone(UTC)


SNOOZES: tuple[SnoozeChoice, ...] = (
    SnoozeChoice("for 15 &minutes", lambda now: now + timedelta(minutes=15)),
    SnoozeChoice("for 1 &hour", lambda now: now + timedelta(hours=1)),
    SnoozeChoice("until &tomorrow 9:30 New York", tomorrow_at_the_open),
    SnoozeChoice("until it is &worse", lambda _: None),
)
