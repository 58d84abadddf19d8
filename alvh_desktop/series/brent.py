"""Where a function of one number is zero: Brent, Algorithms for Minimization without Derivatives, 1973."""

import math
from collections.abc import Callable

_MOST_STEPS = 200
_ROUNDING = 2.0**-52
Place = tuple[float, float]
"""Where the function was asked, and what it answered."""


def brent(function: Callable[[float], float], low: float, high: float, tolerance: float = 1e-14) -> float:
    """A zero of a continuous function between two places where its signs differ.

    The answer lies within `tolerance` plus four roundings of a place where the sign turns. Raises ValueError where
    both ends have one sign.
    """
    older, best = (low, function(low)), (high, function(high))
    if (older[1] > 0) == (best[1] > 0) and older[1] != 0 and best[1] != 0:
        raise ValueError("the signs at both ends do not differ")
    across, before, step = older, high - low, high - low
    for _ in range(_MOST_STEPS):
        if abs(across[1]) < abs(best[1]):
            older, best, across = best, across, best
        least, half = 2.0 * _ROUNDING * abs(best[0]) + 0.5 * tolerance, 0.5 * (across[0] - best[0])
        if abs(half) <= least or best[1] == 0.0:
            return best[0]
        drawn = _drawn(older, best, across) if abs(before) >= least and abs(older[1]) > abs(best[1]) else half
        is_taken = 0.0 < drawn / half < 1.5 - 0.5 * least / abs(half) and abs(drawn) < 0.5 * abs(before)
        before, step = (step, drawn) if is_taken else (half, half)
        place = best[0] + (step if abs(step) > least else math.copysign(least, half))
        older, best = best, (place, function(place))
        if (best[1] > 0) == (across[1] > 0):  # the sign turns between the last two places
            across, before, step = older, best[0] - older[0], best[0] - older[0]
    return best[0]


def _drawn(older: Place, best: Place, across: Place) -> float:
    """The step from the best place to where a line, or a parabola on its side through all three, meets zero."""
    (a, at_a), (b, at_b), (c, at_c) = older, best, across
    if a == c or at_a == at_c:
        return -at_b * (b - a) / (at_b - at_a)
    s, q, r = at_b / at_a, at_a / at_c, at_b / at_c
    return s * ((c - b) * q * (q - r) - (b - a) * (r - 1.0)) / -((q - 1.0) * (r - 1.0) * (s - 1.0))
