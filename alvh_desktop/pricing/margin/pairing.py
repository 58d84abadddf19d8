"""Which sold option is covered by which bought one: the pairing that asks least of the holder.

All amounts are points a contract; the options of one pairing share multiplier and index. Every sold contract ends
in one structure:

    uncovered  alone                               its own requirement
    strangle   with a sold option of the other     the greater of the two requirements, and the other's premium
               right, root and expiry the same
    spread     with a bought one of its right      what the strikes can lose: width, 0 when paid for in full
    condor     two spreads of four legs of one     the wider of the two widths, for only one side can lose
               root and expiry, puts below calls

Sources: Cboe Rule 10.3, FINRA 4210(f)(2) and Regulatory Notice 12-44, Cboe Margin Manual ("Short Put and Short
Call", "Put Spread or Call Spread"): a sold option that needs less uncovered than in its spread stays uncovered.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import reduce
from math import gcd, prod
from typing import Literal

from alvh_desktop.domain.contracts import Contract

_MOST_STATES = 4096
_MOST_UNITS = 64
UNKNOWN_POINTS = Decimal(10) ** 9
"""Stands for an uncovered requirement nobody can work out: any cover is better. It never reaches a report."""


@dataclass(frozen=True, slots=True, eq=False)
class Option:
    """`quantity` contracts of one series, bought + and sold -; each series stands in a pairing once.

    `uncovered` is what one sold contract needs alone, `premium` its mark, both None when not known.
    """

    contract: Contract
    quantity: int
    settles_at: datetime
    uncovered: Decimal | None = None
    premium: Decimal | None = None

    @property
    def strike(self) -> Decimal:
        assert self.contract.strike is not None, "an option has a strike"
        return self.contract.strike

    @property
    def group(self) -> tuple[str, date]:
        return self.contract.root, self.contract.expiry


@dataclass(frozen=True, slots=True)
class Covering:
    """`is_later_enough`: whether a bought option that settles later covers; else only one settling with the sold."""

    is_later_enough: bool = True
    needs_equal_wings: bool = False


@dataclass(frozen=True, slots=True)
class Structure:
    """`members` sold ones first: put before call; in a condor sold put, bought put, sold call, bought call."""

    kind: Literal["uncovered", "strangle", "spread", "condor"]
    members: tuple[Option, ...]
    points: Decimal


Pairing = Mapping[Structure, int]
"""How many contracts of each structure."""


def total_points(pairing: Pairing) -> Decimal:
    return sum((structure.points * count for structure, count in pairing.items()), Decimal(0))


def width(sold: Option, bought: Option) -> Decimal:
    """Points a spread can lose at settlement."""
    lost = bought.strike - sold.strike if sold.contract.right == "C" else sold.strike - bought.strike
    return max(lost, Decimal(0))


def is_covered_by(sold: Option, bought: Option, covering: Covering) -> bool:
    """Same right, and the bought one settles with the sold one or, where that is enough, after it."""
    if sold.contract.right != bought.contract.right or bought.settles_at < sold.settles_at:
        return False
    return covering.is_later_enough or bought.settles_at == sold.settles_at


def uncovered_points(sold: Option) -> Decimal:
    return UNKNOWN_POINTS if sold.uncovered is None else sold.uncovered


def strangle(put: Option, call: Option) -> Structure | None:
    """None where the rule does not make one of them."""
    if put.group != call.group or put.uncovered is None or call.uncovered is None:
        return None
    if put.premium is None or call.premium is None:
        return None
    # of equal sides the one with the larger premium counts as the other: the rule does not say which
    greater, premium = max((put.uncovered, call.premium), (call.uncovered, put.premium))
    return Structure("strangle", (put, call), greater + premium)


def condor(puts: tuple[Option, Option], calls: tuple[Option, Option], covering: Covering) -> Structure | None:
    """From a put spread and a call spread, each sold and bought; None where they are not one condor."""
    (sold_put, bought_put), (sold_call, bought_call) = puts, calls
    if len({option.group for option in (*puts, *calls)}) > 1:
        return None
    if not bought_put.strike < sold_put.strike <= sold_call.strike < bought_call.strike:
        return None
    wings = width(*puts), width(*calls)
    if covering.needs_equal_wings and (wings[0] != wings[1] or sold_put.strike == sold_call.strike):
        return None
    return Structure("condor", (*puts, *calls), max(wings))


def exact_pairing(options: Sequence[Option], covering: Covering) -> Pairing | None:
    """The pairing of least points, by trying all; None when there are too many to try.

    Contracts are taken one by one, or in equal lots where all counts are multiples of one number and the contracts
    themselves are too many.
    """
    counts = [abs(option.quantity) for option in options]
    lot = 1
    if not _is_small(counts):
        lot = reduce(gcd, counts)
        counts = [count // lot for count in counts]
    if not _is_small(counts):
        return None
    choices = _choices(options, covering)
    known: dict[tuple[int, ...], tuple[Decimal, Structure | None]] = {}
    _least(tuple(counts), choices, known)
    pairing: dict[Structure, int] = {}
    state = tuple(counts)
    while (best := known[state][1]) is not None:
        pairing[best] = pairing.get(best, 0) + lot
        state = _without(state, next(places for places, s in choices[_first(state, choices)] if s is best))
    return pairing


def _is_small(counts: Sequence[int]) -> bool:
    return sum(counts) <= _MOST_UNITS and prod(count + 1 for count in counts) <= _MOST_STATES


Choices = Mapping[int, Sequence[tuple[tuple[int, ...], Structure]]]


def _least(
    state: tuple[int, ...], choices: Choices, known: dict[tuple[int, ...], tuple[Decimal, Structure | None]]
) -> Decimal:
    """Points of the best pairing of what is left, remembered with its next structure. Each takes one contract off
    the first sold series, so every pairing is reached once."""
    if state in known:
        return known[state][0]
    first = _first(state, choices)
    best: tuple[Decimal, Structure | None] = (Decimal(0), None)
    for places, structure in choices.get(first, ()):
        if all(state[place] for place in places):
            points = structure.points + _least(_without(state, places), choices, known)
            if best[1] is None or points < best[0]:
                best = points, structure
    known[state] = best
    return best[0]


def _first(state: tuple[int, ...], choices: Choices) -> int:
    return next((place for place in choices if state[place]), -1)


def _without(state: tuple[int, ...], places: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(count - (place in places) for place, count in enumerate(state))


def _choices(options: Sequence[Option], covering: Covering) -> Choices:
    """For each sold series, puts first, all structures it can be the first member of; of equal ones the first
    is taken."""
    place = {id(option): number for number, option in enumerate(options)}
    sold = sorted((o for o in options if o.quantity < 0), key=lambda o: (o.contract.right == "C", place[id(o)]))
    return {
        place[id(option)]: [
            (tuple(place[id(member)] for member in structure.members), structure)
            for structure in _structures_from(option, options, covering)
        ]
        for option in sold
    }


def _structures_from(sold: Option, options: Sequence[Option], covering: Covering) -> Iterator[Structure]:
    others = [o for o in options if o.quantity < 0 and o.contract.right == "C"] if sold.contract.right == "P" else []
    covers = covers_of(sold, options, covering)
    for bought, other in ((bought, other) for bought in covers for other in others):
        for far in covers_of(other, options, covering):
            if (found := condor((sold, bought), (other, far), covering)) is not None:
                yield found
    yield from (Structure("spread", (sold, bought), width(sold, bought)) for bought in covers)
    yield from (found for other in others if (found := strangle(sold, other)) is not None)
    yield Structure("uncovered", (sold,), uncovered_points(sold))


def covers_of(sold: Option, options: Iterable[Option], covering: Covering) -> list[Option]:
    return [o for o in options if o.quantity > 0 and is_covered_by(sold, o, covering)]
