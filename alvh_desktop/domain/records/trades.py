"""What was done: campaigns, trades, legs, fills, rolls, settlements, and what was said of them at the fill."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Literal

from alvh_desktop.domain.contracts import Contract, Right

Sleeve = Literal["core", "alvh", "second_engine"]
Basis = Literal["own", "mid", "remainder", "package"]
Finding = Literal["met", "not met", "not known"]


@dataclass(frozen=True, slots=True)
class Campaign:
    """A trade with all it was rolled into; a hedge ladder is a campaign of its own.

    A condor campaign names the ladder that covers it in `ladder_id`, whose P/L stands beside it and never inside.
    """

    id: int
    account_id: int
    name: str
    sleeve: Sleeve
    ladder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Trade:
    """Legs that belong together and stay together; `rolled_from` is the trade this one replaced."""

    id: int
    account_id: int
    campaign_id: int
    sleeve: Sleeve
    structure: str
    layer_id: int | None
    opened_at: datetime
    rolled_from: int | None = None


@dataclass(frozen=True)
class Leg:
    """How a trade holds a contract; what happened to it hangs in its fills and its settlement."""

    id: int
    trade_id: int
    root: str
    expiry: date
    strike: Decimal | None
    right: Right | None

    @cached_property
    def contract(self) -> Contract:
        return Contract(self.root, self.expiry, self.strike, self.right)


@dataclass(frozen=True, slots=True)
class Roll:
    """What a close and an open of one moment are together: fills of both name it. `name` says it in words."""

    id: int
    campaign_id: int
    moment: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Fill:
    """A fact: `quantity` contracts (bought +, sold -) at `price` points, `fee` in $ (charged +).

    `basis` says where the price comes from: typed, the mid of that moment, what was left of a net price, or a
    package price that stands on one leg alone. `row_id` is the row of a broker's statement that said so.
    """

    id: int
    leg_id: int
    quantity: int
    price: Decimal
    fee: Decimal
    moment: datetime
    basis: Basis
    roll_id: int | None = None
    row_id: int | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A fact: the official `value` (points) that closed whatever the leg still held at `moment`.

    Where only a statement tells of it, `value` is None and `paid` what it says that one contract paid, in points.
    `row_id` is the row of the statement.
    """

    id: int
    leg_id: int
    value: Decimal | None
    official_value: str
    fee: Decimal
    moment: datetime
    paid: Decimal | None = None
    row_id: int | None = None

    def __post_init__(self) -> None:
        if (self.value is None) == (self.paid is None):
            raise ValueError(f"settlement {self.id} has a value or what was paid, one of them")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an entry check or a gate said when a trade was filled, kept with the trade.

    `value` is in the rule's unit, None where it was not known.
    """

    id: int
    trade_id: int
    rule_id: str
    moment: datetime
    finding: Finding
    value: Decimal | None
    sentence: str
