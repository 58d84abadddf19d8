"""The rows of a portfolio file as they lie there."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from alvh_desktop.domain.records import TABLES


def tables_of(path: Path) -> dict[str, list[Any]]:
    """Every row of every table of the book."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in TABLES}  # noqa: S608 - our names


def lines_in(path: Path) -> int:
    """How many edit lines it has."""
    with closing(sqlite3.connect(path)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM edits").fetchone()
        return int(count)
