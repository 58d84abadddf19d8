"""The connection that tables are made through."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from alvh_desktop.domain.problems import KnownError

Database = Any


@contextmanager
def _without_pandas() -> Iterator[None]:
    """sqlite-utils loads pandas whenever it is installed, 0.3 s for nothing here: it is told there is none."""
    if "pandas" in sys.modules:
        yield
        return
    absent: dict[str, ModuleType | None] = {"pandas": None}
    sys.modules.update(absent)  # type: ignore[arg-type]  # None is how Python marks a module as not importable
    try:
        yield
    finally:
        del sys.modules["pandas"]


def open_database(connection: object) -> Database:
    """The connection under sqlite-utils, loaded here because only writing and migrating need it."""
    with _without_pandas():
        from sqlite_utils import Database as SqliteUtilsDatabase
    database = SqliteUtilsDatabase(connection, execute_plugins=False)  # type: ignore[arg-type]
    # It asks by making a table, and takes a fault of the disk for a no: tables would be made without types.
    if not database.supports_strict:
        raise KnownError("A table could not be made: the disk failed, or SQLite is older than 3.37.", "Try again.")
    return database
