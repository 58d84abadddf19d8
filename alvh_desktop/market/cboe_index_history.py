"""Daily histories of Cboe's indices: open, high, low and close, or one value under the name of the index.

The tables with open and close (VIX, VIX3M, VIX6M, VIX9D) do not say which index they are of.
"""

from collections.abc import Sequence

from alvh_desktop.domain.delimited_text import TextFile, split_cells
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import PUBLISHERS_OWN, Asked, Delivery
from alvh_desktop.market.daily_table import DailyTable, DayRow, find_header, read_daily_table
from alvh_desktop.market.gathered_days import GatheredDays, close_of
from alvh_desktop.market.index_names import NamedSeries, fault_of_level, series_of

FORMAT = PUBLISHERS_OWN

_PRICES = ("OPEN", "HIGH", "LOW", "CLOSE")


def is_index_history(file: TextFile) -> bool:
    """True under a header DATE,OPEN,HIGH,LOW,CLOSE, or DATE and one name over days written MM/DD/YYYY."""
    header = find_header(file, _is_header)
    if header is None:
        return False
    if header.columns[1:] == _PRICES:
        return True
    first = next((line for line in file.lines[header.line :] if line.strip(" ,")), "")
    return "/" in (split_cells(first) or [""])[0]


def read_index_history(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read closes, with open, high and low where the table has them."""
    header = find_header(file, _is_header)
    if header is None:
        return Problem(file.name, "no line begins with DATE and the names of prices")
    named = _series_of(file, header.columns[1:], asked)
    if isinstance(named, Problem):
        return named
    table = read_daily_table(file, header, "date", [name.lower() for name in header.columns[1:]])
    if isinstance(table, Problem):
        return table
    return _gather(table, named, header.columns[-1].lower()).finish(FORMAT, file.name)


def _is_header(cells: Sequence[str]) -> bool:
    return cells[0] == "DATE" and (tuple(cells[1:]) == _PRICES or (len(cells) == 2 and cells[1].isalnum()))


def _series_of(file: TextFile, columns: Sequence[str], asked: Asked) -> NamedSeries | Problem:
    if len(columns) > 1:
        return series_of(file, asked)
    written = columns[0].upper()
    if asked.series is not None and asked.series.strip().upper() != written:
        return Problem("series", f"the file says that its values are of {written}")
    return NamedSeries(written)


def _gather(table: DailyTable, named: NamedSeries, last: str) -> GatheredDays:
    gathered = GatheredDays(FORMAT, table)
    if named.note:
        gathered.notes.append(named.note)
    for row in table.rows:
        _add_row(row, named.name, last, gathered)
    return gathered


def _add_row(row: DayRow, series: str, last: str, gathered: GatheredDays) -> None:
    names = ("open", "high", "low", last)
    prices = (gathered.price(row.cells[name]) if name in row.cells else None for name in names)
    close = close_of(series, row.day, FORMAT, prices)
    fault = close if isinstance(close, str) else fault_of_level(series, close.value)
    if fault or isinstance(close, str):
        gathered.refuse(row.line, fault or "")
    else:
        gathered.add_close(row.line, close)
