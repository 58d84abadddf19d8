"""Whose money it is: the portfolio, its accounts, their cash and what brokers charge."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

AccountKind = Literal["real", "paper"]
FeeAction = Literal["open", "close", "settle", "expire"]
FeeSide = Literal["buy", "sell", ""]


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The one row that names the book; `profile` is the set of rule values it started with.

    `simulated_at` is set in a sample on an invented market: its clock stands still there, and every screen says
    that it is simulated.
    """

    id: int
    name: str
    profile: str
    simulated_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Where money lies; orders name it by `name`.

    Paper accounts are never summed with real ones. `broker` names the fee schedule that fills in fees ("": none).
    """

    id: int
    name: str
    kind: AccountKind = "real"
    broker: str = ""


@dataclass(frozen=True, slots=True)
class Cash:
    """Money brought into an account (+) or taken out (-), in $: not the cash that fills and settlements move."""

    id: int
    account_id: int
    moment: datetime
    amount: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What a broker charges a contract and leg, in $: a row of its schedule, in force from `effective` on.

    `root` "" and `side` "" mean any; `below` (points) is the upper end of the premium band, None has none.
    `action` settle is a leg that pays something at settlement, expire one that ends worthless.
    """

    id: int
    broker: str
    root: str
    action: FeeAction
    side: FeeSide
    below: Decimal | None
    effective: date
    amount: Decimal
    source: str
