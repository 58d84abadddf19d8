"""A portfolio of an invented older format, and the ladder that brings it to today's tables.

In the old format a fill had a commission for a fee and no basis, and there was a table of moods.
"""

import json
import os
import signal
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from support.stored_books import make_history

from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.chain import BEFORE_FIRST, hash_of
from alvh_desktop.storage.opening import connect
from alvh_desktop.storage.rows import PlainRow
from alvh_desktop.storage.schema import APPLICATION_ID, MIGRATIONS, Migration, open_database, row_reader
from alvh_desktop.storage.tables import insert, named, stored_rows

_LATER = {table: row_reader(MIGRATIONS)(1, table, {}) or {} for table in TABLES}
"""The columns that steps after the first one gave a table."""


def _old_tables(database: Any) -> None:
    MIGRATIONS[0].tables(database)
    database["fills"].transform(rename={"fee": "commission"}, drop={"basis"})
    database["moods"].create({"id": int, "mood": str}, pk="id", not_null={"mood"}, strict=True)


def _todays_tables(database: Any) -> None:
    database["fills"].transform(rename={"commission": "fee"})
    database["fills"].add_column("basis", str, not_null_default="own")
    database["moods"].drop()
    for step in MIGRATIONS[1:]:
        step.tables(database)


def _todays_row(table: str, row: PlainRow) -> PlainRow | None:
    if table == "moods":
        return None
    if table == "fills":
        kept = {name: value for name, value in row.items() if name != "commission"}
        row = {**kept, "fee": row["commission"], "basis": "own"}
    return row_reader(MIGRATIONS)(MIGRATIONS[0].version, table, row)


def _same_row(table: str, row: PlainRow) -> PlainRow | None:
    return row


OLD = Migration(1, "m001_old", _old_tables, _same_row)
TODAY = Migration(2, "m002_today", _todays_tables, _todays_row)
LADDER = (OLD, TODAY)


def make_old_history(path: Path) -> Path:
    """The history of `make_history` as the old format kept it; its fills all have their own price."""
    today = make_history(path.with_name("today.alvh"))
    with closing(sqlite3.connect(today)) as source, closing(connect(path, "create")) as target:
        target.execute("BEGIN")
        _old_tables(open_database(target))
        target.execute(f"PRAGMA application_id={APPLICATION_ID}")
        target.execute("PRAGMA user_version=1")
        for table in ("portfolio", "accounts", "products", "rules", "layers", "campaigns", "trades", "legs", "fills"):
            for row in stored_rows(source, table):
                insert(target, table, _old_row(table, row))
        insert(target, "moods", {"id": 7, "mood": "calm"})
        hash_before = BEFORE_FIRST
        for line in list(named(source.execute("SELECT * FROM edits ORDER BY number"))):
            hash_before = _insert_old_line(target, line, hash_before)
        target.execute("COMMIT")
    today.unlink()
    return path


def _insert_old_line(target: sqlite3.Connection, line: dict[str, Any], hash_before: str) -> str:
    rows = [
        [table, key, *(side and _old_row(table, side) for side in sides)]
        for table, key, *sides in json.loads(line["rows"])
    ]
    if line["number"] == 1:
        rows.append(["moods", 7, None, {"id": 7, "mood": "calm"}])
    told = {**line, "schema": 1, "rows": json.dumps(rows)}
    told["hash"] = hash_of(told, hash_before)
    insert(target, "edits", told)
    return str(told["hash"])


def _old_row(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    first = {name: value for name, value in row.items() if name not in _LATER.get(table, {})}
    if table != "fills":
        return first
    kept = {name: value for name, value in first.items() if name not in ("fee", "basis")}
    return {**kept, "commission": row["fee"]}


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after_the_tables(database: Any) -> None:
    """Every page is spilled into the file, then the process is gone."""
    database.conn.execute("PRAGMA cache_size=1")
    database.conn.execute("PRAGMA cache_spill=1")
    _todays_tables(database)
    die()
