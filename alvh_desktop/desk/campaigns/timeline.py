"""The life of a campaign as dated events, in words and in $: opened, rolled, closed in parts, settled."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from math import gcd
from types import MappingProxyType
from typing import Literal

from alvh_desktop.desk.campaigns.moves import ZERO, Course, Courses, Move, course_of, courses_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import settlement_words
from alvh_desktop.domain.money import money_text, round_to_units
from alvh_desktop.domain.records import Fill, Leg, Settlement
from alvh_desktop.domain.symbols import expiry_text, strike_text

EventKind = Literal["opened", "added", "rolled", "changed", "partly closed", "closed", "settled"]


@dataclass(frozen=True, slots=True)
class Sums:
    """In $, signed received +, gained +: premium of fills, P/L realised after fees, and the fees (charged +)."""

    credit: Decimal = ZERO
    realised: Decimal = ZERO
    fees: Decimal = ZERO

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(self.credit + other.credit, self.realised + other.realised, self.fees + other.fees)


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """`here` is what it did itself, `so_far` the campaign after it; `records` are what it is made of.

    Of a roll `closing` and `opening` are the premium of its two halves in $. `points` is one lot's: premium received
    (+), of a settlement what it paid (+); None where the legs have no one size.
    """

    moment: datetime
    kind: EventKind
    words: str
    lots: int
    points: Decimal | None
    closing: Decimal
    opening: Decimal
    here: Sums
    so_far: Sums
    records: tuple[Fill | Settlement, ...]


def timeline_of(book: Book, campaign_id: int) -> tuple[TimelineEvent, ...]:
    """In the order of time; empty for a campaign that was never filled, or is not there."""
    trades = [trade.id for trade in book.trades.values() if trade.campaign_id == campaign_id]
    legs = tuple(held for trade_id in trades for held in book.holdings_by_trade[trade_id])
    course = course_of(book, campaign_id, legs) if legs else None
    return _events_of(course) if course else ()


def timelines_of(book: Book, before: Courses = MappingProxyType({})) -> Mapping[int, tuple[TimelineEvent, ...]]:
    """The same of every campaign that was ever filled, by its id: no fill and no settlement stands in two events.

    Campaigns that nothing has touched since the courses `before` are not told anew.
    """
    return {campaign_id: _events_of(course) for campaign_id, course in courses_of(book, before).items()}


def legs_text(legs: Iterable[Leg]) -> str:
    """SPXW 18DEC26 6300/6350P 7150/7200C; what settles apart stands apart."""
    found: dict[tuple[date, str], list[Leg]] = {}
    for leg in legs:
        found.setdefault((leg.expiry, leg.root), []).append(leg)
    return " and ".join(" ".join((root, expiry_text(day), *_sides(found[day, root]))) for day, root in sorted(found))


def _events_of(course: Course) -> tuple[TimelineEvent, ...]:
    if "events" not in course.kept:
        course.kept["events"] = tuple(_told(course))
    events: tuple[TimelineEvent, ...] = course.kept["events"]
    return events


def _told(course: Course) -> list[TimelineEvent]:
    events: list[TimelineEvent] = []
    open_legs: set[int] = set()
    for together in _grouped(course.moves):
        for move in together:
            (open_legs.add if move.after.quantity else open_legs.discard)(move.holding.leg.id)
        before = events[-1].so_far if events else Sums()
        kind = _kind(together, is_first=not events, is_last=not open_legs)
        events.append(_event(together, kind, before))
    return events


def _sides(legs: Sequence[Leg]) -> list[str]:
    told = []
    for right in ("P", "C"):
        strikes = sorted({leg.strike for leg in legs if leg.right == right and leg.strike is not None})
        told += ["/".join(strike_text(strike) for strike in strikes) + right] if strikes else []
    return told


def _grouped(moves: Sequence[Move]) -> list[tuple[Move, ...]]:
    """A roll is one event, and so are the fills of a trade at one moment and what one value settles."""
    found: dict[Hashable, list[Move]] = {}
    for move in moves:
        found.setdefault(_event_key(move), []).append(move)
    return [tuple(together) for together in found.values()]


def _event_key(move: Move) -> Hashable:
    if isinstance(move.record, Settlement):
        return "settled", move.moment, settlement_words(move.record)
    if move.roll is not None:
        return "rolled", move.roll
    return "filled", move.holding.leg.trade_id, move.moment


def _kind(moves: Sequence[Move], is_first: bool, is_last: bool) -> EventKind:
    if isinstance(moves[0].record, Settlement):
        return "settled"
    if moves[0].roll is not None:
        return "rolled"
    closed = [move.closed for move in moves]
    if not any(closed):
        return "opened" if is_first else "added"
    if closed != [move.quantity for move in moves]:
        return "changed"
    return "closed" if is_last else "partly closed"


def _event(moves: Sequence[Move], kind: EventKind, before: Sums) -> TimelineEvent:
    here = Sums(
        sum((move.premium for move in moves), ZERO),
        sum((move.realised for move in moves), ZERO),
        sum((move.record.fee for move in moves), ZERO),
    )
    lots = gcd(*(move.quantity for move in moves))
    # all of it or nothing, but for a roll and a change: the sums are the same
    closing = {"opened": ZERO, "added": ZERO, "closed": here.credit, "partly closed": here.credit}.get(kind)
    if closing is None:
        closing = sum((move.closing_premium for move in moves), ZERO)
    opening = here.credit - closing
    multipliers = {move.holding.product.multiplier for move in moves}
    size = lots * multipliers.pop() if len(multipliers) == 1 else ZERO
    moved = _paid_out(moves) if kind == "settled" else here.credit
    words = _words(moves, kind, lots, _Priced(size, closing, opening, moved))
    points = round_to_units(moved / size) if size else None
    records = tuple(move.record for move in moves)
    return TimelineEvent(moves[-1].moment, kind, words, lots, points, closing, opening, here, before + here, records)


@dataclass(frozen=True, slots=True)
class _Priced:
    """$ amounts and the $ that are one point of all lots (0: no one size)."""

    size: Decimal
    closing: Decimal
    opening: Decimal
    moved: Decimal

    def text(self, amount: Decimal) -> str:
        """Without its sign: points a lot, or $."""
        if not self.size:
            return f"{abs(amount):,.2f} $"
        return money_text(abs(round_to_units(amount / self.size)))


def _words(moves: Sequence[Move], kind: EventKind, lots: int, priced: _Priced) -> str:
    if kind == "rolled":
        return _roll_words(moves, lots, priced)
    what = f"{lots} {legs_text(move.holding.leg for move in moves)}"
    record = moves[0].record
    if isinstance(record, Settlement):
        value = settlement_words(record)
        moved = priced.moved
        paid = f"paid {priced.text(moved)}" if moved < 0 else f"received {priced.text(moved)}" if moved else "nothing"
        return f"Settled {what} at {value}: {paid}"
    verb = {"opened": "Opened", "added": "Added", "changed": "Changed"}.get(kind, "Closed")
    last = " the last" if kind == "closed" else ""
    if all(move.holding.product.kind == "future" for move in moves):
        return f"{verb}{last}: {' and '.join(map(_future_words, moves))}"
    return f"{verb}{last} {what} for {_net_text(priced)}"


def _future_words(move: Move) -> str:
    """No premium moves: the price says what was dealt."""
    way = "bought" if move.quantity > 0 else "sold"
    return f"{way} {abs(move.quantity)} {legs_text((move.holding.leg,))} at {money_text(move.price)}"


def _roll_words(moves: Sequence[Move], lots: int, priced: _Priced) -> str:
    gone = [move.holding.leg for move in moves if move.closed]
    come = [move.holding.leg for move in moves if move.closed != move.quantity]
    is_one_series = len({(leg.root, leg.expiry) for leg in (*gone, *come)}) == 1
    target = " ".join(_sides(come)) if is_one_series else legs_text(come)
    halves = (("closing", priced.closing), ("opening", priced.opening))
    told = [f"{what} {'paid' if usd < 0 else 'received'} {priced.text(usd)}" for what, usd in halves]
    return f"Rolled {lots} {legs_text(gone)} to {target}: {', '.join(told)}, net {_net_text(priced)}"


def _net_text(priced: _Priced) -> str:
    if not priced.moved:
        return "nothing"
    return f"a {'credit' if priced.moved > 0 else 'debit'} of {priced.text(priced.moved)}"


def _paid_out(moves: Sequence[Move]) -> Decimal:
    """$ that a settlement brought (+) or cost (-), before fees; of a future its gain."""
    return sum((m.after.cash_flow - m.before.cash_flow + m.record.fee for m in moves), ZERO)
