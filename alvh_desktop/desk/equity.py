"""What the accounts are worth: cash that was brought in and moved, and the marks of what is held; else as typed."""

from datetime import date
from decimal import Decimal

from alvh_desktop.desk.amounts import Amounts
from alvh_desktop.desk.model import equity_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import Problem

ZERO = Decimal(0)


def cash_of(book: Book) -> Decimal | None:
    """$ of cash in the accounts of this book; None where it is not kept in every account that holds a trade."""
    kept = {row.account_id for row in book.cash.values()}
    if not kept or any(trade.account_id not in kept for trade in book.trades.values()):
        return None
    moved = sum((held.position.cash_flow for held in book.holdings.values()), ZERO)
    return moved + sum((row.amount for row in book.cash.values()), ZERO)


def equity_in(book: Book, amounts: Amounts, day: date, whole: Book | None = None) -> Decimal | Problem:
    """$ that the accounts of this book are worth: cash and marks where cash is kept, else what was typed for the day.

    `amounts` are the sums of the same book; `whole` is the one it is a part of: what is typed speaks of all its real
    accounts that trade together. A Problem where an open leg has no mark, or nothing can be measured against the
    result.
    """
    cash = cash_of(book)
    if cash is None and _is_all_paper(book):
        return Problem("equity", "no cash was brought into the paper account, and what is typed speaks of real money")
    if cash is None and whole is not None and not _real_accounts_trading(whole) <= book.accounts.keys():
        return Problem("equity", "what is typed is of all real accounts together: bring cash into this one")
    if cash is None:
        return equity_of(book, day)
    if amounts.unmarked:
        legs = f"{amounts.unmarked} open leg{'s' if amounts.unmarked > 1 else ''}"
        return Problem("equity", f"{legs} without a mark: what the account is worth is not known")
    equity = cash + amounts.market_value
    if equity <= 0:
        return Problem("equity", f"the account is worth {equity:,.2f} $: nothing can be measured against it")
    return equity


def _real_accounts_trading(book: Book) -> frozenset[int]:
    trading = {trade.account_id for trade in book.trades.values()}
    return frozenset(account_id for account_id in trading if book.accounts[account_id].kind == "real")


def _is_all_paper(book: Book) -> bool:
    return bool(book.accounts) and all(account.kind == "paper" for account in book.accounts.values())
