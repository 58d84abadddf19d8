"""Which tables, columns and triggers a portfolio file has, and which of them this program did not make."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from functools import cache
from pathlib import Path

from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.faults import RESTORE, DamagedFileError
from alvh_desktop.storage.schema import EDITS, GUARDS, NOTE_PAD, RECORDINGS, Migration, open_database

Structure = Mapping[tuple[str, str], object]
"""Each part of a schema by kind and name, with what it is made of."""


def refuse_missing_tables(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DamagedFileError when a table is missing, or something else stands in its place."""
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    for table in (*TABLES, EDITS, *RECORDINGS, *NOTE_PAD):
        if table not in tables:
            raise DamagedFileError(f"{path} is damaged: the table {table} is missing.", RESTORE)


def refuse_foreign_triggers(connection: sqlite3.Connection, path: Path) -> None:
    """Raises DamagedFileError when a trigger of others could change what is saved."""
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        if name not in GUARDS:
            raise DamagedFileError(
                f"{path} holds a trigger {name!r} that this program did not make.",
                "Remove it with the tool that made it, or restore a backup.",
            )


def structure_of(connection: sqlite3.Connection) -> Structure:
    """What stands in the schema of a file, SQLite's own parts left out."""
    strict = {row[1]: row[5] for row in connection.execute("PRAGMA main.table_list")}
    parts = connection.execute(
        "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'"
    )
    found: dict[tuple[str, str], object] = {}
    for kind, name, table, sql in parts.fetchall():
        if kind == "table":
            columns = connection.execute('SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,))
            keys = connection.execute('SELECT "from", "table", "to" FROM pragma_foreign_key_list(?)', (name,))
            found[kind, name] = (strict.get(name), tuple(columns), frozenset(keys))
        elif kind == "index":
            found[kind, name] = (table, tuple(connection.execute("SELECT name FROM pragma_index_info(?)", (name,))))
        else:
            found[kind, name] = sql
    return found


@cache
def structure_after(migrations: Sequence[Migration]) -> Structure:
    """What these steps make, made once in memory."""
    with closing(sqlite3.connect(":memory:")) as connection:
        for step in migrations:
            step.tables(open_database(connection))
        return structure_of(connection)


def strange_parts(found: Structure, expected: Structure) -> Iterator[str]:
    """A sentence for each part that is missing, altered or not ours."""
    for part in expected.keys() | found.keys():
        told = f"the {part[0]} {part[1]}"
        if part not in found:
            yield f"{told} is missing"
        elif part not in expected:
            yield f"{told} was not made by this program"
        elif found[part] != expected[part]:
            yield f"{told} was altered"
