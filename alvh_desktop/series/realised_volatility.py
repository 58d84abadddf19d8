"""Volatility that was: from the returns of past days."""

import numpy as np

from alvh_desktop.series.averages import after_warm_up, windows
from alvh_desktop.series.past import Floats

TRADING_DAYS_A_YEAR = 252


def realised_volatility(closes: Floats, returns: int) -> Floats:
    """100 * sqrt(252 / N * sum of squared log returns) over the last N `returns`, in % a year, (n,).

    The mean return counts as 0. Closes are above 0. NaN for the first `returns` rows.
    """
    squares = np.square(np.diff(np.log(closes)))
    variance = TRADING_DAYS_A_YEAR * windows(squares, returns).mean(axis=1)
    return after_warm_up(100.0 * np.sqrt(variance), closes.size)
