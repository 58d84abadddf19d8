"""Expiry dates as traders type them: 18DEC26."""

import re
from datetime import date
from functools import lru_cache

from alvh_desktop.domain.calendar import MONTHS
from alvh_desktop.domain.contracts import NEVER
from alvh_desktop.domain.problems import Problem

_MONTH_NUMBER = {name[:3].upper(): number for number, name in enumerate(MONTHS, start=1)}
_TYPED = re.compile(r"([0-9]{1,2})([A-Za-z]{3})((?:19|20)?[0-9]{2})")
_ISO = re.compile(r"((?:19|20)[0-9]{2})-([0-9]{2})-([0-9]{2})")


def expiry_text(day: date) -> str:
    """18DEC26; the year in full outside 2000 to 2099, so that reading it back gives the same day.

    Nothing for what never expires.
    """
    if day == NEVER:
        return ""
    year = f"{day.year % 100:02}" if 2000 <= day.year < 2100 else str(day.year)
    return f"{day.day:02}{MONTHS[day.month - 1][:3].upper()}{year}"


@lru_cache(maxsize=4096)  # a statement names the same days over and over
def parse_expiry(text: str, where: str) -> date | Problem:
    """Read 18DEC26, 18Dec2026 or 2026-12-18; month names English, two-digit years 2000 and later."""
    text = text.strip()
    day, month, year = _split(text)
    if not month:
        return Problem(where, f"{text!r} is not a date: write it as 18DEC26 or 2026-12-18")
    try:
        return date(year, month, day)
    except ValueError:
        return Problem(where, f"there is no day {text}")


def _split(text: str) -> tuple[int, int, int]:
    """Day, month and year as written; month 0 when the text has neither form."""
    if typed := _TYPED.fullmatch(text):
        day, name, year = typed.groups()
        return int(day), _MONTH_NUMBER.get(name.upper(), 0), int(year) + (2000 if len(year) == 2 else 0)
    if iso := _ISO.fullmatch(text):
        return int(iso[3]), int(iso[2]) or 99, int(iso[1])
    return 0, 0, 0
