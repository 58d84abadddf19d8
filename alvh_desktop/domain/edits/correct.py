"""Correcting a fill: its row changes with what is dated by it, and the edit line keeps what stood there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change, change_of, replaced
from alvh_desktop.domain.edits.enter import what_is_wrong_with_time
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders.line import LARGEST_QUANTITY
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class CorrectFill:
    """New values for a fill; None leaves a value as it is. `now` is the clock: no fill lies in the future.

    A corrected price is that of the leg itself, so it has no sign, whatever package price stood there. Where the
    trade was opened, or its roll took place, at the first of its fills, it is dated by the first of them now.
    """

    fill_id: int
    now: datetime
    quantity: int | None = None
    price: Decimal | None = None
    fee: Decimal | None = None
    moment: datetime | None = None

    def apply(self, book: Book) -> Change | Problem:
        fill = book.fills.get(self.fill_id)
        if fill is None:
            return Problem("fill", f"there is no fill {self.fill_id}")
        contract = book.legs[fill.leg_id].contract
        problem = self._what_is_wrong(book, contract)
        if problem:
            return problem
        after = self._corrected(fill)
        if after == fill:
            return Problem("fill", "nothing would change")
        rows = [replaced("fills", fill, after), *_redated(book, fill, after)]
        return change_of(book, rows, f"Correct fill of {spoken(contract)}")

    def _what_is_wrong(self, book: Book, contract: Contract) -> Problem | None:
        if self.quantity == 0:
            return Problem("quantity", "a fill of 0 contracts is none: undo it instead")
        if self.quantity is not None and abs(self.quantity) > LARGEST_QUANTITY:
            return Problem("quantity", f"{self.quantity:,} is too many: a fill has {LARGEST_QUANTITY:,} at most")
        if self.price is not None and self.price < 0:
            return Problem("price", f"{money_text(self.price)}: a leg trades at 0 or more")
        if self.fee is not None and self.fee < 0:
            return Problem("fee", f"{money_text(self.fee)}: a fee is what you were charged, without a sign")
        if self.moment is not None:
            return what_is_wrong_with_time(book, [contract], self.moment, self.now)
        return None

    def _corrected(self, fill: Fill) -> Fill:
        return replace(
            fill,
            quantity=fill.quantity if self.quantity is None else self.quantity,
            price=fill.price if self.price is None else self.price,
            basis=fill.basis if self.price is None else "own",
            fee=fill.fee if self.fee is None else self.fee,
            moment=fill.moment if self.moment is None else self.moment,
        )


def _redated(book: Book, fill: Fill, after: Fill) -> Iterator[Row]:
    """The trade and the roll that are dated by this fill."""
    trade = book.trades[book.legs[fill.leg_id].trade_id]
    of_trade = (each for held in book.holdings_by_trade[trade.id] for each in held.fills)
    opened = _first(of_trade, fill, after, trade.opened_at)
    if opened != trade.opened_at:
        yield replaced("trades", trade, replace(trade, opened_at=opened))
    if fill.roll_id is None:
        return
    roll = book.rolls[fill.roll_id]
    rolled = _first((each for each in book.fills.values() if each.roll_id == roll.id), fill, after, roll.moment)
    if rolled != roll.moment:
        yield replaced("rolls", roll, replace(roll, moment=rolled))


def _first(fills: Iterable[Fill], fill: Fill, after: Fill, said: datetime) -> datetime:
    """When the first of the fills took place with `fill` corrected; `said` where it was not dated by them before."""
    others = [each.moment for each in fills if each.id != fill.id]
    return min([*others, after.moment]) if said == min([*others, fill.moment]) else said
