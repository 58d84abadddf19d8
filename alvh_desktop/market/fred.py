"""Series of the St. Louis Fed (FRED): a day and a value under the id of each series, empty or "." on holidays."""

import re
from collections.abc import Sequence

from alvh_desktop.domain.delimited_text import TextFile, read_number
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Close, Delivery
from alvh_desktop.market.daily_table import DayRow, find_header, read_daily_table
from alvh_desktop.market.gathered_days import GatheredDays, read_price
from alvh_desktop.market.index_names import fault_of_level

FORMAT = "FRED"

_SERIES = {"VIXCLS": "VIX", "SP500": "SPX"}
_ID = re.compile(r"[A-Z][A-Z0-9_]*")
_MISSING = ("", ".")


def is_fred_file(file: TextFile) -> bool:
    """True under a header of observation_date (DATE before 2024) and ids of series."""
    return find_header(file, _is_header) is not None


def read_fred_file(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read closes: VIXCLS as VIX and SP500 as SPX, others under their own id, in the unit of the publisher.

    A day without a value is no row. Values of days on which the exchange is closed are refused: they are no closes.
    Of an index the value must be above zero; a rate or a spread may be negative.
    """
    header = find_header(file, _is_header)
    if header is None:
        return Problem(file.name, "no line begins with observation_date and the id of a series")
    ids = header.columns[1:]
    kept = TextFile(file.name, tuple(map(_without_missing, file.lines)), file.is_ended)
    if not any(line.strip(" ,") for line in kept.lines[header.line :]):
        return Problem(file.name, "the file holds no value")
    table = read_daily_table(kept, header, header.columns[0].lower(), [name.lower() for name in ids])
    if isinstance(table, Problem):
        return table
    gathered = GatheredDays(FORMAT, table)
    for row in table.rows:
        for name in ids:
            _add_value(row, name, gathered)
    return gathered.finish(FORMAT, file.name)


def _is_header(cells: Sequence[str]) -> bool:
    is_first = cells[0].lower() == "observation_date" or cells[0] == "DATE"
    return is_first and len(cells) > 1 and all(_ID.fullmatch(name) for name in cells[1:])


def _without_missing(line: str) -> str:
    """A blank line for a day of which every value is missing."""
    day, *values = line.split(",")
    is_empty = day and values and all(value.strip() in _MISSING for value in values)
    return "," * len(values) if is_empty else line


def _add_value(row: DayRow, name: str, gathered: GatheredDays) -> None:
    text, series = row.cells[name.lower()], _SERIES.get(name, name)
    if text in _MISSING:
        return
    value = read_price(text) if name in _SERIES else read_number(text)
    fault = value if isinstance(value, str) else fault_of_level(series, value)
    if fault or isinstance(value, str):
        gathered.refuse(row.line, f"the value of {name} cannot be used: {fault}")
    else:
        gathered.add_close(row.line, Close(series, row.day, value, FORMAT))
