"""Splitting a trade: some of its structures become a trade of their own."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal
from itertools import count

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, replaced
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Trade
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class SplitTrade:
    """Take `lots` structures out of a trade into one of their own, in the same campaign and layer.

    Contracts go with the price they were opened at; what was closed before stays. Where a leg was opened at several
    prices and partly closed the split would move realised P/L between the two trades, and is refused.
    """

    trade_id: int
    lots: int
    first_id: int

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        held = [each for each in book.holdings_by_trade[trade.id] if each.position.quantity]
        if not held:
            return Problem("trade", f"trade {trade.id} holds nothing that is open")
        sizes = {abs(each.position.quantity) for each in held}
        if len(sizes) != 1:
            return Problem("trade", f"the legs of trade {trade.id} are of different sizes: move legs instead")
        size = sizes.pop()
        if not 0 < self.lots < size:
            return Problem("quantity", f"trade {trade.id} holds {size}: take out 1 to {size - 1}")
        ids = count(self.first_id)
        new = replace(trade, id=next(ids))
        rows = [added("trades", new)]
        for each in held:
            split = self._split(each, new, ids)
            if isinstance(split, Problem):
                return split
            rows += split
        return change_of(book, rows, f"Split {self.lots} off trade {trade.id}")

    def _split(self, held: Holding, new: Trade, ids: Iterator[int]) -> list[Row] | Problem:
        sign = 1 if held.position.quantity > 0 else -1
        opening = [fill for fill in held.fills if fill.quantity * sign > 0]
        if len(opening) < len(held.fills) and len({fill.price for fill in opening}) > 1:
            name = spoken(held.leg.contract)
            return Problem(
                "trade", f"{name} was opened at several prices and partly closed: a split would move realised P/L"
            )
        leg = replace(held.leg, id=next(ids), trade_id=new.id)
        rows, wanted = [added("legs", leg)], self.lots
        for fill in reversed(opening):
            taken = min(wanted, abs(fill.quantity))
            if not taken:
                break
            wanted -= taken
            rows += _divided(fill, taken * sign, leg.id, ids)
        return rows


def _divided(fill: Fill, quantity: int, leg_id: int, ids: Iterator[int]) -> list[Row]:
    """`quantity` (signed) of a fill hung into another leg; the fee goes by contracts, exact in sum."""
    if quantity == fill.quantity:
        return [replaced("fills", fill, replace(fill, leg_id=leg_id))]
    fee = (fill.fee * Decimal(quantity) / fill.quantity).quantize(CENT, rounding=ROUND_DOWN)
    kept = replace(fill, quantity=fill.quantity - quantity, fee=fill.fee - fee)
    taken = replace(fill, id=next(ids), leg_id=leg_id, quantity=quantity, fee=fee)
    return [replaced("fills", fill, kept), added("fills", taken)]
