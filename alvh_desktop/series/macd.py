"""Moving average convergence and divergence, and the days on which its line crosses its signal."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from alvh_desktop.series.averages import after_warm_up, exponential_mean
from alvh_desktop.series.past import Days, Floats

FAST, SLOW, SIGNAL = 12, 26, 9


@dataclass(frozen=True, eq=False)
class Macd:
    """In the unit of the closes, all (n,): `line` is NaN for its first 25 rows, `signal` and `histogram` for 33."""

    line: Floats
    signal: Floats

    @property
    def histogram(self) -> Floats:
        """Line minus signal."""
        return self.line - self.signal


@dataclass(frozen=True, slots=True)
class Cross:
    """The close on which the line went through its signal, upward or downward."""

    day: date
    is_up: bool


def macd(closes: Floats) -> Macd:
    """MACD(12, 26, 9): the exponential mean of 12 closes minus that of 26, and the exponential mean of 9 of that.

    Each mean begins with the plain mean of its own first values. Programs that begin the fast one later, on the day
    of the slow one, differ by less than a millionth of the price after 100 rows.
    """
    moved = closes - closes[:1]  # the same answer, and exactly 0 where nothing moves
    line = exponential_mean(moved, FAST) - exponential_mean(moved, SLOW)
    return Macd(line, after_warm_up(exponential_mean(line[SLOW - 1 :], SIGNAL), closes.size))


def crosses(days: Days, histogram: Floats) -> tuple[Cross, ...]:
    """Every change of sign, by day. A histogram of exactly 0 keeps the sign before it; NaN rows are passed over."""
    signed = np.flatnonzero(np.nan_to_num(histogram))
    is_above = histogram[signed] > 0.0
    changed = np.flatnonzero(is_above[1:] != is_above[:-1]) + 1
    return tuple(Cross(days[signed[place]].item(), bool(is_above[place])) for place in changed)


def closes_in_a_row(histogram: Floats) -> Floats:
    """How many rows, the last included, the histogram has stood on its side of 0: above it +, below it -, on it 0.

    (n,), NaN where the histogram is.
    """
    side = np.sign(histogram)
    rows = np.arange(histogram.size)
    is_first = np.ones(histogram.size, dtype=bool)
    is_first[1:] = side[1:] != side[:-1]  # NaN differs from everything, itself too
    begun = np.maximum.accumulate(np.where(is_first, rows, 0))
    return np.asarray(side * (rows - begun + 1))
