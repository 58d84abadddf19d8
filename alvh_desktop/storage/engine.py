"""Which SQLite runs, for people who report a fault."""

import sqlite3


def sqlite_version() -> str:
    return sqlite3.sqlite_version
