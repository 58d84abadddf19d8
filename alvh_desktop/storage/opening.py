"""Opening a portfolio file: a look that touches nothing, refusals, connections with the same rules everywhere."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.schema import APPLICATION_ID, MIGRATIONS, Migration, version_of

_HEADER_SIZE = 100
_BUSY_MS = 3000


def look(path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> int:
    """The schema number of a portfolio file, read without touching it.

    Raises KnownError for what is not ours: missing, empty, no file, another program's, cut short, or newer.
    """
    if not path.exists():
        raise KnownError(f"There is no file {path}.", "Name a portfolio, or make one with 'new'.")
    if not path.is_file():
        raise KnownError(f"{path} is not a portfolio file.", "Choose a file that ends in .alvh.")
    size = path.stat().st_size
    if size == 0:
        raise KnownError(f"{path} is empty (0 bytes), it holds no portfolio.", "Restore a backup of it.")
    if size < _HEADER_SIZE:
        raise KnownError(f"{path} is not a portfolio file.", "Choose a file that ends in .alvh.")
    with faults_of(path):
        connection = sqlite3.connect(_uri(path, "mode=ro&immutable=1"), uri=True)
        try:
            return _version(connection, path, size, migrations)
        finally:
            connection.close()


def _version(connection: sqlite3.Connection, path: Path, size: int, migrations: Sequence[Migration]) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (page_size,) = connection.execute("PRAGMA page_size").fetchone()
    if application != APPLICATION_ID:
        raise KnownError(
            f"{path} belongs to another program, it is not a portfolio file.",
            "Choose a file that ends in .alvh.",
        )
    if version > version_of(migrations):
        raise KnownError(
            f"{path} was written by a newer ALVH Desktop (format {version}, this one reads up to "
            f"{version_of(migrations)}); it was left untouched.",
            "Update the program, or open a backup.",
        )
    if size % page_size:
        raise KnownError(f"{path} is cut short: {size} bytes are no whole pages.", "Restore a backup of it.")
    return int(version)


def connect(path: Path, access: Literal["read", "write", "create"]) -> sqlite3.Connection:
    """A connection under the rules of every portfolio file; statements commit only where the code says so.

    The rollback journal with synchronous=EXTRA is the setting under which no power cut lost an acknowledged
    commit and no copied, moved or replaced file swallowed one.
    """
    mode = {"read": "ro", "write": "rw", "create": "rwc"}[access]
    connection = sqlite3.connect(_uri(path, f"mode={mode}"), uri=True, isolation_level=None)
    try:
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "foreign_keys=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "synchronous=EXTRA",
        ):
            connection.execute(f"PRAGMA {pragma}")
        if access != "read":
            connection.execute("PRAGMA journal_mode=DELETE")
    except BaseException:
        connection.close()
        raise
    return connection


def probe_writable(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Write the version that stands there already: a read-only file or folder shows itself only on a write."""
    with faults_of(path):
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version={version:d}")
        connection.execute("ROLLBACK")


def has_hot_journal(path: Path) -> bool:
    """Whether a process died inside a commit and SQLite still has to take the half of it back."""
    journal = path.with_name(path.name + "-journal")
    return journal.exists() and journal.stat().st_size > 0


def _uri(path: Path, options: str) -> str:
    return f"{path.absolute().as_uri()}?{options}"
