"""The smooth smile: raw SVI, one hyperbola of total variance for one expiry.

    w(k) = a + b * (rho * (k - m) + sqrt((k - m)^2 + s^2)),    k = ln(K/F),    w = sigma^2 * years

(Gatheral, A parsimonious arbitrage-free implied volatility parameterization, 2004). It has derivatives of every
order, which straight lines between quotes have not: charts interpolate it and probabilities differentiate it.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.pricing.normalised_black import Floats

_CHECKED_DEVIATIONS = 3.0
_CHECKED_POINTS = 241


@dataclass(frozen=True, slots=True)
class Svi:
    """One smile. `a` is variance, `b` variance per unit of k, `m` and `s` are units of k, `rho` has none.

    `years` above 0 is the time the variance is spread over. All functions take k = ln(K/F) of any shape and
    answer in that shape. w(k) > 0 everywhere is the maker's duty; `fit_svi` and `flat` see to it.
    """

    a: float
    b: float
    rho: float
    m: float
    s: float
    years: float

    @classmethod
    def flat(cls, vol: float, years: float) -> Self:
        """The same volatility (a year, fraction) at every strike."""
        return cls(a=vol * vol * years, b=0.0, rho=0.0, m=0.0, s=1.0, years=years)

    def variance(self, k: ArrayLike) -> Floats:
        """Total variance w to settlement."""
        x = np.asarray(k, dtype=np.float64) - self.m
        return np.asarray(self.a + self.b * (self.rho * x + np.sqrt(x * x + self.s * self.s)))

    def vol(self, k: ArrayLike) -> Floats:
        """Volatility a year as a fraction."""
        return np.asarray(np.sqrt(self.variance(k) / self.years))

    def slope(self, k: ArrayLike) -> Floats:
        """d sigma / d k, volatility (fraction) per unit of ln K with the forward held."""
        first, _ = self._bends(k)
        return np.asarray(0.5 * first / np.sqrt(self.variance(k) * self.years))

    def butterfly(self, k: ArrayLike) -> Floats:
        """What the smile makes of the normal density, see the function `butterfly`."""
        return butterfly(np.asarray(k, dtype=np.float64), self.variance(k), *self._bends(k))

    def has_negative_density(self) -> bool:
        """Whether a butterfly has a negative price within three standard deviations of the forward."""
        return bool(self.butterfly(self.deviations(_CHECKED_DEVIATIONS, _CHECKED_POINTS)).min() < 0.0)

    def deviations(self, most: float, points: int) -> Floats:
        """k evenly from -most to +most standard deviations of the volatility at the forward; shape (points,)."""
        return np.asarray(np.linspace(-most, most, points) * np.sqrt(self.variance(0.0)))

    def _bends(self, k: ArrayLike) -> tuple[Floats, Floats]:
        """w' and w''."""
        x = np.asarray(k, dtype=np.float64) - self.m
        root = np.sqrt(x * x + self.s * self.s)
        return np.asarray(self.b * (self.rho + x / root)), np.asarray(self.b * self.s * self.s / root**3)


def butterfly(k: Floats, w: Floats, first: Floats, second: Floats) -> Floats:
    """The factor by which a smile changes the normal density; below 0 a butterfly would cost less than nothing.

    (1 - k w'/(2w))^2 - w'^2/4 * (1/w + 1/4) + w''/2 from total variance and its derivatives in k (Gatheral and
    Jacquier, Arbitrage-free SVI volatility surfaces, 2014); 1 everywhere for a flat smile.
    """
    middle = 1.0 - 0.5 * k * first / w
    return np.asarray(middle * middle - 0.25 * first * first * (1.0 / w + 0.25) + 0.5 * second)
