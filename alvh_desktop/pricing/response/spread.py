"""How far the world scatters about the answer: standard deviations of changes of logarithms, and their quantiles."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alvh_desktop.pricing.response.presets import Response

Floats = NDArray[np.float64]

QUANTILES: Mapping[float, float] = MappingProxyType(
    {0.05: -1.62, 0.10: -1.18, 0.25: -0.60, 0.50: 0.0, 0.75: 0.62, 0.90: 1.20, 0.95: 1.55}
)
"""Standard deviations from the middle to quantile p, as measured; a little more to VIX's upside than normal."""

_PER_SIGMA = 100.0 * np.sqrt(252.0)  # a VIX of 15 is 15 / 100 / sqrt(252) of SPX in one trading day
_QUIET, _MOVED = 0.0364, 0.0338  # spread of ln V in a day without a move, and per VIX sigma moved
_MOST_SIGMAS = 3.0
_GROWTH, _MOVED_GROWTH = 0.469, -0.088  # powers of h
_SHORT_EXPIRY_DAYS = 30.0


def days_of_horizon(h: ArrayLike) -> Floats:
    """Trading days of the move as floats: an instant, and anything shorter than a day, is one."""
    return np.maximum(np.asarray(h, dtype=np.float64), 1.0)


def share_after(response: Response, h: ArrayLike) -> Floats:
    """exp(-(h-1)/D): what `h` trading days leave of the difference between tenors."""
    return np.exp(-(days_of_horizon(h) - 1.0) / response.decay)


def one_day_sigmas(s: ArrayLike, vix: ArrayLike) -> Floats:
    """u: the log move of SPX in one-day VIX sigmas, positive for a rise. `s` simple return > -1, `vix` points > 0."""
    return np.asarray(np.log1p(s) * _PER_SIGMA / np.asarray(vix, dtype=np.float64))


def quantile_sds(p: float) -> float:
    """Q_p: standard deviations from the middle to quantile `p`, linear between the measured ones.

    ValueError under 0.05 and over 0.95: nothing was measured there.
    """
    if not 0.05 <= p <= 0.95:
        raise ValueError(f"the quantile {p} is not from 0.05 to 0.95")
    return float(np.interp(p, tuple(QUANTILES), tuple(QUANTILES.values())))


def sd_vix(s: ArrayLike, vix: ArrayLike, h: ArrayLike) -> Floats:
    """Standard deviation of the change of ln V for SPX moved by `s` from a VIX of `vix` over `h` trading days."""
    days = days_of_horizon(h)
    sigmas = np.minimum(np.abs(one_day_sigmas(s, vix)) / np.sqrt(days), _MOST_SIGMAS)
    return np.asarray(days**_GROWTH * np.hypot(_QUIET, _MOVED * sigmas * days**_MOVED_GROWTH))


def sd_future(vix_sd: ArrayLike, beta: ArrayLike) -> Floats:
    """Of ln F, for a future of that beta to spot VIX."""
    return np.asarray(np.multiply(vix_sd, 0.92) * np.power(beta, 0.7))


def sd_vol(vix_sd: ArrayLike, elasticity: ArrayLike, days: ArrayLike) -> Floats:
    """Of ln IV, for an SPX expiry `days` calendar days away whose volatility has that elasticity to VIX."""
    factor = np.where(np.asarray(days) < _SHORT_EXPIRY_DAYS, 1.4, 1.1)
    return np.asarray(np.multiply(vix_sd, elasticity) * factor)


def sd_vvix(vix_sd: ArrayLike) -> Floats:
    """Of ln VVIX."""
    return np.asarray(np.multiply(vix_sd, 0.9))
