"""Reports and the journal as files, put together and written off the screen's thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.background import Background

if TYPE_CHECKING:
    from alvh_desktop.desk.journal.report.document import Document
    from alvh_desktop.desk.journal.source import JournalSource
    from alvh_desktop.desk.note_pad import Image
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import OpenPortfolio

T = TypeVar("T")
Draw = Callable[["Document"], bytes]
"""Makes a PDF of a report; called on a worker."""
_REMEDY = "See that there is room and that the place may be written."


@dataclass(frozen=True)
class _Read:
    """What is read on the worker, and what was read on the screen's thread for it."""

    picture: Picture
    portfolio: OpenPortfolio
    images: Mapping[str, Image]


class JournalReports(QObject):
    """`written` carries a sentence on what was written where, `failed` a KnownError."""

    written = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._background.failed.connect(self.failed)

    def write_month(self, picture: Picture, portfolio: OpenPortfolio, path: Path, draw: Draw) -> None:
        """The New York month of the picture, in a file that ends in .html, .md, .csv or .pdf."""
        from alvh_desktop.desk.journal.report.months import month_report
        from alvh_desktop.desk.journal.report.telling import document_of
        from alvh_desktop.desk.model import day_of

        day, read = day_of(picture.inputs.now), _read(picture, portfolio)
        self._write(path, draw, lambda: document_of(_found(month_report(_source(read), day.year, day.month))))

    def write_campaign(
        self, picture: Picture, portfolio: OpenPortfolio, campaign_id: int, path: Path, draw: Draw
    ) -> None:
        from alvh_desktop.desk.journal.report.campaigns import campaign_report
        from alvh_desktop.desk.journal.report.telling import document_of

        read = _read(picture, portfolio)
        self._write(path, draw, lambda: document_of(_found(campaign_report(_source(read), campaign_id))))

    def write_folder(self, picture: Picture, portfolio: OpenPortfolio, folder: Path) -> None:
        """A folder that is not there yet, or a journal that was written before."""
        from alvh_desktop.desk.journal.written.folder import journal_files, replaceable_problem
        from alvh_desktop.desk.whole_files import write_whole_folder

        problem = replaceable_problem(folder) if folder.exists() else None
        if problem is not None:
            self.failed.emit(KnownError(f"{problem.message}.", ""))
            return
        read = _read(picture, portfolio)

        def work() -> str:
            files = journal_files(_source(read))
            _refuse(write_whole_folder(folder, files))
            return f"Journal written to {folder}: {len(files):,} files."

        self._background.run(work, self.written.emit)

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def _write(self, path: Path, draw: Draw, make: Callable[[], Document]) -> None:
        from alvh_desktop.desk.journal.report.files import WRITERS
        from alvh_desktop.desk.whole_files import write_whole

        def work() -> str:
            document = make()
            _refuse(write_whole(path, WRITERS.get(path.suffix.lower(), draw)(document)))
            return f"{document.title} written to {path}."

        self._background.run(work, self.written.emit)


def _read(picture: Picture, portfolio: OpenPortfolio) -> _Read:
    """Pictures of notes come from the file that this thread has open; one that is damaged is left out, and told."""
    from alvh_desktop.desk.exported import with_images

    pad = portfolio.note_pad
    images = {} if pad is None else with_images(picture.inputs.book, pad.image).images
    return _Read(picture, portfolio, images)


def _source(read: _Read) -> JournalSource:
    """On the worker. Raises KnownError where the file cannot be read."""
    from alvh_desktop.desk.journal.entries import EVER
    from alvh_desktop.desk.journal.source import journal_source
    from alvh_desktop.desk.journal.vix_at_entry import vix_reader

    portfolio = read.portfolio
    if portfolio.open_past is None:
        return journal_source(read.picture, (), (), (), read.images, vix_reader(None, portfolio.quotes.past()))
    with closing(portfolio.open_past()) as past:
        vix_at = vix_reader(past, portfolio.quotes.past())
        return journal_source(
            read.picture, past.lines_since(EVER), past.days(), past.transitions(), read.images, vix_at
        )


def _found(answer: T | Problem) -> T:
    """Raises KnownError: of that month or campaign there is nothing to report."""
    if isinstance(answer, Problem):
        raise KnownError(f"{answer}.", "")
    return answer


def _refuse(problem: Problem | None) -> None:
    if problem is not None:
        raise KnownError(f"{problem.message}.", _REMEDY)
