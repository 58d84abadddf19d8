"""Where the amounts of the contours are written: on the line, inside the chart, and never one on another."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from alvh_desktop.viewmodels.vix_map.contours import Contour
from alvh_desktop.viewmodels.vix_map.grid import Floats, Grid

_SHARES = (0.5, 0.35, 0.65, 0.2, 0.8)
"""How far along a line its label is tried."""
_LEAST_LENGTH = 3.0
"""Of a line that is labelled, in widths of its label."""
_APART = 6.0
_ROOM_A_LABEL = 11_000.0
"""Square pixels of chart to each label: more of them would cover what they are about."""


@dataclass(frozen=True, slots=True)
class Label:
    """Centred on (x, y) pixels from the left and the top of the chart."""

    text: str
    x: float
    y: float
    width: float
    is_zero: bool


def labels_of(
    contours: Iterable[Contour],
    grid: Grid,
    size: tuple[float, float],
    width_of: Callable[[str], float],
    height: float,
    taken: Iterable[tuple[float, float]] = (),
) -> tuple[Label, ...]:
    """A label a line that is long enough, zero first and then the largest amounts, in a chart of `size` pixels.

    `width_of` is that of a text in pixels, `height` that of them all; `taken` are places (SPX points, ln VIX) to keep
    clear of.
    """
    most = int(size[0] * size[1] / _ROOM_A_LABEL)
    kept_clear = _in_pixels(np.array(list(taken)).reshape(-1, 2), grid, size)
    placed: list[Label] = [Label("", x, y, height, False) for x, y in kept_clear.tolist()]
    begun = len(placed)
    for contour in sorted(contours, key=lambda each: -abs(each.usd) if each.usd else -np.inf):
        width = width_of(contour.label)
        for line in sorted((_in_pixels(line, grid, size) for line in contour.polylines), key=_length, reverse=True):
            if len(placed) - begun >= most or _length(line) < _LEAST_LENGTH * width:
                break
            tried = (Label(contour.label, x, y, width, not contour.usd) for x, y in _stations(line))
            label = next((each for each in tried if _has_room(each, placed, size, height)), None)
            if label is not None:
                placed.append(label)
    return tuple(placed[begun:])


def _in_pixels(line: Floats, grid: Grid, size: tuple[float, float]) -> Floats:
    (left, right), (bottom, top) = grid.x_range, grid.y_range
    across = (line[:, 0] - left) / (right - left) * size[0]
    down = (top - line[:, 1]) / (top - bottom) * size[1]
    return np.column_stack([across, down])


def _length(line: Floats) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _stations(line: Floats) -> Iterable[tuple[float, float]]:
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    for share in _SHARES:
        at = share * along[-1]
        yield float(np.interp(at, along, line[:, 0])), float(np.interp(at, along, line[:, 1]))


def _has_room(label: Label, placed: Iterable[Label], size: tuple[float, float], height: float) -> bool:
    half_width, half_height = label.width / 2 + 2.0, height / 2 + 1.0
    is_inside = half_width <= label.x <= size[0] - half_width and half_height <= label.y <= size[1] - half_height
    return is_inside and all(
        abs(label.x - other.x) >= (label.width + other.width) / 2 + _APART
        or abs(label.y - other.y) >= height + _APART / 2
        for other in placed
    )
