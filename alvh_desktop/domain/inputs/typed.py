"""From typed words and lines of a CSV file to inputs, each fault named by its field or its line."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.inputs.kinds import kind_of, range_problem
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem

COLUMNS = ("name", "date", "value", "source")
TYPED_BY_HAND = "typed"
"""The source of a value for which no other was said."""

FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2100, 12, 31)
"""Days outside are slips of the keyboard."""


@dataclass(frozen=True, slots=True)
class TypedInput:
    """A value as it was typed and found right; only an id is missing to make it a row."""

    name: str
    on: date
    value: Decimal
    source: str


def parse_typed(name: str, on: date, value: str, source: str = TYPED_BY_HAND) -> TypedInput | Problem:
    """Read one typed value. A Problem names "name", "on", "value" or "source"."""
    name, source = name.strip(), source.strip()
    kind = kind_of(name)
    if isinstance(kind, Problem):
        return kind
    number = parse_decimal(value, "value")
    if isinstance(number, Problem):
        return number
    wrong = range_problem(kind, number) or day_problem(on) or source_problem(source)
    return wrong or TypedInput(name, on, number, source)


def day_problem(on: date) -> Problem | None:
    if FIRST_DAY <= on <= LAST_DAY:
        return None
    return Problem("on", f"{on.isoformat()} lies outside {FIRST_DAY.year} to {LAST_DAY.year}: check the year")


def source_problem(source: str) -> Problem | None:
    if source and source.isprintable():
        return None
    return Problem("source", "say where the value comes from, in printable characters")


def parse_day(text: str, where: str) -> date | Problem:
    """A day written YYYY-MM-DD and no other way: 01/02/2026 could be two days."""
    text = text.strip()
    try:
        day = date.fromisoformat(text) if len(text) == 10 and text.isascii() else None
    except ValueError:
        day = None
    return Problem(where, f"{text[:40]!r} is no day: write it like 2026-11-20") if day is None else day


def parse_input_rows(text: str, source: str) -> tuple[TypedInput, ...] | tuple[Problem, ...]:
    """The lines of a CSV file whose first line names the columns; `source` stands where a line says none.

    Either every line is right and all of them are answered, or each bad one is, as Problem("line 7", ...).
    """
    lines = list(csv_lines(text))
    faults = tuple(line for line in lines if isinstance(line, Problem))
    told = [line for line in lines if not isinstance(line, Problem)]
    if not told:
        return faults or (Problem("file", "it is empty"),)
    (header_line, header), *told = told
    columns = [cell.casefold() for cell in header]
    if sorted(columns) != sorted(COLUMNS):
        return (Problem(f"line {header_line}", f"the first line must be {','.join(COLUMNS)}"),)
    read = [_read_cells(number, columns, cells, source) for number, cells in told]
    faults = (*(row for row in read if isinstance(row, Problem)), *faults)
    rows = tuple(row for row in read if isinstance(row, TypedInput))
    return faults or rows or (Problem("file", "it holds no values below its first line"),)


def csv_lines(text: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each line that is not blank with its number; a Problem ends what can be read."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield reader.line_num, stripped
    except csv.Error as error:
        yield Problem(f"line {reader.line_num}", f"it cannot be read ({error})")


def _read_cells(number: int, columns: list[str], cells: list[str], source: str) -> TypedInput | Problem:
    where = f"line {number}"
    if len(cells) != len(columns):
        return Problem(where, f"it has {len(cells)} cells, the first line has {len(columns)}")
    told = dict(zip(columns, cells, strict=True))
    on = parse_day(told["date"], "date")
    if isinstance(on, Problem):
        return Problem(where, on.message)
    typed = parse_typed(told["name"], on, told["value"], told["source"] or source)
    return Problem(where, typed.message) if isinstance(typed, Problem) else typed
