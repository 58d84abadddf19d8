"""Lines of equal P/L and the ground between them, traced over SPX and ln VIX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import contourpy
import numpy as np
from numpy.typing import NDArray

from alvh_desktop.viewmodels.vix_map.grid import Floats, Grid, Places
from alvh_desktop.viewmodels.vix_map.scale import short_usd_text


@dataclass(frozen=True, slots=True)
class Contour:
    """Where P/L is `usd` $: polylines of shape (k, 2), each place SPX points and ln VIX."""

    usd: float
    label: str
    polylines: tuple[Floats, ...]


@dataclass(frozen=True)
class Strokes:
    """Many polylines as one: `joins` (k,) is 1 where a point is joined to the next."""

    x: Floats
    y: Floats
    joins: NDArray[np.int32]


def contours_of(grid: Grid, usd: Floats, levels: Sequence[float]) -> tuple[Contour, ...]:
    """Of `usd` (spots, vixes); levels that are nowhere reached have no contour."""
    tracer = contourpy.contour_generator(
        grid.spots, grid.heights, usd.T, name="serial", line_type=contourpy.LineType.Separate
    )
    found = ((level, tuple(cast(list[Floats], tracer.lines(level)))) for level in levels)
    return tuple(Contour(level, short_usd_text(level), lines) for level, lines in found if lines)


def zone_of(grid: Grid, depth: Floats) -> Strokes:
    """The rim of all ground where `depth` (spots, vixes) is above zero: closed rings, those of holes among them."""
    most = float(depth.max())
    if most <= 0.0:
        return strokes_of(())
    tracer = contourpy.contour_generator(
        grid.spots, grid.heights, depth.T, name="serial", fill_type=contourpy.FillType.OuterOffset
    )
    points, offsets = cast(tuple[list[Floats], list[Places]], tracer.filled(0.0, 2.0 * most))
    rings = (
        ring[begin:end] for ring, cuts in zip(points, offsets, strict=True) for begin, end in pairwise(cuts.tolist())
    )
    return strokes_of(rings)


def strokes_of(polylines: Iterable[Floats]) -> Strokes:
    lines = [line for line in polylines if len(line) > 1]
    if not lines:
        return Strokes(np.empty(0), np.empty(0), np.empty(0, dtype=np.int32))
    places = np.concatenate(lines)
    joins = np.ones(len(places), dtype=np.int32)
    joins[np.cumsum([len(line) for line in lines]) - 1] = 0
    return Strokes(np.ascontiguousarray(places[:, 0]), np.ascontiguousarray(places[:, 1]), joins)
