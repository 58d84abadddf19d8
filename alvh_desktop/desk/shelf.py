"""Portfolios as files: what the window asks of whoever keeps them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.feed import OfferedFeed
from alvh_desktop.desk.importing import ImportReport, Preview, SeenStatement, TypedPreview
from alvh_desktop.desk.ports import AlertLog, NotePad, NoteSearch, PastReader, QuoteStore, Recorder
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.domain.statements import Progress, go_on


class LookAt(Protocol):
    """Reads a file and keeps nothing. Raises CancelledError when `progress`, which is told of lines, does."""

    def __call__(
        self, path: Path, asked: Asked, progress: Progress = go_on, /
    ) -> Preview | TypedPreview | SeenStatement | Problem: ...


@dataclass(frozen=True)
class OpenPortfolio:
    """A portfolio at hand. `read_only_because` is None where edits are kept; `close` frees file and lock.

    `look_at` reads a file and keeps nothing, `keep` keeps what it saw of the market; both may be called on a worker.
    What a person typed into a table of his own, and what a broker stated, is entered through the desk.
    `recorder` keeps and knows its days and moments; None where nothing is to be recorded. `alert_log` keeps what
    alerts did; None where that is only remembered while it is open.
    `feed` brings quotes by itself once it is switched on; None where there is none to switch on.
    `read_positions` reads a broker's list of positions, and raises KnownError where the file cannot be read; None
    where nobody knows such lists.
    `copy_to` saves it whole under a new name, also when its file was moved or deleted since it was opened.
    `open_past` opens what was kept of days and alerts once more, on whatever thread asks for it; None where nothing
    is kept. Raises KnownError where it cannot be opened.
    `note_pad` keeps images and drafts of notes, and knows them; `search` finds words in notes.
    """

    path: Path
    desk: Desk
    quotes: QuoteStore
    look_at: LookAt
    keep: Callable[[Preview], ImportReport]
    copy_to: Callable[[Path], None]
    close: Callable[[], None]
    read_only_because: str | None = None
    recorder: Recorder | None = None
    feed: OfferedFeed | None = None
    read_positions: Callable[[Path], Snapshot | Problem] | None = None
    alert_log: AlertLog | None = None
    open_past: Callable[[], PastReader] | None = None
    note_pad: NotePad | None = None
    search: NoteSearch | None = None

    @property
    def has_days(self) -> bool:
        """Whether its days are recorded: a clock that stands still has none, and nobody else's file is written."""
        return self.recorder is not None and self.read_only_because is None and self.desk.book.simulated_at is None


@dataclass(frozen=True, slots=True)
class BackupChoice:
    """One copy that can be restored."""

    path: Path
    moment: datetime
    fills: int


class Shelf(Protocol):
    """Every operation raises KnownError when the world is at fault, and leaves the files as they were then."""

    def open(self, path: Path) -> OpenPortfolio:
        """For writing; read-only with its reason when another process holds it or it cannot be written."""
        ...

    def open_sample(self) -> OpenPortfolio:
        """The sample, written fresh into the data folder."""
        ...

    def create(self, path: Path, name: str, account: str, profile: str) -> OpenPortfolio | Problem: ...

    def backups(self, path: Path) -> tuple[BackupChoice, ...]:
        """Copies of this portfolio, newest first."""
        ...

    def back_up_when_due(self, path: Path) -> Path | None:
        """Called from a worker thread after the first paint and then by the clock."""
        ...

    def restore(self, backup: Path, path: Path) -> None:
        """Put a copy in place of a closed portfolio; the present file is backed up first."""
        ...
