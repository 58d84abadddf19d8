"""Quotes and levels for tests of the market file."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from support.founded_books import CLOCK

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Delivery, Level, Quote
from alvh_desktop.storage.market_file import MarketFile
from alvh_desktop.storage.market_tables import APPLICATION_ID

PUT = Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P")
OTHER_PUT = replace(PUT, strike=Decimal("6355.5"))
CALL = Contract("VIX", date(2026, 12, 16), Decimal(17), "C")
FUTURE = Contract("VX", date(2026, 12, 16))
EARLIER, LATER = CLOCK - timedelta(minutes=10), CLOCK + timedelta(minutes=10)


def quote(
    contract: Contract = PUT,
    at: datetime = CLOCK,
    bid: str | None = "3.10",
    ask: str | None = "3.30",
    interest: int | None = None,
) -> Quote:
    sides = (None if price is None else Decimal(price) for price in (bid, ask))
    return Quote(contract, at, "test.csv", *sides, open_interest=interest)


def level(value: str, at: datetime = CLOCK, index: str = "SPX") -> Level:
    return Level(index, at, "test.csv", Decimal(value))


def quote_file(*told: Quote | Level) -> Delivery:
    quotes = tuple(each for each in told if isinstance(each, Quote))
    return Delivery("test", quotes, tuple(each for each in told if isinstance(each, Level)), len(told))


FORMAT_1 = (
    f"PRAGMA application_id={APPLICATION_ID}",
    "PRAGMA user_version=1",
    """CREATE TABLE quotes (root TEXT, expiry TEXT, strike INTEGER, right TEXT, moment TEXT, bid INTEGER,
       ask INTEGER, last INTEGER, source TEXT NOT NULL, PRIMARY KEY (root, expiry, strike, right, moment)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE levels (name TEXT, moment TEXT, value INTEGER NOT NULL, source TEXT NOT NULL,
       PRIMARY KEY (name, moment)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE imports (hash TEXT PRIMARY KEY, imported_at TEXT NOT NULL, format TEXT NOT NULL,
       quotes INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    """INSERT INTO quotes VALUES ('SPXW', '2026-12-18', 635000000000, 'P', '2026-11-20T20:30:00.000000Z',
       310000000, 330000000, NULL, 'test.csv')""",
    """INSERT INTO quotes VALUES ('VX', '2026-12-16', 0, '', '2026-11-20T20:30:00.000000Z',
       NULL, NULL, 1835000000, 'test.csv')""",
    "INSERT INTO levels VALUES ('SPX', '2026-11-20T20:30:00.000000Z', 685040000000, 'test.csv')",
    "INSERT INTO imports VALUES ('old', '2026-11-20T20:30:00.000000Z', 'test', 2)",
)
"""How the first version made a market file; it holds `quote()`, FUTURE at a last of 18.35, and SPX at 6850.40."""


def make_old_market(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        for statement in FORMAT_1:
            connection.execute(statement)


def record(market: MarketFile, *told: Quote | Level) -> int:
    return market.record(quote_file(*told), CLOCK, repr(told)).quotes
