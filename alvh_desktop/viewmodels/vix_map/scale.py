"""How P/L becomes shade: one scale for gain and loss, and the levels of the contours on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.viewmodels.figures import MINUS
from alvh_desktop.viewmodels.vix_map.grid import Floats, Grid

Shades = NDArray[np.uint8]

MIDDLE, FULL = 127, 254
"""The shade of zero, and of a full gain; 0 is that of a full loss."""
_PART_WITHIN = 0.98
_LEAST_USD = 10.0
_STEPS = (1.0, 2.0, 5.0)
_LIMITS = (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)
_LEVELS_A_SIDE = 5
_COLUMNS, _ROWS = 303, 183
"""Pixels of the shaded ground: some to each level, so that it looks smooth."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`limit` $ have the full colour, as has all beyond; zero has none.

    The colour grows with the square root of the amount: the hedge of a crash pays many times what a condor can lose,
    and that loss must still be seen.
    """

    limit: float

    @property
    def levels(self) -> tuple[float, ...]:
        """$ of the contours, ascending: 1, 2, 5 and so on down from the limit, on both sides of zero."""
        highest = math.floor(_place_of(self.limit) + 1e-9)
        gains = [usd for usd in (_step(highest - down) for down in range(_LEVELS_A_SIDE)) if usd >= 1.0]
        return (*(-usd for usd in gains), 0.0, *reversed(gains))

    def share(self, usd: Floats | float) -> Floats:
        """-1 for a full loss to +1 for a full gain."""
        return np.asarray(np.sign(usd) * np.sqrt(np.minimum(np.abs(usd) / self.limit, 1.0)))

    def shades(self, usd: Floats) -> Shades:
        return np.asarray(np.round(MIDDLE * (1.0 + self.share(usd))), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class KeyMark:
    """A level `down` pixels under the top of the key."""

    down: float
    label: str
    is_zero: bool


def key_marks(scale: Scale, high: float, apart: float) -> tuple[KeyMark, ...]:
    """The levels on a key of so many pixels, the ends and zero first; the others where they keep `apart`."""
    most, least = scale.limit, -scale.limit
    inner = (sign * usd for usd in reversed(scale.levels) if 0.0 < usd < most for sign in (1.0, -1.0))
    found: list[KeyMark] = []
    for usd in (0.0, most, least, *inner):
        down = (1.0 - float(scale.share(usd))) / 2.0 * high
        if all(abs(down - other.down) >= apart for other in found):
            beyond = {most: "\N{GREATER-THAN OR EQUAL TO} ", least: "\N{LESS-THAN OR EQUAL TO} "}.get(usd, "")
            found.append(KeyMark(down, f"{beyond}{short_usd_text(usd)}", not usd))
    return tuple(found)


def scale_of(usd: Floats) -> Scale:
    """Nearly all of these amounts lie within its limit: a corner of the map does not pale the rest."""
    most = max(float(np.quantile(np.abs(usd), _PART_WITHIN)), _LEAST_USD)
    decade = 10.0 ** math.floor(math.log10(most))
    return Scale(next(decade * limit for limit in _LIMITS if decade * limit >= most * (1.0 - 1e-9)))


def ground_of(grid: Grid, usd: Floats, scale: Scale) -> Shades:
    """Shades of the whole map, shape (rows, columns) of even width and height; the first row is the lowest VIX."""
    across = (np.arange(_COLUMNS) + 0.5) / _COLUMNS
    up = (np.arange(_ROWS) + 0.5) / _ROWS
    (left, right), (bottom, top) = grid.x_range, grid.y_range
    return scale.shades(grid.at(usd, left + across * (right - left), (bottom + up * (top - bottom))[:, None]))


def short_usd_text(usd: float) -> str:
    """A round amount in few signs: `+20k`, `+1.5M`, `0`."""
    if not usd:
        return "0"
    sign, amount = ("+" if usd > 0 else MINUS), abs(usd)
    for unit, letter in ((1e9, "bn"), (1e6, "M"), (1e3, "k")):
        if amount >= unit:
            return f"{sign}{amount / unit:g}{letter}"
    return f"{sign}{amount:g}"


def _step(place: int) -> float:
    """The series ... 1, 2, 5, 10, 20 ... by its place; 1 has the place 0."""
    decade, within = divmod(place, len(_STEPS))
    return float(_STEPS[within] * 10.0**decade)


def _place_of(usd: float) -> float:
    """Where an amount stands in the series, between two places on the line through their logarithms."""
    decade = math.floor(math.log10(usd) + 1e-12)
    logs = [math.log10(step) for step in (*_STEPS, 10.0)]
    return len(_STEPS) * decade + float(np.interp(math.log10(usd) - decade, logs, range(len(logs))))
