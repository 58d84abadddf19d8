"""How many Chebyshev nodes hold an option over a stretch of x = ln(S'/S): a bound in closed form.

Three things bend its value there: the option itself, over its total volatility; its smile, over the width s of the
hyperbola; and the answer of VIX, by the e-folds it drives volatility and forward through. The strongest of them all
but decides (the fourth root of the sum of fourth powers). A strike beyond the stretch bends less, the more so the
more widths it lies beyond. Constants and powers were fitted to 53,000 options of 600 hostile books and a common one,
each priced at more and more nodes until the error fell under 2e-9 of its peak: the bound fell short in one of 10,000,
by a twentieth at most.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.answers import Answer
from alvh_desktop.pricing.scenario.columns import Indices
from alvh_desktop.pricing.scenario.terms import Rows

_SPARE = 9.9
_FEWEST = 10.0
_PER_WIDTH = 4.6  # nodes for each width of the option in half the stretch
_PER_SMILE_WIDTH = 9.0  # for each width of the smile there, to the power 3/2
_PER_FOLD = 14.4  # for each e-fold there at its steepest, to the power 0.7
_LESS_PER_WIDTH_BEYOND = 0.17  # share of the bend that goes with each width between strike and stretch
_LEAST_BEND = 0.15
_ONE_LEVEL_MORE = 6_000  # elements that can be priced in the time that a level's calls take
_FLATTEST = 1e-3  # of moneyness over x: a future that hardly answers


def nodes_needed(rows: Rows, answer: Answer, x: Floats, share: float = 1.0) -> Floats:
    """Nodes for each row, shape (rows,), over the stretch from x[0] to x[-1].

    `answer` stands at the even places `x`. `share` of what the price needs: its bends are less smooth than itself.
    """
    half, step = 0.5 * (x[-1] - x[0]), x[1] - x[0]
    steepness = np.abs(np.diff(answer.move)).max(axis=1) / step
    folds = np.abs(np.diff(np.log(answer.vol))).max(axis=1) / step
    # A forward that is SPX itself moves along with x and bends nothing.
    folds += np.abs(np.diff(answer.move, 2)).max(axis=1) / (step * step) * half
    low, high = answer.move.min(axis=1), answer.move.max(axis=1)
    if len(answer.move) == 1:
        steepness, low, high = (np.broadcast_to(values, folds.shape) for values in (steepness, low, high))
    cell = rows.cell
    steep = np.maximum(steepness[cell], _FLATTEST)
    nearest, farthest = rows.log_moneyness + low[cell], rows.log_moneyness + high[cell]
    least, most = _smile_variances(rows, nearest, farthest)
    widest = rows.total_vol * np.sqrt(most) * answer.vol.max(axis=1)[cell]
    beyond = np.maximum(np.maximum(nearest, -farthest), 0.0) / widest
    bend = np.maximum(1.0 - _LESS_PER_WIDTH_BEYOND * beyond, _LEAST_BEND)
    narrowest = rows.total_vol * np.sqrt(least) * answer.vol.min(axis=1)[cell]
    of_option = _PER_WIDTH * bend * half * steep / narrowest
    of_smile = _PER_SMILE_WIDTH * np.where(rows.smile_b > 0.0, half * steep / rows.smile_s, 0.0) ** 1.5
    of_answer = (_PER_FOLD * (half * folds) ** 0.7)[cell]
    needed = _SPARE + np.sqrt(np.sqrt(_fourth(of_option) + _fourth(of_smile) + _fourth(of_answer)))
    return np.asarray(share * np.maximum(needed, _FEWEST))


def shared_levels(needed: Floats, levels: Sequence[int], points: int, across: int = 1) -> Indices:
    """Nodes for each row: the fewest of `levels` that hold it, and 0 where it needs more and is priced at the points.

    A level that few rows need joins the next one: their prices at more nodes cost less than the calls of a level of
    its own. `across` is the number of nodes along a second axis.
    """
    place = np.searchsorted(np.array(levels, dtype=np.float64), needed)
    counts = np.bincount(place)
    places = [*levels, points]
    for low, high in pairwise(np.flatnonzero(counts).tolist()):
        if counts[low] * (places[high] - places[low]) * across < _ONE_LEVEL_MORE:
            place[place == low] = high
            counts[high] += counts[low]
    return np.array([*levels, 0], dtype=np.intp).take(place)


def _smile_variances(rows: Rows, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Least and most of the SVI variance over today's while ln(F'/K) runs from `low` to `high`; SVI is convex."""
    lowest = rows.smile_m - rows.smile_rho * rows.smile_s / np.sqrt(np.maximum(1.0 - rows.smile_rho**2, 1e-12))
    at_least = _smile_variance(rows, np.clip(lowest, -high, -low))
    return at_least, np.maximum(_smile_variance(rows, -high), _smile_variance(rows, -low))


def _smile_variance(rows: Rows, log_strike: Floats) -> Floats:
    off = log_strike - rows.smile_m
    variance = rows.smile_a + rows.smile_b * (rows.smile_rho * off + np.sqrt(off * off + rows.smile_s * rows.smile_s))
    return np.asarray(variance / rows.smile_now)


def _fourth(values: Floats) -> Floats:
    square = values * values
    return np.asarray(square * square)
