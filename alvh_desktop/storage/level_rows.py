"""Levels of indices out of a market file, with the ends of their sessions where its format has them."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from alvh_desktop.domain.quotes import Level
from alvh_desktop.storage.market_tables import WITHOUT_RANGES, format_of
from alvh_desktop.storage.rows import amount_of, moment_of, moment_text

_NEWEST_LEVELS = "SELECT name, max(moment), value, source, {ranges} FROM levels WHERE moment <= ? GROUP BY name"
_LEVELS_BETWEEN = """SELECT name, moment, value, source, {ranges} FROM levels
    WHERE name = ? AND moment > ? AND moment <= ? ORDER BY moment"""


def newest_levels(connection: sqlite3.Connection, moment: datetime) -> Mapping[str, Level]:
    query = _NEWEST_LEVELS.format(ranges=_ranges(connection))
    return {row[0]: _level(row) for row in connection.execute(query, (moment_text(moment),))}


def levels_between(connection: sqlite3.Connection, index: str, first: datetime, last: datetime) -> Iterator[Level]:
    """Those that are kept of an index after `first`, up to `last`."""
    query = _LEVELS_BETWEEN.format(ranges=_ranges(connection))
    return map(_level, connection.execute(query, (index, moment_text(first), moment_text(last))))


def _ranges(connection: sqlite3.Connection) -> str:
    """The columns of high and low; none of them is known in a file of a format without them."""
    return "NULL, NULL" if format_of(connection) <= WITHOUT_RANGES else "high, low"


def _level(row: tuple[Any, ...]) -> Level:
    index, at, value, source, *ends = row
    high, low = (None if each is None else amount_of(each) for each in ends)
    return Level(index, moment_of(at), source, amount_of(value), high, low)
