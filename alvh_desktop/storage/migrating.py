"""Bringing an older portfolio up: after a whole backup, all steps in one transaction, or none."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import copy_to
from alvh_desktop.storage.rows import named
from alvh_desktop.storage.schema import Migration, open_database, version_of

_NOT_MOVED = ("edits", "sqlite_sequence")


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], backups: Path, now: datetime
) -> None:
    """Apply every step the file does not have yet. Raises KnownError when the result does not hold together."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    backups.mkdir(parents=True, exist_ok=True)
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    copy_to(connection, backups / f"{path.stem}-before-format-{version_of(migrations)}-{stamp}.alvh")
    # References are checked once at the end: a table being rebuilt would otherwise cascade into its children.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in migrations:
            if step.version > version:
                _take(connection, step)
        if connection.execute("PRAGMA foreign_key_check").fetchone():
            raise KnownError(
                f"{path} could not be brought to the new format.", "It is unchanged; report this."
            )
        connection.execute(f"PRAGMA user_version={version_of(migrations):d}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA foreign_keys=ON")


def _take(connection: sqlite3.Connection, step: Migration) -> None:
    before = {table: named(connection.execute(f"SELECT * FROM {table}")) for table in _tables(connection)}  # noqa: S608 - names from the file's own schema
    database = open_database(connection)
    step.tables(database)
    for table in _tables(connection):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the file's own schema
        moved = [step.row(table, row) for row in before.get(table, [])]
        for row in moved:
            if row is not None:
                places = ", ".join(f":{name}" for name in row)
                connection.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({places})", row)  # noqa: S608 - names from the file's own schema


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
    return [name for (name,) in rows if name not in _NOT_MOVED]
