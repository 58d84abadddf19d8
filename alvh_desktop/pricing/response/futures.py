"""VX futures after a move of VIX: the later they settle, the less of it they take."""

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.response.spread import Floats, share_after

_GLIDE_DAYS = 5.0
_LOWEST_FUTURE = 0.01  # points


def future_beta(response: Response, days: ArrayLike, vix: ArrayLike, forward: ArrayLike, h: ArrayLike) -> Floats:
    """Change of ln F per change of ln V, in (0, 1], for a future with `days` calendar days to settlement.

    Days count from the start of the move. `vix` and `forward` in points above 0 before the move, `forward` once
    rolled down. For equal V/F it never grows with days. 1 under the presets that move futures with spot VIX.
    """
    t, f = np.maximum(np.asarray(days, dtype=np.float64), 0.0), np.asarray(forward, dtype=np.float64)
    if response.futures != "damped":
        return np.ones(np.broadcast_shapes(t.shape, f.shape, np.shape(vix), np.shape(h)))
    power = -response.p * share_after(response, h)
    return np.asarray(np.minimum((1.0 + t / response.tau) ** power * np.divide(vix, f) ** response.k, 1.0))


def glide(days: ArrayLike, elapsed: ArrayLike) -> Floats:
    """Weight, from 0 to 1, with which ln F' already is ln V', `elapsed` calendar days into a future's `days`.

    In the last five days before settlement it rises linearly to 1 at settlement: 1 - left / 5. A future with
    fewer than five days left when the move starts glides over those, 1 - left / days: with no time passed the weight
    is 0 for every living future, and no shock is no change. Settled (days <= elapsed) it is 1.
    """
    t = np.asarray(days, dtype=np.float64)
    left = t - np.maximum(np.asarray(elapsed, dtype=np.float64), 0.0)
    is_settled = left <= 0.0
    span = np.where(is_settled, 1.0, np.minimum(t, _GLIDE_DAYS))
    return np.where(is_settled, 1.0, np.clip(1.0 - left / span, 0.0, 1.0))


def future_line(
    response: Response, forward: ArrayLike, days: ArrayLike, elapsed: ArrayLike, vix: ArrayLike, h: ArrayLike
) -> tuple[Floats, Floats]:
    """(slope, constant) of ln F' = ln(forward) + constant + slope * y: the answer as a straight line in y = ln(V'/V).

    Arguments as in `future_after`; both results broadcast with them. ValueError for a response whose futures move by
    the points of spot VIX, which is no line: take `future_after` there.
    """
    if response.futures == "spot":
        raise ValueError(f"response {response.name}: futures that move with spot VIX are no line in ln V")
    weight = glide(days, elapsed)
    slope = (1.0 - weight) * future_beta(response, days, vix, forward, h) + weight
    return np.asarray(slope), np.asarray(weight * np.log(np.divide(vix, forward)))


def future_after(
    response: Response,
    forward: ArrayLike,
    days: ArrayLike,
    elapsed_days: ArrayLike,
    vix: ArrayLike,
    y: ArrayLike,
    h: ArrayLike,
) -> Floats:
    """F' in points for a future `days` calendar days from settlement when the move starts, `elapsed_days` later.

    `forward` is what it has rolled down to without a shock, `vix` spot VIX before the move, both in points above 0;
    `y` = ln(V'/V); `h` trading days. Settled it is V' = vix * exp(y). With no time passed and y = 0 it is `forward`
    to the last digit. A future that moves by the points of spot VIX stops at 0.01 points.
    """
    before, answer, level = (np.asarray(given, dtype=np.float64) for given in (forward, y, vix))
    if response.futures == "spot":
        after = level * np.exp(answer)
        moved = np.maximum(before + (after - level), _LOWEST_FUTURE)
        return np.asarray(moved * (after / moved) ** glide(days, elapsed_days))
    slope, constant = future_line(response, before, days, elapsed_days, level, h)
    return np.asarray(before * np.exp(constant + slope * answer))
