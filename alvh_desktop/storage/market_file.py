"""The market file beside a portfolio: quotes and index levels by moment. Deletable: nothing booked depends on it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import from_units, to_units
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Level, Quote, QuoteFile
from alvh_desktop.domain.sessions import traded_seconds_between
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.rates import rate_on
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.rows import moment_of, moment_text

APPLICATION_ID = 0x414C564D
_FRESH_SECONDS = 20 * 60
_BUSY_MS = 3000
_TABLES = (
    """CREATE TABLE quotes (root TEXT, expiry TEXT, strike INTEGER, right TEXT, moment TEXT, bid INTEGER,
       ask INTEGER, last INTEGER, source TEXT NOT NULL, PRIMARY KEY (root, expiry, strike, right, moment)
       ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE levels (name TEXT, moment TEXT, value INTEGER NOT NULL, source TEXT NOT NULL,
       PRIMARY KEY (name, moment)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE imports (hash TEXT PRIMARY KEY, imported_at TEXT NOT NULL, format TEXT NOT NULL,
       quotes INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
)
_NEWEST = """SELECT root, expiry, strike, right, max(moment) AS moment, bid, ask, last, source FROM quotes
    WHERE root = ? AND expiry = ? AND moment <= ? GROUP BY strike, right"""
_NEWEST_LEVELS = "SELECT name, max(moment), value, source FROM levels WHERE moment <= ? GROUP BY name"
_NEXT_CHAIN = """SELECT expiry FROM quotes WHERE root = ? AND expiry > ? AND moment <= ? AND right <> ''
    ORDER BY expiry LIMIT 1"""


class MarketFile:
    """Fits the desk's QuoteStore. A file that does not exist yet is an empty market."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def market(self, contracts: Iterable[Contract], moment: datetime) -> Market:
        """The newest quotes of every strike of these contracts' expiries, of the future of each expiry, and of
        the nearest SPXW expiry (spot outside the cash session), up to `moment`."""
        chains = {(contract.root, contract.expiry) for contract in contracts}
        chains |= {("VX", expiry) for _, expiry in chains}
        rate = rate_on(moment.astimezone(NEW_YORK).date())
        if not self.path.exists():
            return Market(moment, rate)
        with self._reading() as connection:
            chains |= {("SPXW", expiry) for expiry in _next_expiry(connection, "SPXW", moment)}
            quotes = {
                quote.contract: quote
                for root, expiry in sorted(chains)
                for quote in _quotes(connection, root, expiry, moment)
            }
            levels = _levels(connection, moment)
        return Market(moment, rate, quotes, levels)

    def mids(self, contracts: Iterable[Contract], moment: datetime) -> Mapping[Contract, Decimal]:
        """Mids not older than 20 minutes of trading; a contract without one is left out."""
        market = self.market(contracts, moment)
        found: dict[Contract, Decimal] = {}
        for contract in contracts:
            quote = market.quotes.get(contract)
            mid = mid_of(quote) if quote else None
            if quote and mid is not None and traded_seconds_between(quote.moment, moment) <= _FRESH_SECONDS:
                found[contract] = mid
        return found

    def expiries(self, root: str, moment: datetime) -> tuple[date, ...]:
        """The expiries of a root that were quoted up to `moment`, nearest first."""
        if not self.path.exists():
            return ()
        query = "SELECT DISTINCT expiry FROM quotes WHERE root = ? AND moment <= ? ORDER BY expiry"
        with self._reading() as connection:
            rows = connection.execute(query, (root, moment_text(moment))).fetchall()
        return tuple(date.fromisoformat(expiry) for (expiry,) in rows)

    def record(self, quotes: QuoteFile, imported_at: datetime, content_hash: str) -> int:
        """Keep a file's quotes in one transaction; those known already are not counted."""
        with self._writing() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_columns(quote) for quote in quotes.quotes),
            )
            new = connection.total_changes - before
            connection.executemany(
                "INSERT OR REPLACE INTO levels VALUES (?, ?, ?, ?)",
                ((n.index, moment_text(n.moment), to_units(n.value), n.source) for n in quotes.levels),
            )
            connection.execute(
                "INSERT OR IGNORE INTO imports VALUES (?, ?, ?, ?)",
                (content_hash, moment_text(imported_at), quotes.format, len(quotes.quotes)),
            )
        return new

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with faults_of(self.path):
            connection = self._open_for_reading()
            try:
                self._refuse_foreign(connection)
                yield connection
            finally:
                connection.close()

    def _open_for_reading(self) -> sqlite3.Connection:
        """Read-only; in a folder that cannot be written the write-ahead log is left out of the picture."""
        uri = self.path.absolute().as_uri()
        connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            return sqlite3.connect(f"{uri}?mode=ro&immutable=1", uri=True, isolation_level=None)
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with faults_of(self.path):
            is_new = not self.path.exists()
            connection = sqlite3.connect(self.path, isolation_level=None)
            try:
                connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("BEGIN IMMEDIATE")
                if is_new:
                    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                    for table in _TABLES:
                        connection.execute(table)
                self._refuse_foreign(connection)
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()

    def _refuse_foreign(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        if application != APPLICATION_ID:
            raise KnownError(f"{self.path} is not a market file.", "Move it away; quotes can be imported again.")


def _columns(quote: Quote) -> tuple[Any, ...]:
    c = quote.contract
    prices = (None if price is None else to_units(price) for price in (quote.bid, quote.ask, quote.last))
    strike = 0 if c.strike is None else to_units(c.strike)
    return (c.root, c.expiry.isoformat(), strike, c.right or "", moment_text(quote.moment), *prices, quote.source)


def _quotes(connection: sqlite3.Connection, root: str, expiry: date, moment: datetime) -> Iterator[Quote]:
    rows = connection.execute(_NEWEST, (root, expiry.isoformat(), moment_text(moment)))
    for _, _, strike, right, at, bid, ask, last, source in rows:
        contract = Contract(root, expiry, from_units(strike), right) if right else Contract(root, expiry)
        prices = (None if price is None else from_units(price) for price in (bid, ask, last))
        yield Quote(contract, moment_of(at), source, *prices)


def _levels(connection: sqlite3.Connection, moment: datetime) -> Mapping[str, Level]:
    rows = connection.execute(_NEWEST_LEVELS, (moment_text(moment),))
    return {name: Level(name, moment_of(at), source, from_units(value)) for name, at, value, source in rows}


def _next_expiry(connection: sqlite3.Connection, root: str, moment: datetime) -> Iterator[date]:
    today = moment.astimezone(NEW_YORK).date().isoformat()
    row = connection.execute(_NEXT_CHAIN, (root, today, moment_text(moment))).fetchone()
    if row:
        yield date.fromisoformat(row[0])
