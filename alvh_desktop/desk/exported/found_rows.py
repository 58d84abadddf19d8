"""From the rows of a file to a book: every field there, every value good, and nothing that refers to what is not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from alvh_desktop.desk.exported.soundness import unsound_rows
from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.plain_rows import Coding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES, Id, Record, id_of

_LARGEST_ID = 10**15
"""Ids count edits up from 1: nobody gets there, and new rows need numbers behind it."""


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A row as a file says it, not looked at yet; `where` names it for a person."""

    where: str
    values: Mapping[str, Any]


def book_from_rows(found: Mapping[str, Sequence[FoundRow]], coding: Coding) -> Book | Problem:
    """The book that the rows make, or the first thing that is wrong with them."""
    tables: dict[str, Mapping[Id, Record]] = {}
    where: dict[tuple[str, Id], str] = {}
    for table, kind in TABLES.items():
        records: dict[Any, Record] = {}
        for row in found[table]:
            record = _record_in(row, kind, coding)
            if isinstance(record, Problem):
                return record
            key = id_of(record)
            if key in records:
                return Problem(f"{row.where}, {key_of(table)}", f"{where[table, key]} has {key} already")
            records[key], where[table, key] = record, row.where
        tables[table] = dict(sorted(records.items()))
    unsound = next(unsound_rows(tables), None)
    if unsound is not None:
        row_at = where[unsound.table, unsound.id]
        return Problem(f"{row_at}, {unsound.field}" if unsound.field else row_at, unsound.message)
    return book_of(tables)


def key_of(table: str) -> str:
    """The field by which the rows of a table are known."""
    return "root" if table == "products" else "id"


def fields_of(table: str) -> tuple[str, ...]:
    return tuple(field.name for field in fields(TABLES[table]))


def columns_problem(columns: Sequence[str], named: Sequence[str], table: str, where: str) -> Problem | None:
    """What is wrong with the field names of a row or header of a table that has the fields `named`."""
    strange = next(_strange(columns, named), None)
    if strange is not None:
        return Problem(where, f"{strange[:40]!r} is no field of {table}")
    missing = [name for name in named if name not in columns]
    if missing:
        return Problem(where, f"{missing[0]} is missing: {table} has the fields {', '.join(named)}")
    return None


def _strange(columns: Iterable[str], named: Sequence[str]) -> Iterator[str]:
    return (name for name in columns if name not in named)


def _record_in(row: FoundRow, kind: Any, coding: Coding) -> Record | Problem:
    values: dict[str, Any] = {}
    for name, (_, decode) in coding.columns(kind).items():
        try:
            values[name] = decode(row.values[name])
        except KeyError as missing:
            return Problem(f"{row.where}, {name}", f"{missing} is missing")
        except (ValueError, TypeError) as error:
            return Problem(f"{row.where}, {name}", _sentence(error))
    try:
        record: Record = kind(**values)
    except ValueError as error:  # a rule of the record as a whole
        return Problem(row.where, _sentence(error))
    key = id_of(record)
    if isinstance(key, int) and not 0 < key <= _LARGEST_ID:
        return Problem(f"{row.where}, id", f"{key} is no id: they count from 1")
    return record


def _sentence(error: Exception) -> str:
    told = str(error)
    return told if len(told) <= 200 else told[:197] + "..."
