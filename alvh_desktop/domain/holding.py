"""What a leg amounts to: quantity, cost and realised P/L, derived from its fills and never stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from alvh_desktop.domain.money import money_text, round_to_units
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Fill, Leg, Settlement

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Position:
    """A leg after all its fills. Amounts in $, received +, paid -; `quantity` bought +, sold -.

    `open_cost` is what the open contracts cost (paid +, received -), without fees.
    `realised` is after all fees; `cash_flow` is the money that moved, after fees. A future moves no money when
    it is opened: its cash flow is the variation realised so far. A fund is paid for in full.
    """

    quantity: int = 0
    open_cost: Decimal = ZERO
    realised: Decimal = ZERO
    fees: Decimal = ZERO
    cash_flow: Decimal = ZERO


@dataclass(frozen=True)
class Holding:
    """A leg with everything that happened to it, fills in the order of their moments."""

    leg: Leg
    product: Product
    fills: tuple[Fill, ...] = ()
    settlement: Settlement | None = None

    @cached_property
    def position(self) -> Position:
        position = Position()
        for _, after in self._course():
            position = after
        return position

    @cached_property
    def course(self) -> tuple[tuple[Fill | Settlement, Position], ...]:
        """Each fill, and the settlement last, with the position after it."""
        return tuple(self._course())

    @cached_property
    def average_price(self) -> Decimal | None:
        """Average price paid for the open contracts in points; None when nothing is open."""
        held = self.position
        if held.quantity == 0:
            return None
        return round_to_units(held.open_cost / (held.quantity * self.product.multiplier))

    @property
    def has_package_price(self) -> bool:
        """Whether a fill's price belongs to the whole structure and says nothing about this leg alone."""
        return any(fill.basis == "package" for fill in self.fills)

    def market_value(self, mark: Decimal) -> Decimal:
        """$ the open contracts would bring at `mark` points; a future is worth its open variation only."""
        value = self.position.quantity * mark * self.product.multiplier
        return value - self.position.open_cost if self.product.kind == "future" else value

    def unrealised(self, mark: Decimal) -> Decimal:
        """$ gained or lost on the open contracts at `mark` points, before closing fees."""
        return self.position.quantity * mark * self.product.multiplier - self.position.open_cost

    def _course(self) -> Iterator[tuple[Fill | Settlement, Position]]:
        position = Position()
        for fill in self.fills:
            position = _after_trade(position, self.product, fill.quantity, fill.price, fill.fee)
            yield fill, position
        if self.settlement is not None:
            price = paid_at(self.settlement, self.leg)
            yield (
                self.settlement,
                _after_trade(position, self.product, -position.quantity, price, self.settlement.fee),
            )


def paid_at(settlement: Settlement, leg: Leg) -> Decimal:
    """Points that one contract of a leg paid at its settlement."""
    if settlement.value is None:
        return settlement.paid or ZERO
    return settlement_price(leg, settlement.value)


def settlement_words(settlement: Settlement) -> str:
    """What it was settled at: SPX close 6341.27, or what the statement says."""
    if settlement.value is not None:
        return f"{settlement.official_value} {money_text(settlement.value)}"
    paid = settlement.paid or ZERO
    return f"{money_text(paid)} a contract, as the statement says" if paid else "nothing, as the statement says"


def settlement_price(leg: Leg, value: Decimal) -> Decimal:
    """Points a contract pays at the official settlement value: intrinsic of an option, the value of a future."""
    if leg.right is None or leg.strike is None:
        return value
    return max(ZERO, value - leg.strike if leg.right == "C" else leg.strike - value)


def _after_trade(held: Position, product: Product, quantity: int, price: Decimal, fee: Decimal) -> Position:
    """One more trade: what it closes is realised at average cost, what remains opens.

    The cost taken out of a partly closed position is rounded to 1e-8 and the rest stays in it, so realised plus
    unrealised is exact however often a position is cut.
    """
    closed = _closed_part(held.quantity, quantity)
    opened = quantity - closed
    worth = price * product.multiplier
    cost_out = ZERO
    if closed:
        whole = closed == -held.quantity
        cost_out = held.open_cost if whole else round_to_units(held.open_cost * -closed / held.quantity)
    gain = -closed * worth - cost_out
    moved = gain if product.kind == "future" else -quantity * worth
    return Position(
        quantity=held.quantity + quantity,
        open_cost=held.open_cost - cost_out + opened * worth,
        realised=held.realised + gain - fee,
        fees=held.fees + fee,
        cash_flow=held.cash_flow + moved - fee,
    )


def _closed_part(held: int, quantity: int) -> int:
    """The part of a signed trade that takes away from what is held: same sign as the trade, or 0."""
    if held * quantity >= 0:
        return 0
    return max(quantity, -held) if quantity < 0 else min(quantity, -held)
