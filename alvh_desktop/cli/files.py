"""Where portfolios, markets and copies lie, and how a command opens them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from alvh_desktop.cli.exits import RefusedError
from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.storage.backups import backup_folder
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.market_file import MarketFile

SUFFIX = ".alvh"
MARKET_SUFFIX = ".market"


def data_folder() -> Path:
    return Path(platformdirs.user_data_dir("alvh-desktop", appauthor=False))


def sample_path() -> Path:
    """Where the window keeps the sample it writes fresh."""
    return data_folder() / "sample" / "Sample.alvh"


def system_now() -> datetime:
    return datetime.now(UTC)


def market_of(portfolio: Path) -> MarketFile:
    """The market file beside a portfolio."""
    return MarketFile(portfolio.with_suffix(MARKET_SUFFIX))


def backups_of(portfolio: Path) -> Path:
    return backup_folder(data_folder(), portfolio)


def portfolio_named(option: Path | None) -> Path:
    """The portfolio of a command: named by the option, else by ALVH_PORTFOLIO. Never a sample."""
    named = option or (Path(os.environ["ALVH_PORTFOLIO"]) if os.environ.get("ALVH_PORTFOLIO") else None)
    if named is None:
        raise RefusedError("portfolio: say which one with --portfolio FILE or the variable ALVH_PORTFOLIO")
    if not named.exists():
        raise RefusedError(f"portfolio: there is no file {named}; make one with 'new'")
    return named


def vacant(path: Path) -> Path | Problem:
    """A path at which nothing stands, in a folder that exists."""
    if path.exists():
        return Problem("file", f"{path} exists already; nothing is overwritten")
    if not path.parent.is_dir():
        return Problem("file", f"there is no folder {path.parent}")
    return path


def new_file(path: Path) -> Path | Problem:
    """A path for a new portfolio: it ends in .alvh, and no other market waits there to be taken for its own."""
    if path.suffix != SUFFIX:
        name = path.stem.strip(".") or "NAME"
        return Problem("file", f"a portfolio file ends in {SUFFIX}, as in {name}{SUFFIX}")
    found = vacant(path)
    left_over = path.with_suffix(MARKET_SUFFIX)
    if not isinstance(found, Problem) and left_over.exists():
        return Problem(
            "file", f"{left_over} lies there and holds the quotes of another portfolio; move it away first"
        )
    return found


def clock_of(book: Book, at: datetime | None) -> datetime:
    """The moment of a command: --at, else where a sample's clock stands, else now."""
    return at or book.simulated_at or system_now()


@contextmanager
def reading(portfolio: Path) -> Iterator[Book]:
    with reading_file(portfolio) as file:
        yield file.load()


@contextmanager
def reading_file(portfolio: Path) -> Iterator[BookFile]:
    """For what is recorded beside the book."""
    file = BookFile.open_for_reading(portfolio, system_now())
    try:
        yield file
    finally:
        file.close()


@contextmanager
def writing(portfolio: Path, at: datetime | None) -> Iterator[Desk]:
    """A desk on the portfolio, locked; the market of each fill and note is kept with it."""
    with writing_file(portfolio) as file:
        yield desk_on(file, portfolio, at)


def desk_on(file: BookFile, portfolio: Path, at: datetime | None) -> Desk:
    """A desk on a file that is open for writing; the market of each fill and note is kept with it."""
    # It brings numpy and scipy, which a start on a portfolio of one's own does not wait for.
    from alvh_desktop.desk.recording import witness_of

    now = clock_of(file.load(), at)
    return Desk(file, lambda: now, witness_of(market_of(portfolio)))


@contextmanager
def writing_file(portfolio: Path) -> Iterator[BookFile]:
    """For what is recorded beside the book."""
    file = BookFile.open_for_writing(portfolio, system_now(), backups_of(portfolio))
    try:
        yield file
    finally:
        file.close()
