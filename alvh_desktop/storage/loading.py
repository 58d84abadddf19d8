"""Reading a book from its tables, and the last lines of the chain, before anything is trusted to them."""

import sqlite3
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.chain import BEFORE_FIRST, UNREADABLE, broken_link
from alvh_desktop.storage.faults import RESTORE, DamagedFileError
from alvh_desktop.storage.rows import from_row, key_column, moment_text
from alvh_desktop.storage.schema import EDITS
from alvh_desktop.storage.tables import named, stored_rows

_LINES_VERIFIED = 100


def load_book(connection: sqlite3.Connection, path: Path) -> Book:
    """The book as it stands at one moment. Raises DamagedFileError naming the row that cannot be read.

    The rows are read in one piece and only then made into records, so that a writer beside does not wait for it.
    """
    connection.execute("BEGIN")
    try:
        rows = {table: list(stored_rows(connection, table)) for table in TABLES}
        orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        connection.execute("ROLLBACK")
    if orphan:
        raise DamagedFileError(f"{path} is damaged: row {orphan[1]} of {orphan[0]} refers to a missing row.", RESTORE)
    records = {table: _records(table, rows[table], path) for table in TABLES}
    try:
        return book_of(records)
    except KeyError as error:  # SQLite asks the index of a table, which may still hold what the table lost
        raise DamagedFileError(f"{path} is damaged: a row refers to {error}, which is missing.", RESTORE) from error


def last_lines(connection: sqlite3.Connection, count: int) -> list[dict[str, Any]]:
    """The columns of the last edit lines, oldest first."""
    query = f"SELECT * FROM (SELECT * FROM {EDITS} ORDER BY number DESC LIMIT ?) ORDER BY number"  # noqa: S608 - our name
    return list(named(connection.execute(query, (count,))))


def lines_from(connection: sqlite3.Connection, moment: datetime) -> list[dict[str, Any]]:
    """The columns of the first edit line of that moment or later, and of all after it."""
    first = f"SELECT min(number) FROM {EDITS} WHERE moment >= ?"  # noqa: S608 - our name
    query = f"SELECT * FROM {EDITS} WHERE number >= ({first}) ORDER BY number"  # noqa: S608 - our name
    return list(named(connection.execute(query, (moment_text(moment),))))


def refuse_broken_tail(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DamagedFileError when one of the last lines, which undo goes by, was changed."""
    number, hash_before = 0, BEFORE_FIRST
    for place, line in enumerate(last_lines(connection, _LINES_VERIFIED)):
        is_known = place > 0 or line["number"] == 1
        broken = broken_link(line, number, hash_before) if is_known else None
        if broken:
            raise DamagedFileError(f"{path} is damaged: {broken}.", RESTORE)
        number, hash_before = line["number"], line.get("hash", "")


def _records(table: str, rows: Iterable[Mapping[str, Any]], path: Path) -> Mapping[Any, Any]:
    key, records = key_column(table), {}
    for row in rows:
        try:
            records[row[key]] = from_row(table, row)
        except UNREADABLE as error:
            raise DamagedFileError(
                f"{path} is damaged: row {row.get(key)} of {table} cannot be read ({error}).", RESTORE
            ) from error
    return records
