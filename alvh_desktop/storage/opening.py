"""Opening a portfolio file: a look that touches nothing, refusals, connections with the same rules everywhere."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from stat import S_ISREG
from typing import Literal

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.faults import (
    NOT_A_PORTFOLIO,
    RESTORE,
    DamagedFileError,
    UnusableFileError,
    faults_of,
    undone_on_error,
)
from alvh_desktop.storage.lock import HeldElsewhereError, WriterLock
from alvh_desktop.storage.schema import APPLICATION_ID, MIGRATIONS, Migration, version_of

_HEADER_SIZE = 100
_BUSY_MS = 3000


def look(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The schema number of a portfolio file, read without touching it.

    Raises UnusableFileError for what is not ours: a folder, empty, another program's or newer; DamagedFileError
    for one cut short; KnownError where there is nothing.
    """
    size = _size_of(path)
    with faults_of(path), closing(_untouched(path)) as connection:
        version, page_size = _stamps(connection, path)
    newest = version_of(migrations)
    if version > newest:
        raise UnusableFileError(
            f"{path} was written by a newer ALVH Desktop (format {version}, this one reads up to {newest}); "
            "it was left untouched.",
            "Update the program, or open a backup.",
        )
    if version < migrations[0].version:
        raise DamagedFileError(f"{path} is damaged (it says format {version}).", RESTORE)
    # A save that was cut off may leave part of a page: taking it back cuts the file to its size before.
    if size % page_size and not has_hot_journal(path):
        raise DamagedFileError(f"{path} is cut short: {size} bytes are no whole pages.", RESTORE)
    return version


def open_to_read(
    path: Path, now: datetime | None, migrations: Sequence[Migration] = MIGRATIONS
) -> sqlite3.Connection:
    """Look, take a half save of a dead process back, connect. Any number of readers stand beside one writer."""
    look(path, migrations)
    if has_hot_journal(path):
        _recover(path, now)
        look(path, migrations)
    with faults_of(path):
        return connect(path, "read")


def take_half_save_back(path: Path) -> None:
    """Let SQLite play a hot journal back, by reading once. For whoever holds the lock."""
    with faults_of(path), closing(connect(path, "write")) as connection:
        read_schema(connection)


def read_schema(connection: sqlite3.Connection) -> None:
    """The first read, at which SQLite plays a hot journal back."""
    connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def connect(path: Path, access: Literal["read", "write", "create"]) -> sqlite3.Connection:
    """A connection under the rules of every portfolio file; statements commit only where the code says so.

    SQLite's own errors come through, for the caller knows under which name a person knows the file.
    The rollback journal with synchronous=EXTRA is the setting under which no power cut lost an acknowledged
    commit and no copied, moved or replaced file swallowed one.
    """
    mode = {"read": "ro", "write": "rw", "create": "rwc"}[access]
    connection = sqlite3.connect(_uri(path, f"mode={mode}"), uri=True, isolation_level=None)
    with undone_on_error(connection.close):
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "synchronous=EXTRA",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if access != "read":
            _set_rollback_journal(connection, path)
    return connection


def stored_version(connection: sqlite3.Connection) -> int:
    """The schema number that stands in the file."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def probe_writable(connection: sqlite3.Connection) -> None:
    """Write the version that stands there already: a read-only file or folder shows itself only on a write."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"PRAGMA user_version={stored_version(connection):d}")
    connection.execute("ROLLBACK")


def verified_version(path: Path, migrations: Sequence[Migration]) -> int:
    """The schema number of a file that can be written and whose pages hold together, a half save taken back."""
    with closing(connect(path, "write")) as connection:
        read_schema(connection)
        version = look(path, migrations)
        probe_writable(connection)
        (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
        if answer != "ok":
            raise DamagedFileError(f"{path} is damaged ({answer}).", RESTORE)
        return version


def journal_of(path: Path) -> Path:
    """What SQLite keeps of the old pages during a save; it stands beside the real file, not beside a link to it."""
    return Path(os.path.realpath(path) + "-journal")


def has_hot_journal(path: Path) -> bool:
    """Whether a save is under way, or a process died inside one and SQLite still has to take its half back."""
    try:
        return journal_of(path).stat().st_size > 0
    except FileNotFoundError:
        return False


def _size_of(path: Path) -> int:
    found = _stat(path)
    if found is None:
        raise KnownError(f"There is no file {path}.", "Name a portfolio, or make one with 'new'.")
    if S_ISREG(found.st_mode) and found.st_size == 0:
        raise UnusableFileError(f"{path} is empty (0 bytes), it holds no portfolio.", "Restore a backup of it.")
    if not S_ISREG(found.st_mode) or found.st_size < _HEADER_SIZE:
        what, remedy = NOT_A_PORTFOLIO
        raise UnusableFileError(what.format(file=path), remedy)
    return found.st_size


def _stat(path: Path) -> os.stat_result | None:
    with faults_of(path):
        try:
            return path.stat()
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return None


def _untouched(path: Path) -> sqlite3.Connection:
    """A connection that takes no lock and makes no file."""
    connection = sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True)
    # In the middle of a save the header may count pages that are not written yet. Without this SQLite would call
    # a file damaged that another process is saving, or whose half save only waits to be taken back.
    connection.execute("PRAGMA writable_schema=ON")
    return connection


def _stamps(connection: sqlite3.Connection, path: Path) -> tuple[int, int]:
    """Schema number and page size in bytes."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    if application != APPLICATION_ID:
        raise UnusableFileError(
            f"{path} belongs to another program, it is not a portfolio file.", "Choose a file that ends in .alvh."
        )
    return stored_version(connection), page_size


def _recover(path: Path, now: datetime | None) -> None:
    """Take a half save back under the lock: recovery is a write."""
    try:
        lock = WriterLock(path, now)
    except HeldElsewhereError:
        return  # the writer lives, and its save is under way
    except KnownError as error:
        what = f"{path} holds the half of a save that was cut off, which cannot be taken back. {error.what}"
        raise KnownError(what, error.remedy) from error
    try:
        take_half_save_back(path)
    finally:
        lock.release()


def _set_rollback_journal(connection: sqlite3.Connection, path: Path) -> None:
    (mode,) = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    if mode != "delete":
        raise KnownError(f"{path} is kept in {mode} mode by another program.", "Close it there and do it again.")


def _uri(path: Path, options: str) -> str:
    """The file as SQLite's URI; a Windows share needs two slashes more, or SQLite takes its name for a host."""
    uri = path.absolute().as_uri()
    if path.absolute().drive.startswith("\\\\"):
        uri = uri.replace("file://", "file:////", 1)
    return f"{uri}?{options}"
