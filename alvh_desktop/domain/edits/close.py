"""Closing a trade, or part of it: what is taken comes from that trade and from no other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, change_of
from alvh_desktop.domain.edits.booking import Booking
from alvh_desktop.domain.edits.enter import what_is_wrong_with_time
from alvh_desktop.domain.fees import charge_of
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.structure import Signed, lots_of, structure_of_legs
from alvh_desktop.domain.symbols import expiry_text, spoken


@dataclass(frozen=True, slots=True)
class CloseTrade:
    """Executed legs that close what a trade holds: all of it, some of its lots, or one of its legs.

    A trade that keeps some of its legs stays one trade. `moment` None is `now`; `is_charged` takes the fees from the
    schedule of the account's broker, where it has one, in place of those of the legs. New rows take ids from
    `first_id` on.
    """

    trade_id: int
    legs: tuple[PricedLeg, ...]
    now: datetime
    first_id: int
    moment: datetime | None = None
    is_charged: bool = False

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        moment = self.moment or self.now
        problem = what_is_wrong_with_legs(self.legs) or what_is_wrong_with_time(
            book, [leg.contract for leg in self.legs], moment, self.now
        )
        if problem:
            return problem
        account = book.accounts[trade.account_id]
        charge = charge_of(book, account, moment) if self.is_charged else None
        booking = Booking(book, account, moment, self.first_id, charge)
        left = booking.close(self.legs, only_trade=trade.id)
        if left:
            return too_many(book, trade, left)
        early = too_early(book, trade, self.legs, moment)
        if early:
            return early
        return change_of(book, booking.rows, f"Close of {legs_text(trade, self.legs)}")


def what_is_wrong_with_legs(legs: Sequence[PricedLeg]) -> Problem | None:
    """Of legs that close, or that open, together."""
    if not legs:
        return Problem("legs", "there is no leg to fill")
    for place, leg in enumerate(legs):
        if leg.quantity == 0:
            return Problem("quantity", f"{spoken(leg.contract)} is filled 0 times: leave it out")
        if leg.contract in [other.contract for other in legs[:place]]:
            return Problem("legs", f"{spoken(leg.contract)} stands twice")
    return None


def too_many(book: Book, trade: Trade, left: Iterable[PricedLeg]) -> Problem:
    """Why these legs found nothing to close in their trade."""
    leg = next(iter(left))
    held = sum(
        each.position.quantity for each in book.holdings_by_trade[trade.id] if each.leg.contract == leg.contract
    )
    verb = "buy back" if leg.quantity > 0 else "sell"
    return Problem(
        "quantity",
        f"trade {trade.id} holds {held:+d} {spoken(leg.contract)}: you cannot {verb} {abs(leg.quantity)} more of it",
    )


def too_early(book: Book, trade: Trade, legs: Iterable[PricedLeg], moment: datetime) -> Problem | None:
    """Why these legs, all of them held now, cannot have been closed at that moment."""
    for leg in legs:
        of_leg = [held for held in book.holdings_by_trade[trade.id] if held.leg.contract == leg.contract]
        fills = [fill for held in of_leg for fill in held.fills]
        held_then = sum(fill.quantity for fill in fills if fill.moment <= moment)
        if abs(held_then) < abs(leg.quantity) or held_then * leg.quantity > 0:
            told = f"trade {trade.id} held {held_then:+d} {spoken(leg.contract)} at {new_york_text(moment)}"
            last = max(fill.moment for fill in fills)
            return Problem("at", f"{told}, its last fill is of {new_york_text(last)}: say a later time")
    return None


def legs_text(trade: Trade, legs: Sequence[PricedLeg]) -> str:
    """10 SPXW 18DEC26 condor; what is less than the trade's structure says so: 5 SPXW 18DEC26 put vertical."""
    signed: list[Signed] = [(leg.contract, leg.quantity) for leg in legs]
    structure = structure_of_legs(signed)
    rights = {contract.right for contract, _ in signed}
    if structure != trade.structure and len(rights) == 1 and structure in ("vertical", "calendar"):
        structure = f"{'put' if rights == {'P'} else 'call'} {structure}"
    elif structure in ("single", "future", "fund"):
        return f"{abs(legs[0].quantity)} {spoken(legs[0].contract)}"
    expiries = "/".join(dict.fromkeys(expiry_text(contract.expiry) for contract, _ in signed))
    return f"{lots_of(quantity for _, quantity in signed)} {signed[0][0].root} {expiries} {structure}"
