"""The rows of a portfolio: one frozen record a table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.products import Product

Sleeve = Literal["core", "alvh", "second_engine"]
Role = Literal["short", "medium", "long"]
Basis = Literal["own", "mid", "remainder", "package"]
Severity = Literal["watch", "warn", "act"]
AccountKind = Literal["real", "paper"]
FeeAction = Literal["open", "close", "settle", "expire"]
FeeSide = Literal["buy", "sell", ""]
Finding = Literal["met", "not met", "not known"]
EventKind = Literal["FOMC", "FOMC minutes", "CPI", "PPI", "rebalance", "own"]
Id = int | str


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
class Roll:
    """What a close and an open of one moment are together: fills of both name it. `name` says it in words."""

    id: int
    campaign_id: int
    moment: datetime
    name: str


@dataclass(frozen=True, slots=True)
class Layer:
    """The user's definition of a hedge layer: how many calls, how far out, when to roll, at which delta."""

    id: int
    role: Role
    target_count: int
    entry_tenor_days: int
    roll_at_days: int
    target_delta: Decimal


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


@dataclass(frozen=True, slots=True)
class Leg:
    """How a trade holds a contract; what happened to it hangs in its fills and its settlement."""

    id: int
    trade_id: int
    root: str
    expiry: date
    strike: Decimal | None
    right: Right | None

    @property
    def contract(self) -> Contract:
        return Contract(self.root, self.expiry, self.strike, self.right)


@dataclass(frozen=True, slots=True)
class Fill:
    """A fact: `quantity` contracts (bought +, sold -) at `price` points, `fee` in $ (charged +).

    `basis` says where the price comes from: typed, the mid of that moment, what was left of a net price, or a
    package price that stands on one leg alone.
    """

    id: int
    leg_id: int
    quantity: int
    price: Decimal
    fee: Decimal
    moment: datetime
    basis: Basis
    roll_id: int | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """A fact: the official `value` (points) that closed whatever the leg still held at `moment`."""

    id: int
    leg_id: int
    value: Decimal
    official_value: str
    fee: Decimal
    moment: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rulebook: a fact, which way it is bad, thresholds by severity, and words for a person.

    A threshold of None means the severity is not used; `inclusive` names the severities (apart by spaces) that a
    value exactly at the threshold reaches. `rearm` is the distance (in the fact's unit) that the
    value must come back past the threshold before the alert falls; `hold_seconds` must pass before it fires.
    """

    id: str
    fact: str
    kind: Literal["alert", "entry_check", "gauge", "gate", "signal"]
    comparison: Literal["above", "below"]
    inclusive: str
    watch: Decimal | None
    warn: Decimal | None
    act: Decimal | None
    rearm: Decimal
    low: Decimal
    high: Decimal
    hold_seconds: int
    stale_after_minutes: int
    unit: str
    title: str
    meaning: str
    advice: str
    source: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A dated value that the user typed: from the day `on` (New York) it counts, until a later one of its name.

    `value` is in the unit of its kind (`domain.inputs.kind_of(name)`); `source` says where the user has it from.
    """

    id: int
    name: str
    on: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """A day that the user put into the calendar, or says about one that came with the program.

    `at` is New York time, None where only the day is known. A row takes the place of the shipped date of its kind
    and day; with `is_on` False it strikes that date out.
    """

    id: int
    kind: EventKind
    on: date
    at: time | None
    title: str
    source: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class TypedMark:
    """A price in points that the user typed for a contract, or the level of an index where `expiry` is None.

    `moment` is when it held; `source` says where the user has it from.
    """

    id: int
    root: str
    expiry: date | None
    strike: Decimal | None
    right: Right | None
    moment: datetime
    price: Decimal
    source: str

    @property
    def contract(self) -> Contract | None:
        """What is priced; None for an index."""
        return None if self.expiry is None else Contract(self.root, self.expiry, self.strike, self.right)


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


@dataclass(frozen=True, slots=True)
class Cash:
    """Money brought into an account (+) or taken out (-), in $: not the cash that fills and settlements move."""

    id: int
    account_id: int
    moment: datetime
    amount: Decimal
    note: str


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


Record = (
    Portfolio
    | Account
    | Campaign
    | Layer
    | Trade
    | Leg
    | Fill
    | Settlement
    | Rule
    | Product
    | Input
    | Event
    | TypedMark
    | Roll
    | FeeRow
    | Cash
    | Verdict
)

TABLES: Mapping[str, type] = MappingProxyType(
    {
        "portfolio": Portfolio,
        "accounts": Account,
        "cash": Cash,
        "fee_rows": FeeRow,
        "products": Product,
        "rules": Rule,
        "layers": Layer,
        "inputs": Input,
        "events": Event,
        "typed_marks": TypedMark,
        "campaigns": Campaign,
        "trades": Trade,
        "verdicts": Verdict,
        "legs": Leg,
        "rolls": Roll,
        "fills": Fill,
        "settlements": Settlement,
    }
)
"""Every table of the book with its record, parents before children."""


def id_of(record: Record) -> Id:
    """The key of a record in its table: the root for products, the id for all others."""
    return record.root if isinstance(record, Product) else record.id
