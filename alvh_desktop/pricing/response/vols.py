"""Implied volatility of SPX expiries and the volatility of VIX after a move of VIX."""

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.response.spread import Floats, share_after

_VIX_DAYS = 30.0  # the tenor whose volatility moves as VIX does


def vol_elasticity(response: Response, days: ArrayLike, h: ArrayLike) -> Floats:
    """e in IV' = IV * exp(e * y) for an SPX expiry `days` calendar days away: 1 at 30 days, more before, less after.

    Per strike in sticky-moneyness space. Less than a day counts as one. `h` trading days level it towards 1.
    """
    tenor = np.maximum(np.asarray(days, dtype=np.float64), 1.0)
    power = response.pi * share_after(response, h)
    return np.asarray(((_VIX_DAYS + response.c) / (tenor + response.c)) ** power)


def vvix_log_change(response: Response, y: ArrayLike, vvix: ArrayLike, h: ArrayLike) -> Floats:
    """ln(VVIX'/VVIX) for y = ln(V'/V); the volatility of every VIX option changes by the same.

    `vvix` in points above 0. VVIX rises to its cap at most, and not at all where it stands over it.
    """
    return np.asarray(np.minimum(_slope(response, h) * np.asarray(y), _vvix_room(response, vvix)))


def vvix_cap_y(response: Response, vvix: ArrayLike, h: ArrayLike) -> Floats:
    """The y from which on VVIX stands at its cap, 0 or more; infinite where it never gets there."""
    slope, room = _slope(response, h), _vvix_room(response, vvix)
    never = np.full(np.broadcast_shapes(slope.shape, room.shape), np.inf)
    return np.asarray(np.divide(room, slope, out=never, where=slope > 0.0))


def _slope(response: Response, h: ArrayLike) -> Floats:
    return np.asarray(response.g * share_after(response, h))


def _vvix_room(response: Response, vvix: ArrayLike) -> Floats:
    return np.asarray(np.maximum(np.log(np.divide(response.vvix_cap, vvix)), 0.0))
