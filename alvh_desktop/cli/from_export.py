"""A new portfolio out of an exported file."""

from datetime import datetime
from pathlib import Path

from alvh_desktop.cli.exits import RefusedError, accepted
from alvh_desktop.cli.files import system_now
from alvh_desktop.cli.founding import found_again
from alvh_desktop.cli.note_images import missing_text
from alvh_desktop.cli.output import answer, count_text
from alvh_desktop.desk.exported import NAME, exported_from
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TABLES

_LONGEST_HEAD = 4096


def is_exported_book(file: Path) -> bool:
    """Whether a file begins as an export does, of either layout."""
    with file.open("rb") as opened:
        head = opened.read(_LONGEST_HEAD).decode("utf-8-sig", errors="replace").lstrip()
    return head.startswith((f"{NAME},", f'{{\n"layout": "{NAME}"'))


def new_from_export(path: Path, exported: Path, as_json: bool, at: datetime | None) -> None:
    """Make the file at `path`, which is vacant, and answer; RefusedError when the export cannot be used."""
    if not exported.is_file():
        raise RefusedError(f"file: there is no file {exported}")
    found = exported_from(exported.read_bytes())
    if isinstance(found, Problem):
        raise RefusedError(f"{exported.name}: {found}")
    book, images = found.book, found.images
    profile = accepted(_profile(book, exported))
    label = f"New portfolio {book.name} from {exported.name}"
    found_again(path, book, label, at or system_now(), images.values()).close()
    counts = {table: len(getattr(book, table)) for table in TABLES}
    data = {
        "portfolio": str(path),
        "name": book.name,
        "profile": profile,
        "accounts": [account.name for account in book.accounts.values()],
        "from": str(exported),
        "rows": counts,
        "images": len(images),
        "images_missing": len(found.missing),
    }
    told = [f"{count_text(counts['trades'], 'trade')}, {count_text(counts['fills'], 'fill')}"]
    told += [count_text(len(images), "image")] if images else []
    text = f"New portfolio {path} from {exported}: {', '.join(told)}"
    answer(as_json, data, text + missing_text(len(found.missing), f"cannot be found in {exported.name}"))


def _profile(book: Book, exported: Path) -> str | Problem:
    """What the one row of the table `portfolio` says; a file may be a whole book and yet lack it."""
    if not book.portfolio or not book.accounts:
        return Problem(exported.name, "it holds no portfolio with an account, so none can be made of it")
    return next(row.profile for row in book.portfolio.values())
