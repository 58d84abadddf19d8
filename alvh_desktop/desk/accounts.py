"""Each account of a book by itself: its cash and what it is worth."""

from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.amounts import amounts_of
from alvh_desktop.desk.equity import cash_of, equity_in
from alvh_desktop.desk.model import day_of
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scope import seen_book
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`cash` in $ is None where none was brought into the account; `equity` in $ is what it is worth now."""

    account: Account
    cash: Decimal | None
    equity: Decimal | Problem


def account_lines(picture: Picture) -> tuple[AccountLine, ...]:
    """Every account, real ones and those on paper."""
    return tuple(_line(picture, account) for account in picture.inputs.book.accounts.values())


def _line(picture: Picture, account: Account) -> AccountLine:
    book = picture.inputs.book
    alone = seen_book(book, Lens(account_id=account.id))
    kept = any(row.account_id == account.id for row in book.cash.values())
    cash = cash_of(alone) if kept else None
    if cash is None and not _is_only_real(book, account):
        return AccountLine(account, None, Problem("equity", "no cash was brought into it: enter it with 'cash'"))
    amounts = amounts_of((held, picture.values.get(held.leg.id)) for held in alone.holdings.values())
    return AccountLine(account, cash, equity_in(alone, amounts, day_of(picture.inputs.now)))


def _is_only_real(book: Book, account: Account) -> bool:
    """Whether an equity that was typed for the portfolio is this account's."""
    real = [each.id for each in book.accounts.values() if each.kind == "real"]
    return real == [account.id]
