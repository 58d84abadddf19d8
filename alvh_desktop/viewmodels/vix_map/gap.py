"""The gap zone: where the condors lose and the hedge does not pay enough of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.viewmodels.vix_map.grid import Floats


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the usual line, SPX points; `is_at_low`, `is_at_high` where it ends with what is known of it."""

    low: float
    high: float
    is_at_low: bool
    is_at_high: bool


def gap_depth(condors: Floats, hedge: Floats, share: float) -> Floats:
    """$ by which a place lies inside the gap: above zero where the condors lose and the hedge pays less than `share`
    of that loss.

    What the hedge loses itself is left out: so the depth has no bend where the condors are even, and its zero lies
    where theirs does between two places that were worked out.
    """
    if share <= 0.0:
        return np.minimum(-condors, -hedge)
    return share * -condors - np.maximum(hedge, 0.0)


def stretches_of(spots: Floats, depth: Floats, is_known: NDArray[np.bool_]) -> tuple[Stretch, ...]:
    """Where `depth` over `spots`, both (n,), is above zero, straight between two spots; ascending."""
    found: list[Stretch] = []
    begin: float | None = None
    is_at_low = False
    for place in range(spots.size):
        is_inside = bool(is_known[place] and depth[place] > 0.0)
        before = place - 1
        if is_inside and begin is None:
            is_at_low = place == 0 or not is_known[before]
            begin = float(spots[place]) if is_at_low else _zero(spots, depth, before)
        elif begin is not None and not is_inside:
            is_at_high = not is_known[place]
            end = float(spots[before]) if is_at_high else _zero(spots, depth, before)
            found.append(Stretch(begin, end, is_at_low, is_at_high))
            begin = None
    if begin is not None:
        found.append(Stretch(begin, float(spots[-1]), is_at_low, True))
    return tuple(found)


def _zero(spots: Floats, depth: Floats, before: int) -> float:
    """Between a place and the next, of which one lies inside."""
    share = depth[before] / (depth[before] - depth[before + 1])
    return float(spots[before] + share * (spots[before + 1] - spots[before]))
