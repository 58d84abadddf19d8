"""Rows in and out of the tables of a file."""

import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.rows import Plain, key_column, to_row

CHANGED_OUTSIDE = "{path} changed outside the program; your edit is not lost but not saved either."


def named(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    """The rows of a query by column name."""
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def stored_rows(connection: sqlite3.Connection, table: str) -> Iterator[dict[str, Any]]:
    """Every row of a book table as it stands in the table itself, not in an index of it; in the order of its key."""
    return named(connection.execute(f"SELECT * FROM {table} NOT INDEXED ORDER BY {key_column(table)}"))  # noqa: S608 - our names


def put(connection: sqlite3.Connection, row: Row, path: Path) -> None:
    """Put one row in place, having seen that the file holds what the book believes stood there."""
    key = key_column(row.table)
    found = list(named(connection.execute(f"SELECT * FROM {row.table} WHERE {key} = ?", (row.id,))))  # noqa: S608 - our names
    expected = [] if row.before is None else [to_row(row.before)]
    if found != expected:
        raise KnownError(CHANGED_OUTSIDE.format(path=path), f"Row {row.id} of {row.table} differs: run 'check'.")
    if row.after is None:
        connection.execute(f"DELETE FROM {row.table} WHERE {key} = ?", (row.id,))  # noqa: S608 - our names
    elif row.before is None:
        insert(connection, row.table, to_row(row.after))
    else:
        after = to_row(row.after)
        places = ", ".join(f'"{name}" = :{name}' for name in after)  # quoted: SQL has words such as "on" for itself
        connection.execute(f"UPDATE {row.table} SET {places} WHERE {key} = :{key}", after)  # noqa: S608 - our names


def insert(connection: sqlite3.Connection, table: str, columns: Mapping[str, Plain]) -> None:
    names, places = ", ".join(f'"{name}"' for name in columns), ", ".join(f":{name}" for name in columns)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", columns)  # noqa: S608 - our names
