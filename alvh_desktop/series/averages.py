"""Means over the rows behind each row: moving and exponential. NaN until there are enough rows."""

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.series.past import Floats


def windows(values: Floats, length: int) -> Floats:
    """Each row with the `length` - 1 rows before it, (n - length + 1, length): a view; no rows where n < length."""
    if values.size < length:
        return np.empty((0, length))
    return np.lib.stride_tricks.sliding_window_view(values, length)


def after_warm_up(known: Floats | NDArray[np.bool_], rows: int) -> Floats:
    """Values as long as the series, (rows,): NaN first, then what is known."""
    return np.concatenate([np.full(rows - known.size, np.nan), known])


def moving_mean(values: Floats, length: int) -> Floats:
    return after_warm_up(windows(values, length).mean(axis=1), values.size)


def moving_deviation(values: Floats, length: int) -> Floats:
    """Standard deviation of a sample: `length` - 1 below."""
    return after_warm_up(windows(values, length).std(axis=1, ddof=1), values.size)


def recursive_mean(values: Floats, length: int, weight: float) -> Floats:
    """A_t = A_{t-1} + weight * (x_t - A_{t-1}), whose first is the plain mean of the first `length` values.

    (n,), NaN before the first. Wilder's mean has the weight 1 / length. Later rows change nothing in earlier ones.
    """
    if values.size < length:
        return np.full(values.size, np.nan)
    first = values[:length].mean()
    return after_warm_up(_decayed_sums(np.append(first, weight * values[length:]), 1.0 - weight), values.size)


def _decayed_sums(amounts: Floats, share: float) -> Floats:
    """y_t = share * y_{t-1} + amount_t, in passes: each adds to the sum of k rows that of the k rows before."""
    sums, rows = amounts, 1
    while rows < amounts.size:
        sums = np.append(sums[:rows], sums[rows:] + share * sums[:-rows])
        rows, share = 2 * rows, share * share
    return sums


def exponential_mean(values: Floats, length: int) -> Floats:
    """The recursive mean of weight 2 / (length + 1)."""
    return recursive_mean(values, length, 2.0 / (length + 1))
