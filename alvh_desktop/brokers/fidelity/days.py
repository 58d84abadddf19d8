"""Days as Fidelity writes them: 04/24/2026, or "as of Apr-24-2026" within an action."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import Literal

from alvh_desktop.domain.calendar import MONTHS, NEW_YORK, is_business_day, is_covered
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import options_close
from alvh_desktop.domain.statements import DateOrder

DayOrder = Literal["month first", "day first"]

DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2}|[0-9]{2})|(20[0-9]{2})-([0-9]{2})-([0-9]{2})")
_MONTH = {name[:3].upper(): number for number, name in enumerate(MONTHS, 1)}
_AS_OF = re.compile(r"\bAS OF (?:([A-Z]{3})-([0-9]{1,2})-(20[0-9]{2})|([0-9/-]{6,10})(?![0-9]))")


def find_day_order(file: TextFile, positions: Sequence[int], asked: DateOrder) -> DayOrder | Problem:
    """The order of month and day, decided once for the file: month first where all its days allow it.

    `positions` are the columns in which run dates stand. A Problem where the days need both orders, or not the asked.
    """
    first: dict[DayOrder, int] = {}
    for number, line in enumerate(file.lines, 1):
        if written := _written_day(line, positions):
            a, b = int(written[1] or 0), int(written[2] or 0)
            if 0 < a <= 12 < b <= 31:
                first.setdefault("month first", number)
            elif 0 < b <= 12 < a <= 31:
                first.setdefault("day first", number)
    if len(first) == 2:
        lines = f"line {first['month first']} writes the month first, line {first['day first']} the day"
        return Problem(file.name, f"{lines}: no day of this file can be trusted, and nothing was imported")
    order: DayOrder = next(iter(first), "month first") if asked == "" else asked
    if first and order not in first:
        return Problem(file.name, f"line {next(iter(first.values()))} cannot be read with the {order}")
    return order


def _written_day(line: str, positions: Sequence[int]) -> re.Match[str] | None:
    reach = max(positions) + 2
    cells = (DAY.fullmatch(cell.strip(' "\t')) for cell in line.split(",", reach)[:reach])
    return next((day for day in cells if day and day[1]), None)


def read_day(text: str, order: DayOrder) -> date | str:
    """The day, within the years of the trading calendar; else why it is none."""
    return _read_day(text, order)


@lru_cache(maxsize=1024)
def _read_day(text: str, order: DayOrder) -> date | str:
    written = DAY.fullmatch(text)
    if written is None:
        return f"{shortened(text)!r} is not a day such as 04/24/2026"
    a, b, year, iso_year, iso_month, iso_day = (int(part or 0) for part in written.groups())
    if iso_year:
        return _day(iso_year, iso_month, iso_day)
    month, day = (a, b) if order == "month first" else (b, a)
    return _day(year if year > 99 else 2000 + year, month, day)


def _day(year: int, month: int, day: int) -> date | str:
    try:
        found = date(year, month, day)
    except ValueError:
        return f"there is no day {year}-{month:02}-{day:02}"
    return found if is_covered(found) else f"{found} is outside the trading calendar"


def as_of_day(action: str, order: DayOrder) -> date | str | None:
    """The day that an action in capitals names itself; None where it names none."""
    found = _AS_OF.search(action)
    if found is None:
        return None
    if found[4]:
        return read_day(found[4], order)
    return _day(int(found[3]), _MONTH.get(found[1], 0), int(found[2]))


@lru_cache(maxsize=1024)
def end_of_session(day: date) -> datetime:
    """When options stop trading in the regular session, 16:15 New York also on a day without one. A UTC moment."""
    if is_business_day(day):
        return options_close(day)
    return datetime.combine(day, time(16, 15), NEW_YORK).astimezone(UTC)
