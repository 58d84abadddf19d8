"""Bringing an older portfolio up: after a whole backup, all steps in one transaction, or none."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import unused_name
from alvh_desktop.storage.checking import refuse_findings, report_on
from alvh_desktop.storage.copying import copy_to
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.opening import stored_version
from alvh_desktop.storage.schema import EDITS, Migration, open_database, version_of
from alvh_desktop.storage.tables import insert, named


def migrate(
    connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration], backups: Path, now: datetime
) -> None:
    """Apply every step the file does not have yet.

    Raises DamagedFileError for a file that is not sound before, and KnownError when the tables do not follow from the
    edit lines afterwards; the file is then as it was.
    """
    with faults_of(backups):
        backups.mkdir(parents=True, exist_ok=True)
    copy_to(connection, unused_name(backups, f"{path.stem}-before-format-{version_of(migrations)}", now))
    # References are checked once at the end: a table being rebuilt would otherwise cascade into its children.
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        refuse_findings(report_on(connection, migrations), path)
        _apply(connection, migrations)
        _refuse_result(connection, migrations, path)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA foreign_keys=ON")


def _apply(connection: sqlite3.Connection, migrations: Sequence[Migration]) -> None:
    version = stored_version(connection)
    for step in migrations:
        if step.version > version:
            _take(connection, step)
    connection.execute(f"PRAGMA user_version={version_of(migrations):d}")


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
    findings = report_on(connection, migrations).findings
    if orphan or findings:
        why = findings[0] if findings else f"a row of {orphan[0]} refers to nothing"
        raise KnownError(f"{path} could not be brought to the new format: {why}.", "It is unchanged; report this.")


def _rows(connection: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    return list(named(connection.execute(f"SELECT * FROM {table}")))  # noqa: S608 - names from the file's own schema


def _tables(connection: sqlite3.Connection) -> list[str]:
    """Every table but the edit lines, which are never rewritten."""
    rows = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    return [name for (name,) in rows if name != EDITS]
