"""Schwab's transactions: a row a leg, dated by the day alone, newest first, with a line or two of title above.

"04/24/2026 as of 04/23/2026" was processed on the first day and holds from the second. An expiration has its sign and
no price; an option that ended in the money is assigned, exercised or paid in cash, with the amount beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from alvh_desktop.brokers.days import find_date_order, read_day
from alvh_desktop.brokers.gathered_rows import of_kind
from alvh_desktop.brokers.progress import watched
from alvh_desktop.brokers.schwab.endings import join_cash, told_once
from alvh_desktop.brokers.schwab.rows import CashBeside, RowReader, SchwabRow, Written
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.domain.delimited_text import TextFile, split_cells
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import DateOrder, OtherRow, Statement, StatementReading, StatementRow

BROKER = "Schwab"
TITLE = "Schwab transactions"
ZONE = "America/New_York"
_COLUMNS = ("date", "action", "symbol", "description", "quantity", "price", "fees & comm", "amount")
_HEADER_WITHIN = 10
_DATE = re.compile(r"(\S+)(?: as of (\S+))?", re.IGNORECASE)
_ACCOUNT = re.compile(r"transactions +for account (.+?)(?: as of .*)?", re.IGNORECASE)
_DAYS_ONLY = "the statement names days and no times: fills stand at the end of their session"


@dataclass
class _Lines:
    """The rows of a file with their cells and their account, and the lines that are none."""

    count: int
    rows: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


def is_transactions(file: TextFile) -> bool:
    """Whether Schwab's columns stand in one of the first lines."""
    return any(_is_header(split_cells(line) or []) for line in file.lines[:_HEADER_WITHIN])


def read_transactions(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """Fills, ends of contracts and other rows in the file's order, each at the end of its effective day's session."""
    lines = _read_lines(file, reading)
    days = ((number, day) for number, cells, _ in lines.rows for day in _DATE.split(cells["date"]) if day)
    order = find_date_order(days, reading.dates, file.name, "month first")
    if isinstance(order, Problem):
        return order
    told = _tell(lines, order, reading)
    rows, refused = join_cash(
        of_kind(StatementRow, told), of_kind(CashBeside, told), of_kind(RefusedLine, told), reading.products
    )
    rows, twice = told_once(rows)
    return Statement(
        file.name,
        BROKER,
        TITLE,
        ZONE,
        tuple(rows),
        tuple(sorted((*of_kind(OtherRow, told), *twice), key=lambda row: row.line)),
        tuple(sorted((*lines.refused, *refused), key=lambda line: line.line)),
        (_DAYS_ONLY,),
    )


SCHWAB = StatementFormat(TITLE, is_transactions, read_transactions)


def _is_header(cells: Sequence[str]) -> bool:
    names = [cell.lower() for cell in cells]
    return all(names.count(column) == 1 for column in _COLUMNS)


def _read_lines(file: TextFile, reading: StatementReading) -> _Lines:
    found, names, account = _Lines(len(file.lines)), [""], ""
    for number, line in watched(file.lines, reading.progress, total=2 * len(file.lines)):
        if not line.strip(' ,\t"'):
            continue
        cells = split_cells(line)
        if cells is None:
            found.refused.append(RefusedLine(number, "it opens a quotation mark and does not close it"))
        elif _is_header(cells):
            names = [cell.lower() for cell in _without_empty_end(cells, 0)]
        elif titled := _ACCOUNT.fullmatch(cells[0]):
            account = titled[1].strip()
        elif len(names) > 1 and cells[0].lower() != "transactions total":
            _add_row(number, _without_empty_end(cells, len(names)), names, account, found)
    return found


def _add_row(number: int, cells: list[str], names: list[str], account: str, found: _Lines) -> None:
    if len(cells) != len(names):
        found.refused.append(RefusedLine(number, f"the row has {len(cells)} columns, the header {len(names)}"))
    else:
        found.rows.append((number, dict(zip(names, cells, strict=True)), account))


def _without_empty_end(cells: list[str], columns: int) -> list[str]:
    while len(cells) > columns and not cells[-1]:
        cells.pop()
    return cells


def _tell(lines: _Lines, order: DateOrder, reading: StatementReading) -> list[SchwabRow]:
    reader = RowReader(reading.products)
    watching = watched(lines.rows, reading.progress, before=lines.count, total=2 * lines.count)
    return [_told(line, order, reader) for _, line in watching]


def _told(line: tuple[int, dict[str, str], str], order: DateOrder, reader: RowReader) -> SchwabRow:
    number, cells, account = line
    dated = _DATE.fullmatch(cells["date"])
    day = read_day(dated[2] or dated[1] if dated else cells["date"], order)
    return RefusedLine(number, day) if isinstance(day, str) else reader.read(Written(number, day, cells, account))
