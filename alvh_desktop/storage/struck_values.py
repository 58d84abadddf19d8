"""One value of one day or moment out of a market file: a close, or a level exactly when it was struck."""

import sqlite3
from datetime import date, datetime

from alvh_desktop.domain.quotes import Close, Level
from alvh_desktop.storage.market_tables import WITHOUT_CLOSES, format_of
from alvh_desktop.storage.rows import amount_of, moment_text

_CLOSE = "SELECT value, source FROM closes WHERE series = ? AND day = ?"
_LEVEL = "SELECT value, source FROM levels WHERE name = ? AND moment = ?"


def close_on(connection: sqlite3.Connection, series: str, day: date) -> Close | None:
    """Without open, high and low; None of a file of a format without closes."""
    if format_of(connection) <= WITHOUT_CLOSES:
        return None
    row = connection.execute(_CLOSE, (series, day.isoformat())).fetchone()
    return Close(series, day, amount_of(row[0]), row[1]) if row else None


def level_at(connection: sqlite3.Connection, index: str, moment: datetime) -> Level | None:
    row = connection.execute(_LEVEL, (index, moment_text(moment))).fetchone()
    return Level(index, moment, row[1], amount_of(row[0])) if row else None
