"""What is done with a file behind the screen: a look at it, and keeping what was seen of the market."""

from collections.abc import Callable

from alvh_desktop.desk.importing import ImportReport, Preview, TypedPreview
from alvh_desktop.desk.shelf import OpenPortfolio
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Kept
from alvh_desktop.viewmodels.file_line import FileLine

Looked = tuple[Preview, Kept | None] | TypedPreview | Problem
"""What a file is: of the market with what of it is new (None: not known), a table of a person's own, or nothing."""


def looking(portfolio: OpenPortfolio, line: FileLine) -> Callable[[], Looked]:
    """A look at one file; the world's fault is that file's problem, and the others go on."""
    path, said = line.path, line.said
    assert path is not None, "only a file waits to be read"

    def look() -> Looked:
        try:
            preview = portfolio.look_at(path, said)
        except KnownError as error:
            return Problem("", str(error))
        return (preview, _count_new(portfolio, preview)) if isinstance(preview, Preview) else preview

    return look


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
