"""Where a curve crosses zero, where it is lowest, and how far it can go: found between the points that are drawn."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats

Curve = Callable[[Floats], Floats]
Side = Literal["on the put side", "between the shorts", "on the call side"]

_RIDDERS_STEPS = 12
_LOOKS = 17  # places of a bracket that are looked at together
_PASSES = 6  # each leaves an eighth of the bracket
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


def zeros_of(curve: Curve, spots: Floats, values: Floats) -> tuple[float, ...]:
    """Every level at which `curve` crosses zero between ascending `spots`, where it has `values`; to 1e-9 of itself.

    Of a stretch that lies on zero its ends are told, where they are not the ends of the curve.
    """
    at = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    crossings = _ridders(curve, spots[at], spots[at + 1], values[at], values[at + 1])
    is_zero = np.concatenate(([True], values == 0.0, [True]))
    touches = spots[(values == 0.0) & ~(is_zero[:-2] & is_zero[2:])]
    return tuple(sorted(float(zero) for zero in (*crossings, *touches)))


def _ridders(curve: Curve, low: Floats, high: Floats, at_low: Floats, at_high: Floats) -> Floats:
    """Zeros in brackets by Ridders' method, all at once: each step halves, and near the end doubles the digits."""
    for _ in range(_RIDDERS_STEPS if low.size else 0):
        middle = 0.5 * (low + high)
        at_middle = curve(middle)
        root = np.sqrt(at_middle * at_middle - at_low * at_high)
        step = np.where(root > 0.0, at_middle / np.where(root > 0.0, root, 1.0), 0.0)
        found = np.clip(middle + (middle - low) * np.sign(at_low - at_high) * step, low, high)
        at_found = curve(found)
        places = np.sort(np.stack([low, middle, found, high]), axis=0)
        values = np.take_along_axis(
            np.stack([at_low, at_middle, at_found, at_high]),
            np.argsort(np.stack([low, middle, found, high]), axis=0),
            axis=0,
        )
        cut = np.argmax(np.sign(values[:-1]) * np.sign(values[1:]) <= 0, axis=0)[None]
        low, high = (np.take_along_axis(places, cut + shift, axis=0)[0] for shift in (0, 1))
        at_low, at_high = (np.take_along_axis(values, cut + shift, axis=0)[0] for shift in (0, 1))
        if np.all(high - low <= 1e-12 * high):
            break
    return np.where(np.abs(at_low) <= np.abs(at_high), low, high)


def lowest(curve: Curve, spots: Floats, values: Floats) -> tuple[float, float]:
    """The lowest point of `curve` near the lowest of its `values` at ascending `spots`: level and $.

    The curve is taken to have one lowest point between the neighbours of the lowest one given; a kink that is
    among `spots` is found as it stands.
    """
    index = int(values.argmin())
    best, best_value = float(spots[index]), float(values[index])
    left, right = float(spots[max(index - 1, 0)]), float(spots[min(index + 1, spots.size - 1)])
    for _ in range(_PASSES):
        looks = np.linspace(left, right, _LOOKS)
        seen = curve(looks)
        place = int(seen.argmin())
        if seen[place] < best_value:
            best, best_value = float(looks[place]), float(seen[place])
        left, right = float(looks[max(place - 1, 0)]), float(looks[min(place + 1, _LOOKS - 1)])
    return best, best_value


def _nearest_lowest(curve: Curve, spots: Floats, values: Floats, spot: float) -> tuple[float, float]:
    """The lowest point, and where a stretch is as low to the cent the place on it that is nearest to `spot`."""
    place, value = lowest(curve, spots, values)
    as_low = spots[values <= value + _CENT]
    if as_low.size:
        place = float(as_low[np.abs(as_low - spot).argmin()])
    return place, value


def troughs_of(
    net: Curve, unhedged: Curve, spots: Floats, values: Floats, shorts: tuple[float, float]
) -> tuple[Trough, ...]:
    """The lowest point of the net curve below, between and above the short strikes (SPX points).

    `spots` ascending with the `values` of the net curve there; the shorts should be among them. A side outside
    the range is left out.
    """
    put, call = shorts
    sides: tuple[tuple[Side, float, float], ...] = (
        ("on the put side", -np.inf, put), ("between the shorts", put, call), ("on the call side", call, np.inf),
    )  # fmt: skip
    found = []
    for side, low, high in sides:
        chosen = (spots >= low) & (spots <= high)
        if chosen.sum() < 2:
            continue
        spot, usd = lowest(net, spots[chosen], values[chosen])
        is_at_edge = side != "between the shorts" and spot in (spots[0], spots[-1])
        found.append(Trough(side, spot, usd, float(unhedged(np.array([spot]))[0]), is_at_edge))
    return tuple(found)


def extremes_of(curve: Curve, spots: Floats, values: Floats, spot: float, slope_up: float) -> Extremes:
    """Best and worst over ascending `spots` and at an index of zero.

    `slope_up` is the $ per point of SPX that the curve gains far above: where it is not level the best or worst is
    unlimited. `spots` should reach far to both sides and hold every kink.
    """
    at_zero = float(curve(np.array([_FAR_DOWN * spot]))[0])
    worst_at, worst = _nearest_lowest(curve, spots, values, spot)
    best_at, best = _nearest_lowest(lambda places: -curve(places), spots, -values, spot)
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
