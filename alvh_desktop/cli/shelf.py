"""Portfolios as files, for the window: the Shelf of the desk over store and quote formats."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alvh_desktop.brokers.formats import read_statement
from alvh_desktop.brokers.positions_csv import read_positions
from alvh_desktop.cli.files import backups_of, market_of, new_file, sample_path, system_now
from alvh_desktop.cli.founding import found_portfolio
from alvh_desktop.cli.live_feed import PlayedClock, delayed_feed, simulated_feed
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.importing import (
    ImportReport,
    Preview,
    SeenStatement,
    TypedPreview,
    keep,
    look_at_any,
    positions_of,
)
from alvh_desktop.desk.shelf import BackupChoice, OpenPortfolio
from alvh_desktop.desk.statements.stored import held_before
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Asked
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.domain.statements import Progress, StatementReading, go_on
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.market.typed_file import read_typed_file
from alvh_desktop.storage.backups import back_up_when_due, backups_in, remove_leftovers, restore
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.faults import faults_of
from alvh_desktop.storage.lock import HeldElsewhereError, WriterLock
from alvh_desktop.storage.market_file import MarketFile
from alvh_desktop.storage.note_index import NoteIndex


@dataclass(frozen=True, slots=True)
class FileShelf:
    """Fits desk.shelf.Shelf."""

    def open(self, path: Path) -> OpenPortfolio:
        try:
            file = BookFile.open_for_writing(path, system_now(), backups_of(path))
            reason = None
        except KnownError as error:
            file, reason = BookFile.open_for_reading(path, system_now()), str(error)
        if reason is None:
            with suppress(OSError):  # parts of copies are in nobody's way
                remove_leftovers(backups_of(path))
        return _opened(file, reason)

    def open_sample(self) -> OpenPortfolio:
        # It brings numpy and scipy, which a start on a portfolio of one's own does not wait for.
        from alvh_desktop.cli.sample import write_sample

        path = sample_path()
        with faults_of(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _is_held(path):
                path.unlink(missing_ok=True)
                market_of(path).discard()
                write_sample(path)
        return self.open(path)

    def create(self, path: Path, name: str, account: str, profile: str) -> OpenPortfolio | Problem:
        with faults_of(path):
            free = new_file(path)
        if isinstance(free, Problem):
            return free
        file = found_portfolio(path, name, account, profile, system_now())
        return file if isinstance(file, Problem) else _opened(file, None)

    def backups(self, path: Path) -> tuple[BackupChoice, ...]:
        return tuple(BackupChoice(b.path, b.moment, b.fills) for b in backups_in(backups_of(path)))

    def back_up_when_due(self, path: Path) -> Path | None:
        return back_up_when_due(path, backups_of(path), system_now())

    def restore(self, backup: Path, path: Path) -> None:
        restore(backup, path, backups_of(path), system_now())


def _is_held(path: Path) -> bool:
    """Whether another window has the portfolio open."""
    try:
        WriterLock(path, None).release()
    except HeldElsewhereError:
        return True
    return False


def _opened(file: BookFile, read_only_because: str | None) -> OpenPortfolio:
    market: MarketFile = market_of(file.path)
    stands_at = file.load().simulated_at
    clock = PlayedClock(stands_at) if stands_at else None
    desk = Desk(file, clock or system_now)

    def look(
        path: Path, asked: Asked, progress: Progress = go_on
    ) -> Preview | TypedPreview | SeenStatement | Problem:
        reading = StatementReading(desk.book.products, progress=progress, held=held_before(desk.book))
        return look_at_any(read_quote_file, read_typed_file, path, asked, read_statement, reading)

    def keep_seen(preview: Preview) -> ImportReport:
        return keep(market, preview, desk.clock())

    def positions(path: Path) -> Snapshot | Problem:
        near = desk.clock().astimezone(NEW_YORK).date()
        return positions_of(read_positions, path, desk.book.products, near)

    feed = simulated_feed(clock, market) if clock else delayed_feed(desk, market)
    log = file if read_only_because is None else None  # what cannot be kept is remembered while it is open
    return OpenPortfolio(
        file.path, desk, market, look, keep_seen, file.copy_to, file.close, read_only_because, file, feed, positions,
        log, lambda: BookFile.open_for_reading(file.path, system_now()), file, NoteIndex(),
    )  # fmt: skip
