"""The one function behind every price: the out-of-the-money value in units of sqrt(F*K).

With x = -|ln(F/K)| and the total volatility s = sigma * sqrt(t) it is

    b(x, s) = exp(x/2) * N(h + s/2) - exp(-x/2) * N(h - s/2),    h = x/s

(the normalised Black function of Jaeckel, Let's Be Rational, 2013). Written so it loses digits for a small s
and in the wings; here it keeps them, so that a price can be inverted to the volatility that made it.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

Floats = NDArray[np.float64]

VANISHING = 1e-150
"""Total volatility at or below which nothing is left of time value; dividing by it does not overflow."""

_ROOT_2 = np.sqrt(2.0)
_ROOT_HALF_PI = np.sqrt(np.pi / 2.0)
_ROOT_2_PI = np.sqrt(2.0 * np.pi)

_NARROW = 0.2  # s under which a difference of two normals loses digits and a series does not
_SERIES_TERMS = 6  # of the odd Taylor series; the seventh is below 1e-17 of the first when s < 0.2
_WIDEST = 100.0  # s at which every option has reached its bound
_FAR = 700.0  # log-moneyness beyond which exp(x/2) times anything is 0 or its bound
_BEYOND_BOTH_TAILS = 2000.0  # deviations; the bell is 0 from 39 on


def log_moneyness(forward: ArrayLike, strike: ArrayLike) -> Floats:
    """ln(F/K), exact to the last digits when F is close to K, where the quotient itself has rounded.

    Held within +-700, so that exp(x/2) is finite; a forward or strike of zero is as far as that.
    """
    f, k = np.asarray(forward, dtype=np.float64), np.asarray(strike, dtype=np.float64)
    return np.asarray(np.clip(2.0 * np.arcsinh(0.5 * (f - k) / _positive(middle(f, k))), -_FAR, _FAR))


def middle(forward: ArrayLike, strike: ArrayLike) -> Floats:
    """sqrt(F*K) in points, without the product that could overflow; 0 for a forward that is not positive."""
    f, k = np.asarray(forward, dtype=np.float64), np.asarray(strike, dtype=np.float64)
    return np.asarray(np.sqrt(np.maximum(f, 0.0)) * np.sqrt(np.maximum(k, 0.0)))


def total_vol(years: ArrayLike, sigma: ArrayLike) -> Floats:
    """s = sigma * sqrt(t), and 0 once settled."""
    t, vol = np.asarray(years, dtype=np.float64), np.asarray(sigma, dtype=np.float64)
    return np.asarray(np.minimum(vol * np.sqrt(np.maximum(t, 0.0)), _WIDEST))


def standardised(x: Floats, s: Floats) -> Floats:
    """h = x/s, midway between d1 and d2, held where both tails have long vanished."""
    return np.asarray(np.clip(x / _positive(s), -_BEYOND_BOTH_TAILS, _BEYOND_BOTH_TAILS))


def bell(d: Floats) -> Floats:
    """The normal density."""
    return np.asarray(np.exp(-0.5 * d * d) / _ROOT_2_PI)


def otm_slope(h: Floats, s: Floats) -> Floats:
    """db/ds at a held x: the normal density at sqrt(h*h + s*s/4)."""
    return np.asarray(np.exp(-0.5 * (h * h + 0.25 * s * s)) / _ROOT_2_PI)


def otm_value(x: Floats, s: Floats) -> Floats:
    """b(x, s) for x <= 0, of the broadcast shape.

    The definition is safe only where d1 > 0 and s is not small. Elsewhere it is the slope times a difference
    of Mills ratios.
    """
    x, s = np.broadcast_arrays(x, s)
    h = standardised(x, s)
    likely = np.asarray((s >= _NARROW) & (h + 0.5 * s > 0.0))
    rest = ~likely
    value = np.empty(x.shape)
    value[likely] = _difference_of_normals(x[likely], h[likely], s[likely])
    value[rest] = otm_slope(h[rest], s[rest]) * mills_spread(h[rest], s[rest])
    return value


def mills_spread(h: Floats, s: Floats) -> Floats:
    """M(h + s/2) - M(h - s/2) with M(d) = N(d)/n(d), for h <= 0: b over its own slope, without underflow.

    A small s takes the odd Taylor series around h. It loses about h*h roundings, no more than an option
    h deviations out loses to one rounding of its volatility.
    """
    narrow = np.asarray(s < _NARROW)
    wide = ~narrow
    spread = np.empty(h.shape)
    spread[narrow] = _mills_series(h[narrow], 0.5 * s[narrow])
    spread[wide] = _mills(h[wide] + 0.5 * s[wide]) - _mills(h[wide] - 0.5 * s[wide])
    return spread


def _positive(values: Floats) -> Floats:
    return np.asarray(np.maximum(values, VANISHING))


def _difference_of_normals(x: Floats, h: Floats, s: Floats) -> Floats:
    root = np.exp(0.5 * x)
    return np.asarray(root * special.ndtr(h + 0.5 * s) - special.ndtr(h - 0.5 * s) / root)


def _mills(d: Floats) -> Floats:
    return np.asarray(_ROOT_HALF_PI * special.erfcx(d / -_ROOT_2))


def _mills_series(h: Floats, half: Floats) -> Floats:
    """2 * sum over odd n of M^(n)(h) * half^n / n!, by M' = 1 + h*M and M^(n+1) = h*M^(n) + n*M^(n-1)."""
    square = half * half
    even = _mills(h)
    odd = 1.0 + h * even
    power = half
    total = odd * power
    for n in range(1, 2 * _SERIES_TERMS - 1, 2):
        even = h * odd + n * even
        odd = h * even + (n + 1) * odd
        power = power * square / ((n + 1) * (n + 2))
        total = total + odd * power
    return np.asarray(2.0 * total)
