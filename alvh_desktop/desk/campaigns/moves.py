"""What happened to a campaign: its fills and settlements in the order of their moments, and which make one roll."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from types import MappingProxyType
from typing import Any

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding, Position, paid_at
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Campaign, Fill, Settlement, Trade
from alvh_desktop.rules.condors import OpenLeg, condors_of

ZERO = Decimal(0)
RollKey = int | tuple[int, datetime]
"""The id of a roll; of one booked before rolls had rows the trade that was rolled, and when."""


@dataclass(frozen=True, slots=True)
class Move:
    """A fill or a settlement of one leg, with the position before and after it; `roll` is what it is a part of."""

    holding: Holding
    record: Fill | Settlement
    before: Position
    after: Position
    roll: RollKey | None = None

    @property
    def moment(self) -> datetime:
        return self.record.moment

    @property
    def quantity(self) -> int:
        """Contracts traded: bought +, sold -."""
        return self.after.quantity - self.before.quantity

    @property
    def closed(self) -> int:
        """The signed part of them that took away from what was held."""
        held, traded = self.before.quantity, self.quantity
        if held * traded >= 0:
            return 0
        return max(traded, -held) if traded < 0 else min(traded, -held)

    @property
    def price(self) -> Decimal:
        """Points; of a settlement what the contract paid."""
        if isinstance(self.record, Fill):
            return self.record.price
        return paid_at(self.record, self.holding.leg)

    @property
    def premium(self) -> Decimal:
        """$ of premium, received +: none of a future, and none of a settlement."""
        return self._worth(self.quantity)

    @property
    def closing_premium(self) -> Decimal:
        """The part of the premium that closed something."""
        return self._worth(self.closed)

    @property
    def taken(self) -> Decimal:
        """The part of the premium that an opening or a roll brought: a closing is left out."""
        return self.premium if self.roll is not None else self.premium - self.closing_premium

    @property
    def realised(self) -> Decimal:
        """$ after fees."""
        return self.after.realised - self.before.realised

    def _worth(self, quantity: int) -> Decimal:
        if not quantity or isinstance(self.record, Settlement) or self.holding.product.kind == "future":
            return ZERO
        return -quantity * self.price * self.holding.product.multiplier


@dataclass(frozen=True, slots=True)
class Standing:
    """What a campaign was from a moment on: notional in $ (0 while a wing is missing) and how many condors."""

    moment: datetime
    notional: Decimal
    lots: int
    is_a_wing_missing: bool


@dataclass(frozen=True)
class Course:
    """A campaign that was filled, with its legs and all that happened to them; what follows is kept with it."""

    campaign: Campaign
    holdings: tuple[Holding, ...]
    moves: tuple[Move, ...]

    @cached_property
    def kept(self) -> dict[str, Any]:
        """What follows from this course alone, kept by those who worked it out."""
        return {}

    @property
    def opened_at(self) -> datetime:
        return self.moves[0].moment

    @cached_property
    def open_holdings(self) -> tuple[Holding, ...]:
        return tuple(held for held in self.holdings if held.position.quantity)

    @cached_property
    def closed_at(self) -> datetime | None:
        """When the last of it went; None while something is open."""
        return None if self.open_holdings else self.moves[-1].moment

    @cached_property
    def taken(self) -> tuple[Decimal, Decimal]:
        """Premium of openings and rolls in $, closings left out, and their fees."""
        usd = fees = ZERO
        for move in self.moves:
            usd += move.taken
            if move.roll is not None or move.quantity != move.closed:
                fees += move.record.fee
        return usd, fees

    def stood(self, now: datetime) -> tuple[Standing, ...]:
        return standings(self.moves, now) if self.open_holdings else self._stood_to_its_end

    @cached_property
    def _stood_to_its_end(self) -> tuple[Standing, ...]:
        return standings(self.moves, self.moves[-1].moment)

    def has_met(self, other: "Course") -> bool:
        """Whether both lived at one time."""
        return not any(
            one.closed_at is not None and one.closed_at < two.opened_at for one, two in ((self, other), (other, self))
        )


Courses = Mapping[int, Course]
"""By the id of the campaign."""


def courses_of(book: Book, before: Courses = MappingProxyType({})) -> Courses:
    """Every campaign that was ever filled; those `before` whose legs are untouched are taken over as they are."""
    held: dict[int, list[Holding]] = {campaign_id: [] for campaign_id in book.campaigns}
    for trade in book.trades.values():
        held[trade.campaign_id].extend(book.holdings_by_trade[trade.id])
    found = ((key, course_of(book, key, tuple(legs), before.get(key))) for key, legs in held.items())
    return {key: course for key, course in found if course is not None}


def course_of(book: Book, campaign_id: int, legs: tuple[Holding, ...], before: Course | None = None) -> Course | None:
    """The course of these legs, which are all that the campaign has; None where nothing was filled."""
    campaign = book.campaigns[campaign_id]
    if before is not None and before.campaign is campaign and _are_same(before.holdings, legs):
        return before
    moves = moves_of(book, legs)
    return Course(campaign, legs, moves) if moves else None


def moves_of(book: Book, holdings: Sequence[Holding]) -> tuple[Move, ...]:
    """Every fill and settlement of these legs in order."""
    old = _rolls_without_a_row(book, holdings)
    moves = (move for held in holdings for move in _moves_of_leg(held, old))
    return tuple(sorted(moves, key=lambda move: (move.moment, move.record.id)))


def batches(moves: Sequence[Move]) -> Iterator[tuple[datetime, tuple[Move, ...]]]:
    """The moves by moment: what stands between two moves of one moment was never held."""
    for moment, together in groupby(moves, key=lambda move: move.moment):
        yield moment, tuple(together)


def standings(moves: Sequence[Move], now: datetime) -> tuple[Standing, ...]:
    """Notional and size after each moment; a leg past its settlement holds nothing, booked or not."""
    held: dict[int, OpenLeg] = {}
    found = []
    for moment, legs in _changes(moves, now):
        held.update({holding.leg.id: OpenLeg(holding.leg, holding.product, quantity) for holding, quantity in legs})
        trades: dict[int, list[OpenLeg]] = {}
        for each in held.values():
            if each.quantity:
                trades.setdefault(each.leg.trade_id, []).append(each)
        found.append(Standing(moment, *size_of(trades.values())))
    return tuple(found)


def size_of(trades: Collection[Sequence[OpenLeg]]) -> tuple[Decimal, int, bool]:
    """Notional in $, how many condors, and whether a wing is missing, from the open legs of a campaign's trades.

    Where they make no condor or credit spread, the pairs of bought and sold on the larger side of each trade count.
    """
    if not trades:
        return ZERO, 0, False
    condors = condors_of(trades)
    if isinstance(condors, Problem) or not condors:
        return ZERO, sum(map(_pairs_in, trades)), isinstance(condors, Problem)
    return sum((one.notional for one in condors), ZERO), sum(one.contracts for one in condors), False


def _pairs_in(legs: Sequence[OpenLeg]) -> int:
    sizes = [0]
    for right in ("P", "C", None):
        numbers = [each.quantity for each in legs if each.leg.right == right]
        longs, shorts = sum(n for n in numbers if n > 0), -sum(n for n in numbers if n < 0)
        sizes.append(min(longs, shorts) or max(longs, shorts))
    return max(sizes)


def _are_same(before: Sequence[Holding], now: Sequence[Holding]) -> bool:
    return len(before) == len(now) and all(one is other for one, other in zip(before, now, strict=True))


def _changes(moves: Sequence[Move], now: datetime) -> Iterator[tuple[datetime, list[tuple[Holding, int]]]]:
    """Which legs hold how much from which moment on."""
    changes = [(move.moment, move.holding, move.after.quantity) for move in moves]
    for holding in {move.holding.leg.id: move.holding for move in moves}.values():
        if holding.position.quantity:
            ends = settlement_moment(holding.product, holding.leg.expiry)
            changes += [(ends, holding, 0)] if ends <= now else []
    changes.sort(key=lambda change: change[0])
    for moment, together in groupby(changes, key=lambda change: change[0]):
        yield moment, [(holding, quantity) for _, holding, quantity in together]


def _moves_of_leg(held: Holding, old: Mapping[tuple[int, datetime], RollKey]) -> Iterator[Move]:
    before = Position()
    for record, after in held.course:
        roll: RollKey | None = None
        if isinstance(record, Fill):
            roll = record.roll_id
            if roll is None:
                roll = old.get((held.leg.trade_id, record.moment))
        yield Move(held, record, before, after, roll)
        before = after


def _rolls_without_a_row(book: Book, holdings: Sequence[Holding]) -> Mapping[tuple[int, datetime], RollKey]:
    """By trade and moment: a trade that names the one it was rolled from began with that roll."""
    first: dict[int, datetime] = {}
    for held in holdings:
        if held.fills and held.fills[0].roll_id is None:
            moment = held.fills[0].moment
            first[held.leg.trade_id] = min(moment, first.get(held.leg.trade_id, moment))
    found: dict[tuple[int, datetime], RollKey] = {}
    for trade_id, moment in first.items():
        trade: Trade = book.trades[trade_id]
        if trade.rolled_from is not None:
            key = trade.rolled_from, moment
            found[key] = found[trade_id, moment] = key
    return found
