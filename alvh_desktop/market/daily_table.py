"""A table with a row a day: its header, its rows with their days, and the rows that cannot be used."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from alvh_desktop.domain.calendar import is_business_day, is_covered
from alvh_desktop.domain.delimited_text import TextFile, find_cut, shortened, split_cells
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.market.written_days import read_days

_HEADER_WITHIN = 10
_CUT = "the file ends inside this line, whose last price may be cut off"
# pandas writes a day of an exchange with its midnight and zone
_MIDNIGHT = re.compile(r"[ T]00:00:00([+-][0-9]{2}:?[0-9]{2})?$")


@dataclass(frozen=True, slots=True)
class Header:
    """Line number, counted from 1, and the names of the columns as they are written."""

    line: int
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DayRow:
    """One usable row: its line, its trading day, and its cells by column name in small letters."""

    line: int
    day: date
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DailyTable:
    """The rows of a file in the order of its lines; `rows_read` counts the refused ones too."""

    rows: tuple[DayRow, ...]
    rows_read: int
    refused: tuple[RefusedLine, ...]


def find_header(file: TextFile, is_header: Callable[[Sequence[str]], bool]) -> Header | None:
    """The first line near the top whose cells are a header; a comma at its end adds no column."""
    for number, line in enumerate(file.lines[:_HEADER_WITHIN], 1):
        cells = _without_empty_end(split_cells(line) or [])
        if cells and is_header(cells):
            return Header(number, tuple(cells))
    return None


def read_daily_table(
    file: TextFile, header: Header, day_column: str, priced: Collection[str]
) -> DailyTable | Problem:
    """The rows whose `day_column` names a day on which the exchange was open; names of columns in small letters.

    `priced` are the columns that prices are read from: where the last column is one of them and the file does not
    end with a line end, the last row is refused, since its price may be cut off.
    """
    names = [name.lower() for name in header.columns]
    if twice := next((name for name, count in Counter(names).items() if count > 1), None):
        return Problem(f"line {header.line}", f"the column {shortened(twice)} stands there twice")
    if not any(line.strip(" ,") for line in file.lines[header.line :]):
        return Problem(file.name, "the file holds a header and no prices")
    if cut := find_cut(file, len(names)):
        return cut
    written = list(_written_rows(file, header))
    if broken := next((line for line, cells in written if cells is None), None):
        return Problem(file.name, f"line {broken} opens a quotation mark and does not close it")
    refused: list[RefusedLine] = []
    whole = list(_whole_rows(written, names, refused))
    days = read_days(file.name, ((line, _day_text(cells[day_column])) for line, cells in whole))
    if isinstance(days, Problem):
        return days
    doubtful = len(file.lines) if not file.is_ended and names[-1] in priced else 0
    rows: list[DayRow] = []
    for line, cells in whole:
        day = days.get(_day_text(cells[day_column]))
        reason = _CUT if line == doubtful else _fault_of_day(day, cells[day_column])
        if reason is None and day is not None:
            rows.append(DayRow(line, day, cells))
        elif reason is not None:
            refused.append(RefusedLine(line, reason))
    return DailyTable(tuple(rows), len(written), tuple(refused))


def _written_rows(file: TextFile, header: Header) -> Iterator[tuple[int, list[str] | None]]:
    for number, line in enumerate(file.lines[header.line :], header.line + 1):
        if line.strip(" ,"):
            yield number, split_cells(line)


def _whole_rows(
    written: Iterable[tuple[int, list[str] | None]], names: Sequence[str], refused: list[RefusedLine]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that have the header's columns; the others are added to `refused`."""
    for line, cells in written:
        fitted = _fitted(cells or [], len(names))
        if len(fitted) == len(names):
            yield line, dict(zip(names, fitted, strict=True))
        else:
            refused.append(RefusedLine(line, f"the row has {len(fitted)} columns, the header {len(names)}"))


def _fitted(cells: list[str], columns: int) -> list[str]:
    """The cells without empty ones past the last column."""
    while len(cells) > columns and not cells[-1]:
        cells.pop()
    return cells


def _without_empty_end(cells: list[str]) -> list[str]:
    return _fitted(cells, 0)


def _day_text(text: str) -> str:
    return text if len(text) <= 10 else _MIDNIGHT.sub("", text)


def _fault_of_day(day: date | None, text: str) -> str | None:
    if day is None:
        return f"{shortened(text)!r} is no date"
    if not is_covered(day):
        return "the day is outside the trading calendar, which runs from 1990 to 2040"
    return None if is_business_day(day) else "the exchange is closed that day"
