"""An order as a value: what is bought or sold, for how much, and how the trade calls it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.symbols import expiry_text, strike_text

Structure = Literal["single", "vertical", "condor", "calendar", "future", "fund", "custom"]
MOST_LEGS = 12
"""A custom order has 2 to 12 legs."""


@dataclass(frozen=True, slots=True)
class OrderLeg:
    """One leg of a structure: `side` is +1 or -1 in the bought form, `own_price` in points when one was typed.

    In a custom structure `side` is how many contracts of the leg one lot buys (+) or sells (-).
    """

    contract: Contract
    side: int
    own_price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PerContract:
    """A fee of `amount` $ for each contract of each leg."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """A fee of `amount` $ for the whole order."""

    amount: Decimal


Fee = PerContract | Total


@dataclass(frozen=True, slots=True)
class Order:
    """So many structures bought (+) or sold (-), as one line says it.

    The quantity of a custom structure is its lots, always above 0: its legs say themselves what is bought and sold.
    `legs` ascend by expiry, put before call, strike. `net` is in points for one structure as entered, paid (+) or
    received (-); the leg prices, where all were typed, add up to it. `moment` is aware UTC; None is now.
    `account` None is the portfolio's first.
    """

    quantity: int
    structure: Structure
    legs: tuple[OrderLeg, ...]
    net: Decimal
    fee: Fee | None = None
    moment: datetime | None = None
    account: str | None = None

    @property
    def direction(self) -> int:
        """+1 where the structure is bought, -1 where it is sold."""
        return 1 if self.quantity > 0 else -1

    @property
    def contracts(self) -> int:
        """How many contracts change hands over all legs, unsigned."""
        return abs(self.quantity) * sum(abs(leg.side) for leg in self.legs)


def structure_of(order: Order) -> str:
    """The structure's name in the trade: iron condor, iron butterfly, put vertical, call, future, fund, custom."""
    if order.structure == "condor":
        inner_puts, inner_calls = order.legs[1].contract, order.legs[2].contract
        return "iron butterfly" if inner_puts.strike == inner_calls.strike else "iron condor"
    right = order.legs[0].contract.right
    if order.structure in ("custom", "fund"):
        return order.structure
    if right is None:
        return "future"
    kind = "call" if right == "C" else "put"
    return kind if order.structure == "single" else f"{kind} {order.structure}"


def describe(order: Order) -> str:
    """The order in words for labels: Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor."""
    contracts = [leg.contract for leg in order.legs]
    roots = dict.fromkeys(contract.root for contract in contracts)
    expiries = dict.fromkeys(expiry_text(contract.expiry) for contract in contracts if contract.has_expiry)
    strikes = dict.fromkeys(strike_text(one.strike) for one in contracts if one.strike is not None)
    words = [_verb(order), str(abs(order.quantity)), *("/".join(part) for part in (roots, expiries, strikes))]
    return " ".join(word for word in (*words, structure_of(order)) if word)


def _verb(order: Order) -> str:
    signed = [leg.side * order.quantity for leg in order.legs]
    if order.structure == "custom" and min(signed) < 0 < max(signed):
        return "Trade"
    return "Buy" if (signed[0] if order.structure == "custom" else order.quantity) > 0 else "Sell"
