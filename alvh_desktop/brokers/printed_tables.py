"""The tables that a broker prints into a CSV file: headers anywhere in it, rows by column name."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from alvh_desktop.brokers.progress import watched
from alvh_desktop.domain.delimited_text import TextFile, shortened, split_cells
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Progress

HEADER_WITHIN = 20
"""Lines in which the first header is looked for."""


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
    for number, line in watched(file.lines, progress):
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
