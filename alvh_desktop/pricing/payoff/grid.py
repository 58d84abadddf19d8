"""The SPX levels that curves are drawn over: even steps that strikes fall on, and that an edit seldom moves."""

import math
from collections.abc import Sequence

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats

MOST_POINTS = 401
_STEPS = (1.0, 2.5, 5.0, 10.0, 25.0, 50.0, 100.0, 250.0)
_MARGIN = 0.04
_ENDS_ON = 20  # steps: the ends are rounded outward to so many
_FAR_POINTS = 160
_NEAR_ZERO, _FARTHEST = 1e-3, 3.0


def spot_grid(strikes: Sequence[float], spot: float) -> Floats:
    """Ascending, above 0, around strikes and spot; spot is one of them."""
    low, high = min(*strikes, spot, spot), max(*strikes, spot, spot)
    room = max((high - low) * 0.25, spot * _MARGIN)
    low, high = low - room, high + room
    step = next((s for s in _STEPS if (high - low) / s <= MOST_POINTS - 1 - 2 * _ENDS_ON), _STEPS[-1])
    whole = step * _ENDS_ON
    first = max(math.floor(low / whole) * whole, step)
    even = np.arange(first, math.ceil(high / whole) * whole + 0.5 * step, step)
    return np.union1d(even, [spot])


def far_levels(strikes: Sequence[float], spot: float) -> Floats:
    """From an index near zero to three times spot and beyond every strike, for the best and worst a book can do."""
    return np.geomspace(
        _NEAR_ZERO * spot, max((_FARTHEST * spot, *(1.5 * strike for strike in strikes))), _FAR_POINTS
    )
