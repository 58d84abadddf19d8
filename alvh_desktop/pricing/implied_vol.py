"""Implied volatility of Black-76 prices, for any shapes that broadcast.

A quote is turned to its out-of-the-money side and to units of sqrt(F*K), which leaves one equation,
b(x, s) = value, in the total volatility s (see normalised_black). An explicit guess within some per cent
(Stefanica and Radoicic, An explicit implied volatility formula, 2017) is sharpened by fourth-order Householder
steps on 1/ln(b) below the inflection of b and on b above it (Jaeckel, Let's Be Rational, 2013), in a bracket
that falls back to bisection.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from alvh_desktop.pricing.normalised_black import (
    Floats,
    log_moneyness,
    middle,
    mills_spread,
    otm_slope,
    otm_value,
    standardised,
)

Flags = NDArray[np.bool_]
Correction = Callable[[Floats, Floats, Floats], tuple[Floats, Floats, Floats]]

_ROUNDINGS = 4.0 * np.finfo(np.float64).eps  # a price nearer than this to its bound is on it
_SMALLEST = 1e-300
_ROOT_2_PI = np.sqrt(2.0 * np.pi)
_LOG_ROOT_2_PI = np.log(_ROOT_2_PI)
_CLOSE = 1e-4  # relative step after which a fourth-order method has converged
_MOST_STEPS = 80
_PAST_INFLECTION = 50.0  # total volatility in which every option reaches its bound
_OVERLAP = 1e-3  # share by which both brackets reach over the inflection, whose value is rounded


def implied_vol(
    price: ArrayLike,
    forward: ArrayLike,
    strike: ArrayLike,
    df: ArrayLike,
    years: ArrayLike,
    is_call: ArrayLike,
) -> Floats:
    """Volatility a year as a fraction, of the broadcast shape; NaN means "undetermined".

    `price` is discounted and in points; the other arguments are those of black76.price. Undetermined are: an
    undiscounted price that is not above intrinsic, or not below F (call) or K (put); time at or below zero; a
    forward, strike or discount factor not above zero; any NaN. A price within four roundings of such a bound
    counts as on it, since its digits hold no volatility.

    The relative error is about eps * (1 + b / (s * db/ds)), the best that the price's own rounding allows. An
    in-the-money price is converted by parity, where the intrinsic value that cancels adds
    eps * price / (sigma * dprice/dsigma).
    """
    given = [np.asarray(values, dtype=np.float64) for values in (price, forward, strike, df, years)]
    sides = np.asarray(is_call, dtype=np.bool_)
    shape = np.broadcast_shapes(*(values.shape for values in given), sides.shape)
    p, f, k, discount, t = (np.broadcast_to(values, shape).ravel() for values in given)
    call = np.broadcast_to(sides, shape).ravel()

    sigma = np.full(p.shape, np.nan)
    inside = np.flatnonzero(_is_inside_band(p, f, k, discount, t, call))
    p, f, k, discount, t = (values[inside] for values in (p, f, k, discount, t))
    value = (p / discount - _intrinsic(f, k, call[inside])) / middle(f, k)
    sigma[inside] = _total_vol(-np.abs(log_moneyness(f, k)), value) / np.sqrt(t)
    return sigma.reshape(shape)


def _intrinsic(f: Floats, k: Floats, is_call: Flags) -> Floats:
    return np.asarray(np.maximum(np.where(is_call, f - k, k - f), 0.0))


def _is_inside_band(p: Floats, f: Floats, k: Floats, discount: Floats, t: Floats, is_call: Flags) -> Flags:
    """Whether the price lies strictly between its bounds; every comparison with a NaN is false."""
    lowest = _intrinsic(f, k, is_call) * discount
    highest = np.where(is_call, f, k) * discount
    is_sound = (f > 0.0) & (k > 0.0) & (discount > 0.0) & (t > 0.0)
    is_above = (p > 0.0) & (p > lowest * (1.0 + _ROUNDINGS))
    return np.asarray(is_sound & is_above & (p < highest * (1.0 - _ROUNDINGS)))


def _total_vol(x: Floats, value: Floats) -> Floats:
    """s at which b(x, s) is `value`, for flat arrays inside the band."""
    inflection = np.sqrt(-2.0 * x)
    root = np.exp(0.5 * x)
    is_low = value < 0.5 * root - special.ndtr(-inflection) / root  # b at the inflection, where d1 = 0
    guess = _guess(x, value, is_low)
    s = np.empty(x.shape)
    low, turn = np.flatnonzero(is_low), inflection[is_low]
    bracket = np.zeros(turn.shape), turn * (1.0 + _OVERLAP)
    s[low] = _sharpen(_correction_below, x[low], np.log(value[low]), guess[low], *bracket)
    high, turn = np.flatnonzero(~is_low), inflection[~is_low]
    bracket = turn * (1.0 - _OVERLAP), turn + _PAST_INFLECTION
    s[high] = _sharpen(_correction_above, x[high], value[high], guess[high], *bracket)
    return s


def _guess(x: Floats, value: Floats, is_low: Flags) -> Floats:
    """The explicit formula, within about 6 % of s, rearranged so that nothing cancels.

    Replacing N(d) by (1 +- sqrt(1 - exp(-2 d*d / pi))) / 2 makes the equation quadratic in
    w = exp(-2 g / pi), g = h*h + s*s/4; h*s = x then gives s. The bound b <= s / sqrt(2 pi) covers a w that
    rounds to 1, where it is exact.
    """
    share = 2.0 / np.pi
    gap = np.maximum(4.0 * value * (value - 2.0 * np.sinh(0.5 * x)), _SMALLEST)
    linear = np.cosh((1.0 - share) * x) * gap + 4.0 * np.sinh(0.5 * x) * np.sinh((share - 0.5) * x)
    constant = gap * np.maximum(4.0 - gap, 0.0)
    root = np.hypot(2.0 * linear, 2.0 * np.sinh((1.0 - share) * x) * np.sqrt(constant))
    w = np.clip(constant / (2.0 * linear + root), _SMALLEST, 1.0)
    g = -np.log(w) / share
    wide, narrow = np.sqrt(g - x), np.sqrt(np.maximum(g + x, 0.0))
    s = np.where(is_low, -2.0 * x / np.maximum(wide + narrow, _SMALLEST), wide + narrow)
    return np.asarray(np.maximum(s, _ROOT_2_PI * value))


def _sharpen(correction: Correction, x: Floats, target: Floats, s: Floats, low: Floats, high: Floats) -> Floats:
    """The root between `low` and `high`, searched from `s`; NaN where many steps have not settled it."""
    found = np.full(s.shape, np.nan)
    open_quotes = np.arange(s.size)
    s = np.clip(s, low, high)
    for _ in range(_MOST_STEPS):
        if not open_quotes.size:
            break
        newton, bend, third = correction(x, target, s)
        low, high = np.where(newton > 0.0, s, low), np.where(newton > 0.0, high, s)
        moved = s + _householder_step(np.clip(newton, low - s, high - s), bend, third)
        is_within = (moved > 0.0) & (moved >= low) & (moved <= high)
        moved = np.where(is_within, moved, 0.5 * (low + high))
        is_settled = np.abs(moved - s) <= _CLOSE * s
        found[open_quotes[is_settled]] = moved[is_settled]
        going = ~is_settled
        open_quotes, x, target = open_quotes[going], x[going], target[going]
        s, low, high = moved[going], low[going], high[going]
    return found


def _householder_step(newton: Floats, bend: Floats, third: Floats) -> Floats:
    """The fourth-order step from Newton's and the second and third derivatives over the first.

    Far from the root, where it is no guide, it stays within a factor of five of Newton's.
    """
    over = 1.0 + 0.5 * bend * newton
    under = 1.0 + newton * (bend + third * newton / 6.0)
    ratio = over / np.where(np.abs(under) > 0.1, under, 1.0)
    return np.asarray(newton * np.clip(ratio, 0.2, 5.0))


def _curvature(h: Floats, s: Floats) -> tuple[Floats, Floats]:
    """The second and third derivatives of b with respect to s, over the first."""
    slope = h / s
    bend = slope * h - 0.25 * s
    return bend, bend * bend - 3.0 * slope * slope - 0.25


def _correction_below(x: Floats, log_target: Floats, s: Floats) -> tuple[Floats, Floats, Floats]:
    """Newton's step on 1/ln(b), nearly a straight line below the inflection, and its curvature."""
    h = standardised(x, s)
    spread = mills_spread(h, s)
    log_value = np.log(spread) - 0.5 * (h * h + 0.25 * s * s) - _LOG_ROOT_2_PI
    bend, third = _curvature(h, s)
    pull, inverse = 1.0 / spread, 1.0 / log_value
    doubled = pull * (1.0 + 2.0 * inverse)
    newton = (log_target - log_value) * (log_value / log_target) * spread
    square = 2.0 * pull * pull * (1.0 + 3.0 * inverse * (1.0 + inverse))
    return newton, bend - doubled, third + square - 3.0 * bend * doubled


def _correction_above(x: Floats, target: Floats, s: Floats) -> tuple[Floats, Floats, Floats]:
    """Newton's step on b and its curvature."""
    h = standardised(x, s)
    bend, third = _curvature(h, s)
    return (target - otm_value(x, s)) / otm_slope(h, s), bend, third
