"""The market file beside a portfolio: quotes and index levels by moment. Deletable: nothing booked depends on it."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path

import numpy as np

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import SCALE
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.quotes import Close, Delivery, Kept, Level
from alvh_desktop.pricing.market import ChainKey, Market
from alvh_desktop.pricing.rates import RateCurve, flat_curve
from alvh_desktop.series.past import DailySeries, Past, daily
from alvh_desktop.storage.faults import UnusableFileError, faults_of, sqlite_name, undone_on_error
from alvh_desktop.storage.level_rows import levels_between, newest_levels
from alvh_desktop.storage.market_tables import (
    APPLICATION_ID,
    FORMAT,
    READABLE,
    bring_up,
    chains_of,
    closes_of,
    count_new_closes,
    count_new_levels,
    count_new_quotes,
    format_of,
    insert_closes,
    insert_levels,
    insert_quotes,
    keep_newest_of_day,
    make_tables,
    newest_closes,
    newest_futures,
    newest_quotes,
    next_expiry,
    settles_of,
)
from alvh_desktop.storage.rows import moment_of, moment_text
from alvh_desktop.storage.struck_values import close_on, level_at

_BUSY_MS = 3000
_DELETABLE = "Move it away or delete it: a market file holds only quotes, which can be imported again."


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
            chains |= {("SPXW", expiry) for expiry in next_expiry(connection, "SPXW", moment)}
            quotes = {
                quote.contract: quote
                for root, expiry in sorted(chains)
                for quote in newest_quotes(connection, root, expiry, moment)
            }
            quotes |= {quote.contract: quote for quote in newest_futures(connection, moment)}
            levels = newest_levels(connection, moment)
            levels = {**levels, **newest_closes(connection, moment, levels)}
        return Market(moment, curve, quotes, levels)

    def expiries(self, root: str, moment: datetime) -> tuple[date, ...]:
        """The expiries of a root that were quoted up to `moment`, nearest first."""
        query = "SELECT DISTINCT expiry FROM quotes WHERE root = ? AND moment <= ? ORDER BY expiry"
        with self._reading() as connection:
            if connection is None:
                return ()
            return tuple(
                date.fromisoformat(expiry) for (expiry,) in connection.execute(query, (root, moment_text(moment)))
            )

    def quoted_chains(self, moment: datetime) -> Mapping[ChainKey, datetime]:
        """Every root and expiry of options that was quoted up to `moment`, with the newest moment of its quotes."""
        with self._reading() as connection:
            return {} if connection is None else chains_of(connection, moment)

    def past(self) -> Past:
        """Every close and every settle of a VX future that was imported: daily values for indicators."""
        with self._reading() as connection:
            if connection is None:
                return Past()
            closes = {name: _series(days, values) for name, (days, values) in closes_of(connection).items()}
            futures: dict[date, dict[date, int]] = {}
            for expiry, moment, price in settles_of(connection):
                day = moment_of(moment).astimezone(NEW_YORK).date()
                futures.setdefault(date.fromisoformat(expiry), {})[day] = price
        return Past(closes, {expiry: _series(list(days), list(days.values())) for expiry, days in futures.items()})

    def close_on(self, series: str, day: date) -> Close | None:
        """What a trading day of a series ended at; None where it was not imported."""
        with self._reading() as connection:
            return None if connection is None else close_on(connection, series, day)

    def level_at(self, index: str, moment: datetime) -> Level | None:
        """The level that was struck exactly then; None where none was kept."""
        with self._reading() as connection:
            return None if connection is None else level_at(connection, index, moment)

    def levels_between(self, index: str, first: datetime, last: datetime) -> tuple[Level, ...]:
        """Those kept of an index after `first`, up to `last`; of a live feed that is one a day and source."""
        with self._reading() as connection:
            return () if connection is None else tuple(levels_between(connection, index, first, last))

    def count_new(self, delivery: Delivery) -> Kept:
        """What `record` would answer; nothing is kept."""
        with self._reading() as connection:
            if connection is None:
                return _all_of(delivery)
            return Kept(
                count_new_quotes(connection, delivery.quotes),
                count_new_closes(connection, delivery.closes),
                count_new_levels(connection, delivery.levels),
            )

    def record(self, quotes: Delivery, imported_at: datetime, content_hash: str) -> Kept:
        """Keep what a file gave in one transaction.

        What is known of a contract or index at a moment stays: another file's word on the same moment is left out.
        """
        with self._writing() as connection:
            kept = Kept(
                insert_quotes(connection, quotes.quotes),
                insert_closes(connection, quotes.closes),
                insert_levels(connection, quotes.levels),
            )
            connection.execute(
                "INSERT OR IGNORE INTO imports VALUES (?, ?, ?, ?)",
                (content_hash, moment_text(imported_at), quotes.format, len(quotes.quotes)),
            )
        return kept

    def record_live(self, delivery: Delivery) -> int:
        """Keep one look at a feed in one transaction; the answer is how many quotes and closes were new.

        Of a contract or an index, a source and a day in New York only the newest is kept, so that a feed that is
        looked at all day long adds one row to a day. An older one changes nothing, and what other sources said on
        that day stays.
        """
        with self._writing() as connection:
            new = keep_newest_of_day(connection, delivery.quotes, delivery.levels)
            return new + insert_closes(connection, delivery.closes)

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
                # Before the format is looked at: another program may bring the file up at any moment.
                connection.execute("BEGIN")
                self._refuse_foreign(connection)
                try:
                    yield connection
                except (ValueError, TypeError) as error:
                    raise KnownError(f"{self.path} is damaged ({error}).", _DELETABLE) from error

    def _open_for_reading(self) -> sqlite3.Connection:
        """Read-only; in a folder that cannot be written the write-ahead log is left out of the picture."""
        uri = self.path.absolute().as_uri()
        connection = _connection(f"{uri}?mode=ro")
        try:
            with undone_on_error(connection.close):
                _is_blank(connection)
        except sqlite3.OperationalError as error:
            if not sqlite_name(error).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
                raise
            return _connection(f"{uri}?mode=ro&immutable=1")
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
                    make_tables(connection)
                self._refuse_foreign(connection)
                if format_of(connection) < FORMAT:
                    bring_up(connection)
                yield connection
                connection.execute("COMMIT")

    def _is_there(self) -> bool:
        if self.path.exists() and not self.path.is_file():
            raise KnownError(f"{self.path} is not a market file.", _DELETABLE)
        return self.path.exists()

    def _refuse_foreign(self, connection: sqlite3.Connection) -> None:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        version = format_of(connection)
        if application != APPLICATION_ID:
            raise KnownError(f"{self.path} is not a market file.", _DELETABLE)
        if version not in READABLE:
            raise KnownError(
                f"{self.path} was written by another version of ALVH Desktop (format {version}, not {FORMAT}).",
                _DELETABLE,
            )


def _series(days: Sequence[str] | Sequence[date], values: Sequence[int]) -> DailySeries:
    return daily(np.array(days, dtype="datetime64[D]"), np.array(values, dtype=np.float64) / 10**SCALE)


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


def _all_of(delivery: Delivery) -> Kept:
    """What an empty market file would find new; what stands twice counts once."""
    return Kept(
        len({(quote.contract, quote.moment) for quote in delivery.quotes}),
        len({(close.series, close.day) for close in delivery.closes}),
        len({(level.index, level.moment) for level in delivery.levels}),
    )
