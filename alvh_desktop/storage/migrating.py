"""Bringing an older portfolio up: after a whole backup, all steps or none."""

import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import unused_name
from alvh_desktop.storage.checking import grave_findings, refuse_findings, report_on
from alvh_desktop.storage.copying import arriving, copy_into, copy_to, remove_parts
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.log_tables import LOG
from alvh_desktop.storage.opening import connect, stored_version
from alvh_desktop.storage.schema import EDITS, Migration, open_database, version_of
from alvh_desktop.storage.tables import insert, named


def migrate(path: Path, migrations: Sequence[Migration], backups: Path, now: datetime) -> None:
    """Apply every step the file does not have yet; for whoever holds its lock and has no connection to it.

    The steps are taken on a copy, which takes the file's place when its tables follow from the edit lines: whatever
    fails, the old file is as it was. Raises DamagedFileError for a file that is not sound before, and KnownError
    when the copy is not sound afterwards.
    """
    real = Path(os.path.realpath(path))
    with faults_of(backups):
        backups.mkdir(parents=True, exist_ok=True)
    remove_parts(real.parent, real.name)
    with arriving(real, over=True) as part:
        with closing(connect(real, "read")) as connection:
            copy_to(connection, unused_name(backups, f"{path.stem}-before-format-{version_of(migrations)}", now))
            copy_into(connection, part, path)
        with closing(connect(part, "write")) as copy:
            refuse_findings(report_on(copy, migrations), path)
            _apply(copy, migrations)
            _refuse_result(copy, migrations, path)


def _apply(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    version = stored_version(connection)
    # References are checked once at the end: a table being rebuilt would otherwise cascade into its children.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    for step in migrations:
        if step.version > version:
            _take(connection, step)
    connection.execute(f"PRAGMA user_version={version_of(migrations):d}")
    connection.execute("COMMIT")


def _take(connection: sqlite3.Connection, step: Migration) -> None:
    """One step: its tables, then every row brought over by the function that also reads the old lines."""
    before = {table: _rows(connection, table) for table in _tables(connection)}
    step.tables(open_database(connection))
    for table in _tables(connection):
        connection.execute(f"DELETE FROM {table}")  # noqa: S608 - names from the file's own schema
        for row in before.get(table, []):
            moved = step.row(table, row)
            if moved is not None:
                insert(connection, table, moved)


def _refuse_result(connection: sqlite3.Connection, migrations: Sequence[Migration], path: Path) -> None:
    orphan = connection.execute("PRAGMA foreign_key_check").fetchone()
    findings = grave_findings(report_on(connection, migrations))
    if orphan or findings:
        why = findings[0] if findings else f"a row of {orphan[0]} refers to nothing"
        raise KnownError(f"{path} could not be brought to the new format: {why}.", "It is unchanged; report this.")


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return list(named(connection.execute(f"SELECT * FROM {table}")))  # noqa: S608 - names from the file's own schema


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Every table but the edit lines and the log, which are never rewritten."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return [name for (name,) in rows if name not in (EDITS, LOG)]
