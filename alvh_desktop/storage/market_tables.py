"""The tables of a market file: how they are made and brought up, and what is read from them at a moment."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between, is_business_day
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import to_units
from alvh_desktop.domain.quotes import ENDS_OF_DAYS, PUBLISHERS_OWN, Close, Level, Quote
from alvh_desktop.domain.sessions import options_close, session_close
from alvh_desktop.storage.rows import amount_of, moment_of, moment_text

APPLICATION_ID = 0x414C564D
"""The four bytes "ALVM" at offset 68 of a market file."""

FORMAT = 4
WITHOUT_RANGES = 3
WITHOUT_CLOSES = 2
WITHOUT_OPEN_INTEREST = 1
READABLE = (WITHOUT_OPEN_INTEREST, WITHOUT_CLOSES, WITHOUT_RANGES, FORMAT)
"""Files of the formats before this one are read as they are, and brought up by the first import into them."""

_CLOSES = """CREATE TABLE closes (series TEXT, day TEXT, value INTEGER NOT NULL, source TEXT NOT NULL, open INTEGER,
       high INTEGER, low INTEGER, PRIMARY KEY (series, day)) STRICT, WITHOUT ROWID"""

_TABLES = (
    """CREATE TABLE quotes (root TEXT, expiry TEXT, strike INTEGER, right TEXT, moment TEXT, bid INTEGER,
       ask INTEGER, last INTEGER, source TEXT NOT NULL, open_interest INTEGER,
       PRIMARY KEY (root, expiry, strike, right, moment)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE levels (name TEXT, moment TEXT, value INTEGER NOT NULL, source TEXT NOT NULL, high INTEGER,
       low INTEGER, PRIMARY KEY (name, moment)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE imports (hash TEXT PRIMARY KEY, imported_at TEXT NOT NULL, format TEXT NOT NULL,
       quotes INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    _CLOSES,
)
_NEWEST = """SELECT root, expiry, strike, right, max(moment) AS moment, bid, ask, last, source, {open_interest}
    FROM quotes WHERE root = ? AND expiry = ? AND moment <= ? GROUP BY strike, right"""
# From one expiry to the next by the index: the years of quotes behind each future are not read.
_NEWEST_FUTURES = """WITH RECURSIVE series (root, expiry) AS (
        SELECT column1, (SELECT min(expiry) FROM quotes WHERE root = column1 AND expiry >= :day)
        FROM (VALUES ('VX'), ('VXM'))
        UNION ALL
        SELECT root, (SELECT min(expiry) FROM quotes WHERE root = series.root AND expiry > series.expiry)
        FROM series WHERE expiry IS NOT NULL)
    SELECT root, expiry, strike, right, moment, bid, ask, last, source, NULL FROM series
    JOIN quotes USING (root, expiry) WHERE strike = 0 AND right = '' AND moment = (
        SELECT max(moment) FROM quotes WHERE root = series.root AND expiry = series.expiry AND strike = 0
        AND right = '' AND moment <= :moment)"""
# `start` and `end` are those of the New York day.
_DROP_OLDER_QUOTES = """DELETE FROM quotes WHERE root = :root AND expiry = :expiry AND strike = :strike
    AND right = :right AND moment >= :start AND moment < :moment AND source = :source"""
_PUT_NEWEST_QUOTE = """INSERT OR IGNORE INTO quotes SELECT :root, :expiry, :strike, :right, :moment, :bid, :ask,
    :last, :source, :open_interest WHERE NOT EXISTS (SELECT 1 FROM quotes WHERE root = :root AND expiry = :expiry
    AND strike = :strike AND right = :right AND moment > :moment AND moment < :end AND source = :source)"""
_DROP_OLDER_LEVELS = """DELETE FROM levels WHERE name = :name AND moment >= :start AND moment < :moment
    AND source = :source"""
_PUT_NEWEST_LEVEL = """INSERT OR IGNORE INTO levels SELECT :name, :moment, :value, :source, :high, :low
    WHERE NOT EXISTS (SELECT 1 FROM levels WHERE name = :name AND moment > :moment AND moment < :end
    AND source = :source)"""
_QUOTE_COLUMNS = ("root", "expiry", "strike", "right", "moment", "bid", "ask", "last", "source", "open_interest")
_LEVEL_COLUMNS = ("name", "moment", "value", "source", "high", "low")
_PUT_CLOSE = f"""INSERT INTO closes VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (series, day) DO UPDATE SET
    value = excluded.value, source = excluded.source, open = excluded.open, high = excluded.high, low = excluded.low
    WHERE excluded.source IN (source, '{PUBLISHERS_OWN}') AND (value, source, open, high, low) IS NOT
    (excluded.value, excluded.source, excluded.open, excluded.high, excluded.low)"""  # noqa: S608 - our own word
_IS_KNOWN = """SELECT 1 FROM quotes WHERE root = ? AND expiry = ? AND strike = ? AND right = ? AND moment = ?"""
_IS_LEVEL_KNOWN = "SELECT 1 FROM levels WHERE name = ? AND moment = ?"
_IS_SAID = f"""SELECT 1 FROM closes WHERE series = ?1 AND day = ?2
    AND (?4 NOT IN (source, '{PUBLISHERS_OWN}') OR (value, source, open, high, low) IS (?3, ?4, ?5, ?6, ?7))"""  # noqa: S608 - our own word
_CLOSES_BACK = "SELECT day, value, source FROM closes WHERE series = ? AND day <= ? ORDER BY day DESC LIMIT 2"
_CLOSE_STANDS_DAYS = 5  # trading days
_CLOSED_AT = MappingProxyType(
    {
        **dict.fromkeys(("SPX", "XSP"), session_close),
        **dict.fromkeys(("VIX", "VIX9D", "VIX3M", "VIX6M", "VVIX"), options_close),
    }
)
"""The indices whose closes are levels too: SPX stands still when stocks close, the VIX family when its options do."""

_NEXT_CHAIN = """SELECT expiry FROM quotes WHERE root = ? AND expiry > ? AND moment <= ? AND right <> ''
    ORDER BY expiry LIMIT 1"""

_QUOTED_CHAINS = """SELECT root, expiry, max(moment) FROM quotes WHERE right <> '' AND moment <= ?
    GROUP BY root, expiry"""


def format_of(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")
    for table in _TABLES:
        connection.execute(table)


def bring_up(connection: sqlite3.Connection) -> None:
    """Bring a format before to this one, in the transaction of the caller; of its quotes no count is known."""
    version = format_of(connection)
    if version == WITHOUT_OPEN_INTEREST:
        connection.execute("ALTER TABLE quotes ADD COLUMN open_interest INTEGER")
    if version <= WITHOUT_CLOSES:
        connection.execute(_CLOSES)
    if version <= WITHOUT_RANGES:
        connection.execute("ALTER TABLE levels ADD COLUMN high INTEGER")
        connection.execute("ALTER TABLE levels ADD COLUMN low INTEGER")
    connection.execute(f"PRAGMA user_version={FORMAT}")


def insert_quotes(connection: sqlite3.Connection, quotes: Iterable[Quote]) -> int:
    """How many of them were new; what is known of a contract at a moment stays."""
    before = connection.total_changes
    connection.executemany(
        "INSERT OR IGNORE INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", map(_columns, quotes)
    )
    return connection.total_changes - before


def keep_newest_of_day(connection: sqlite3.Connection, quotes: Iterable[Quote], levels: Iterable[Level]) -> int:
    """How many quotes are new: each takes the place of the older ones of its contract, source and New York day."""
    newest_first = sorted(quotes, key=lambda quote: quote.moment, reverse=True)
    rows = [_of_day(_QUOTE_COLUMNS, _columns(quote), quote.moment) for quote in newest_first]
    connection.executemany(_DROP_OLDER_QUOTES, rows)
    before = connection.total_changes
    connection.executemany(_PUT_NEWEST_QUOTE, rows)
    new = connection.total_changes - before
    newest_levels_first = sorted(levels, key=lambda level: level.moment, reverse=True)
    rows = [_of_day(_LEVEL_COLUMNS, _level_columns(level), level.moment) for level in newest_levels_first]
    connection.executemany(_DROP_OLDER_LEVELS, rows)
    connection.executemany(_PUT_NEWEST_LEVEL, rows)
    return new


def insert_levels(connection: sqlite3.Connection, levels: Iterable[Level]) -> int:
    """How many of them were new; what is known of an index at a moment stays."""
    before = connection.total_changes
    connection.executemany("INSERT OR IGNORE INTO levels VALUES (?, ?, ?, ?, ?, ?)", map(_level_columns, levels))
    return connection.total_changes - before


def insert_closes(connection: sqlite3.Connection, closes: Iterable[Close]) -> int:
    """How many days were new or were corrected.

    A source may correct what it said of a day before, and an index's publisher what others said; any other source's
    word on a day that is known is left out.
    """
    before = connection.total_changes
    connection.executemany(_PUT_CLOSE, map(_close_columns, closes))
    return connection.total_changes - before


def count_new_quotes(connection: sqlite3.Connection, quotes: Iterable[Quote]) -> int:
    """How many of them `insert_quotes` would find new."""
    keys = {_columns(quote)[:5] for quote in quotes}
    return sum(connection.execute(_IS_KNOWN, key).fetchone() is None for key in keys)


def count_new_closes(connection: sqlite3.Connection, closes: Iterable[Close]) -> int:
    """How many days `insert_closes` would find new or corrected."""
    said = {(close.series, close.day): _close_columns(close) for close in closes}
    if format_of(connection) <= WITHOUT_CLOSES:
        return len(said)
    return sum(connection.execute(_IS_SAID, columns).fetchone() is None for columns in said.values())


def count_new_levels(connection: sqlite3.Connection, levels: Iterable[Level]) -> int:
    """How many of them `insert_levels` would find new."""
    keys = {_level_columns(level)[:2] for level in levels}
    return sum(connection.execute(_IS_LEVEL_KNOWN, key).fetchone() is None for key in keys)


def closes_of(connection: sqlite3.Connection) -> Mapping[str, tuple[list[str], list[int]]]:
    """Days (ISO) and values (1e-8) of every series, ascending; nothing in a file of a format without them."""
    found: dict[str, tuple[list[str], list[int]]] = {}
    if format_of(connection) <= WITHOUT_CLOSES:
        return found
    for series, day, value in connection.execute("SELECT series, day, value FROM closes ORDER BY series, day"):
        days, values = found.setdefault(series, ([], []))
        days.append(day)
        values.append(value)
    return found


def settles_of(connection: sqlite3.Connection) -> Iterator[tuple[str, str, int]]:
    """Expiry, moment and price (1e-8) of every quote of a VX future that has a last or settlement price, by time."""
    yield from connection.execute(
        "SELECT expiry, moment, last FROM quotes WHERE root = 'VX' AND strike = 0 AND right = '' AND last > 0"
        " ORDER BY expiry, moment"
    )


def newest_quotes(connection: sqlite3.Connection, root: str, expiry: date, moment: datetime) -> Iterator[Quote]:
    """The newest quote of each contract of an expiry up to `moment`."""
    kept = "NULL" if format_of(connection) == WITHOUT_OPEN_INTEREST else "open_interest"
    query = _NEWEST.format(open_interest=kept)
    return map(_quote, connection.execute(query, (root, expiry.isoformat(), moment_text(moment))))


def chains_of(connection: sqlite3.Connection, moment: datetime) -> dict[tuple[str, date], datetime]:
    """Root and expiry of every option quoted up to `moment`, with the newest moment of its quotes."""
    rows = connection.execute(_QUOTED_CHAINS, (moment_text(moment),))
    return {(root, date.fromisoformat(expiry)): moment_of(newest) for root, expiry, newest in rows}


def newest_futures(connection: sqlite3.Connection, moment: datetime) -> Iterator[Quote]:
    """The newest quote up to `moment` of each VX and VXM future that expires on its day or later."""
    today = moment.astimezone(NEW_YORK).date()
    rows = connection.execute(_NEWEST_FUTURES, {"day": today.isoformat(), "moment": moment_text(moment)})
    return map(_quote, rows)


def newest_closes(
    connection: sqlite3.Connection, moment: datetime, levels: Mapping[str, Level]
) -> Mapping[str, Level]:
    """The newest close of each index that was known at `moment`, as the level at which it closed that day, where it
    is newer than the one of `levels`.

    One of a week before says where the index stood then, and no longer where it stands. A source that prints the day
    that runs is not believed on that day, nor against a level that was seen on it.
    """
    if format_of(connection) <= WITHOUT_CLOSES:
        return {}
    today = moment.astimezone(NEW_YORK).date()
    found: dict[str, Level] = {}
    for index, closed_at in _CLOSED_AT.items():
        last = today if is_business_day(today) and closed_at(today) <= moment else today - timedelta(days=1)
        for day, value, source in connection.execute(_CLOSES_BACK, (index, last.isoformat())):
            closed, level = date.fromisoformat(day), levels.get(index)
            if source not in ENDS_OF_DAYS and (closed == today or (level and closed <= _day_of(level))):
                continue
            is_newer = level is None or closed_at(closed) > level.moment
            if is_newer and business_days_between(closed, today) <= _CLOSE_STANDS_DAYS:
                found[index] = Level(index, closed_at(closed), f"close, {source}", amount_of(value))
            break
    return found


def _day_of(level: Level) -> date:
    return level.moment.astimezone(NEW_YORK).date()


def next_expiry(connection: sqlite3.Connection, root: str, moment: datetime) -> Iterator[date]:
    """The nearest quoted expiry after the day of `moment`, if there is one."""
    today = moment.astimezone(NEW_YORK).date().isoformat()
    row = connection.execute(_NEXT_CHAIN, (root, today, moment_text(moment))).fetchone()
    if row:
        yield date.fromisoformat(row[0])


def _of_day(names: Iterable[str], columns: Iterable[Any], moment: datetime) -> dict[str, Any]:
    """A row by the names of its columns, with the beginning and the end of its day in New York."""
    start, end = _day_around(moment)
    return {**dict(zip(names, columns, strict=True)), "start": start, "end": end}


@lru_cache(maxsize=64)
def _day_around(moment: datetime) -> tuple[str, str]:
    day = moment.astimezone(NEW_YORK).date()
    midnights = (datetime.combine(each, time(), NEW_YORK) for each in (day, day + timedelta(days=1)))
    start, end = map(moment_text, midnights)
    return start, end


def _level_columns(level: Level) -> tuple[Any, ...]:
    ends = (None if each is None else to_units(each) for each in (level.high, level.low))
    return (level.index, moment_text(level.moment), to_units(level.value), level.source, *ends)


def _close_columns(close: Close) -> tuple[Any, ...]:
    numbers = (None if each is None else to_units(each) for each in (close.open, close.high, close.low))
    return (close.series, close.day.isoformat(), to_units(close.value), close.source, *numbers)


def _columns(quote: Quote) -> tuple[Any, ...]:
    c = quote.contract
    strike = 0 if c.strike is None else to_units(c.strike)
    key = (c.root, c.expiry.isoformat(), strike, c.right or "", moment_text(quote.moment))
    prices = (None if price is None else to_units(price) for price in (quote.bid, quote.ask, quote.last))
    return (*key, *prices, quote.source, quote.open_interest)


def _quote(row: tuple[Any, ...]) -> Quote:
    root, expiry, strike, right, at, bid, ask, last, source, interest = row
    day = date.fromisoformat(expiry)
    contract = Contract(root, day, amount_of(strike), right) if right else Contract(root, day)
    bid, ask, last = (None if price is None else amount_of(price) for price in (bid, ask, last))
    return Quote(contract, moment_of(at), source, bid, ask, last, interest)
