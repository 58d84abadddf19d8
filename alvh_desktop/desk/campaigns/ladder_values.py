"""When a ladder's P/L is known: what its fills leave, what was recorded of its days, and its marks now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from alvh_desktop.desk.campaigns.moves import ZERO, Move, batches
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.holding import Holding
from alvh_desktop.pricing.valuation import LegValue


@dataclass(frozen=True, slots=True)
class Span:
    """A time in which a ladder held something, its P/L known at both ends and nowhere between.

    `profit` is what it gained in $ after fees; None where its end is not known, with the reason in `unknown`.
    """

    start: datetime
    end: datetime
    profit: Decimal | None
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """P/L since its first fill, in $ after fees."""

    moment: datetime
    profit: Decimal


def spans_of(
    holdings: Sequence[Holding],
    moves: Sequence[Move],
    values: Mapping[int, LegValue],
    lines: Sequence[DayLine],
    now: datetime,
) -> tuple[Span, ...]:
    """The life of a ladder in the spans between the moments at which its P/L is known.

    Known it is before its first fill, while it holds nothing, at a line of a day that was whole and that the book
    still agrees with, and now, where every open leg has a mark.
    """
    lives = _known_by_life(moves, [line for line in lines if line.moment < now and _is_whole(line)])
    spans = [
        Span(one.moment, other.moment, other.profit - one.profit) for life in lives for one, other in pairwise(life)
    ]
    if any(held.position.quantity for held in holdings):
        spans.append(_to_now(lives[-1][-1], holdings, values, now))
    return tuple(spans)


def _known_by_life(moves: Sequence[Move], lines: Sequence[DayLine]) -> list[list[Known]]:
    """A life lasts from a fill that finds nothing open until nothing is open again."""
    events: list[tuple[datetime, DayLine | tuple[Move, ...]]] = [*batches(moves)]
    events += [(line.moment, line) for line in lines]
    events.sort(key=lambda event: event[0])  # of one moment what was booked stays before what was seen
    lives: list[list[Known]] = []
    realised = cash = ZERO
    open_legs: set[int] = set()
    for moment, event in events:
        if isinstance(event, DayLine):
            if open_legs and (event.realised, event.cash_flow) == (realised, cash):
                lives[-1].append(Known(moment, event.realised + (event.unrealised or ZERO)))
            continue
        if not open_legs:
            lives.append([Known(moment, realised)])
        for move in event:
            realised += move.realised
            cash += move.after.cash_flow - move.before.cash_flow
            (open_legs.add if move.after.quantity else open_legs.discard)(move.holding.leg.id)
        if not open_legs:
            lives[-1].append(Known(moment, realised))
    return lives


def _to_now(last: Known, holdings: Sequence[Holding], values: Mapping[int, LegValue], now: datetime) -> Span:
    open_legs = [held.leg.id for held in holdings if held.position.quantity]
    marks = [values[leg_id].unrealised if leg_id in values else None for leg_id in open_legs]
    known = [mark for mark in marks if mark is not None]
    end = max(now, last.moment)
    if len(known) < len(marks):
        missing = len(marks) - len(known)
        return Span(last.moment, end, None, f"{missing} of its {len(marks)} open legs have no mark now")
    booked = sum((held.position.realised for held in holdings), ZERO)
    return Span(last.moment, end, booked + sum(known, ZERO) - last.profit)


def _is_whole(line: DayLine) -> bool:
    """Whether every open leg had a mark of that day."""
    return bool(line.open_legs) and not line.unmarked and line.unrealised is not None and not line.has_old_marks
