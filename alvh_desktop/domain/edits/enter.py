"""Booking an order: what is held the other way is closed, what is left opens a trade."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_DOWN, Decimal

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import last_trading_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change, added, change_of
from alvh_desktop.domain.edits.layering import layer_for
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.orders import Order, PricedLeg, describe
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account, Campaign, Fill, Leg, Role, Sleeve, Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text, spoken


@dataclass(frozen=True, slots=True)
class EnterOrder:
    """An executed order with a price for each leg. New rows take ids from `first_id` on.

    Contracts the account holds the other way round are closed: first in trades that hold all legs of the order,
    those with the same legs and room for all of it leading, then the oldest; what is left opens a new trade.
    An order of several legs closes only where each of them meets something: a new condor that shares a strike
    with an old one takes no wing away from it. A calendar that closes its near leg and opens its far one rolls
    that leg: the new trade stays in its campaign and layer.
    `role` places a new VIX trade in that layer; None chooses by its time to expiry.
    """

    order: Order
    legs: tuple[PricedLeg, ...]
    now: datetime
    first_id: int
    role: Role | None = None

    def apply(self, book: Book) -> Change | Problem:
        account = account_named(book, self.order.account)
        if isinstance(account, Problem):
            return account
        moment = self.order.moment or self.now
        problem = what_is_wrong_with_time(book, [leg.contract for leg in self.legs], moment, self.now)
        if problem:
            return problem
        booking = Booking(book, account, moment, self.first_id)
        left = booking.close(self.legs) if booking.meets(self.legs) else self.legs
        if left:
            booking.open(left, self.order, self.role, booking.rolled_trade(self.legs, left))
        return change_of(book, booking.rows, self._label(booking, left))

    def _label(self, booking: "Booking", left: Sequence[PricedLeg]) -> str:
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


class Booking:
    """Rows being made for one edit; ids are handed out in order."""

    def __init__(self, book: Book, account: Account, moment: datetime, first_id: int) -> None:
        self.rows: list[Row] = []
        self.closed: list[Holding] = []
        self._book, self._account, self._moment, self._next_id = book, account, moment, first_id

    def meets(self, legs: Sequence[PricedLeg]) -> bool:
        """Whether an order finds what it closes: in every leg, or in one of a calendar."""
        found = [any(True for _ in self._opposite(leg, legs, None)) for leg in legs]
        return any(found) if _is_calendar(legs) else all(found)

    def close(self, legs: Sequence[PricedLeg], only_trade: int | None = None) -> tuple[PricedLeg, ...]:
        """Fill what is held the other way round; the answer is what found nothing to close."""
        left = []
        for leg in legs:
            remaining = leg
            for held in self._opposite(leg, legs, only_trade):
                part, remaining = _split(remaining, -held.position.quantity)
                self._fill(held.leg.id, part)
                self.closed.append(held)
                if remaining.quantity == 0:
                    break
            if remaining.quantity:
                left.append(remaining)
        return tuple(left)

    def open(self, legs: Sequence[PricedLeg], order: Order, role: Role | None, rolled: Trade | None = None) -> None:
        """A new trade of these legs, in the campaign of the trade it was rolled from or one of its own."""
        sleeve: Sleeve = "alvh" if self._is_hedge(legs) else "core"
        campaign_id = rolled.campaign_id if rolled else self._campaign(legs, sleeve, order)
        layer_id = rolled.layer_id if rolled and role is None else None
        if layer_id is None:
            layer_id = layer_for(self._book, self._account.id, legs, self._moment, role)
        trade = Trade(
            id=self._mint(),
            account_id=self._account.id,
            campaign_id=campaign_id,
            sleeve=rolled.sleeve if rolled else sleeve,
            structure=_structure(order, legs),
            layer_id=layer_id,
            opened_at=self._moment,
            rolled_from=rolled.id if rolled else None,
        )
        self.rows.append(added("trades", trade))
        for priced in legs:
            c = priced.contract
            leg = Leg(self._mint(), trade.id, c.root, c.expiry, c.strike, c.right)
            self.rows.append(added("legs", leg))
            self._fill(leg.id, priced)

    def rolled_trade(self, legs: Sequence[PricedLeg], left: Sequence[PricedLeg]) -> Trade | None:
        """The trade a calendar order rolls on: one leg closed whole, the other opens."""
        if not (_is_calendar(legs) and len(left) == 1 and self.closed and left[0] in legs):
            return None
        return self._book.trades[self.closed[0].leg.trade_id]

    def _opposite(self, leg: PricedLeg, legs: Sequence[PricedLeg], only_trade: int | None) -> Iterator[Holding]:
        trades = [t for t in self._book.trades.values() if t.account_id == self._account.id]
        if only_trade is not None:
            trades = [t for t in trades if t.id == only_trade]
        by_trade = self._book.holdings_by_trade
        trades.sort(key=lambda trade: (*_misfit(by_trade[trade.id], legs), trade.id))
        for trade in trades:
            for held in by_trade[trade.id]:
                if held.leg.contract == leg.contract and held.position.quantity * leg.quantity < 0:
                    yield held

    def _campaign(self, legs: Sequence[PricedLeg], sleeve: Sleeve, order: Order) -> int:
        standing = self._standing_ladder() if sleeve == "alvh" else None
        if standing is not None:
            return standing
        expiry = expiry_text(min(leg.contract.expiry for leg in legs))
        name = "Hedge ladder" if sleeve == "alvh" else f"{legs[0].contract.root} {expiry} {order.structure}"
        campaign = Campaign(self._mint(), self._account.id, name, sleeve)
        self.rows.append(added("campaigns", campaign))
        return campaign.id

    def _standing_ladder(self) -> int | None:
        """The newest hedge campaign of the account: a ladder stands on while its layers come and go."""
        ladders = [
            campaign.id
            for campaign in self._book.campaigns.values()
            if campaign.sleeve == "alvh" and campaign.account_id == self._account.id
        ]
        return max(ladders, default=None)

    def _is_hedge(self, legs: Sequence[PricedLeg]) -> bool:
        return self._book.product_of(legs[0].contract).underlying == "VIX"

    def _fill(self, leg_id: int, priced: PricedLeg) -> None:
        fill = Fill(self._mint(), leg_id, priced.quantity, priced.price, priced.fee, self._moment, priced.basis)
        self.rows.append(added("fills", fill))

    def _mint(self) -> int:
        self._next_id += 1
        return self._next_id - 1


def _misfit(held: Sequence[Holding], legs: Sequence[PricedLeg]) -> tuple[bool, bool, bool]:
    """Whether a trade lacks a leg of the order the other way round, holds others beside them, has too few."""
    room = {h.leg.contract: -h.position.quantity for h in held if h.position.quantity}
    asked = {leg.contract: leg.quantity for leg in legs}
    lacks = any(room.get(contract, 0) * quantity <= 0 for contract, quantity in asked.items())
    has_too_few = any(abs(room.get(contract, 0)) < abs(quantity) for contract, quantity in asked.items())
    return lacks, room.keys() != asked.keys(), has_too_few


def _is_calendar(legs: Sequence[PricedLeg]) -> bool:
    return len({leg.contract.expiry for leg in legs}) > 1


def _structure(order: Order, legs: Sequence[PricedLeg]) -> str:
    """What a trade of these legs of an order is called, when some of its legs went into closing."""
    if len(legs) == len(order.legs):
        return order.structure
    if len(legs) == 1:
        return "single"
    return "vertical" if len({leg.contract.right for leg in legs}) == 1 else "combination"


def _split(leg: PricedLeg, room: int) -> tuple[PricedLeg, PricedLeg]:
    """The part of a leg that fits `room` (signed like it) and the rest; fees by contracts, exact in sum."""
    taken = max(leg.quantity, room) if leg.quantity < 0 else min(leg.quantity, room)
    if taken == leg.quantity:
        return leg, replace(leg, quantity=0, fee=Decimal(0))
    fee = (leg.fee * taken / leg.quantity).quantize(CENT, rounding=ROUND_DOWN)
    return replace(leg, quantity=taken, fee=fee), replace(leg, quantity=leg.quantity - taken, fee=leg.fee - fee)
