"""How far the hedge moves the break-evens at the condors' next settlement, beside what the method aims at."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alvh_desktop.domain.calendar import NEW_YORK, business_days_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.priced_once import priced_once
from alvh_desktop.pricing.scenario.world import Dates
from alvh_desktop.rules.facts.age import doubt_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.facts.standing import Standing, core_legs, hangs_on, hedge_legs, seen_of_standing, standing_of
from alvh_desktop.rules.facts.structure import held_roles
from alvh_desktop.rules.hedge_units import counts_per_unit
from alvh_desktop.rules.reading import BOOK, Reading, Seen
from alvh_desktop.rules.scene import Scene

AIM_POINTS, AIM_PERCENT = (8.0, 12.0), (1.2, 1.8)
"""What the method aims at: of books whose condors were opened with a trading day or less, and of all others."""

_NEAR, _FAR = 97, 25  # places between the wings, and from a third of SPX to twice as much
_CONDORS, _NET = 0, 1

SideName = Literal["lower", "upper"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side at the settlement, SPX points: the break-even of the condors, with the hedge, and the farthest wing.

    `hedged` None: with the hedge there is none left on this side. `hedge_usd` is the hedge's P/L at the condors'
    break-even; `factor` how many times the hedge would have to be held for the lower end of the aim, None where that
    cannot be reached.
    """

    name: SideName
    alone: float
    hedged: float | None
    wing: float | None
    hedge_usd: float
    aim: tuple[float, float]
    factor: float | None

    @property
    def shift(self) -> float | None:
        """Points, outward +."""
        if self.hedged is None:
            return None
        return self.alone - self.hedged if self.name == "lower" else self.hedged - self.alone

    @property
    def reachable(self) -> float | None:
        """Points from the break-even to the wing, w - credit: beyond it no loss grows, and no break-even stands."""
        return None if self.wing is None else abs(self.alone - self.wing)


@dataclass(frozen=True, slots=True)
class Shift:
    """At the settlement of `name`; `at_spot` is the P/L of condors and of both together at spot, $."""

    name: str
    sides: tuple[Side, ...]
    at_spot: tuple[float, float]
    is_of_days: bool


def read_break_even_shift(scene: Scene) -> Iterator[Reading]:
    """The smaller of both sides' shifts, in points, outward +."""
    if not _condor_legs(scene):
        return
    found = shift_of(scene)
    if isinstance(found, Problem):
        yield Reading(BOOK, None, f"not known: {found.message}")
        return
    doubt = doubt_of(scene, seen_of_standing(scene))
    condors, net = found.at_spot
    if condors <= 0 or not found.sides:
        why = "SPX stands beyond a break-even of the condors" if condors <= 0 else "the condors have no break-even"
        yield Reading(BOOK, None, f"not known: {why} at the settlement of {found.name}", doubt=doubt)
        return
    if net <= 0:
        nearest = min(abs(side.alone - _spot(scene)) for side in found.sides)
        yield Reading(
            BOOK, -nearest,
            f"At the settlement of {found.name} the hedge takes both break-evens away: with SPX where it is the "
            f"condors make ${condors:,.0f} and the book ${net:,.0f}.",
            said="The hedge costs more than the condors can make.", doubt=doubt,
        )  # fmt: skip
        return
    shifts = [side.shift for side in found.sides if side.shift is not None]
    units = _units_held(scene)
    told = " ".join(_told(side, found.is_of_days, _spot(scene), units) for side in found.sides)
    yield Reading(
        BOOK,
        min(shifts, default=None),
        f"At the settlement of {found.name}, the hedge valued with the usual answer of VIX: {told} "
        "A long VIX hedge moves the upper break-even inward.",
        said=f"The hedge shifts the break-evens by {' and '.join(f'{shift:+.1f}' for shift in shifts)} points.",
        doubt=doubt,
        not_judged=None if shifts else "with the hedge no break-even is left",
        seen=tuple(Seen(f"{side.name} break-even of the condors, points", side.alone) for side in found.sides),
    )


def shift_of(scene: Scene) -> Shift | Problem:
    """At the first settlement of condors that is to come; all that is held counts in it, as in the payoff chart."""
    standing = standing_of(scene)
    if isinstance(standing, Problem):
        return standing
    return kept(scene, "break-even shift", hangs_on(scene), lambda: _shift(scene, standing))


def _shift(scene: Scene, standing: Standing) -> Shift | Problem:
    position, world = standing.position, standing.world
    core = _condor_legs(scene)
    end = min(scene.values[held.leg.id].settles_at for held in core)
    ending = [held for held in core if scene.values[held.leg.id].settles_at == end]
    left_out = position.left_out(end)
    if left_out:
        return Problem("break-even", f"{left_out[0].where} is {left_out[0].message}")
    cash = position.cash((end,))

    # all is priced once: between places this near the hedge is a straight line, and the condors are one anyway
    levels = _levels(position.contracts.spx_strikes, world.spot, _wings(ending))
    at_end = Dates(world.now, (end,))
    priced = priced_once("settlement", position.contracts, world, at_end, levels, scene.market.worked_out)
    parts = priced.parts(position.sizes)[:, 0] + cash
    values = np.stack([parts[0], parts.sum(axis=0)])
    place = int(np.searchsorted(levels, world.spot))
    is_of_days = all(_days_at_opening(held) <= 1 for held in ending)
    aim = AIM_POINTS if is_of_days else (world.spot * AIM_PERCENT[0] / 100.0, world.spot * AIM_PERCENT[1] / 100.0)
    sides = _sides(levels, values, place, _wings(ending), aim)
    first = ending[0].leg
    settles = f"{first.root} {expiry_text(first.expiry)}"
    return Shift(settles, sides, (float(values[_CONDORS, place]), float(values[_NET, place])), is_of_days)


def _levels(strikes: tuple[float, ...], spot: float, wings: tuple[float | None, float | None]) -> Floats:
    """Ascending; every kink of the condors is among them, and spot."""
    low, high = wings[0] or 0.9 * spot, wings[1] or 1.1 * spot
    near, far = (
        np.linspace(0.98 * min(low, spot), 1.02 * max(high, spot), _NEAR),
        np.geomspace(spot / 3, 2 * spot, _FAR),
    )
    return np.unique(np.concatenate([near, far, strikes, [spot]]))


def _sides(
    levels: Floats,
    values: Floats,
    place: int,
    wings: tuple[float | None, float | None],
    aim: tuple[float, float],
) -> tuple[Side, ...]:
    """Those on which the condors alone have a break-even, outward of spot at `place`."""
    names: tuple[SideName, SideName] = ("lower", "upper")
    hedge, sides = values[_NET] - values[_CONDORS], []
    for name, wing in zip(names, wings, strict=True):
        outward = levels[place::-1] if name == "lower" else levels[place:]
        alone, hedged = (_first_zero(outward, row[place::-1] if name == "lower" else row[place:]) for row in values)
        if alone is None:
            continue
        at_aim = alone + (-aim[0] if name == "lower" else aim[0])
        condors_there, hedge_there = (float(np.interp(at_aim, levels, row)) for row in (values[_CONDORS], hedge))
        is_reachable = wing is not None and aim[0] < abs(alone - wing) and hedge_there > 0
        factor = -condors_there / hedge_there if is_reachable else None
        sides.append(Side(name, alone, hedged, wing, float(np.interp(alone, levels, hedge)), aim, factor))
    return tuple(sides)


def _first_zero(spots: Floats, values: Floats) -> float | None:
    """Where a curve that is won at the first of `spots` is won no more; None where it always is, or never was."""
    lost = np.flatnonzero(values <= 0)
    if not lost.size or lost[0] == 0:
        return None
    outer = int(lost[0])
    inner = outer - 1
    share = values[inner] / (values[inner] - values[outer])
    return float(spots[inner] + (spots[outer] - spots[inner]) * share)


def _told(side: Side, is_of_days: bool, spot: float, units: float) -> str:
    if side.hedged is None or side.shift is None:
        moved = f"none is left with the hedge (condors alone {side.alone:,.1f})"
    else:
        way = "outward" if side.shift >= 0 else "inward"
        percent = 100.0 * abs(side.shift) / spot
        moved = f"{abs(side.shift):.1f} points ({percent:.2f} %) {way}, from {side.alone:,.1f} to {side.hedged:,.1f}"
    low, high = AIM_POINTS if is_of_days else AIM_PERCENT
    most = "" if side.reachable is None else f", at most {side.reachable:.1f} points to the wing"
    verb = "makes" if side.hedge_usd >= 0 else "loses"
    told = (
        f"{side.name} break-even {moved}; aim {low:g}-{high:g} {'points' if is_of_days else '%'}{most}; the hedge "
        f"{verb} ${abs(side.hedge_usd):,.0f} at the condors' break-even"
    )
    return f"{told[0].upper()}{told[1:]}{_units_text(side, units)}."


def _units_text(side: Side, units: float) -> str:
    if side.name == "upper":
        return ""
    if side.reachable is not None and side.aim[0] >= side.reachable:
        return "; the aim lies beyond the wing and cannot be reached"
    if side.factor is None:
        return "; no number of units reaches the aim, for the hedge loses there"
    return f"; {max(side.factor, 0.0) * units:.1f} units in place of {units:.1f} would reach the aim" if units else ""


def _units_held(scene: Scene) -> float:
    """Long calls in the layers over those of one unit."""
    if not hedge_legs(scene):
        return 0.0
    per_unit = sum(counts_per_unit(scene.book).values())
    held = sum(role.held for role in held_roles(scene, frozenset(scene.book.accounts)).values())
    return held / per_unit if per_unit else 0.0


def _wings(ending: list[Holding]) -> tuple[float | None, float | None]:
    """The farthest bought put and call of the condors that settle, in points of SPX."""
    longs = [
        (held.leg.right, float(held.leg.strike) * float(held.product.index_divisor))
        for held in ending
        if held.position.quantity > 0 and held.leg.strike is not None and held.product.underlying == "SPX"
    ]
    puts, calls = ([strike for right, strike in longs if right == wanted] for wanted in ("P", "C"))
    return min(puts, default=None), max(calls, default=None)


def _condor_legs(scene: Scene) -> list[Holding]:
    """Options on SPX: a fund in the core sleeve never settles."""
    return [held for held in core_legs(scene) if held.leg.right is not None and held.product.underlying == "SPX"]


def _days_at_opening(held: Holding) -> int:
    return business_days_between(held.fills[0].moment.astimezone(NEW_YORK).date(), held.leg.expiry)


def _spot(scene: Scene) -> float:
    assert not isinstance(scene.spot, Problem), "the world is known"
    return scene.spot.value


BREAK_EVEN_SHIFT_FACTS = (
    Fact(
        "break_even_shift", "Break-even shift", "points", "book",
        "first zero outward of condors plus hedge less that of the condors alone, at their next settlement, "
        "outward +; the smaller side",
        "no condor is open", read_break_even_shift,
    ),
)  # fmt: skip
