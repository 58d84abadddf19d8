"""Booking an order: what is held the other way is closed, what is left opens a trade."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import last_trading_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change, change_of
from alvh_desktop.domain.edits.booking import Booking
from alvh_desktop.domain.fees import charge_of
from alvh_desktop.domain.orders import Order, PricedLeg, describe
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Role, Sleeve
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class EnterOrder:
    """An executed order with a price for each leg. New rows take ids from `first_id` on.

    Contracts the account holds the other way round are closed: first in trades that hold all legs of the order,
    those with the same legs and room for all of it leading, then the one opened first; what is left opens a new
    trade. A trade opened after the order filled comes last: it is closed only where the close was entered first.
    An order of several legs closes only where each of them meets something: a new condor that shares a strike
    with an old one takes no wing away from it. A calendar that closes its near leg and opens its far one rolls
    that leg: the new trade stays in its campaign and layer, and both fills are one roll.
    `role` places a new VIX trade in that layer, None chooses by its time to expiry; `sleeve` None is core for SPX and
    alvh for VIX. An order that names no fee is charged by the schedule of the account's broker, where it has one.
    """

    order: Order
    legs: tuple[PricedLeg, ...]
    now: datetime
    first_id: int
    role: Role | None = None
    sleeve: Sleeve | None = None

    def apply(self, book: Book) -> Change | Problem:
        account = account_named(book, self.order.account)
        if isinstance(account, Problem):
            return account
        moment = self.order.moment or self.now
        problem = what_is_wrong_with_time(book, [leg.contract for leg in self.legs], moment, self.now)
        if problem:
            return problem
        charge = charge_of(book, account, moment) if self.order.fee is None else None
        booking = Booking(book, account, moment, self.first_id, charge)
        rolled = booking.rolled_trade(self.legs)
        if rolled is not None:
            booking.begin_roll(rolled.campaign_id, describe(self.order))
        left = booking.close(self.legs) if booking.meets(self.legs) else self.legs
        if left:
            booking.open(left, self.role, rolled, self.sleeve)
        return change_of(book, booking.rows, self._label(booking, left))

    def _label(self, booking: Booking, left: Sequence[PricedLeg]) -> str:
        what = describe(self.order)
        if not booking.closed:
            return what
        return f"{what} (closing)" if not left else f"{what} (closing and opening)"


def account_named(book: Book, name: str | None) -> Account | Problem:
    """The account an order names, the only or first one when it names none."""
    accounts = list(book.accounts.values())
    if name is None:
        return accounts[0]
    for account in accounts:
        if account.name.casefold() == name.casefold():
            return account
    known = ", ".join(repr(account.name) for account in accounts)
    return Problem("in", f"there is no account {name!r}; this portfolio has {known}")


def what_is_wrong_with_time(
    book: Book, contracts: Iterable[Contract], moment: datetime, now: datetime
) -> Problem | None:
    """A fill lies neither in the future nor after its contract stopped trading."""
    if moment > now:
        return Problem("at", f"{new_york_text(moment)} lies in the future; it is {new_york_text(now)}")
    for contract in contracts:
        last = last_trading_moment(book.product_of(contract), contract.expiry)
        if moment > last:
            stopped = f"{spoken(contract)} stopped trading at {new_york_text(last)}"
            return Problem("at", f"{stopped}: say when the order filled with 'at' and the time")
    return None
