"""Whose clock a statement shows: the platform prints its user's own time and seldom says so.

The balance at the start of a business day belongs to midnight in Chicago ("... business day 29.01 CST", said so in
summer too), and its row shows what the platform's clock said then: 00:00:00 is Central time, 01:00:00 Eastern.
"""

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Question

CHOICES = ("America/New_York", "America/Chicago")
_AMERICAN = (*CHOICES, "America/Denver", "America/Los_Angeles")
_CHICAGO = ZoneInfo("America/Chicago")
_START_OF_DAY = re.compile(r"start of business day ([0-9]{2})\.([0-9]{2}) C[SD]?T", re.IGNORECASE | re.ASCII)
_ASKED = "The statement does not say whose time it shows: that of New York or of Chicago?"


def starts_of_days(balances: Iterable[tuple[str, datetime]]) -> list[tuple[datetime, datetime]]:
    """Midnights in Chicago (UTC) that rows of balances name, each with what the platform's clock showed."""
    found = []
    for text, at in balances:
        named = _START_OF_DAY.search(text)
        midnight = named and _midnight(at, int(named[1]), int(named[2]))
        if midnight:
            found.append((midnight, at))
    return found


def find_zone(name: str, starts: list[tuple[datetime, datetime]], asked: str, is_needed: bool) -> str | Problem:
    """The IANA name that fits what the file says, else the answer; a Question where neither is there.

    An answer that contradicts the file is asked again. Without need (no fill has a time) it is New York.
    """
    fitting = [zone for zone in _AMERICAN if starts and _fits(zone, starts)]
    if len(fitting) == 1:
        return fitting[0]
    if asked:
        return _answered(name, starts, asked)
    if not is_needed:
        return CHOICES[0]
    return Question(name, _different(starts) if starts else _ASKED, "zone", CHOICES)


def to_utc(at: datetime, zone: ZoneInfo) -> datetime:
    """The moment; of an hour that comes twice the first one."""
    return at.replace(tzinfo=zone).astimezone(UTC)


def _answered(name: str, starts: list[tuple[datetime, datetime]], asked: str) -> str | Problem:
    try:
        ZoneInfo(asked)
    except (KeyError, ValueError, OSError):
        return Question(name, f"{asked!r} is no time zone: write one such as America/Chicago.", "zone", CHOICES)
    if not _fits(asked, starts):
        return Question(name, f"{_different(starts)} That is not so in {asked}.", "zone", CHOICES)
    return asked


def _different(starts: list[tuple[datetime, datetime]]) -> str:
    midnight, at = starts[0]
    local = midnight.astimezone(_CHICAGO)
    return f"Midnight in Chicago was {at:%H:%M} in the statement on {local:%Y-%m-%d}: which time zone is that?"


def _fits(zone: str, starts: list[tuple[datetime, datetime]]) -> bool:
    clock = ZoneInfo(zone)
    return all(midnight.astimezone(clock).replace(tzinfo=None) == at for midnight, at in starts)


def _midnight(at: datetime, day: int, month: int) -> datetime | None:
    """The midnight of that day; what the clock showed then may be of the day before or after."""
    days = (at.date() + timedelta(days=shift) for shift in (-1, 0, 1))
    named = next((one for one in days if (one.day, one.month) == (day, month)), None)
    if named is None:
        return None
    return datetime(named.year, named.month, named.day, tzinfo=_CHICAGO).astimezone(UTC)
