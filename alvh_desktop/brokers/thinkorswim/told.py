"""What a statement tells before its clock is known: fills with their legs, ends of contracts, and other rows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import Effect, RowKind


@dataclass(frozen=True, slots=True)
class ToldLeg:
    """`quantity` contracts, bought + and sold -; `price` in points, None where only the whole has a price."""

    contract: Contract
    quantity: int
    price: Decimal | None = None
    effect: Effect = ""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """Where a row stands and when it happened: `at` is what the platform's clock showed, without a zone."""

    line: int
    at: datetime
    text: str
    account: str


@dataclass(frozen=True, slots=True)
class ToldFill:
    """A fill of one or more legs: `points` are quantity x price summed, paid +.

    `amount` is what the statement says moved before fees, received +, and `fee` what was charged +; both in $.
    """

    row: ToldRow
    legs: tuple[ToldLeg, ...]
    points: Decimal
    amount: Decimal | None
    fee: Decimal
    ref: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ToldEnd:
    """The end of a contract's life; `amount` in $ before fees, received +."""

    row: ToldRow
    kind: RowKind
    contract: Contract
    quantity: int
    amount: Decimal | None
    fee: Decimal
    ref: str


@dataclass(frozen=True, slots=True)
class ToldOther:
    """A row about something else, with what moved in all, received +."""

    row: ToldRow
    what: str
    usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Unread:
    """A fill of a contract of the portfolio whose description does not say its legs; the trade history may."""

    row: ToldRow
    reason: str
    amount: Decimal | None
    fee: Decimal
    ref: str


@dataclass(frozen=True, slots=True)
class HistoryLeg:
    """A leg of the trade history, whose root may be open: `shown` has the name that the platform shows for it."""

    shown: Contract
    contract: Contract | Problem
    quantity: int
    price: Decimal
    effect: Effect


@dataclass(frozen=True, slots=True)
class HistoryOrder:
    """An order of the trade history; `net` as it is printed, in points for one of them and without a sign."""

    row: ToldRow
    legs: tuple[HistoryLeg, ...]
    net: Decimal | None
    ref: str

    @property
    def points(self) -> Decimal:
        return sum((leg.quantity * leg.price for leg in self.legs), Decimal(0))


def shown(contract: Contract, products: Products) -> Contract:
    """The contract under the name that the platform shows: SPX for SPXW too."""
    base = contract.root[:-1]
    is_weekly = contract.root.endswith("W") and base in products
    return Contract(base, contract.expiry, contract.strike, contract.right) if is_weekly else contract
