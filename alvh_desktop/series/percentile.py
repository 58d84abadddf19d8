"""Where a value stands among those of the days before it."""

import numpy as np

from alvh_desktop.series.averages import after_warm_up, windows
from alvh_desktop.series.past import Floats

ONE_YEAR = 252
"""Trading days that ranks and norms look back on, the last one included."""


def percentile_rank(values: Floats, length: int = ONE_YEAR) -> Floats:
    """How many of the `length` - 1 values before each are below it, in %, a tie counting half, (n,).

    0 is the lowest and 100 the highest of its window. NaN until a window is full.
    """
    looked_at = windows(values, length)
    before, last = looked_at[:, :-1], looked_at[:, -1:]
    lower = np.count_nonzero(before < last, axis=1) + 0.5 * np.count_nonzero(before == last, axis=1)
    return after_warm_up(100.0 * lower / (length - 1), values.size)


def moving_percentile(values: Floats, percent: float, length: int = ONE_YEAR) -> Floats:
    """The value that `percent` of the last `length` values lie below, on the line between the two nearest, (n,).

    NaN until a window is full. `length` is 2 or more.
    """
    place = percent / 100.0 * (length - 1)
    low = min(int(place), length - 2)
    ordered = np.partition(windows(values, length), low, axis=1)
    below, above = ordered[:, low], ordered[:, low + 1 :].min(axis=1)
    return after_warm_up(below + (place - low) * (above - below), values.size)
