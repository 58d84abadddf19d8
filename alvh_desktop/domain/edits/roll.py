"""A roll: one linked record of a close and an open, and one undo step."""

from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, change_of
from alvh_desktop.domain.edits.booking import Booking
from alvh_desktop.domain.edits.close import legs_text, too_early, too_many, what_is_wrong_with_legs
from alvh_desktop.domain.edits.enter import what_is_wrong_with_time
from alvh_desktop.domain.fees import charge_of
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Role, Trade


@dataclass(frozen=True, slots=True)
class RollTrade:
    """Close legs of a trade and open others in the same campaign.

    What opens beside legs that the trade keeps, of their root and expiry, joins the trade: a condor whose put side
    is rolled stays one condor. All else opens a trade of its own that names the one it was rolled from. Closing more
    than the trade holds is refused, and so is naming one contract twice on a side. `moment` None is `now`;
    `is_charged` takes the fees from the schedule of the account's broker in place of those of the legs; `role` puts
    a hedge into another layer. New rows take ids from `first_id` on.
    """

    trade_id: int
    closing: tuple[PricedLeg, ...]
    opening: tuple[PricedLeg, ...]
    now: datetime
    first_id: int
    moment: datetime | None = None
    role: Role | None = None
    is_charged: bool = False

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        moment = self.moment or self.now
        problem = self._what_is_wrong_with_legs() or what_is_wrong_with_time(
            book, [leg.contract for leg in (*self.closing, *self.opening)], moment, self.now
        )
        if problem:
            return problem
        account = book.accounts[trade.account_id]
        charge = charge_of(book, account, moment) if self.is_charged else None
        booking = Booking(book, account, moment, self.first_id, charge)
        name = f"Roll of {legs_text(trade, self.closing)}"
        booking.begin_roll(trade.campaign_id, name)
        left = booking.close(self.closing, only_trade=trade.id)
        if left:
            return too_many(book, trade, left)
        early = too_early(book, trade, self.closing, moment)
        if early:
            return early
        if self._joins(book, trade):
            booking.join(self.opening, trade)
        else:
            booking.open(self.opening, self.role, trade)
        return change_of(book, booking.rows, name)

    def _joins(self, book: Book, trade: Trade) -> bool:
        """Whether what opens completes what the trade keeps."""
        taken = {leg.contract: leg.quantity for leg in self.closing}
        kept = {
            (held.leg.root, held.leg.expiry)
            for held in book.holdings_by_trade[trade.id]
            if held.position.quantity + taken.get(held.leg.contract, 0)
        }
        turns = any((leg.contract.root, leg.contract.expiry) not in kept for leg in self.opening)
        return bool(kept) and not turns

    def _what_is_wrong_with_legs(self) -> Problem | None:
        if not (self.closing and self.opening):
            return Problem("legs", "a roll closes at least one leg and opens at least one")
        return what_is_wrong_with_legs(self.closing) or what_is_wrong_with_legs(self.opening)
