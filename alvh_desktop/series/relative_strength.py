"""Wilder's relative strength index."""

import numpy as np

from alvh_desktop.series.averages import recursive_mean
from alvh_desktop.series.past import Floats

LENGTH = 14


def wilder_rsi(closes: Floats, length: int = LENGTH) -> Floats:
    """100 - 100 / (1 + U / D), from 0 to 100, (n,); NaN for the first `length` rows.

    U and D are Wilder's means of rises and falls: first the plain mean of `length`, then (13 * before + new) / 14
    for a length of 14. 100 where nothing fell, 50 where nothing moved. Wilder, New Concepts in Technical Trading
    Systems, 1978.
    """
    moves = np.diff(closes)
    rise, fall = (recursive_mean(np.maximum(side, 0.0), length, 1.0 / length) for side in (moves, -moves))
    both = rise + fall
    share = np.divide(rise, both, out=np.full(moves.size, 0.5), where=both != 0.0)
    return np.concatenate([np.full(closes.size - moves.size, np.nan), 100.0 * share])
