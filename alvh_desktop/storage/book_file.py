"""The portfolio file: tables of the book and the chain of edit lines, written in one transaction an edit."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.desk.note_pad import Image
from alvh_desktop.desk.ports import Entry, Line
from alvh_desktop.desk.recorded import MarketMoment
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.chain import BEFORE_FIRST, UNREADABLE, line_columns, line_of
from alvh_desktop.storage.copying import arriving, copy_to, refuse_existing, remove_parts
from alvh_desktop.storage.creating import write_founding
from alvh_desktop.storage.faults import RESTORE, DamagedFileError, faults_of, sqlite_name, undone_on_error
from alvh_desktop.storage.loading import last_lines, lines_from, load_book, refuse_broken_tail
from alvh_desktop.storage.lock import WriterLock
from alvh_desktop.storage.migrating import migrate
from alvh_desktop.storage.opening import connect, look, open_to_read, stored_version, verified_version
from alvh_desktop.storage.recorder import FileRecorder
from alvh_desktop.storage.recordings import put_moment
from alvh_desktop.storage.schema import EDITS, MIGRATIONS, Migration, row_reader, version_of
from alvh_desktop.storage.structure import refuse_foreign_triggers, refuse_missing_tables
from alvh_desktop.storage.tables import CHANGED_OUTSIDE, insert, put

_NO_FAULT_OF_THE_DISK = ("SQLITE_READONLY_DBMOVED", "SQLITE_BUSY", "SQLITE_LOCKED")


class BookFile(FileRecorder):
    """A portfolio file open for reading or, under its lock, for writing. Fits the Ledger, Recorder, AlertLog
    and NotePad."""

    def __init__(
        self, path: Path, connection: sqlite3.Connection, lock: WriterLock | None, migrations: Sequence[Migration]
    ) -> None:
        self.path = path
        self._connection: sqlite3.Connection | None = connection
        self._lock = lock
        self._migrations = migrations
        self._seen = _changes_by_others(connection)
        self._tail = _stored_tail(connection)

    @classmethod
    def create(
        cls,
        path: Path,
        founding: Entry,
        now: datetime,
        migrations: Sequence[Migration] = MIGRATIONS,
        images: Iterable[Image] = (),
    ) -> "BookFile":
        """A new file that holds its first line, and these images beside it, locked for writing.

        It is written whole under another name and then put in place, so that no half-made portfolio is ever
        seen. Raises KnownError when something stands there already.
        """
        refuse_existing(path)
        lock = WriterLock(path, now)
        with undone_on_error(lock.release), faults_of(path):
            remove_parts(path.parent, path.name)
            with arriving(path) as part:
                write_founding(part, founding, migrations, images)
            return cls(path, connect(path, "write"), lock, migrations)

    @classmethod
    def open_for_writing(
        cls, path: Path, now: datetime, backups: Path, migrations: Sequence[Migration] = MIGRATIONS
    ) -> "BookFile":
        """Look, lock, take a half save back, check, migrate (after a whole backup into `backups`); in this order."""
        look(path, migrations)
        lock = WriterLock(path, now)
        with undone_on_error(lock.release), faults_of(path):
            if verified_version(path, migrations) < version_of(migrations):
                migrate(path, migrations, backups, now)
            connection = connect(path, "write")
            with undone_on_error(connection.close):
                refuse_missing_tables(connection, path)
                refuse_foreign_triggers(connection, path)
                refuse_broken_tail(connection, path)
                return cls(path, connection, lock, migrations)

    @classmethod
    def open_for_reading(cls, path: Path, now: datetime, migrations: Sequence[Migration] = MIGRATIONS) -> "BookFile":
        """Read beside a writer. A half-finished commit of a dead process is taken back first, under the lock."""
        connection = open_to_read(path, now, migrations)
        with undone_on_error(connection.close), faults_of(path):
            version = stored_version(connection)
            if version < version_of(migrations):
                raise KnownError(
                    f"{path} has an older format ({version}).", "Open it in the window once to bring it up."
                )
            refuse_missing_tables(connection, path)
            return cls(path, connection, None, migrations)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def load(self) -> Book:
        """The book as it stands at one moment. Raises DamagedFileError naming the row that cannot be read."""
        with faults_of(self.path):
            return load_book(self._open_connection(), self.path)

    def recent(self, count: int) -> tuple[Line, ...]:
        """The last lines, oldest first. Raises DamagedFileError when one cannot be read."""
        return self._read_lines(lambda connection: last_lines(connection, count))

    def lines_since(self, moment: datetime) -> tuple[Line, ...]:
        """From the first line of that moment or later on, in order: all that came after it, though a clock was set
        back. Raises DamagedFileError when one cannot be read."""
        return self._read_lines(lambda connection: lines_from(connection, moment))

    def _read_lines(self, asked: Callable[[sqlite3.Connection], Iterable[dict[str, Any]]]) -> tuple[Line, ...]:
        reader, lines = row_reader(self._migrations), []
        with faults_of(self.path):
            for columns in asked(self._open_connection()):
                try:
                    lines.append(line_of(columns, reader))
                except UNREADABLE as error:
                    raise DamagedFileError(
                        f"{self.path} is damaged: edits line {columns['number']} cannot be read ({error}).", RESTORE
                    ) from error
        return tuple(lines)

    def commit(self, entry: Entry, seen: MarketMoment | None = None) -> Line:
        """Rows, line and market in one transaction. Raises KnownError, and then nothing of it is in the file."""
        number, tail = self._tail
        columns = line_columns(number + 1, entry, tail, self._version)
        with self._writing() as connection:
            for row in entry.rows:
                put(connection, row, self.path)
            insert(connection, EDITS, columns)
            if seen is not None:
                put_moment(connection, seen)
        self._tail = (number + 1, str(columns["hash"]))
        return Line(number + 1, entry)

    def copy_to(self, target: Path) -> None:
        """A verified copy under a new name, also of a file that was deleted or replaced while it is open here."""
        with faults_of(self.path):
            copy_to(self._open_connection(), target)

    @property
    def _version(self) -> int:
        return version_of(self._migrations)

    def _refuse_changed_file(self, connection: sqlite3.Connection) -> None:
        if _stored_tail(connection) != self._tail or _changes_by_others(connection) != self._seen:
            raise KnownError(CHANGED_OUTSIDE.format(path=self.path), "Save a copy under another name, or reload it.")

    @contextmanager
    def _reading_recordings(self) -> Iterator[sqlite3.Connection]:
        try:
            with faults_of(self.path):
                yield self._open_connection()
        except UNREADABLE as error:
            raise DamagedFileError(f"{self.path} is damaged: what was recorded {error}.", RESTORE) from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction of a file that stands as we left it."""
        if self._lock is None:
            raise KnownError(
                f"{self.path} is open read-only.", "Close the program that holds it, then open it again."
            )
        with faults_of(self.path), self._transaction() as connection:
            self._refuse_changed_file(connection)
            yield connection

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing."""
        connection = self._open_connection()
        try:
            # Every page is read anew: a file written over in place may carry the change counter of ours.
            connection.execute("PRAGMA shrink_memory")
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            self._take_back(connection, error)
            raise

    def _take_back(self, connection: sqlite3.Connection, error: BaseException) -> None:
        """Roll back; after a fault of the disk give the connection up: a failed flush must not be trusted again.

        Of a file that was moved away it is kept: nothing else leads to what was saved there.
        """
        if not isinstance(error, sqlite3.Error) or sqlite_name(error).startswith(_NO_FAULT_OF_THE_DISK):
            try:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                return
            except sqlite3.Error:
                pass
        self._connection = None
        connection.close()

    def _open_connection(self) -> sqlite3.Connection:
        if self._connection is None:
            look(self.path, self._migrations)
            self._connection = connect(self.path, "write" if self._lock else "read")
            self._seen = _changes_by_others(self._connection)
        return self._connection


def _stored_tail(connection: sqlite3.Connection) -> tuple[int, str]:
    """Number and hash of the last line."""
    query = f"SELECT number, hash FROM {EDITS} ORDER BY number DESC LIMIT 1"  # noqa: S608 - our name
    row = connection.execute(query).fetchone()
    return (row[0], row[1]) if row else (0, BEFORE_FIRST)


def _changes_by_others(connection: sqlite3.Connection) -> int:
    """A number that changes whenever somebody else has saved to the file."""
    (number,) = connection.execute("PRAGMA data_version").fetchone()
    return int(number)
