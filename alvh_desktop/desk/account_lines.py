"""What each account amounts to, real and paper apart, and the edit of cash that is brought in or taken out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.desk.amounts import amounts_of
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.equity import cash_of, equity_in
from alvh_desktop.desk.scope import seen_book
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.accounts import EnterCash
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Cash
from alvh_desktop.pricing.valuation import LegValue


@dataclass(frozen=True, slots=True)
class AccountLine:
    """`cash` in $ is None where none was ever brought in; `equity` in $ is then what was typed where this is the
    only real account. Nothing here is summed over accounts."""

    account: Account
    cash: Decimal | None
    equity: Decimal | Problem
    open_trades: int
    is_empty: bool


def account_lines(book: Book, values: Mapping[int, LegValue], day: date) -> tuple[AccountLine, ...]:
    """Every account of a book; `values` are those of its open legs now, by leg."""
    return tuple(_line(book, account, values, day) for account in book.accounts.values())


def cash_edit(
    desk: Desk, account_id: int, amount: str, moment: datetime | None = None, note: str = ""
) -> EnterCash | Problem:
    """The edit behind an amount as it was typed, in $: brought in +, taken out -; at `moment`, else now."""
    read, now = parse_decimal(amount, "amount"), desk.clock()
    if isinstance(read, Problem):
        return read
    return EnterCash(Cash(desk.next_id, account_id, moment or now, read, note.strip()), now)


def _line(book: Book, account: Account, values: Mapping[int, LegValue], day: date) -> AccountLine:
    own = seen_book(book, Lens(account_id=account.id))
    cash = cash_of(own)
    equity: Decimal | Problem = Problem("equity", "no cash was brought into it")
    if cash is not None or _is_only_real(book, account):
        amounts = amounts_of((held, values.get(held.leg.id)) for held in own.holdings.values())
        equity = equity_in(own, amounts, day)
    open_trades = {held.leg.trade_id for held in own.holdings.values() if held.position.quantity}
    is_empty = not (own.campaigns or own.trades or own.cash)
    return AccountLine(account, cash, equity, len(open_trades), is_empty)


def _is_only_real(book: Book, account: Account) -> bool:
    """Whether an equity that was typed for the portfolio is this account's."""
    return [each.id for each in book.accounts.values() if each.kind == "real"] == [account.id]
