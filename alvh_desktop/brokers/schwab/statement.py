"""Schwab's transactions: a row a leg, dated by the day alone, newest first, with a line or two of title above.

"04/24/2026 as of 04/23/2026" was processed on the first day and holds from the second. An expiration has its sign and
no price; an option that ended in the money is assigned, exercised or paid in cash, with the amount beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from alvh_desktop.brokers.american_cells import find_date_order, read_day
from alvh_desktop.brokers.schwab.endings import join_cash, told_once
from alvh_desktop.brokers.schwab.rows import CashBeside, RowReader, Written
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.domain.delimited_text import TextFile, shortened, split_cells
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
_EVERY = 1000
_DAYS_ONLY = "the statement names days and no times: fills stand at the end of their session"


@dataclass
class _Lines:
    """The rows of a file with their cells and their account, and the lines that are none."""

    count: int
    rows: list[tuple[int, dict[str, str], str]] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)


@dataclass
class _Told:
    rows: list[StatementRow] = field(default_factory=list)
    others: list[OtherRow] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    cash: list[CashBeside] = field(default_factory=list)


def is_transactions(file: TextFile) -> bool:
    """Whether Schwab's columns stand in one of the first lines."""
    return any(_is_header(split_cells(line) or []) for line in file.lines[:_HEADER_WITHIN])


def read_transactions(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """Fills, ends of contracts and other rows in the file's order, each at the end of its effective day's session."""
    lines = _read_lines(file, reading)
    order = find_date_order(
        (day for _, cells, _ in lines.rows for day in _DATE.split(cells["date"]) if day), reading.dates
    )
    if order not in ("month first", "day first"):
        return Problem(file.name, order)
    told = _tell(lines, "day first" if order == "day first" else "month first", reading)
    told.rows, told.refused = join_cash(told.rows, told.cash, told.refused, reading.products)
    told.rows, twice = told_once(told.rows)
    told.others += twice
    return Statement(
        file.name,
        BROKER,
        TITLE,
        ZONE,
        tuple(told.rows),
        tuple(sorted(told.others, key=lambda row: row.line)),
        tuple(sorted((*lines.refused, *told.refused), key=lambda line: line.line)),
        (_DAYS_ONLY,),
    )


SCHWAB = StatementFormat(TITLE, is_transactions, read_transactions)


def _is_header(cells: Sequence[str]) -> bool:
    names = [cell.lower() for cell in cells]
    return all(names.count(column) == 1 for column in _COLUMNS)


def _read_lines(file: TextFile, reading: StatementReading) -> _Lines:
    found, names, account = _Lines(len(file.lines)), [""], ""
    for number, line in enumerate(file.lines, 1):
        if number % _EVERY == 0:
            reading.progress(number, 2 * len(file.lines))
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


def _tell(lines: _Lines, order: DateOrder, reading: StatementReading) -> _Told:
    told, reader = _Told(), RowReader(reading.products)
    for done, (number, cells, account) in enumerate(lines.rows):
        if done % _EVERY == 0:
            reading.progress(lines.count + done, 2 * lines.count)
        dated = _DATE.fullmatch(cells["date"])
        day = read_day(dated[2] or dated[1], order) if dated else None
        if day is None:
            told.refused.append(RefusedLine(number, f"{shortened(cells['date'])!r} is no date"))
            continue
        match reader.read(Written(number, day, cells, account)):
            case StatementRow() as row:
                told.rows.append(row)
            case OtherRow() as other:
                told.others.append(other)
            case CashBeside() as cash:
                told.cash.append(cash)
            case RefusedLine() as refused:
                told.refused.append(refused)
    return told
