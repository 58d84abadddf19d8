"""An SVI smile through quoted volatilities, without an optimiser from elsewhere.

For a given middle m and width s the model is linear in three numbers, so they follow in closed form, their
constraints included (Zeliade Systems, Quasi-explicit calibration of Gatheral's SVI model, 2009). What is left is
a search over two numbers: a coarse grid finds the valley, Gauss-Newton steps find its floor. Everything runs in
units of the standard deviation and the variance at the forward, so a minute and three years look alike.
"""

from dataclasses import fields, replace

import numpy as np
from numpy.typing import ArrayLike

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.smile.hyperbolas import FAR_OUT, Hyperbolas, ScaledQuotes, best_curves, least_butterfly
from alvh_desktop.pricing.smile.svi import Svi

_MIDDLES = np.linspace(-2.0, 2.0, 9)
_WIDTHS = np.geomspace(0.25, 6.0, 10)
_FARTHEST_MIDDLE = 2.0  # a farther one lets the wing without quotes run away
_NARROWEST, _WIDEST = 0.25, 6.0  # narrower is a kink, wider cannot be told from a parabola
_BOUNDS = np.array([[-_FARTHEST_MIDDLE, np.log(_NARROWEST)], [_FARTHEST_MIDDLE, np.log(_WIDEST)]])
_MOST_STEPS = 25
_DAMPINGS = np.array([1e-8, 1e-4, 1e-2, 1e-1, 1.0])
_NUDGE = 1e-6
_NUDGES = _NUDGE * np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])
_NEARLY, _NO_BETTER = 0.1, 1e-3  # of the misfit; a step that gains less ends the search
_EXACT = 1e-26  # mean squared misfit that is rounding
_LEAST_WEIGHT = 1e-60  # of the heaviest: nothing, and still a number when squared
_SHARES = np.linspace(1.0, 0.0, 11)


def fit_svi(k: ArrayLike, vols: ArrayLike, weights: ArrayLike, years: float) -> Svi:
    """The SVI smile nearest to volatilities (a year, fractions) at k = ln(K/F), all of shape (n,), in any order.

    `weights` are one over the uncertainty of each volatility; only their ratios count. Quotes that are not finite
    and above 0 are passed over, and one that the others contradict counts little. One or two strikes give a flat
    smile at their mean, three or four a hyperbola centred on the forward, five and more the whole family. A curve
    whose density turns negative within three standard deviations is replaced by the nearest one found whose
    density does not, so `has_negative_density()` of the answer is False. ValueError when no quote can be used.
    """
    at, vol, weight = (np.asarray(values, dtype=np.float64).ravel() for values in (k, vols, weights))
    usable = np.isfinite(at) & np.isfinite(vol) & (vol > 0.0) & np.isfinite(weight) & (weight > 0.0)
    if not usable.any() or not years > 0.0:
        raise ValueError("a smile needs a quoted volatility and time to settlement")
    order = np.lexsort((weight[usable], vol[usable], at[usable]))
    at, vol, weight = (values[usable][order] for values in (at, vol, weight))
    weight = np.maximum(weight / weight.max(), _LEAST_WEIGHT)
    strikes = np.unique(at).size
    mean = float(vol @ weight**2 / (weight**2).sum())
    if strikes <= 2 or np.abs(vol / mean - 1.0).max() < 1e-12:
        return Svi.flat(mean, years)
    quotes = ScaledQuotes.of(at, vol, weight, years)
    if strikes <= 4:
        found = best_curves(quotes, np.zeros(1), np.ones(1))
    else:
        found, quotes = _searched(quotes)
    svi = found.svi(0, quotes.sd, years)
    return _admissible(quotes, years) if svi.has_negative_density() else svi


def _searched(quotes: ScaledQuotes) -> tuple[Hyperbolas, ScaledQuotes]:
    """The best curve of the whole family, and the quotes with less said by those that the others contradict."""
    m, s = (grid.ravel() for grid in np.meshgrid(_MIDDLES, _WIDTHS, indexing="ij"))
    best = int(np.argmin(best_curves(quotes.thinned(), m, s).misfit))
    near = _descended(quotes, float(m[best]), float(s[best]), enough=_NEARLY)
    off = np.abs(near.residuals[0]) / quotes.root_share
    scale = FAR_OUT * float(np.median(off)) + _NUDGE
    share = quotes.share * (scale / np.maximum(off, scale)) ** 4
    trusted = replace(quotes, share=share / share.sum())
    return _descended(trusted, float(near.m[0]), float(near.s[0]), enough=_NO_BETTER), trusted


def _descended(quotes: ScaledQuotes, m: float, s: float, enough: float) -> Hyperbolas:
    """Downhill from (m, s) in m and ln s until a step gains less than `enough` of the misfit.

    Each step tries several dampings at once, each with the two neighbours its own next step will need.
    """
    place, row = np.array([m, np.log(s)]), 0
    curves = _with_neighbours(quotes, place[None, :])
    for _ in range(_MOST_STEPS):
        tried = np.clip(place + _steps(curves, row), *_BOUNDS)
        ahead = _with_neighbours(quotes, tried)
        best = int(np.argmin(ahead.misfit[::3]))
        before, now = float(curves.misfit[row]), float(ahead.misfit[3 * best])
        if now < before:
            curves, row, place = ahead, 3 * best, tried[best]
        if now >= before * (1.0 - enough) or now < _EXACT:
            break
    return Hyperbolas(*(getattr(curves, each.name)[row : row + 1] for each in fields(Hyperbolas)))


def _with_neighbours(quotes: ScaledQuotes, places: Floats) -> Hyperbolas:
    """The curves of each (m, ln s), followed by those a nudge away in m and in ln s: three rows a place."""
    rows = (places[:, None, :] + _NUDGES).reshape(-1, 2)
    return best_curves(quotes, rows[:, 0], np.exp(rows[:, 1]))


def _steps(curves: Hyperbolas, row: int) -> Floats:
    """Damped Gauss-Newton steps in (m, ln s) from a row with its neighbours, (dampings, 2), each within one unit."""
    residuals = curves.residuals[row]
    slopes = (curves.residuals[row + 1 : row + 3] - residuals) / _NUDGE
    square, pull = slopes @ slopes.T, slopes @ residuals
    damped = square + _DAMPINGS[:, None, None] * (np.trace(square) + _EXACT) * np.eye(2)
    pulls = np.broadcast_to(pull[:, None], (_DAMPINGS.size, 2, 1))
    return np.asarray(np.clip(-np.linalg.solve(damped, pulls)[..., 0], -1.0, 1.0))


def _admissible(quotes: ScaledQuotes, years: float) -> Svi:
    """The nearest curve without a negative density: every (m, s) of the grid, in steps down to flat."""
    thinned = quotes.thinned()
    m, s, share = (grid.ravel() for grid in np.meshgrid(_MIDDLES, _WIDTHS, _SHARES, indexing="ij"))
    curves = best_curves(thinned, m, s, share)
    least = least_butterfly(curves, quotes.sd)
    nearest = (row for row in np.argsort(curves.misfit, kind="stable") if least[row] >= 0.0)
    found = (curves.svi(int(row), quotes.sd, years) for row in nearest)
    return next(svi for svi in found if not svi.has_negative_density())
