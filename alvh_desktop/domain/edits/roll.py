"""A roll: one linked record of a close and an open, and one undo step."""

from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits import Change, change_of
from alvh_desktop.domain.edits.enter import Booking, what_is_wrong_with_time
from alvh_desktop.domain.orders import Order, PricedLeg, describe
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class RollTrade:
    """Close legs of a trade (`closing`) and open others (`order` with its priced legs) in the same campaign.

    Closing more than the trade holds is refused, and so is naming one contract twice. New rows take ids from
    `first_id` on.
    """

    trade_id: int
    closing: tuple[PricedLeg, ...]
    order: Order
    opening: tuple[PricedLeg, ...]
    now: datetime
    first_id: int

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        moment = self.order.moment or self.now
        problem = self._what_is_wrong_with_legs() or what_is_wrong_with_time(
            book, [leg.contract for leg in (*self.closing, *self.opening)], moment, self.now
        )
        if problem:
            return problem
        booking = Booking(book, book.accounts[trade.account_id], moment, self.first_id)
        left = booking.close(self.closing, only_trade=trade.id)
        if left:
            name, excess = spoken(left[0].contract), abs(left[0].quantity)
            return Problem("quantity", f"trade {trade.id} holds {excess} fewer {name} than the roll closes")
        booking.open(self.opening, self.order, None, trade)
        return change_of(book, booking.rows, f"Roll trade {trade.id}: {describe(self.order)}")

    def _what_is_wrong_with_legs(self) -> Problem | None:
        if not (self.closing and self.opening):
            return Problem("legs", "a roll closes at least one leg and opens at least one")
        for legs in (self.closing, self.opening):
            for place, leg in enumerate(legs):
                if leg.contract in [other.contract for other in legs[:place]]:
                    return Problem("legs", f"{spoken(leg.contract)} stands twice in this roll")
        return None
