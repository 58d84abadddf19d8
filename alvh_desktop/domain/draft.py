"""What a ticket holds before it is booked: legs that open, legs that close, and what is not said yet."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.orders.order import Fee
from alvh_desktop.domain.records import Role, Sleeve

Purpose = Literal["open", "close", "roll"]

CONFIRMATIONS = ("price action", "volatility ratio", "macro")
"""What a profile may ask a person to confirm before a condor is rolled."""


@dataclass(frozen=True, slots=True)
class DraftLeg:
    """One leg: `ratio` contracts of it in one lot, bought + or sold -.

    `price` is the leg's own in points where one was typed. A leg that `closes` takes from the trade of the draft;
    the others open.
    """

    contract: Contract
    ratio: int
    price: Decimal | None = None
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Draft:
    """So many lots of these legs. What is None is filled in when the draft is priced.

    `net` is in points for one lot, paid (+) or received (-): None is the sum of the legs' prices, typed or mid.
    `fee` None is by the fee schedule of the account's broker, `moment` None is now, `account` None the first one.
    `trade_id` is the trade its closing legs belong to; `role` and `sleeve` place what it opens. `ticked` are those of
    CONFIRMATIONS that a person ticked.
    """

    legs: tuple[DraftLeg, ...] = ()
    lots: int = 1
    net: Decimal | None = None
    fee: Fee | None = None
    moment: datetime | None = None
    account: str | None = None
    trade_id: int | None = None
    role: Role | None = None
    sleeve: Sleeve | None = None
    ticked: frozenset[str] = frozenset()

    @property
    def purpose(self) -> Purpose:
        """What booking it would do: open a trade, close one (in part), or both as one roll."""
        closing = [leg.closes for leg in self.legs]
        return "open" if not any(closing) else "close" if all(closing) else "roll"

    @property
    def contracts(self) -> int:
        """How many contracts change hands over all legs, unsigned."""
        return self.lots * sum(abs(leg.ratio) for leg in self.legs)
