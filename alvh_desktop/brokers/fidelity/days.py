"""Days as Fidelity writes them: 04/24/2026 in a column, or "as of Apr-24-2026" within an action."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from alvh_desktop.brokers.days import MONTH_NUMBERS, SLASHED_DAY, day_of, read_day
from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.statements import DateOrder

_SLASHED = re.compile(SLASHED_DAY, re.ASCII)
_AS_OF = re.compile(r"\bAS OF (?:([A-Z]{3})-([0-9]{1,2})-(20[0-9]{2})|([0-9/-]{6,10})(?![0-9]))")


def run_days(file: TextFile, positions: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The run dates with slashes by their lines; `positions` are the columns in which they stand.

    The name of an account may hold a comma of its own and move a date by one cell.
    """
    reach = max(positions) + 2
    for number, line in enumerate(file.lines, 1):
        cells = (cell.strip(' "\t') for cell in line.split(",", reach)[:reach])
        if written := next((cell for cell in cells if _SLASHED.fullmatch(cell)), ""):
            yield number, written


def as_of_day(action: str, order: DateOrder) -> date | str | None:
    """The day that an action in capitals names itself; None where it names none."""
    found = _AS_OF.search(action)
    if found is None:
        return None
    if found[4]:
        return read_day(found[4], order)
    return day_of(int(found[3]), MONTH_NUMBERS.get(found[1], 0), int(found[2]))
