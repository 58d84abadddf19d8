"""What both layouts of an export share: their name and version, and how single values are written."""

import json
import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from alvh_desktop.domain.money import SCALE, money_text, plain, to_units
from alvh_desktop.domain.problems import Problem

NAME = "alvh-book"
VERSION = 1
ADDED_LATER = ("lenses", "note_templates", "notes", "confirmations")
"""Tables that earlier exports of this version do not have: there a missing one has no rows."""

LARGEST_WHOLE = 2**63 - 1
"""What a portfolio file can keep: whole numbers, and amounts as whole numbers of 1e-8."""

_DECIMAL = re.compile(rf"-?[0-9]{{1,11}}(\.[0-9]{{1,{SCALE}}})?", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?", re.ASCII)
_MOMENT = re.compile(rf"{_DAY.pattern}T{_TIME.pattern}(Z|[+-][0-9]{{2}}:[0-9]{{2}})", re.ASCII)
_UNKEEPABLE = re.compile("[\0\ud800-\udfff]")


def version_problem(version: object, where: str) -> Problem | None:
    """Why a file of this version is not read; None where it is."""
    told = str(version)
    if told == str(VERSION):
        return None
    if told.isdecimal() and told.isascii() and len(told) < 10 and int(told) > VERSION:
        newer = f"it was written by a newer ALVH Desktop (layout {told}, this one reads up to {VERSION})"
        return Problem(where, f"{newer}: update the program")
    return Problem(where, f"{told[:40]!r} is no version of this layout: there is {VERSION}")


def amount_text(amount: Decimal) -> str:
    """12.50: no exponent, as many decimals as it needs and at least two. Raises ValueError past eight of them."""
    to_units(amount)
    return money_text(amount)


def amount_from(text: Any) -> Decimal:
    """Raises ValueError for anything but ASCII digits, a point and up to eight decimals."""
    amount = Decimal(_matching(_DECIMAL, text, "a decimal such as 12.50"))
    if abs(amount.scaleb(SCALE)) > LARGEST_WHOLE:
        raise ValueError(f"{text} is larger than a portfolio can keep")
    return plain(amount)


def moment_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment_from(text: Any) -> datetime:
    """A moment with Z or an offset, as UTC. Raises ValueError."""
    moment = datetime.fromisoformat(_matching(_MOMENT, text, "a moment such as 2026-11-20T15:45:00Z"))
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{text} is outside the calendar") from None


def day_from(text: Any) -> date:
    return date.fromisoformat(_matching(_DAY, text, "a day such as 2026-11-20"))


def time_from(text: Any) -> time:
    return time.fromisoformat(_matching(_TIME, text, "a time such as 16:15:00"))


def words_of(value: Any) -> str:
    """A text that a portfolio can keep. Raises ValueError for any other value."""
    if not isinstance(value, str):
        raise ValueError(f"{_told(value)} is no text")
    if _UNKEEPABLE.search(value):
        raise ValueError("it holds a character that no text has (NUL, or half of one)")
    return value


def whole_of(value: int) -> int:
    if abs(value) > LARGEST_WHOLE:
        raise ValueError(f"{_told(value)} is larger than a portfolio can keep")
    return value


def json_value(text: str) -> Any:
    """What stands in a JSON text, each name once and no NaN. Raises ValueError (JSONDecodeError has the line)."""
    try:
        return json.loads(text, object_pairs_hook=_each_once, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name[:40]!r} stands twice in one row")
        found[name] = value
    return found


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number")


def _matching(pattern: re.Pattern[str], text: Any, expected: str) -> str:
    if not isinstance(text, str) or not pattern.fullmatch(text):
        raise ValueError(f"{_told(text)} is not {expected}")
    return text


def _told(value: Any) -> str:
    told = repr(value) if not isinstance(value, int) or abs(value) < 10**40 else "a number of more than 40 digits"
    return told if len(told) <= 60 else told[:57] + "..."
