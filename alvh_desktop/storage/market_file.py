"""The market file beside a portfolio: quotes and index levels by moment. Deletable: nothing booked depends on it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import to_units
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Level, Quote, QuoteFile
from alvh_desktop.domain.sessions import traded_seconds_between
from alvh_desktop.pricing.market import Market, mid_of
from alvh_desktop.pricing.rates import RateCurve, flat_curve
from alvh_desktop.storage.faults import UnusableFileError, faults_of, sqlite_name
from alvh_desktop.storage.rows import amount_of, moment_of, moment_text

APPLICATION_ID = 0x414C564D
"""The four bytes "ALVM" at offset 68 of a market file."""

FORMAT = 1
_FRESH_SECONDS = 20 * 60
_BUSY_MS = 3000
_DELETABLE = "Move it away or delete it: a market file holds only quotes, which can be imported again."
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
_NEWEST_FUTURES = """WITH RECURSIVE series (root, expiry) AS (
        SELECT column1, (SELECT min(expiry) FROM quotes WHERE root = column1 AND expiry >= :day)
        FROM (VALUES ('VX'), ('VXM'))
        UNION ALL
        SELECT root, (SELECT min(expiry) FROM quotes WHERE root = series.root AND expiry > series.expiry)
        FROM series WHERE expiry IS NOT NULL)
    SELECT root, expiry, strike, right, moment, bid, ask, last, source FROM series JOIN quotes USING (root, expiry)
    WHERE strike = 0 AND right = '' AND moment = (
        SELECT max(moment) FROM quotes WHERE root = series.root AND expiry = series.expiry AND strike = 0
        AND right = '' AND moment <= :moment)"""
# From one expiry to the next by the index: the years of quotes behind each future are not read.
_NEWEST_LEVELS = "SELECT name, max(moment), value, source FROM levels WHERE moment <= ? GROUP BY name"
_NEXT_CHAIN = """SELECT expiry FROM quotes WHERE root = ? AND expiry > ? AND moment <= ? AND right <> ''
    ORDER BY expiry LIMIT 1"""


class MarketFile:
    """Fits the desk's QuoteStore. A file that does not exist yet is an empty market.

    Whatever reads or writes raises KnownError for a file that is damaged or not a market, and says that it may go.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def market(self, contracts: Iterable[Contract], moment: datetime, rates: RateCurve | None = None) -> Market:
        """The newest quotes of every strike of these contracts' expiries, of every VX and VXM future that expires
        on the day of `moment` or later (the VX curve), and of the nearest SPXW expiry (spot outside the cash
        session), up to `moment`. It discounts with `rates`; without them with the flat curve of that day."""
        chains = {(contract.root, contract.expiry) for contract in contracts}
        curve = rates or flat_curve(moment.astimezone(NEW_YORK).date())
        with self._reading() as connection:
            if connection is None:
                return Market(moment, curve)
            chains |= {("SPXW", expiry) for expiry in _next_expiry(connection, "SPXW", moment)}
            quotes = {
                quote.contract: quote
                for root, expiry in sorted(chains)
                for quote in _quotes(connection, root, expiry, moment)
            }
            quotes |= {quote.contract: quote for quote in _futures(connection, moment)}
            levels = _levels(connection, moment)
        return Market(moment, curve, quotes, levels)

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
        query = "SELECT DISTINCT expiry FROM quotes WHERE root = ? AND moment <= ? ORDER BY expiry"
        with self._reading() as connection:
            if connection is None:
                return ()
            return tuple(
                date.fromisoformat(expiry) for (expiry,) in connection.execute(query, (root, moment_text(moment)))
            )

    def record(self, quotes: QuoteFile, imported_at: datetime, content_hash: str) -> int:
        """Keep a file's quotes in one transaction; the answer is how many were new.

        What is known of a contract or index at a moment stays: another file's word on the same moment is left out.
        """
        with self._writing() as connection:
            before = connection.total_changes
            connection.executemany(
                "INSERT OR IGNORE INTO quotes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (_columns(quote) for quote in quotes.quotes),
            )
            new = connection.total_changes - before
            connection.executemany(
                "INSERT OR IGNORE INTO levels VALUES (?, ?, ?, ?)",
                ((n.index, moment_text(n.moment), to_units(n.value), n.source) for n in quotes.levels),
            )
            connection.execute(
                "INSERT OR IGNORE INTO imports VALUES (?, ?, ?, ?)",
                (content_hash, moment_text(imported_at), quotes.format, len(quotes.quotes)),
            )
        return new

    def discard(self) -> None:
        """Delete the file with all that belongs to it: a log left behind would be played into the next market."""
        with faults_of(self.path):
            for ending in ("", "-wal", "-shm", "-journal"):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection | None]:
        """A connection to read with at one moment; None where nothing was recorded yet."""
        with _market_faults_of(self.path):
            if not self._is_there():
                yield None
                return
            with closing(self._open_for_reading()) as connection:
                if _is_blank(connection):
                    yield None
                    return
                self._refuse_foreign(connection)
                connection.execute("BEGIN")
                try:
                    yield connection
                except (ValueError, TypeError) as error:
                    raise KnownError(f"{self.path} is damaged ({error}).", _DELETABLE) from error

    def _open_for_reading(self) -> sqlite3.Connection:
        """Read-only; in a folder that cannot be written the write-ahead log is left out of the picture."""
        uri = self.path.absolute().as_uri()
        connection = _connection(f"{uri}?mode=ro")
        try:
            _is_blank(connection)
        except sqlite3.OperationalError as error:
            connection.close()
            if not sqlite_name(error).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
                raise
            return _connection(f"{uri}?mode=ro&immutable=1")
        except BaseException:
            connection.close()
            raise
        return connection

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with _market_faults_of(self.path):
            self._is_there()
            with closing(_connection(f"{self.path.absolute().as_uri()}?mode=rwc")) as connection:
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.execute("BEGIN IMMEDIATE")
                # Whoever died while making the file left it blank.
                if _is_blank(connection):
                    _make_tables(connection)
                self._refuse_foreign(connection)
                yield connection
                connection.execute("COMMIT")

    def _is_there(self) -> bool:
        if self.path.exists() and not self.path.is_file():
            raise KnownError(f"{self.path} is not a market file.", _DELETABLE)
        return self.path.exists()

    def _refuse_foreign(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if application != APPLICATION_ID:
            raise KnownError(f"{self.path} is not a market file.", _DELETABLE)
        if version != FORMAT:
            raise KnownError(
                f"{self.path} was written by another version of ALVH Desktop (format {version}, not {FORMAT}).",
                _DELETABLE,
            )


@contextmanager
def _market_faults_of(path: Path) -> Iterator[None]:
    """Faults in the words of a market file: what is damaged here costs an import and nothing else."""
    try:
        with faults_of(path):
            yield
    except UnusableFileError as error:
        raise KnownError(f"{path} is damaged or is no market file.", _DELETABLE) from error


def _connection(uri: str) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def _is_blank(connection: sqlite3.Connection) -> bool:
    """Whether the file holds nothing at all."""
    (parts,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return not parts


def _make_tables(connection: sqlite3.Connection) -> None:
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")
    for table in _TABLES:
        connection.execute(table)


def _columns(quote: Quote) -> tuple[Any, ...]:
    c = quote.contract
    prices = (None if price is None else to_units(price) for price in (quote.bid, quote.ask, quote.last))
    strike = 0 if c.strike is None else to_units(c.strike)
    return (c.root, c.expiry.isoformat(), strike, c.right or "", moment_text(quote.moment), *prices, quote.source)


def _quotes(connection: sqlite3.Connection, root: str, expiry: date, moment: datetime) -> Iterator[Quote]:
    rows = connection.execute(_NEWEST, (root, expiry.isoformat(), moment_text(moment)))
    return map(_quote, rows)


def _futures(connection: sqlite3.Connection, moment: datetime) -> Iterator[Quote]:
    today = moment.astimezone(NEW_YORK).date()
    rows = connection.execute(_NEWEST_FUTURES, {"day": today.isoformat(), "moment": moment_text(moment)})
    return map(_quote, rows)


def _quote(row: tuple[Any, ...]) -> Quote:
    root, expiry, strike, right, at, bid, ask, last, source = row
    day = date.fromisoformat(expiry)
    contract = Contract(root, day, amount_of(strike), right) if right else Contract(root, day)
    prices = (None if price is None else amount_of(price) for price in (bid, ask, last))
    return Quote(contract, moment_of(at), source, *prices)


def _levels(connection: sqlite3.Connection, moment: datetime) -> Mapping[str, Level]:
    rows = connection.execute(_NEWEST_LEVELS, (moment_text(moment),))
    return {name: Level(name, moment_of(at), source, amount_of(value)) for name, at, value, source in rows}


def _next_expiry(connection: sqlite3.Connection, root: str, moment: datetime) -> Iterator[date]:
    today = moment.astimezone(NEW_YORK).date().isoformat()
    row = connection.execute(_NEXT_CHAIN, (root, today, moment_text(moment))).fetchone()
    if row:
        yield date.fromisoformat(row[0])
