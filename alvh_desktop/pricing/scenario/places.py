"""Where a curve crosses zero, where it is lowest, and how far it can go: found between the points that are drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.searches import Search, crossings, look, lowest, together

Side = Literal["on the put side", "between the shorts", "on the call side"]

_FAR_DOWN = 1e-10  # share of spot that stands for an index at zero
_CENT = 0.01
_LEVEL = 1e-6  # $ per point of SPX under which a curve counts as level far out


@dataclass(frozen=True, slots=True)
class Trough:
    """The lowest point of a curve on one side, SPX points and $; `unhedged_usd` is the curve without the hedge there.

    `is_at_edge` says that the curve may go lower beyond the range that was looked at.
    """

    side: Side
    spot: float
    usd: float
    unhedged_usd: float
    is_at_edge: bool


@dataclass(frozen=True, slots=True)
class Extremes:
    """Best and worst of a curve from an index of zero to three times spot, $ and SPX points; None is unlimited.

    At the edge the curve may go on further up, as a leg that lives on still does.
    """

    best_usd: float | None
    best_at: float | None
    worst_usd: float | None
    worst_at: float | None
    is_best_at_edge: bool = False
    is_worst_at_edge: bool = False


def zeros_of(spots: Floats, values: Floats, row: int = 0) -> Search[tuple[float, ...]]:
    """Every level at which curve `row` crosses zero between ascending `spots`, where the curves have these `values`
    (curves, points); to 1e-11 of itself.

    Of a stretch that lies on zero its ends are told, where they are not the ends of the curve.
    """
    crossed = yield from crossings(spots, values, row)
    at_zero = values[row] == 0.0
    is_zero = np.concatenate(([True], at_zero, [True]))
    touches = spots[at_zero & ~(is_zero[:-2] & is_zero[2:])]
    return tuple(sorted(float(zero) for zero in (*crossed, *touches)))


def troughs_of(
    spots: Floats, values: Floats, shorts: tuple[float, float], net: int, unhedged: int
) -> Search[tuple[Trough, ...]]:
    """The lowest point of curve `net` below, between and above the short strikes (SPX points).

    `spots` ascending with the `values` (curves, points) there; the shorts should be among them. A side outside the
    range is left out.
    """
    put, call = shorts
    sides: tuple[tuple[Side, float, float], ...] = (
        ("on the put side", -np.inf, put), ("between the shorts", put, call), ("on the call side", call, np.inf),
    )  # fmt: skip
    chosen = {side: (spots >= low) & (spots <= high) for side, low, high in sides}
    within = {side: places for side, places in chosen.items() if places.sum() >= 2}
    found = yield from together([lowest(spots[places], values[:, places], net) for places in within.values()])
    ends = (spots[0], spots[-1])
    return tuple(
        Trough(side, spot, float(at[net]), float(at[unhedged]), side != "between the shorts" and spot in ends)
        for side, (spot, at) in zip(within, found, strict=True)
    )


def extremes_of(spots: Floats, values: Floats, spot: float, slope_up: float, row: int = 0) -> Search[Extremes]:
    """Best and worst of curve `row` over ascending `spots`, where the curves have these `values` (curves, points),
    and at an index of zero.

    `slope_up` is the $ per point of SPX that the curve gains far above: where it is not level the best or worst is
    unlimited. `spots` should reach far to both sides and hold every kink.
    """
    searches: Sequence[Search[object]] = (
        look(_FAR_DOWN * spot), lowest(spots, values, row), lowest(spots, values, row, -1.0),
    )  # fmt: skip
    down, low, high = yield from together(searches)
    at_zero = float(down[row])
    worst_at, worst = _nearest(spots, values[row], spot, low[0], float(low[1][row]))
    best_at, best = _nearest(spots, -values[row], spot, high[0], -float(high[1][row]))
    # to the cent, so that of equal levels the one nearest to spot is told
    highest = max((-best, best_at), (at_zero, 0.0), key=lambda pair: round(pair[0], 2))
    deepest = min((worst, worst_at), (at_zero, 0.0), key=lambda pair: round(pair[0], 2))
    best_is_open, worst_is_open = slope_up > _LEVEL, slope_up < -_LEVEL
    edge = float(spots[-1])
    return Extremes(
        best_usd=None if best_is_open else highest[0],
        best_at=None if best_is_open else highest[1],
        worst_usd=None if worst_is_open else deepest[0],
        worst_at=None if worst_is_open else deepest[1],
        is_best_at_edge=not best_is_open and highest[1] == edge,
        is_worst_at_edge=not worst_is_open and deepest[1] == edge,
    )


def _nearest(spots: Floats, values: Floats, spot: float, place: float, usd: float) -> tuple[float, float]:
    """The lowest point, and where a stretch is as low to the cent the place on it that is nearest to `spot`."""
    as_low = spots[values <= usd + _CENT]
    if as_low.size:
        place = float(as_low[np.abs(as_low - spot).argmin()])
    return place, usd
