"""Making a portfolio file: the founding line, and the sample with its invented market."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from alvh_desktop.desk.note_pad import Image
from alvh_desktop.desk.ports import Entry
from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import added
from alvh_desktop.domain.edits.found import FoundPortfolio
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import TABLES, Account, Input, Portfolio
from alvh_desktop.rules.rulebook import PROFILES, load_layers, load_rules, profile_inputs
from alvh_desktop.storage.book_file import BookFile


def found_portfolio(
    path: Path,
    name: str,
    account: str,
    profile: str,
    now: datetime,
    simulated_at: datetime | None = None,
    typed: tuple[TypedInput, ...] = (),
) -> BookFile | Problem:
    """A new file with its founding line, locked for writing. Raises KnownError when it cannot be made."""
    known = next((each for each in PROFILES if each.casefold() == profile.casefold()), None)
    if known is None:
        return Problem("profile", f"there is no profile {profile!r}; choose {' or '.join(PROFILES)}")
    typed = (*profile_inputs(known, (simulated_at or now).astimezone(NEW_YORK).date()), *typed)
    layers = load_layers(first_id=3)
    first_input = max(layer.id for layer in layers) + 1
    change = FoundPortfolio(
        portfolio=Portfolio(1, name.strip(), known, simulated_at),
        account=Account(2, account.strip()),
        products=tuple(load_products().values()),
        rules=load_rules(known),
        layers=layers,
        inputs=tuple(Input(first_input + n, t.name, t.on, t.value, t.source) for n, t in enumerate(typed)),
    ).apply(Book())
    if isinstance(change, Problem):
        return change
    return _with_first_line(path, change.label, change.rows, now)


def found_again(path: Path, book: Book, label: str, now: datetime, images: Iterable[Image] = ()) -> BookFile:
    """A new file whose founding line is a whole book with its ids, with the images of its notes. Raises KnownError
    when it cannot be made."""
    rows = tuple(added(table, record) for table in TABLES for record in getattr(book, table).values())
    return _with_first_line(path, label, rows, now, images)


def _with_first_line(
    path: Path, label: str, rows: tuple[Row, ...], now: datetime, images: Iterable[Image] = ()
) -> BookFile:
    top_id = max(row.id for row in rows if isinstance(row.id, int))
    return BookFile.create(path, Entry("edit", now, label, None, rows, top_id), now, images=images)
