"""Portfolios as files: opening, founding, copying, restoring; the session holds what is open."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from alvh_desktop.desk.shelf import BackupChoice, OpenPortfolio, Shelf
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Settings

BACKUP_AFTER_SECONDS = 4
BACKUP_EVERY_MINUTES = 10


class PortfolioFiles(QObject):
    """What the File menu does. A failure leaves the portfolio before open, wherever it can."""

    noticed = Signal(str)
    failed = Signal(object)

    def __init__(self, shelf: Shelf, session: Session, settings: Settings, background: Background) -> None:
        super().__init__(session)
        self._shelf, self._session, self._settings, self._background = shelf, session, settings, background
        self._first_backup = QTimer(self, singleShot=True, interval=BACKUP_AFTER_SECONDS * 1000)
        self._first_backup.timeout.connect(self.back_up)
        self._backups = QTimer(self, interval=BACKUP_EVERY_MINUTES * 60 * 1000)
        self._backups.timeout.connect(self.back_up)

    @property
    def path(self) -> Path | None:
        """The portfolio that is open."""
        return self._session.portfolio.path if self._session.portfolio else None

    @property
    def is_first_look(self) -> bool:
        """Whether somebody sees the sample for the first time, and wants to be told what it is."""
        return self._settings.value.is_first_run and self._is_simulated()

    def end_first_look(self) -> None:
        self._settings.change(is_first_run=False)

    def start(self, path: Path | None) -> None:
        """Open this portfolio, else the one that was open last, else the sample."""
        last = self._settings.value.last_portfolio
        if path is not None:
            self.open(path)
        elif last is None:
            self.open_sample()
        elif last.exists():
            self.open(last)
        else:
            self._settings.put(self._settings.value.without(last))
            self.open_sample()
            gone = f"{last}, which was open last, is no longer there; this is the sample."
            self.failed.emit(KnownError(gone, "Use File > Open if it was moved."))

    def open(self, path: Path) -> None:
        """Open a portfolio; the one that is open already is read anew."""
        if self.path is not None and path.absolute() == self.path.absolute():
            self._session.hold(None)
        self._hold(lambda: self._shelf.open(path))

    def open_sample(self) -> None:
        """The sample is written fresh, so one that is open is closed first."""
        self._background.finish()
        if self._is_simulated():
            self._session.hold(None)
        self._hold(self._shelf.open_sample)

    def create(self, path: Path, name: str, account: str, profile: str) -> None:
        self._hold(lambda: self._shelf.create(path, name, account, profile))

    def save_copy(self, target: Path) -> None:
        """Copy the open portfolio as it stands, over its own connection: its file may be gone by now."""
        if self._session.portfolio is None:
            return
        try:
            self._session.portfolio.copy_to(target)
        except KnownError as error:
            self.failed.emit(error)
        else:
            self.noticed.emit(f"Copy saved to {target}.")

    def backups(self) -> tuple[BackupChoice, ...]:
        """Copies of the open portfolio, newest first."""
        try:
            return self._shelf.backups(self.path) if self.path is not None else ()
        except KnownError as error:
            self.failed.emit(error)
            return ()

    def restore(self, choice: BackupChoice) -> None:
        """Put a copy in place of the open portfolio, whose file is backed up first; then open it again."""
        path = self.path
        if path is None:
            return
        self._background.finish()
        self._session.hold(None)
        try:
            self._shelf.restore(choice.path, path)
        except KnownError as error:
            self.failed.emit(error)
        else:
            self.noticed.emit(f"Restored the copy of {new_york_text(choice.moment)}.")
        self.open(path)

    def back_up(self) -> None:
        """Copy the open portfolio when a copy is due, on the pool; only a failure is told."""
        path = self.path
        if path is not None and not self._is_simulated():
            self._background.run(lambda: self._shelf.back_up_when_due(path), lambda _: None)

    def _hold(self, opening: Callable[[], OpenPortfolio | Problem]) -> None:
        try:
            portfolio = opening()
        except KnownError as error:
            self.failed.emit(error)
            return
        if isinstance(portfolio, Problem):
            self.failed.emit(KnownError(f"{portfolio}.", "Nothing was created."))
            return
        self._session.hold(portfolio)
        if not self._is_simulated():
            self._settings.put(self._settings.value.opened(portfolio.path))
        self._first_backup.start()
        self._backups.start()

    def _is_simulated(self) -> bool:
        portfolio = self._session.portfolio
        return portfolio is not None and portfolio.desk.book.simulated_at is not None
