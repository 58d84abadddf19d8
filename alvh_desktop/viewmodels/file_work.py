"""What is done with a file behind the screen: a look at it, and keeping what was seen of the market."""

from collections.abc import Callable
from datetime import datetime

from alvh_desktop.desk.downloads import Fetcher, NotFetched, OfficialFile
from alvh_desktop.desk.importing import ImportReport, Preview, SeenStatement, TypedPreview
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Kept
from alvh_desktop.domain.statements import CancelledError, Progress
from alvh_desktop.viewmodels.file_line import FileLine

Looked = tuple[Preview, Kept | None] | TypedPreview | SeenStatement | Problem
"""What a file is: of the market with what of it is new (None: not known), a table of a person's own, a broker's
statement, or nothing."""


def looking(portfolio: OpenPortfolio, line: FileLine, progress: Progress) -> Callable[[], Looked]:
    """A look at one file, fetched first where that is asked; the world's fault is its problem alone.

    `progress` is called on the worker; where it raises CancelledError nobody waits for the answer.
    """
    path, said, fetch = line.path, line.said, line.fetch
    assert path is not None, "only a file waits to be read"

    def look() -> Looked:
        missing = fetch() if fetch is not None else None
        if missing is not None:
            return missing
        try:
            preview = portfolio.look_at(path, said, progress)
        except KnownError as error:
            return Problem("", str(error))
        except CancelledError:
            return Problem("", "reading was stopped")
        return (preview, _count_new(portfolio, preview)) if isinstance(preview, Preview) else preview

    return look


def fetching(fetcher: Fetcher, file: OfficialFile, clock: Callable[[], datetime]) -> Callable[[], Problem | None]:
    """To be called on a worker: a Problem says why the file does not come."""

    def fetch() -> Problem | None:
        answer = fetcher.fetch(file, clock())
        return Problem("", f"not fetched: {answer.because}") if isinstance(answer, NotFetched) else None

    return fetch


def keeping(portfolio: OpenPortfolio, preview: Preview) -> Callable[[], ImportReport | KnownError]:
    def keep() -> ImportReport | KnownError:
        try:
            return portfolio.keep(preview)
        except KnownError as error:
            return error

    return keep


def _count_new(portfolio: OpenPortfolio, preview: Preview) -> Kept | None:
    try:
        return portfolio.quotes.count_new(preview.delivery)
    except KnownError:
        return None  # importing will say what is wrong with the market file
