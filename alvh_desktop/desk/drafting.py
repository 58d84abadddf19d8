"""From a ticket's draft to an edit: legs priced by what was typed and by mids, fees by the schedule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.confirming import ticks_asked, with_ticks
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.booking import split_leg
from alvh_desktop.domain.edits.close import CloseTrade
from alvh_desktop.domain.edits.enter import EnterOrder
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.orders import Order, OrderLeg, PricedLeg, price_legs
from alvh_desktop.domain.orders.drafts import order_of
from alvh_desktop.domain.orders.line import LARGEST_QUANTITY
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PricedDraft:
    """A draft with its net known, and each of its legs as it fills, in the draft's order."""

    draft: Draft
    legs: tuple[PricedLeg, ...]

    @property
    def closing(self) -> tuple[PricedLeg, ...]:
        return tuple(p for p, leg in zip(self.legs, self.draft.legs, strict=True) if leg.closes)

    @property
    def opening(self) -> tuple[PricedLeg, ...]:
        return tuple(p for p, leg in zip(self.legs, self.draft.legs, strict=True) if not leg.closes)


def price_draft(draft: Draft, book: Book, mids: Mapping[Contract, Decimal]) -> PricedDraft | Problem:
    """Prices and fees of every leg, with sum(quantity x price) equal to lots x net exactly.

    `mids` are in points at the draft's moment. Without a net the legs take their typed prices and mids. The Problem
    names "quantity", "legs", "net", "account" or "leg N" (counted from 1).
    """
    problem = _what_is_wrong(draft, book)
    if problem:
        return problem
    net = _net(draft, mids) if draft.net is None else draft.net
    if isinstance(net, Problem):
        return net
    whole = replace(draft, net=net)
    order = order_of(whole) if draft.purpose == "open" else _joined_order(whole, net)
    if isinstance(order, Problem):
        return order
    priced = price_legs(order, mids)
    return priced if isinstance(priced, Problem) else PricedDraft(whole, _apart(whole, priced))


def edit_of(priced: PricedDraft, book: Book, now: datetime, first_id: int) -> Edit | Problem:
    """What booking the draft is. New rows take ids from `first_id` on."""
    draft = priced.draft
    is_charged = draft.fee is None
    if draft.purpose == "open":
        order = order_of(draft)
        if isinstance(order, Problem):
            return order
        filled = {leg.contract: leg for leg in priced.legs}
        legs = tuple(filled[leg.contract] for leg in order.legs)
        return EnterOrder(order, legs, now, first_id, draft.role, draft.sleeve)
    trade_id = draft.trade_id or 0
    if draft.purpose == "close":
        return CloseTrade(trade_id, priced.closing, now, first_id, draft.moment, is_charged)
    roll = RollTrade(trade_id, priced.closing, priced.opening, now, first_id, draft.moment, draft.role, is_charged)
    return with_ticks(roll, draft.ticked, ticks_asked(book, draft, now))


def _what_is_wrong(draft: Draft, book: Book) -> Problem | None:
    if not draft.legs:
        return Problem("legs", "there is no leg: choose a template, or type or paste an order")
    if not 1 <= draft.lots <= LARGEST_QUANTITY:
        return Problem("quantity", f"{draft.lots} lots: a ticket has 1 to {LARGEST_QUANTITY:,}")
    for place, leg in enumerate(draft.legs, start=1):
        if leg.ratio == 0:
            return Problem(f"leg {place}", "it buys and sells nothing: say + or - and how many")
        if leg.contract.root not in book.products:
            return Problem(f"leg {place}", f"{leg.contract.root!r} is not a root of this portfolio")
        if (book.products[leg.contract.root].kind == "fund") == leg.contract.has_expiry:
            told = "has no expiry" if leg.contract.has_expiry else "needs an expiry"
            return Problem(f"leg {place}", f"{leg.contract.root} {told}")
        if leg.price is not None and leg.price < 0:
            return Problem(f"leg {place}", "a leg trades at 0 or more: the sign is in its quantity")
    if draft.purpose != "open" and draft.trade_id not in book.trades:
        if draft.trade_id is None:
            return Problem("trade", "which trade is closed is not said: choose it among the positions, then close it")
        return Problem("trade", f"there is no trade {draft.trade_id}")
    return _lies_elsewhere(draft, book) or _cancels(draft.legs)


def _lies_elsewhere(draft: Draft, book: Book) -> Problem | None:
    """What closes is closed where it lies, so another account that is named is a mistake."""
    if draft.purpose == "open" or draft.account is None or draft.trade_id is None:
        return None
    own = book.accounts[book.trades[draft.trade_id].account_id].name
    if own.casefold() == draft.account.casefold():
        return None
    return Problem("in", f"trade {draft.trade_id} lies in {own}: it cannot be closed in {draft.account}")


def _cancels(legs: Sequence[DraftLeg]) -> Problem | None:
    """One contract bought on one side and sold on the other does nothing but cost fees."""
    signs: dict[Contract, bool] = {}
    for place, leg in enumerate(legs, start=1):
        if signs.setdefault(leg.contract, leg.ratio > 0) != (leg.ratio > 0):
            return Problem(f"leg {place}", f"{spoken(leg.contract)} is bought and sold in one ticket: leave both out")
    return None


def _net(draft: Draft, mids: Mapping[Contract, Decimal]) -> Decimal | Problem:
    """Points a lot, paid +: the legs' typed prices and mids."""
    net = ZERO
    for leg in draft.legs:
        price = mids.get(leg.contract) if leg.price is None else leg.price
        if price is None:
            return Problem("net", f"say the net: there is no quote of {spoken(leg.contract)} to work it out from")
        net += leg.ratio * round_to_units(price)
    return net


def _joined_order(draft: Draft, net: Decimal) -> Order:
    """Closing and opening legs as one order: a strike that a roll closes and opens the same way fills as one."""
    joined: dict[tuple[Contract, Decimal | None], int] = {}
    for leg in draft.legs:
        key = leg.contract, leg.price
        joined[key] = joined.get(key, 0) + leg.ratio
    legs = tuple(OrderLeg(contract, ratio, price) for (contract, price), ratio in joined.items())
    return Order(draft.lots, "custom", legs, net, draft.fee, draft.moment, draft.account)


def _apart(draft: Draft, priced: Sequence[PricedLeg]) -> tuple[PricedLeg, ...]:
    """The filled legs in the draft's own order, one that two of them share split by their contracts."""
    left = list(priced)
    found = []
    for leg in draft.legs:
        place = next(place for place, each in enumerate(left) if _fills(each, leg))
        part, left[place] = split_leg(left[place], leg.ratio * draft.lots)
        found.append(part)
    return tuple(found)


def _fills(priced: PricedLeg, leg: DraftLeg) -> bool:
    is_price = leg.price is None or priced.price == leg.price
    return priced.contract == leg.contract and priced.quantity * leg.ratio > 0 and is_price
