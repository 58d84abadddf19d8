"""The command that lays an account beside what its broker says, and remembers what agrees."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import click

from alvh_desktop.brokers.positions_csv import read_positions
from alvh_desktop.cli.exits import FOUND, NOT_KNOWN, WELL, RefusedError, accepted
from alvh_desktop.cli.files import clock_of, portfolio_named, reading, writing
from alvh_desktop.cli.naming import number_of
from alvh_desktop.cli.options import FILE, Moment, every_option
from alvh_desktop.cli.output import answer
from alvh_desktop.cli.reconcile_answer import reconcile_answer, reconcile_text
from alvh_desktop.desk.reconciling import Reconciliation, match_edit
from alvh_desktop.desk.reconciling import reconcile as laid_beside
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits.assertions import RemoveAssertion
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.snapshots import Snapshot, joined, typed_position
from alvh_desktop.domain.symbols import spoken

_TYPED = "typed"


@click.command()
@click.argument("file", type=FILE, required=False)
@click.option("--account", help="The account; else the first one.")
@click.option("--position", "positions", multiple=True, metavar="CONTRACT=N", help="A position, bought +, sold -.")
@click.option("--cash", help="The cash of the account, in $.")
@click.option("--complete", is_flag=True, help="The account holds nothing else.")
@click.option("--as-of", type=Moment(), help="The moment of the positions; else the file's, else now.")
@click.option("--assert", "remembers", is_flag=True, help="Remember what agrees: 'check' looks at it ever after.")
@click.option("--forget", metavar="N", help="Forget the assertion of that number, as 'check' tells it.")
@every_option
def reconcile(
    file: Path | None, account: str | None, positions: tuple[str, ...], cash: str | None, complete: bool,
    as_of: datetime | None, remembers: bool, forget: str | None, portfolio: Path | None, as_json: bool,
    at: datetime | None,
) -> int:  # fmt: skip
    """Lay the positions and the cash of an account, as its broker says them, beside the book.

    \b
    reconcile positions.csv --assert
    reconcile --position "SPXW 18DEC26 6300P=-10" --cash 25000

    FILE is a CSV file whose first line is symbol,quantity, with a line a contract. It may hold the lines
    cash,25000.00 and at,2026-11-20T16:15-05:00, and as its last one complete,yes, where the account holds nothing
    else.

    Ends with 1 where something differs, and with 4 where nothing does, but the book does not know its cash.
    """
    path = portfolio_named(portfolio)
    if forget is not None:
        if file or account or positions or cash or complete or as_of or remembers:
            raise RefusedError("forget: it stands alone, with nothing to compare")
        return _forget(path, forget, as_json, at)
    if file is not None and not file.is_file():
        raise RefusedError(f"file: there is no file {file}")

    def compared(book: Book, now: datetime) -> Reconciliation:
        owner = account_named(book, account)
        if isinstance(owner, Problem):
            raise RefusedError(f"account: {owner.message}")
        snapshot = _snapshot(book, file, positions, cash, complete, now.astimezone(NEW_YORK).date())
        return accepted(laid_beside(book, owner.id, snapshot, _moment(snapshot, as_of, now), now))

    if not remembers:
        with reading(path) as book:
            found = compared(book, clock_of(book, at))
        answer(as_json, reconcile_answer(found, path), reconcile_text(found, path))
        return _code(found)
    with writing(path, at) as desk:
        found = compared(desk.book, desk.clock())
        edit = match_edit(desk, found)
        rows = edit.assertions if edit else ()
        label = f"Remembered: {accepted(desk.do(edit)).label}" if edit else "Nothing new agrees to be remembered"
        answer(as_json, reconcile_answer(found, path, rows), reconcile_text(found, path, label))
    return _code(found)


def _code(found: Reconciliation) -> int:
    if found.count("different"):
        return FOUND
    return NOT_KNOWN if found.count("not known") else WELL


def _forget(path: Path, number: str, as_json: bool, at: datetime | None) -> int:
    with writing(path, at) as desk:
        change = accepted(desk.do(RemoveAssertion(accepted(number_of(number, "forget")))))
        answer(as_json, {"label": change.label, "removed": [row.id for row in change.rows]}, change.label)
    return WELL


def _moment(snapshot: Snapshot, as_of: datetime | None, now: datetime) -> datetime:
    if as_of and snapshot.moment and as_of != snapshot.moment:
        raise RefusedError(f"as-of: {snapshot.source} is of {new_york_text(snapshot.moment)}, say that or nothing")
    return as_of or snapshot.moment or now


def _snapshot(
    book: Book, file: Path | None, positions: tuple[str, ...], cash: str | None, complete: bool, near: date
) -> Snapshot:
    typed = _typed(book, positions, cash, complete, near)
    if file is None:
        if typed.is_empty:
            raise RefusedError("positions: name a FILE, or say --position, --cash or --complete")
        return typed
    read = accepted(read_positions(file.read_bytes(), file.name, book.products, near))
    return accepted(joined(read, typed))


def _typed(book: Book, positions: tuple[str, ...], cash: str | None, complete: bool, near: date) -> Snapshot:
    quantities = {}
    for text in positions:
        contract, quantity = accepted(typed_position(text, book.products, near))
        if contract in quantities:
            raise RefusedError(f"position: {spoken(contract)} is typed twice")
        quantities[contract] = quantity
    amount: Decimal | None = None if cash is None else accepted(parse_decimal(cash, "cash"))
    return Snapshot(_TYPED, quantities, amount, complete)
