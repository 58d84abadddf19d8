"""Places of the map: SPX points along, ln VIX upward, and values between the levels that were worked out."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.viewmodels.market_dock.axes import NumberAxis, Tick

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

_LADDERS = (
    (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 24, 26, 28, 30, 32, 35, 38, 40, 45, 50, 55, 60, 65, 70, 80, 90),
    (10, 12, 14, 16, 18, 20, 22, 25, 28, 30, 35, 40, 45, 50, 60, 70, 80, 90),
    (10, 12, 15, 20, 25, 30, 40, 50, 60, 80),
    (10, 15, 20, 30, 50, 70),
    (10, 20, 50),
    (10,),
)
"""Levels of one decade, from many to few."""


@dataclass(frozen=True)
class Grid:
    """`spots` (n,) SPX and `vixes` (m,) VIX points, both ascending."""

    spots: Floats
    vixes: Floats

    @cached_property
    def heights(self) -> Floats:
        """Where the levels of VIX stand on the axis, shape (m,)."""
        return np.log(self.vixes)

    @property
    def x_range(self) -> tuple[float, float]:
        return float(self.spots[0]), float(self.spots[-1])

    @property
    def y_range(self) -> tuple[float, float]:
        return float(self.heights[0]), float(self.heights[-1])

    def at(self, values: Floats, spots: Any, heights: Any) -> Floats:
        """Values (n, m) at places of one broadcast shape, straight between four levels; past the ends as at them."""
        row, down = _between(self.spots, np.asarray(spots))
        column, left = _between(self.heights, np.asarray(heights))
        low = values[row, column] * (1.0 - left) + values[row, column + 1] * left
        high = values[row + 1, column] * (1.0 - left) + values[row + 1, column + 1] * left
        return np.asarray(low * (1.0 - down) + high * down)

    def holds(self, vixes: Floats) -> NDArray[np.bool_]:
        """Whether these levels of VIX lie on the map."""
        return np.asarray((vixes >= self.vixes[0] * (1.0 - 1e-9)) & (vixes <= self.vixes[-1] * (1.0 + 1e-9)))


def _between(levels: Floats, at: Floats) -> tuple[Places, Floats]:
    """The level below each place, and how far on to the next it lies (0 to 1)."""
    place = np.clip(np.searchsorted(levels, at, side="right") - 1, 0, levels.size - 2)
    return place, np.clip((at - levels[place]) / (levels[place + 1] - levels[place]), 0.0, 1.0)


@dataclass(frozen=True, slots=True)
class VixAxis:
    """Even levels of VIX on an axis of ln VIX."""

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        if not high > low or most < 1:
            return ()
        tried = (_levels(ladder, low, high) for ladder in _LADDERS)
        least = (high - low) / most
        found = (ticks for ticks in tried if all(b.at - a.at >= least for a, b in pairwise(ticks)))
        return next((ticks for ticks in found if len(ticks) <= most), ())


@dataclass(frozen=True, slots=True)
class MoveAxis:
    """Moves of SPX in % of `spot`, on an axis of SPX points."""

    spot: float

    def ticks(self, low: float, high: float, most: int) -> tuple[Tick, ...]:
        moves = NumberAxis().ticks(self._move(low), self._move(high), most)
        return tuple(
            Tick(self.spot * (1.0 + move.at / 100.0), f"{'+' if move.at > 1e-9 else ''}{move.label} %")
            for move in moves
        )

    def _move(self, spot: float) -> float:
        return (spot / self.spot - 1.0) * 100.0


def _levels(ladder: tuple[int, ...], low: float, high: float) -> tuple[Tick, ...]:
    decades = range(math.floor(low / math.log(10.0)), math.floor(high / math.log(10.0)) + 1)
    levels = (step * 10.0 ** (decade - 1) for decade in decades for step in ladder)
    return tuple(Tick(math.log(level), f"{level:g}") for level in levels if low <= math.log(level) <= high)
