"""The book as CSV: one file of all tables, each below a line that names its fields.

    alvh-book,1
    table,id,name,kind,broker
    accounts,2,Main,real,
    table,id,account_id,moment,amount,note
    cash,7,2,2026-11-02T14:30:00Z,50000.00,start
    end,2

The first cell of a line says its table, and `table` begins the line of field names. Behind the tables stand the
pictures that notes show, if they show any (`images`). `end` with the number of rows is the last line, so that a file
that was cut off is noticed. A cell of text that a spreadsheet could take for a formula has an apostrophe in front;
numbers stay numbers. An empty cell is nothing, or the empty text.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from alvh_desktop.desk.exported.csv_lines import cells_in, line_of
from alvh_desktop.desk.exported.found_rows import FoundRow, book_from_rows, columns_problem, fields_of
from alvh_desktop.desk.exported.images import (
    COLUMNS,
    IMAGES,
    NO_IMAGES,
    Exported,
    Images,
    image_rows,
    images_in_rows,
)
from alvh_desktop.desk.exported.layout import (
    NAME,
    VERSION,
    amount_from,
    amount_text,
    day_from,
    json_value,
    moment_from,
    moment_text,
    time_from,
    version_problem,
    whole_of,
    words_of,
)
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.plain_rows import Coder, Coding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES
from alvh_desktop.domain.spreadsheet_text import guarded, unguarded

_HEADER, _END = "table", "end"
_FIELDS: Mapping[str, Sequence[str]] = {**{table: fields_of(table) for table in TABLES}, IMAGES: COLUMNS}
_WHOLE = re.compile(r"-?[0-9]{1,19}", re.ASCII)


def _whole(cell: str) -> int:
    if not _WHOLE.fullmatch(cell):
        raise ValueError(f"{cell[:40]!r} is no whole number")
    return whole_of(int(cell))


def _flag_text(value: bool) -> str:
    return "true" if value else "false"


def _flag(cell: str) -> bool:
    if cell.casefold() not in ("true", "false"):  # a spreadsheet writes them in capitals
        raise ValueError(f"{cell[:40]!r} is neither true nor false")
    return cell.casefold() == "true"


_SIMPLE: Mapping[Any, Coder] = {
    int: (str, _whole),
    bool: (_flag_text, _flag),
    str: (lambda text: guarded(words_of(text)), lambda cell: words_of(unguarded(cell))),
    Decimal: (amount_text, amount_from),
    datetime: (moment_text, moment_from),
    date: (date.isoformat, day_from),
    time: (time.isoformat, time_from),
}

_AS_CELLS = Coding(_SIMPLE, pack=json.dumps, unpack=json_value, nothing="")


def book_as_csv(book: Book, images: Images = NO_IMAGES) -> str:
    """Every table with every field. Raises ValueError for an amount or a text that no portfolio file could keep."""
    lines, count = [line_of((NAME, str(VERSION)))], 0
    for table, kind in TABLES.items():
        lines.append(line_of((_HEADER, *_AS_CELLS.columns(kind))))
        records = getattr(book, table).values()
        lines += [line_of((table, *_AS_CELLS.row(record).values())) for record in records]
        count += len(records)
    if images:
        pictures = [line_of((IMAGES, *cells)) for image in images.values() for cells in image_rows(image)]
        lines += [line_of((_HEADER, *COLUMNS)), *pictures]
        count += len(pictures)
    return "".join((*lines, line_of((_END, str(count)))))


def exported_from_csv(text: str) -> Exported | Problem:
    """What `book_as_csv` wrote. A Problem names the first line, table and field that is wrong."""
    lines = cells_in(text.removeprefix("\ufeff"))
    first = next(lines, None)
    if not isinstance(first, tuple) or first[1][0] != NAME:
        return Problem("line 1", f"this is no exported book: its first line would be {NAME},{VERSION}")
    problem = version_problem("".join(first[1][1:]), "line 1")
    if problem is not None:
        return problem
    found: dict[str, list[FoundRow]] = {name: [] for name in _FIELDS}
    return _gathered(lines, found) or _exported_in(found)


def _exported_in(found: Mapping[str, list[FoundRow]]) -> Exported | Problem:
    book = book_from_rows(found, _AS_CELLS)
    if isinstance(book, Problem):
        return book
    images = images_in_rows(found[IMAGES])
    return images if isinstance(images, Problem) else Exported(book, images)


def _gathered(
    lines: Iterator[tuple[int, list[str]] | Problem], found: Mapping[str, list[FoundRow]]
) -> Problem | None:
    """Puts each row into its table; answers what is wrong with the lines as lines."""
    columns: list[str] = []
    for line in lines:
        if isinstance(line, Problem):
            return line
        number, (table, *cells) = line
        if table == _END:
            return _end_problem(number, cells, found) or _left_over(lines)
        if table == _HEADER:
            columns = _without_padding(cells)
            problem = _header_problem(number, columns)
        else:
            problem = _put(number, table, columns, cells, found)
        if problem is not None:
            return problem
    return Problem("file", f"it was cut off: its last line would be {_END} and the number of rows")


def _put(
    number: int, table: str, columns: list[str], cells: list[str], found: Mapping[str, list[FoundRow]]
) -> Problem | None:
    where = f"line {number}, {table[:40]}"
    if table not in found:
        return Problem(f"line {number}", f"{table[:40]!r} is no table of a book")
    problem = columns_problem(columns, _FIELDS[table], table, where)
    if problem is not None:
        return problem
    if any(cells[len(columns) :]) or len(cells) < len(columns):
        return Problem(where, f"it has {len(cells)} values, and {len(columns)} fields are named above it")
    found[table].append(FoundRow(where, dict(zip(columns, cells, strict=False))))
    return None


def _header_problem(number: int, columns: list[str]) -> Problem | None:
    twice = next((name for place, name in enumerate(columns) if name in columns[:place]), None)
    if twice is not None:
        return Problem(f"line {number}", f"{twice[:40]!r} stands twice among the fields")
    if not any(set(columns) == set(named) for named in _FIELDS.values()):
        return _nearest_problem(number, columns)
    return None


def _nearest_problem(number: int, columns: list[str]) -> Problem:
    """What is wrong with a line of field names, told against the table that it has most of."""
    table = max(_FIELDS, key=lambda name: len(set(columns) & set(_FIELDS[name])))
    where = f"line {number}, {table}"
    return columns_problem(columns, _FIELDS[table], table, where) or Problem(
        where, "these are the fields of no table"
    )


def _end_problem(number: int, cells: list[str], found: Mapping[str, list[FoundRow]]) -> Problem | None:
    count, told = sum(map(len, found.values())), "".join(cells)
    if told == str(count):
        return None
    return Problem(f"line {number}", f"it says {told[:40]!r} rows, and {count} stand above it")


def _left_over(lines: Iterator[tuple[int, list[str]] | Problem]) -> Problem | None:
    more = next(lines, None)
    if more is None or isinstance(more, Problem):
        return more
    return Problem(f"line {more[0]}", f"nothing may stand behind the line {_END}")


def _without_padding(cells: list[str]) -> list[str]:
    """A spreadsheet fills every line up to the longest one."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    return cells
