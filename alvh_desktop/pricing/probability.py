"""Risk-neutral probabilities of one settlement, from the fitted smile of its expiry.

They are what option prices say, not forecasts: the forward carries no risk premium and the smile contains what
buyers pay for insurance, so a fall is more probable here than history had it. Levels, forwards and strikes are
points of one index (XSP: all divided by ten); probabilities are fractions.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from alvh_desktop.domain.calendar import last_trading_moment, settlement_moment, years_between
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.pricing.normalised_black import Floats, bell
from alvh_desktop.pricing.smile import Svi

LEAST_YEARS = 15.0 / (60.0 * 24.0 * 365.0)
"""Fifteen minutes: an expected move is not told for less."""

_FAR = 300.0  # ln(K/F)

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class CondorOdds:
    """Risk-neutral probabilities of one iron condor, and the expected move in points.

    `profit` at settlement. `touch_*`: the index stands at the short strike at some moment until settlement.
    `below_*` and `above_*`: it settles beyond that strike. `expected_move` is a Problem where there is none.
    """

    profit: float
    touch_put: float
    touch_call: float
    below_short_put: float
    below_long_put: float
    above_short_call: float
    above_long_call: float
    expected_move: float | Problem


def terminal_below(svi: Svi, forward: float, strikes: ArrayLike) -> Floats:
    """P(S_T < K) of the shape of `strikes`: the slope in K of the undiscounted put, whose volatility is K's own.

    N(-d2) + n(d2) * sqrt(t) * d sigma/d ln K: the skew counts, and a flat smile gives N(-d2). Held within 0 and 1,
    and 0 for a strike at or below zero. It rises with K wherever the smile has no negative density
    (`Svi.has_negative_density`).
    """
    level, k = _levels(strikes, forward)
    deviation = np.sqrt(svi.variance(k))
    d2 = -k / deviation - 0.5 * deviation
    below = special.ndtr(-d2) + bell(d2) * math.sqrt(svi.years) * svi.slope(k)
    return np.asarray(np.where(level <= 0.0, 0.0, np.clip(below, 0.0, 1.0)))


def density(svi: Svi, forward: float, strikes: ArrayLike) -> Floats:
    """dP/dK per point, of the shape of `strikes`; below 0 only where a butterfly is mispriced."""
    level, k = _levels(strikes, forward)
    deviation = np.sqrt(svi.variance(k))
    d2 = -k / deviation - 0.5 * deviation
    per_log = svi.butterfly(k) * bell(d2) / deviation
    return np.asarray(np.where(level <= 0.0, 0.0, per_log * np.exp(-k) / forward))


def probability_inside(svi: Svi, forward: float, intervals: Sequence[Interval]) -> float:
    """P that S_T falls in one of the intervals (low, high) in points, which do not overlap; high may be infinite."""
    total = 0.0
    for low, high in intervals:
        up_to_high = float(terminal_below(svi, forward, high)) if math.isfinite(high) else 1.0
        total += max(up_to_high - float(terminal_below(svi, forward, low)), 0.0)
    return min(total, 1.0)


def profit_intervals(break_evens: Sequence[float], is_profit_below: bool) -> tuple[Interval, ...]:
    """Where a position settles at a profit, from the ascending points where its P/L changes sign.

    `is_profit_below` is the sign below the first of them, or everywhere when there is none.
    """
    edges = [0.0, *break_evens, math.inf]
    return tuple(pairwise(edges))[0 if is_profit_below else 1 :: 2]


def probability_of_touch(
    spot: ArrayLike, forward: ArrayLike, strike: ArrayLike, vol: ArrayLike, years: ArrayLike
) -> Floats:
    """P that the index stands at `strike` at some moment within `years`, of the broadcast shape.

    The reflection formula of a geometric Brownian motion (Rubinstein and Reiner, Unscrambling the binary code,
    1991) with the drift ln(F/S)/t that ends at the forward. An approximation: one constant volatility, commonly that
    of the strike, stands for the whole path, and a path is watched at every instant, nights included. 1 at the
    strike; once settled (`years` at 0) or without volatility a level the drift does not reach is not touched.
    """
    s, f, k, sigma, t = (np.asarray(values, dtype=np.float64) for values in (spot, forward, strike, vol, years))
    deviation = np.maximum(sigma * np.sqrt(np.maximum(t, 0.0)), 1e-12)
    drift = np.where(t > 0.0, np.log(f / s), 0.0) - 0.5 * deviation * deviation
    distance = np.log(k / s)
    side = np.where(distance < 0.0, -1.0, 1.0)
    away, along = side * distance / deviation, side * drift / deviation
    straight = special.ndtr(along - away)
    # exp(2 * along * away) * N(-both) in two forms, each free of the overflow of the other
    both = along + away
    by_bell = np.exp(-0.5 * (along - away) ** 2) * 0.5 * special.erfcx(np.maximum(both, 0.0) / math.sqrt(2.0))
    by_weight = np.exp(2.0 * np.minimum(along * away, 0.0)) * special.ndtr(-both)
    reflected = np.where(both > 0.0, by_bell, by_weight)
    return np.asarray(np.where(distance == 0.0, 1.0, np.clip(straight + reflected, 0.0, 1.0)))


def atm_vol_of(svi: Svi) -> float:
    """Volatility at the forward for an expected move: over fifteen minutes at least, like the time it goes with.

    The prices behind a smile may be older than the time left; their variance then stands for it whole.
    """
    return math.sqrt(float(svi.variance(0.0)) / max(svi.years, LEAST_YEARS))


def expected_move(spot: float, atm_vol: float, years: float) -> float:
    """S * sigma_ATM * sqrt(t) in points, t at least 15 minutes."""
    return spot * atm_vol * math.sqrt(max(years, LEAST_YEARS))


def expected_move_at(now: datetime, product: Product, expiry: date, spot: float, atm_vol: float) -> float | Problem:
    """The expected move until an expiry settles, or why there is none: settled, or waiting for the open of an AM one.

    `now` is aware; KnownError outside the trading calendar.
    """
    settles_at = settlement_moment(product, expiry)
    name = f"expected move {product.root} {expiry}"
    if now >= settles_at:
        return Problem(name, f"not known: settled {new_york_text(settles_at)}")
    if product.settlement == "AM" and now >= last_trading_moment(product, expiry):
        return Problem(name, "not known: settles at the open")
    return expected_move(spot, atm_vol, years_between(now, settles_at))


def condor_odds(
    svi: Svi,
    forward: float,
    spot: float,
    strikes: tuple[float, float, float, float],
    break_evens: Sequence[float],
    is_profit_below: bool = False,
    move: float | Problem | None = None,
) -> CondorOdds | Problem:
    """The odds of a condor with strikes K1 < K2 <= K3 < K4: long put, short put, short call, long call.

    `break_evens` and `is_profit_below` are those of `profit_intervals`; a condor with two is profitable between
    them. A short strike the index stands at or beyond has been touched, and none is touched less often than it is
    settled beyond. `move` is an expected move known better than from the smile at the forward. A Problem names the
    figure that makes the odds impossible.
    """
    long_put, short_put, short_call, long_call = strikes
    figures = {"forward": forward, "spot": spot, "long put": long_put}
    for name, value in figures.items():
        if not (math.isfinite(value) and value > 0.0):
            return Problem(name, f"no odds: {name} is {value}, not a level above 0")
    if not (long_put < short_put <= short_call < long_call < math.inf):
        return Problem("strikes", f"no odds: {long_put:g}/{short_put:g}/{short_call:g}/{long_call:g} is no condor")
    if not all(low < high for low, high in pairwise((-math.inf, *break_evens, math.inf))):
        return Problem("break-evens", "no odds: the break-evens do not ascend")
    below = np.maximum.accumulate(terminal_below(svi, forward, strikes))  # beyond 3 deviations it may dip
    touch_put = _touch_of_short(svi, forward, spot, short_put, float(below[1]))
    touch_call = _touch_of_short(svi, forward, spot, short_call, 1.0 - float(below[2]))
    return CondorOdds(
        profit=probability_inside(svi, forward, profit_intervals(break_evens, is_profit_below)),
        touch_put=1.0 if spot <= short_put else touch_put,
        touch_call=1.0 if spot >= short_call else touch_call,
        below_short_put=float(below[1]),
        below_long_put=float(below[0]),
        above_short_call=1.0 - float(below[2]),
        above_long_call=1.0 - float(below[3]),
        expected_move=expected_move(spot, atm_vol_of(svi), svi.years) if move is None else move,
    )


def _touch_of_short(svi: Svi, forward: float, spot: float, strike: float, beyond: float) -> float:
    """`probability_of_touch` at the volatility of the strike, raised where the smile settles beyond it more often.

    `beyond` is the smile's probability of settling past the strike. One volatility has no skew: on the call side of
    SPX it settles beyond too seldom and would touch too seldom by the same factor; on the put side it errs towards
    a touch, and is left so. Against paths of a local volatility made from real SPX smiles, for shorts about one
    deviation away, it is within 5 % on the call side and 10 to 40 % too high on the put side.
    """
    vol = float(svi.vol(math.log(strike / forward)))
    touch = float(probability_of_touch(spot, forward, strike, vol, svi.years))
    flat_below = float(terminal_below(Svi.flat(vol, svi.years), forward, strike))
    flat_beyond = flat_below if strike < spot else 1.0 - flat_below
    raised = touch * max(beyond / flat_beyond, 1.0) if flat_beyond > 0.0 else max(touch, beyond)
    return min(raised, 1.0)


def _levels(strikes: ArrayLike, forward: float) -> tuple[Floats, Floats]:
    """Strikes and ln(K/F), the latter held where every tail has vanished; a NaN stays one."""
    level = np.asarray(strikes, dtype=np.float64)
    return level, np.asarray(np.clip(np.log(np.maximum(level, 1e-300) / forward), -_FAR, _FAR))
