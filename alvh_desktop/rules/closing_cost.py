"""What it costs to close open options now, and the credit that they and their campaign were sold for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.domain.records import Fill, Trade
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import HALF, Mark, Market
from alvh_desktop.pricing.valuation import LegValue

CLOSE_AT = "mark.close_at"
NAMES = ("mid", "mid plus half-spreads", "natural")
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class ClosingCost:
    """$ that closing costs (paid +) at the prices that the user has chosen, named by `name`; `mid` at mids.

    `mid` is None where a leg has none. `seen` has when each quote was made, and its source.
    """

    usd: Decimal
    mid: Decimal | None
    name: str
    seen: tuple[tuple[datetime, str], ...]

    @property
    def text(self) -> str:
        at_mids = "" if self.mid is None or self.name == NAMES[0] else f" (${self.mid:,.0f} at mids)"
        return f"cost to close ${self.usd:,.0f} at {self.name}{at_mids}"


def closing_cost(
    legs: Iterable[Holding], values: Mapping[int, LegValue], market: Market, close_at: int
) -> ClosingCost | Problem:
    """`close_at` is 0 at mids; 1 at mids plus half the spread of every leg; 2 natural, at asks of what is sold and
    bids of what is bought, whatever stands on the other side: a bought one without a bid brings nothing.

    A Problem names the first leg without a price.
    """
    usd, mid, has_mids, seen = ZERO, ZERO, True, []
    for held in legs:
        value, quote, size = values[held.leg.id], market.newest.get(held.leg.contract), held.position.quantity
        price = None if quote is None else _price(quote, value.mark, size, close_at)
        if quote is None or price is None:
            why = value.problems[0].message if value.problems else "no price to close it at"
            return Problem(spoken(held.leg.contract), f"{spoken(held.leg.contract)}: {why}")
        usd -= size * held.product.multiplier * price
        has_mids = has_mids and value.mark is not None
        mid -= ZERO if value.mark is None else size * held.product.multiplier * value.mark.price
        seen.append((quote.moment, quote.source))
    return ClosingCost(usd, mid if has_mids else None, NAMES[close_at], tuple(seen))


def _price(quote: Quote, mark: Mark | None, size: int, close_at: int) -> Decimal | None:
    """Points of one contract. A typed price stands as it is: it has no spread."""
    if NAMES[close_at] == "natural" and not quote.is_typed:
        side = quote.ask if size < 0 else quote.bid or ZERO
        return side if side is not None and side.is_finite() and side >= 0 else None
    if mark is None:
        return None
    if close_at == 0 or quote.is_typed or quote.bid is None or quote.ask is None:
        return mark.price
    half = (quote.ask - quote.bid) * HALF
    return mark.price + (half if size < 0 else -half)


def credit_of_open(legs: Iterable[Holding]) -> Decimal:
    """$ that the open contracts were sold for, net of what was paid for the bought ones, before fees."""
    return -sum((each.position.open_cost for each in legs), ZERO)


def received_so_far(held: Iterable[Holding]) -> Decimal:
    """$ that all fills and settlements of these options have brought, net of what they cost, before fees."""
    return sum((each.position.cash_flow + each.position.fees for each in held), ZERO)


def credit_taken(trades: Sequence[Trade], held: Sequence[Holding]) -> Decimal:
    """$ of premium that openings and rolls of a campaign brought, before fees; what was only closed is left out."""
    rolls = _rolls_without_a_row(trades, held)
    total = ZERO
    for each in held:
        quantity = 0
        for fill in each.fills:
            is_roll = fill.roll_id is not None or (each.leg.trade_id, fill.moment) in rolls
            counted = fill.quantity if is_roll else _opened(quantity, fill.quantity)
            total -= counted * fill.price * each.product.multiplier
            quantity += fill.quantity
    return total


def _opened(held: int, traded: int) -> int:
    """The signed part of a trade that does not take away from what is held."""
    if held * traded >= 0:
        return traded
    return min(traded + held, 0) if traded < 0 else max(traded + held, 0)


def _rolls_without_a_row(trades: Sequence[Trade], held: Sequence[Holding]) -> frozenset[tuple[int, datetime]]:
    """By trade and moment, of rolls booked before they had rows: a trade that names the one it was rolled from began
    with that roll."""
    rolled_from = {trade.id: trade.rolled_from for trade in trades if trade.rolled_from is not None}
    first: dict[int, Fill] = {}
    for each in held:
        if each.leg.trade_id in rolled_from and each.fills and each.fills[0].roll_id is None:
            known = first.get(each.leg.trade_id)
            if known is None or each.fills[0].moment < known.moment:
                first[each.leg.trade_id] = each.fills[0]
    found: set[tuple[int, datetime]] = set()
    for trade_id, fill in first.items():
        found |= {(trade_id, fill.moment), (rolled_from[trade_id], fill.moment)}
    return frozenset(found)
