"""The portfolio file: tables of the book and the chain of edit lines, written in one transaction an edit."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.desk.ports import Entry, Line
from alvh_desktop.domain.book import Book, Row, book_of
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.chain import BEFORE_FIRST, line_columns, line_of
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.lock import WriterLock
from alvh_desktop.storage.migrating import migrate
from alvh_desktop.storage.opening import connect, has_hot_journal, look, probe_writable
from alvh_desktop.storage.recovering import recover
from alvh_desktop.storage.rows import Plain, from_row, key_column, named, stored_rows, to_row
from alvh_desktop.storage.schema import APPLICATION_ID, MIGRATIONS, open_database, row_reader, version_of

_CHANGED_OUTSIDE = "{path} changed outside the program; your edit is not lost but not saved either."


class BookFile:
    """A portfolio file open for reading or, under its lock, for writing. Fits the desk's Ledger."""

    def __init__(self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = connection
        self._lock = lock
        self._tail = self._stored_tail(connection)

    @classmethod
    def create(cls, path: Path, founding: Entry, now: datetime) -> "BookFile":
        """A new file that holds its first line, locked for writing.

        It is written whole under another name and then put in place, so that no half-made portfolio is ever
        seen. Raises KnownError when something stands there already.
        """
        if path.exists():
            raise KnownError(f"{path} exists already.", "Choose another name; nothing is overwritten.")
        lock = WriterLock(path, now)
        part = path.with_name(path.name + ".part")
        with _released_on_error(lock), faults_of(path):
            part.unlink(missing_ok=True)
            try:
                _write_founding(part, founding)
                part.replace(path)
            except BaseException:
                part.unlink(missing_ok=True)
                raise
            return cls(path, connect(path, "write"), lock)

    @classmethod
    def open_for_writing(cls, path: Path, now: datetime, backups: Path) -> "BookFile":
        """Look, lock, recover, check, migrate (after a whole backup into `backups`); in this order."""
        look(path)
        lock = WriterLock(path, now)
        with _released_on_error(lock), faults_of(path):
            connection = connect(path, "write")
            with _closed_on_error(connection):
                connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
                version = look(path)
                probe_writable(connection, path, version)
                _refuse_damage(connection, path)
                if version < version_of(MIGRATIONS):
                    migrate(connection, path, MIGRATIONS, backups, now)
                return cls(path, connection, lock)

    @classmethod
    def open_for_reading(cls, path: Path, now: datetime) -> "BookFile":
        """Read beside a writer. A half-finished commit of a dead process is taken back first, under the lock."""
        look(path)
        if has_hot_journal(path):
            recover(path, now)
        version = look(path)
        if version < version_of(MIGRATIONS):
            raise KnownError(
                f"{path} has an older format ({version}).", "Open it in the window once to bring it up."
            )
        with faults_of(path):
            connection = connect(path, "read")
            with _closed_on_error(connection):
                return cls(path, connection, None)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @property
    def tail_hash(self) -> str:
        """The hash of the last line this program knows of."""
        return self._tail[1]

    def load(self) -> Book:
        with faults_of(self.path):
            connection = self._open_connection()
            tables = {table: _records(connection, table, self.path) for table in TABLES}
        return book_of(tables)

    def recent(self, count: int) -> tuple[Line, ...]:
        reader = row_reader(MIGRATIONS)
        query = "SELECT * FROM (SELECT * FROM edits ORDER BY number DESC LIMIT ?) ORDER BY number"
        with faults_of(self.path):
            stored = named(self._open_connection().execute(query, (count,)))
        return tuple(line_of(columns, reader) for columns in stored)

    def commit(self, entry: Entry) -> Line:
        """Rows and line in one transaction. Raises KnownError, and then nothing of it is in the file."""
        if self._lock is None:
            raise KnownError(
                f"{self.path} is open read-only.", "Close the program that holds it, then open it again."
            )
        number, tail = self._tail
        columns = line_columns(number + 1, entry, tail)
        with faults_of(self.path), self._transaction() as connection:
            self._refuse_changed_file(connection)
            for row in entry.rows:
                _write(connection, row, self.path)
            _insert(connection, "edits", columns)
        self._tail = (number + 1, str(columns["hash"]))
        return Line(number + 1, entry)

    def _refuse_changed_file(self, connection: sqlite3.Connection) -> None:
        if self._stored_tail(connection) != self._tail:
            raise KnownError(
                _CHANGED_OUTSIDE.format(path=self.path), "Save a copy under another name, or reload it."
            )

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. After any error the connection is given up: a failed flush must not be trusted again."""
        connection = self._open_connection()
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            self._connection = None
            connection.close()
            raise

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = connect(self.path, "write" if self._lock else "read")
        return self._connection

    @staticmethod
    def _stored_tail(connection: sqlite3.Connection) -> tuple[int, str]:
        query = "SELECT number, hash FROM edits ORDER BY number DESC LIMIT 1"
        row = connection.execute(query).fetchone()
        return (row[0], row[1]) if row else (0, BEFORE_FIRST)


@contextmanager
def _released_on_error(lock: WriterLock) -> Iterator[None]:
    try:
        yield
    except BaseException:
        lock.release()
        raise


@contextmanager
def _closed_on_error(connection: sqlite3.Connection) -> Iterator[None]:
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _write_founding(part: Path, founding: Entry) -> None:
    connection = connect(part, "create")
    try:
        connection.execute("BEGIN IMMEDIATE")
        database = open_database(connection)
        for step in MIGRATIONS:
            step.tables(database)
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version={version_of(MIGRATIONS)}")
        for row in founding.rows:
            _write(connection, row, part)
        _insert(connection, "edits", line_columns(1, founding, BEFORE_FIRST))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _refuse_damage(connection: sqlite3.Connection, path: Path) -> None:
    (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if answer != "ok":
        raise KnownError(f"{path} is damaged ({answer}).", "Run 'check' on it, and restore a backup.")


def _records(connection: sqlite3.Connection, table: str, path: Path) -> Mapping[Any, Any]:
    key, records = key_column(table), {}
    for row in stored_rows(connection, table):
        try:
            records[row[key]] = from_row(table, row)
        except (ValueError, TypeError, KeyError) as error:
            raise KnownError(
                f"{path} is damaged: row {row[key]} of {table} cannot be read ({error}).",
                "Run 'check' on it, and restore a backup.",
            ) from error
    return records


def _write(connection: sqlite3.Connection, row: Row, path: Path) -> None:
    """Put one row in place, having seen that the file holds what the book believes stood there."""
    key = key_column(row.table)
    found = named(connection.execute(f"SELECT * FROM {row.table} WHERE {key} = ?", (row.id,)))  # noqa: S608 - our names
    expected = [] if row.before is None else [to_row(row.before)]
    if found != expected:
        raise KnownError(
            _CHANGED_OUTSIDE.format(path=path), f"Row {row.id} of {row.table} differs: run 'check'."
        )
    if row.after is None:
        connection.execute(f"DELETE FROM {row.table} WHERE {key} = ?", (row.id,))  # noqa: S608 - our names
    elif row.before is None:
        _insert(connection, row.table, to_row(row.after))
    else:
        after = to_row(row.after)
        places = ", ".join(f"{name} = :{name}" for name in after)
        connection.execute(f"UPDATE {row.table} SET {places} WHERE {key} = :{key}", after)  # noqa: S608 - our names


def _insert(connection: sqlite3.Connection, table: str, columns: Mapping[str, Plain]) -> None:
    names, places = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", columns)  # noqa: S608 - our names
