"""The tables that a broker prints into a CSV file: headers anywhere in it, rows by column name, amounts of money."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.domain.delimited_text import TextFile, read_number, shortened, split_cells
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Progress

HEADER_WITHIN = 20
"""Lines in which the first header is looked for."""

PROGRESS_EVERY = 1000
_NOTHING = ("", "--")
# Nearly every amount of a file: what `read_number` reads too, at a third of its time.
_USUAL = re.compile(r"-?(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})\.[0-9]{1,8}", re.ASCII)


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One row: its line, the table it stands in (two files joined make two, counted from 1), its cells by column."""

    line: int
    table: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Heading:
    """What tells the header of a format: the `telling` columns, and `words` that stand in it as it is printed.

    `required` columns are those without which it cannot be read; `named` gives the name of a column as printed.
    """

    words: str
    telling: tuple[str, ...]
    required: Collection[str]
    named: Callable[[str], str] = str.strip

    def columns(self, line: str) -> tuple[str, ...] | None:
        """The names of the columns; None where the line is no such header."""
        if self.words not in line:
            return None
        names = tuple(self.named(cell.lstrip("\ufeff")) for cell in split_cells(line) or ())
        return names if set(self.telling) <= set(names) else None

    def recognises(self, file: TextFile) -> bool:
        return any(self.columns(line) for line in file.lines[:HEADER_WITHIN])

    def find_all(self, file: TextFile) -> Mapping[int, tuple[str, ...]] | Problem:
        """The columns of every header by its line, counted from 1; a Problem where one cannot be read by."""
        found = {number: names for number, line in enumerate(file.lines, 1) if (names := self.columns(line))}
        for number, names in found.items():
            missing = [name for name in self.required if name not in names]
            twice = [name for name, count in Counter(names).items() if count > 1 and name]
            if missing:
                return Problem(f"line {number}", f"the column {missing[0]!r} is missing from the header")
            if twice:
                return Problem(f"line {number}", f"the column {shortened(twice[0])!r} stands there twice")
        return found


def read_rows(
    file: TextFile,
    headers: Mapping[int, tuple[str, ...]],
    progress: Progress,
    is_row: Callable[[str, Sequence[str]], bool] | None = None,
) -> Iterator[PrintedRow | RefusedLine]:
    """The rows below the first header in the order of the lines; a line without the cells of its header is refused.

    In a format with a footer, `is_row` says by its columns whether a line that follows an empty one is a row.
    """
    columns: tuple[str, ...] = ()
    table, total, is_past_end = 0, len(file.lines), False
    for number, line in enumerate(file.lines, 1):
        if number % PROGRESS_EVERY == 0:
            progress(number, total)
        if number in headers:
            columns, table, is_past_end = headers[number], table + 1, False
        elif not line.strip(' ,\t"'):
            is_past_end = True
        elif columns and not (is_past_end and is_row and not is_row(line, columns)):
            yield _row(number, table, columns, split_cells(line))
    progress(total, total)


def _row(line: int, table: int, columns: tuple[str, ...], cells: list[str] | None) -> PrintedRow | RefusedLine:
    if cells is None:
        return RefusedLine(line, "it opens a quotation mark and does not close it")
    if len(cells) != len(columns):
        return RefusedLine(line, f"it has {len(cells)} cells, and the header has {len(columns)}")
    return PrintedRow(line, table, dict(zip(columns, cells, strict=True)))


def read_amount(text: str) -> Decimal | str:
    """$ of a cell, as -1.50, "1,234.50", -$13.13 or ($4.57); 0 where it is empty or --; else why it is none."""
    return Decimal(text.replace(",", "")) if _USUAL.fullmatch(text) else _read_unusual(text)


@lru_cache(maxsize=1024)
def _read_unusual(text: str) -> Decimal | str:
    if text in _NOTHING:
        return Decimal(0)
    plain = f"-{text[1:-1]}" if text.startswith("(") and text.endswith(")") else text
    sign = plain[:1] if plain[:1] in ("-", "+") else ""
    number = read_number(sign + plain[len(sign) :].removeprefix("$"))
    return f"{shortened(text)!r} is not an amount" if isinstance(number, str) and "$" in text else number


def read_amounts(cells: Mapping[str, str], columns: Collection[str]) -> dict[str, Decimal] | str:
    """The amounts of those columns; the first that is none, with its column."""
    amounts = {}
    for column in columns:
        amount = read_amount(cells[column])
        if isinstance(amount, str):
            return f"{column}: {amount}"
        amounts[column] = amount
    return amounts


@lru_cache(maxsize=1024)
def read_count(text: str) -> int | str:
    """A whole number of contracts with its sign, 1 or -2.0, at most 100,000 and never 0; else why it is none."""
    number = read_number(text)
    if isinstance(number, str):
        return number
    count = int(number)
    if count != number or not 0 < abs(count) <= 100_000:
        return f"{shortened(text)} is no whole number of contracts from 1 to 100,000"
    return count
