"""How far a figure of few trades may be from the truth: 95 % intervals of a share and of a mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from scipy import special

CONFIDENCE = 0.95
_UPPER = 0.5 + CONFIDENCE / 2
_Z = float(special.ndtri(_UPPER))


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, in the unit of the figure."""

    low: float
    high: float


def wilson(won: int, of: int) -> Interval | None:
    """The score interval of a share (fractions): E. B. Wilson, JASA 22 (1927), 209-212. None of nothing.

    Unlike p +- z * sqrt(p(1-p)/n) it stays within 0 and 1 and is no point where all or none were won.
    """
    if of <= 0:
        return None
    share, z2 = won / of, _Z * _Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    # at the ends the formula gives 0 and 1 but for the last digit
    return Interval(0.0 if won == 0 else middle - half, 1.0 if won == of else middle + half)


def student_t(values: Sequence[float]) -> Interval | None:
    """Of the mean, by Student's t with n - 1 degrees of freedom; None below two values.

    Results of sold premium are many small gains and few large losses: with few of them the truth lies outside more
    often than once in twenty, mostly on the side of the loss that has not come yet.
    """
    count = len(values)
    if count < 2:
        return None
    mean = fsum(values) / count
    spread = sqrt(fsum((value - mean) ** 2 for value in values) / (count - 1))
    half = float(special.stdtrit(count - 1, _UPPER)) * spread / sqrt(count)
    return Interval(mean - half, mean + half)
