"""Black-76: European options on a forward, in closed form, for any shapes that broadcast.

Every function takes scalars or arrays:

    forward   F, index points, above 0          years     t to the settlement moment, ACT/365 with clock
    strike    K, index points, above 0          sigma     volatility a year as a fraction (0.2 is 20 %)
    df        discount factor to settlement     is_call   True for a call, False for a put

With s = sigma * sqrt(t), d1 = ln(F/K)/s + s/2 and d2 = d1 - s the call is df * (F * N(d1) - K * N(d2))
(Black, The pricing of commodity contracts, 1976). Spot models with carry are the same with
F = S * exp((r - q) * t).

A value is intrinsic plus the out-of-the-money side, so it keeps its relative accuracy in the far wings.
`years` at or below zero reads as settled: intrinsic value and no time value. A forward of zero is worth its
limit. Refusing negative forwards, strikes and volatilities, and discount factors that are not above zero, is
the caller's duty. With valid input a NaN that went in comes out as NaN, and nothing else does.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from alvh_desktop.pricing.normalised_black import (
    VANISHING,
    Floats,
    bell,
    log_moneyness,
    middle,
    otm_value,
    standardised,
    total_vol,
)

DAYS_PER_YEAR = 365.0
VOL_POINT = 0.01
PERCENT = 0.01

_INSTANT = 1e-30  # years; a shorter time cannot be divided by and moves no price


@dataclass(frozen=True, slots=True)
class Greeks:
    """Model value and sensitivities of one long option, before the contract multiplier; arrays of one shape.

    All but `forward_delta` are discounted: derivatives of `price` itself, with forward, volatility and rate
    independent of each other. The arrays are to be read, not written to.

    price                 points
    forward_delta         N(d1) for a call, N(d1) - 1 for a put, undiscounted: the delta that vendors print;
                          at the money at settlement +1/2 or -1/2
    delta                 points per point of the forward: df * forward_delta
    gamma                 delta per point of the forward; 0 once there is no time value left to bend
    vega_per_vol_point    points per 0.01 of volatility
    theta_per_day         points per calendar day that passes, forward, volatility and rate held; decay is
                          negative; interest on the price is included, so a deep ITM option can be positive
    rho_per_percent       points per 0.01 of continuously compounded rate, forward held: never positive
    vanna_per_vol_point   delta per 0.01 of volatility (and vega_per_vol_point per point of the forward)
    volga_per_vol_point   vega_per_vol_point per 0.01 of volatility
    charm_per_day         delta per calendar day that passes, the rate included
    """

    price: Floats
    forward_delta: Floats
    delta: Floats
    gamma: Floats
    vega_per_vol_point: Floats
    theta_per_day: Floats
    rho_per_percent: Floats
    vanna_per_vol_point: Floats
    volga_per_vol_point: Floats
    charm_per_day: Floats


def price(
    forward: ArrayLike,
    strike: ArrayLike,
    df: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """Discounted value in points, of the broadcast shape."""
    f, k = _as_floats(forward), _as_floats(strike)
    x, s = log_moneyness(f, k), total_vol(years, sigma)
    return np.asarray(_as_floats(df) * _undiscounted(f, k, x, s, np.asarray(is_call, dtype=np.bool_)))


def greeks(
    forward: ArrayLike,
    strike: ArrayLike,
    df: ArrayLike,
    years: ArrayLike,
    sigma: ArrayLike,
    is_call: ArrayLike,
) -> Greeks:
    """Price and sensitivities in one pass, each of the broadcast shape."""
    f, k, discount, t, vol = (_as_floats(values) for values in (forward, strike, df, years, sigma))
    call = np.asarray(is_call, dtype=np.bool_)
    side = np.where(call, 1.0, -1.0)
    t = np.where(t <= _INSTANT, 0.0, t)
    root_t, per_year = np.sqrt(t), _reciprocal(t, _INSTANT)
    x, s = log_moneyness(f, k), total_vol(t, vol)
    h = standardised(x, s)
    d1, d2 = h + 0.5 * s, h - 0.5 * s
    per_vol = root_t * _reciprocal(s, VANISHING)
    rate = -np.log(discount) * per_year

    value = discount * _undiscounted(f, k, x, s, call)
    forward_delta = side * special.ndtr(side * d1)
    delta = discount * forward_delta
    density = discount * bell(d1)
    vega = f * density * root_t
    fields = (
        value,
        forward_delta,
        delta,
        density * _reciprocal(f * s, VANISHING),
        VOL_POINT * vega,
        (rate * value - 0.5 * f * density * s * per_year) / DAYS_PER_YEAR,
        -PERCENT * t * value,
        VOL_POINT * density * (0.5 * root_t - h * per_vol),
        VOL_POINT**2 * vega * (h * h * per_vol - 0.25 * s * root_t),
        (rate * delta + 0.5 * density * d2 * per_year) / DAYS_PER_YEAR,
    )
    return Greeks(*np.broadcast_arrays(*fields))


def spot_delta(delta: ArrayLike, forward: ArrayLike, spot: ArrayLike) -> Floats:
    """Points per point of spot when forward and spot move in proportion: the discounted `delta` times F/S."""
    return np.asarray(_as_floats(delta) * _as_floats(forward) / _as_floats(spot))


def _as_floats(values: ArrayLike) -> Floats:
    return np.asarray(values, dtype=np.float64)


def _undiscounted(f: Floats, k: Floats, x: Floats, s: Floats, is_call: NDArray[np.bool_]) -> Floats:
    intrinsic = np.maximum(np.where(is_call, f - k, k - f), 0.0)
    return np.asarray(intrinsic + middle(f, k) * otm_value(-np.abs(x), s))


def _reciprocal(values: Floats, floor: float) -> Floats:
    """1 / values, and 0 at or below `floor`, where the figure that is divided has vanished."""
    return np.where(values <= floor, 0.0, 1.0 / np.maximum(values, floor))
