"""What a ticket would open: the books before and after it, at the market it is judged by."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.freshness import is_stale
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Fill, Trade
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.margin import MarginSettings
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.scenario.world import World
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.check import Fact, Regime, setting
from alvh_desktop.rules.condors import OpenLeg

ZERO = Decimal(0)
_NO_WORLD = Problem("world", "nothing is known of how VIX answers a move")


@dataclass(frozen=True)
class Ticket:
    """Everything that entry checks follow from; all of it frozen.

    `values` are those of the legs of the book after it, by leg id; `moment` is when it fills. `target_credit` in $ is
    what this campaign aims at, None where the ticket names none. `is_second_layer` says that it answers a break-even
    that came near. `world` is how the market answers a move, whatever curves somebody looks at; `margin` what differs
    between brokers.
    """

    before: Book
    after: Book
    market: Market
    values: Mapping[int, LegValue]
    spot: Spot | Problem
    moment: datetime
    regime: Regime = field(default_factory=dict)
    target_credit: Decimal | None = None
    is_second_layer: bool = False
    world: World | Problem = _NO_WORLD
    margin: MarginSettings = field(default_factory=MarginSettings)

    @property
    def day(self) -> date:
        return self.moment.astimezone(NEW_YORK).date()

    @cached_property
    def fills(self) -> Mapping[int, tuple[Fill, ...]]:
        """What it fills, by leg."""
        found: dict[int, tuple[Fill, ...]] = {}
        for fill in self.after.fills.values():
            if fill.id not in self.before.fills:
                found[fill.leg_id] = (*found.get(fill.leg_id, ()), fill)
        return found

    @cached_property
    def opened(self) -> Mapping[int, tuple["Opened", ...]]:
        """The legs it opens or adds to, by trade."""
        found: dict[int, tuple[Opened, ...]] = {}
        for leg_id, fills in self.fills.items():
            held = self.after.holdings[leg_id]
            opening = _opening_parts(self._quantity_before(leg_id), fills)
            if opening:
                found[held.leg.trade_id] = (*found.get(held.leg.trade_id, ()), Opened(held, opening))
        return found

    @cached_property
    def closed(self) -> tuple["Opened", ...]:
        """The legs it closes, in part or whole."""
        opening = {each.held.leg.id for legs in self.opened.values() for each in legs}
        return tuple(
            Opened(self.after.holdings[leg_id], fills)
            for leg_id, fills in self.fills.items()
            if leg_id not in opening
        )

    def trade(self, trade_id: int) -> Trade:
        return self.after.trades[trade_id]

    def account_counted(self, trade_id: int) -> int | None:
        """The account that a trade is judged in: None for all real ones together, its own where it is paper."""
        account_id = self.trade(trade_id).account_id
        return account_id if self.after.accounts[account_id].kind == "paper" else None

    def delta(self, held: Holding) -> Fact | Problem:
        """Forward delta of one contract at the ticket's moment."""
        name, limit = spoken(held.leg.contract), self.age_limit
        if self.is_of_another_time:
            return Problem(name, f"delta of {name} at the fill is not known: the prices are of {self.market_text}")
        value = self.values.get(held.leg.id)
        if value is None or value.delta is None:
            why = value.problems[0].message if value is not None and value.problems else "it has no model value"
            return Problem(name, f"delta of {name} is not known: {why}")
        seen = [m for m in (value.iv_moment, value.forward.moment if value.forward else None) if m is not None]
        is_old = bool(seen) and is_stale(min(seen), self.market.at, limit)
        return Fact(value.delta, f"{name} on data of {new_york_text(min(seen))}" if is_old else None)

    @property
    def age_limit(self) -> timedelta:
        return timedelta(minutes=float(setting(self.after, "age.limit_minutes", self.day)))

    @property
    def is_of_another_time(self) -> bool:
        """Whether the market is too far from the fill to judge it by."""
        return abs(self.market.at - self.moment) > self.age_limit

    @property
    def market_text(self) -> str:
        return new_york_text(self.market.at)

    def _quantity_before(self, leg_id: int) -> int:
        held = self.before.holdings.get(leg_id)
        return 0 if held is None else held.position.quantity


@dataclass(frozen=True, slots=True)
class Opened:
    """A leg of a ticket with its fills there."""

    held: Holding
    fills: tuple[Fill, ...]

    @property
    def quantity(self) -> int:
        """Contracts filled, bought + sold -."""
        return sum(fill.quantity for fill in self.fills)

    @property
    def points(self) -> Decimal:
        """Paid (+) or received (-) for all of them, in points."""
        return sum((fill.quantity * fill.price for fill in self.fills), ZERO)

    @property
    def usd(self) -> Decimal:
        """Paid (+) or received (-), in $, without fees; a future moves no money when it is opened."""
        return ZERO if self.held.product.kind == "future" else self.points * self.held.product.multiplier

    @property
    def right(self) -> Right | None:
        return self.held.leg.right

    @property
    def holding(self) -> Holding:
        """What the ticket opens of the leg, as if it were all there is."""
        return replace(self.held, fills=self.fills, settlement=None)

    @property
    def open_leg(self) -> OpenLeg:
        return OpenLeg(self.held.leg, self.held.product, self.quantity)


def _opening_parts(held: int, fills: Iterable[Fill]) -> tuple[Fill, ...]:
    """What fills open on `held` contracts with their part of the fee, without what they close: a leg that a roll
    turns round does both."""
    found = []
    for fill in fills:
        closed = 0 if held * fill.quantity >= 0 else min(abs(held), abs(fill.quantity))
        opened = (abs(fill.quantity) - closed) * (1 if fill.quantity > 0 else -1)
        if opened:
            fee = round_to_units(fill.fee * abs(opened) / abs(fill.quantity))
            found.append(replace(fill, quantity=opened, fee=fee))
        held += fill.quantity
    return tuple(found)


def net_usd(legs: Iterable[Opened]) -> Decimal:
    """Paid (+) or received (-) for these legs together, in $, without fees."""
    return sum((leg.usd for leg in legs), ZERO)
