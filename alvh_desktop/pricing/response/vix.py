"""Spot VIX after a move of SPX."""

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.pricing.response.presets import Response
from alvh_desktop.pricing.response.spread import Floats, days_of_horizon, one_day_sigmas, quantile_sds, sd_vix

_LEAST_ROOM = 0.05  # of ln V, where VIX stands at or beyond its cap or floor
_FADED_IN = 1.0  # VIX sigmas of the move from which on a quantile counts in full
_FARTHEST = 3.0  # of ln(S'/S), where the search for kinks ends: SPX at a twentieth and at twenty times
_HALVINGS = 60


def vix_log_change(response: Response, s: ArrayLike, vix: ArrayLike, h: ArrayLike) -> Floats:
    """y = ln(V'/V) for SPX moved by the simple return `s` > -1 over `h` trading days, from `vix` > 0 points.

    Of the broadcast shape. It is 0 where s is 0, whatever the preset. V' stays between floor and cap when V is there;
    beyond them VIX has a last 0.05 of ln V to go.

    A preset's quantile counts in full from one h-day VIX sigma on and fades in on a straight line before: no move is
    no change, though VIX scatters on such days as well (the band shows that). What `scale` or a quantile would drive
    past cap or floor stops there. V' falls all the way as s rises, unless a quantile is asked for: the spike preset
    holds VIX about where it was after a rise of SPX, and over many days or near the floor lifts it.
    """
    u, days = one_day_sigmas(s, vix), days_of_horizon(h)
    up, down = _rooms(response, vix)
    y = _driven(response, u, np.asarray(vix, dtype=np.float64), days, up, down)
    if response.quantile is not None:
        faded_in = np.minimum(np.abs(u) / np.sqrt(days), _FADED_IN)
        y = y + quantile_sds(response.quantile) * faded_in * sd_vix(s, vix, h)
    return np.asarray(np.clip(y, -down, up))


def vix_fixed(vix_after: ArrayLike, vix: ArrayLike) -> Floats:
    """y for a VIX that is given, whatever SPX does: no cap, no floor, no scale. Both in points above 0."""
    return np.asarray(np.log(np.divide(vix_after, vix)))


def vix_quantile(response: Response, s: ArrayLike, vix: ArrayLike, h: ArrayLike, p: float) -> Floats:
    """VIX in points at quantile `p` about the middle of this response: the edge of the band.

    The middle knows the scale but not the preset's own quantile, which is one edge of the same band. The edges are
    not held within cap and floor. ValueError for p under 0.05 or over 0.95.
    """
    u, days = one_day_sigmas(s, vix), days_of_horizon(h)
    up, down = _rooms(response, vix)
    level = np.asarray(vix, dtype=np.float64)
    middle = np.clip(_driven(response, u, level, days, up, down), -down, up)
    return np.asarray(level * np.exp(middle + quantile_sds(p) * sd_vix(s, vix, h)))


def vix_kinks(response: Response, vix: float, h: float) -> tuple[float, ...]:
    """x = ln(1+s), ascending, at which y bends: the slope of y or its change jumps there; smooth in between.

    Always 0, unless y is 0 everywhere. With a quantile also where its fading ends and where its spread stops to
    grow, at 1 and 3 VIX sigmas each side; and the places where y is stopped at cap or floor.
    """
    if response.scale == 0.0 and response.quantile is None:
        return ()
    kinks = {0.0}
    sigma = float(vix) * float(np.sqrt(days_of_horizon(h))) / float(one_day_sigmas(np.expm1(1.0), 1.0))
    if response.quantile is not None:
        kinks.update(side * many * sigma for side in (-1.0, 1.0) for many in (_FADED_IN, 3.0))
    if response.quantile is not None or response.scale > 1.0:
        kinks.update(_stops(response, float(vix), float(h)))
    return tuple(sorted(kinks))


def _rooms(response: Response, vix: ArrayLike) -> tuple[Floats, Floats]:
    """How far ln V may rise and fall, both above 0."""
    up = np.maximum(np.log(np.divide(response.cap, vix)), _LEAST_ROOM)
    return up, np.maximum(np.log(np.divide(vix, response.floor)), _LEAST_ROOM)


def _driven(response: Response, u: Floats, vix: Floats, days: Floats, up: Floats, down: Floats) -> Floats:
    """scale * y, saturating in its room before it is scaled."""
    z = u / np.sqrt(days)
    drive = -u * days**-response.eta * (response.a + response.b * np.maximum(-z, 0.0))
    is_up = drive > 0.0
    room = np.where(is_up, up, down)
    shares = -np.expm1(-np.abs(drive) / room)
    # adding 0 turns the -0 of no move into 0
    return np.asarray(response.scale * np.where(is_up, room * shares, -room * shares) + 0.0)


def _stops(response: Response, vix: float, h: float) -> list[float]:
    """x at which y meets cap or floor: the edge nearest to spot on each side, sought by halving."""
    up, down = (float(room) for room in _rooms(response, vix))
    found = []
    for far in (-_FARTHEST, _FARTHEST):
        stopped, free = far, 0.0
        if -down < float(vix_log_change(response, np.expm1(far), vix, h)) < up:
            continue
        for _ in range(_HALVINGS):
            middle = 0.5 * (stopped + free)
            is_free = -down < float(vix_log_change(response, np.expm1(middle), vix, h)) < up
            stopped, free = (stopped, middle) if is_free else (middle, free)
        found.append(stopped)
    return found
