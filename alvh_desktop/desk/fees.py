"""Fee schedules taken over into a book, where an account takes the broker they are of."""

from collections.abc import Mapping
from dataclasses import replace

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.one_step import OneStep
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.accounts import ChangeAccount, EnterAccount
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.fee_schedules import shipped_schedules
from alvh_desktop.domain.fees import brokers_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account


def schedule_edit(desk: Desk, broker: str) -> EnterFeeRows | Problem:
    """The edit that copies a shipped schedule into the book, for the roots that the book knows.

    Only into a book that keeps none of that broker: what a person has changed is never written over.
    """
    return _schedule(desk.book, broker, desk.next_id)


def account_edit(desk: Desk, account: Account) -> Edit | Problem:
    """The edit that enters an account, or changes the one of its id, with the shipped schedule of its broker where
    the book keeps none yet: one step. A new account takes the id `desk.next_id`."""
    edit = ChangeAccount(account) if account.id in desk.book.accounts else EnterAccount(account)
    if not account.broker or account.broker in brokers_of(desk.book):
        return edit
    first_id = desk.next_id + (account.id >= desk.next_id)
    copied = _schedule(desk.book, account.broker, first_id)
    return copied if isinstance(copied, Problem) else OneStep((copied, edit))


def broker_choices(book: Book) -> Mapping[str, str]:
    """Every broker that an account may take, and where its schedule is: in the book, or coming with the program."""
    own = dict.fromkeys(brokers_of(book), "kept in this portfolio")
    return {**own, **{name: "comes with the program" for name in shipped_schedules() if name not in own}}


def _schedule(book: Book, broker: str, first_id: int) -> EnterFeeRows | Problem:
    shipped = shipped_schedules().get(broker)
    if shipped is None:
        return Problem("broker", f"no fee schedule of {broker!r} comes with the program: type its rows")
    if broker in brokers_of(book):
        return Problem("broker", f"a fee schedule of {broker} is kept already: change its rows")
    fitting = [row for row in shipped if row.root in book.products]
    return EnterFeeRows(tuple(replace(row, id=first_id + place) for place, row in enumerate(fitting)))
