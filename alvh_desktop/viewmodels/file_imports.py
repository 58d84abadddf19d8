"""Files on their way in: each is looked at behind the screen, shown, and kept only when a person says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from alvh_desktop.desk.downloads import Fetcher, Histories
from alvh_desktop.desk.importing import ImportReport, Preview, SeenStatement
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Ask, Asked
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.statements import CancelledError
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.file_answers import answered_with
from alvh_desktop.viewmodels.file_line import FileLine, Stage, entered, looked_at, reviewed, weighed
from alvh_desktop.viewmodels.file_work import Looked, fetching, keeping, looking
from alvh_desktop.viewmodels.import_texts import imported_text
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.statements.review import StatementReview

_UNREAD: frozenset[Stage] = frozenset(("waiting", "reading"))


class FileImports(QObject):
    """Reads on a pool of its own, so that nothing else waits for a file that nobody wants any more.

    What is of the market is kept on the session's pool, what a person typed is entered here, by the book's one door.

    `changed` says that lines are other than before, `noticed` carries what was imported, `failed` a KnownError that
    kept a file from being kept. Another portfolio means: what was not kept is looked at anew, for that one.
    """

    changed = Signal()
    noticed = Signal(str)
    failed = Signal(object)

    def __init__(self, session: Session, histories: Histories | None = None) -> None:
        super().__init__(session)
        self.histories = histories
        self._fetcher: Fetcher | None = None
        self._session = session
        self._reader, self._reviewer = Background(self), Background(self)
        self._lines: dict[str, FileLine] = {}
        self._reading: object | None = None
        """Stands for the look that is under way; an answer to another one is not wanted any more."""
        self._to_keep: list[str] = []
        self._reports: list[ImportReport] = []
        self._watched = ""
        """The file that a person has before them."""
        session.held.connect(lambda _: self._begin_anew())
        session.painted.connect(lambda _: self.watch(self._watched))

    @property
    def lines(self) -> tuple[FileLine, ...]:
        return tuple(self._lines.values())

    @property
    def is_reading(self) -> bool:
        return self._reading is not None

    @property
    def is_keeping(self) -> bool:
        return any(line.stage == "keeping" for line in self.lines)

    @property
    def needs_portfolio(self) -> bool:
        """Whether files wait for a portfolio that they can be imported into."""
        return self._session.portfolio is None

    @property
    def simulated_at(self) -> str:
        """Where the clock of a simulated market stands; empty for a portfolio of one's own."""
        portfolio = self._session.portfolio
        stands_at = portfolio.desk.book.simulated_at if portfolio else None
        return new_york_text(stands_at) if stands_at else ""

    @property
    def can_keep(self) -> bool:
        is_ready = any(line.stage == "ready" for line in self.lines)
        return is_ready and not (self.is_reading or self.is_keeping or self.needs_portfolio)

    def add(self, files: Iterable[Path], refused: Iterable[tuple[str, Problem]] = ()) -> None:
        """Look at these files, again where they stand there already; `refused` names what is no file to be read."""
        for path in files:
            key = str(path.absolute())
            if key not in self._lines or self._lines[key].stage not in {"reading", "keeping"}:
                self._lines[key] = FileLine(key, path.name, path=path)
        for name, problem in refused:
            self._lines[name] = FileLine(name, name, "refused", problem=problem)
        self._look_on()

    def download(self) -> None:
        """Fetch the official histories, each to be looked at like a file that was dropped; one download at a time."""
        if self.histories is None or any(line.fetch and line.stage in _UNREAD for line in self.lines):
            return
        self._end_download()
        clock = self.histories.clock
        self._fetcher = fetcher = self.histories.begin()
        for file in self.histories.files(clock()):
            path = fetcher.path_of(file).absolute()
            key, fetch = str(path), fetching(fetcher, file, clock)
            if key not in self._lines or self._lines[key].stage not in {"reading", "keeping"}:
                self._lines[key] = FileLine(key, file.file_name, path=path, fetch=fetch)
        self._look_on()

    def clear(self) -> None:
        """Forget all that is not just being kept: the next files begin a list of their own."""
        self._end_download()
        self._reading = None
        self._lines = {key: line for key, line in self._lines.items() if line.stage == "keeping"}
        self.changed.emit()

    def leave_out(self, key: str) -> None:
        """Take a file off the list, unless work on it has begun."""
        if self._lines[key].stage not in {"reading", "keeping"}:
            del self._lines[key]
            self.changed.emit()

    def say(self, key: str, about: Ask, text: str) -> Problem | None:
        """What a file leaves open, as typed; it is then read again. Empty: nothing is said."""
        portfolio = self._session.portfolio
        now = portfolio.desk.clock() if portfolio and not self.simulated_at else None
        said = answered_with(self._lines[key], about, text.strip(), now)
        if isinstance(said, Problem):
            return said
        self._read_again(key, said)
        return None

    def watch(self, key: str) -> None:
        """A person looks at this file now, or at none: of a statement the rows follow the book."""
        self._watched = key
        line = self._lines.get(key)
        if line is not None and line.review is not None:
            line.review.follow()

    def keep_all(self) -> None:
        """Keep every file that is ready, one after the other: each whole or not at all."""
        if self.can_keep:
            self._to_keep = [line.key for line in self.lines if line.stage == "ready"]
            for key in self._to_keep:
                self._put(key, stage="keeping", problem=None)
            self._keep_next()

    def stop(self) -> None:
        """Fetch and read no further and keep no further file. The one that is being kept now is kept whole."""
        self._end_download()
        self._reading = None
        for line in self.lines:
            if line.stage in _UNREAD:
                self._put(line.key, stage="stopped")
        for key in self._to_keep:
            self._put(key, stage="ready")
        self._to_keep = []
        self.changed.emit()

    def finish(self) -> None:
        """Wait for what is being read: before the program ends."""
        self.stop()
        for line in self.lines:
            if line.review is not None:
                line.review.stop()
        self._reader.finish()
        self._reviewer.finish()

    def _end_download(self) -> None:
        if self._fetcher is not None:
            self._fetcher.stop()
            self._fetcher = None

    def _read_again(self, key: str, said: Asked) -> None:
        line = self._lines[key]
        self._lines[key] = FileLine(key, line.name, path=line.path, said=said, choices=line.choices)
        self._look_on()

    def _look_on(self) -> None:
        portfolio, waiting = self._session.portfolio, [line for line in self.lines if line.stage == "waiting"]
        if portfolio is not None and waiting and self._reading is None:
            line, token = waiting[0], object()
            self._reading = token
            self._put(line.key, stage="reading")
            look = looking(portfolio, line, partial(self._go_on, token, line.key))
            self._reader.run(look, partial(self._looked, token, line.key))
        self.changed.emit()

    def _go_on(self, token: object, key: str, done: int, total: int) -> None:
        """Asked on the worker, now and then."""
        if token is not self._reading:
            raise CancelledError
        self._reader.deliver(partial(self._show_progress, token, key, done, total))

    def _show_progress(self, token: object, key: str, done: int, total: int) -> None:
        if token is self._reading:
            self._put(key, so_far=(done, total))
            self.changed.emit()

    def _looked(self, token: object, key: str, answer: Looked) -> None:
        if token is not self._reading:
            return
        self._reading = None
        if isinstance(answer, SeenStatement):
            review = StatementReview(self._session, self._reviewer, answer, self.changed.emit)
            self._lines[key] = reviewed(self._lines[key], review)
            self._look_on()
            return
        line = looked_at(self._lines[key], answer)
        if line.typed is not None:
            line = weighed(line, self._session.what_entering_changes(line.typed))
        self._lines[key] = line
        self._look_on()

    def _keep_next(self) -> None:
        portfolio = self._session.portfolio
        while self._to_keep and portfolio is not None:
            key = self._to_keep.pop(0)
            line = self._lines[key]
            if line.typed is None:
                assert line.preview is not None, "only a file that was looked at is kept"
                work = keeping(portfolio, line.preview)
                self._session.background.run(work, partial(self._kept, key, line.preview))
                break
            self._lines[key] = entered(line, self._session.enter_file(line.typed))
        else:
            self._tell()
        self.changed.emit()

    def _kept(self, key: str, preview: Preview, answer: ImportReport | KnownError) -> None:
        if isinstance(answer, KnownError):
            self.failed.emit(answer)
        else:
            self._reports.append(answer)
        line = self._lines.get(key)
        if line is not None and line.preview is preview and line.stage == "keeping":
            if isinstance(answer, KnownError):
                self._put(key, stage="ready", problem=Problem("", str(answer)))
            else:
                self._put(key, stage="kept", report=answer, preview=None)
        self._keep_next()

    def _tell(self) -> None:
        if self._reports:
            told, self._reports = tuple(self._reports), []
            self._session.read_market_again()
            self.noticed.emit(imported_text(told))

    def _begin_anew(self) -> None:
        self._reading, self._to_keep = None, []
        for line in self.lines:
            if line.stage == "kept":
                del self._lines[line.key]
            elif line.path is not None:
                path, said, fetch = line.path, line.said, line.fetch
                self._lines[line.key] = FileLine(line.key, line.name, path=path, said=said, fetch=fetch)
        self._look_on()

    def _put(self, key: str, **fields: object) -> None:
        self._lines[key] = replace(self._lines[key], **fields)  # type: ignore[arg-type]
