"""Greeks of a book over SPX at one date, by sleeve: where along the curve it bends, bleeds and turns with VIX."""

from dataclasses import dataclass
from datetime import datetime

import numpy as np

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve
from alvh_desktop.pricing.black76 import PERCENT
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.direct import Direct
from alvh_desktop.pricing.scenario.kernel import FIGURES
from alvh_desktop.pricing.scenario.sheet import greek_and_answer_sums
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World

_HALF_POINT = 0.5  # of VIX, to both sides


@dataclass(frozen=True)
class GreekCurves:
    """Figures in $ over `spots` (SPX points, shape (n,)) at the date `at`, each of shape (sleeves, n).

    At each level VIX, its futures and volatilities have answered the move; then one thing moves and the rest is
    held. `delta` per SPX point (its volatilities held: sticky strike), `gamma` its change per point, `vega` per
    volatility point, `vanna` change of delta per volatility point, `charm` of delta per calendar day: of living
    options on SPX alone, all discounted. `theta` per calendar day, forwards held, of options on SPX and on VIX.

    `vix` per point of spot VIX, SPX held, every leg through its own answer: of legs on VIX half a point higher less
    half a point lower, of options on SPX the slope, which is the same to a few thousandths of its peak. `slope` per
    1 % of SPX with the usual VIX move: half of (1 % higher less 1 % lower along the curve), every leg. Both are NaN
    where spot VIX is not known. What has settled by then counts in `vix` and `slope` alone, with what it pays at each
    level. `left_out` says which legs are in none of the figures.
    """

    at: datetime
    spots: Floats
    sleeves: tuple[Sleeve, ...]
    delta: Floats
    gamma: Floats
    vega: Floats
    theta: Floats
    vix: Floats
    vanna: Floats
    charm: Floats
    slope: Floats
    left_out: tuple[Problem, ...]


def greek_curves_of(
    position: Position, world: World, at: datetime, spots: Floats, by_sleeve: tuple[tuple[Sleeve, ...], Floats]
) -> GreekCurves:
    """Of a position at a date not before now. `by_sleeve`: sleeves, and the contracts of each, (sleeves, legs)."""
    sleeves, sizes = by_sleeve
    dates, columns = Dates(world.now, (at,)), position.columns
    # 1 % below and above every level as well: one pricing serves the figures and the slope between
    levels, places = np.unique(np.outer((1.0 - PERCENT, 1.0, 1.0 + PERCENT), spots), return_inverse=True)
    below, here, above = places.reshape(3, -1)
    axes = Axes(world, dates, levels)
    found, per_y = (each[..., 0, :] for each in greek_and_answer_sums(axes, columns, sizes))
    sums, price = dict(zip(FIGURES, found[..., here], strict=True)), found[FIGURES.index("price")]
    vix = slope = np.full((len(sleeves), spots.size), np.nan)
    if world.vix is not None:
        slope = 0.5 * (price[:, above] - price[:, below])
        answered = world.vix * np.exp(axes.points.y[:, here])
        vix = per_y[:, here] / answered + _on_vix_per_point(position, (world, dates), sizes, (spots, answered))
    return GreekCurves(
        at=at,
        spots=spots,
        sleeves=sleeves,
        delta=sums["delta"],
        gamma=sums["gamma"],
        vega=sums["vega"],
        theta=sums["theta"],
        vix=vix,
        vanna=sums["vanna"],
        charm=sums["charm"],
        slope=slope,
        left_out=position.left_out(at),
    )


def _on_vix_per_point(
    position: Position, when: tuple[World, Dates], sizes: Floats, at: tuple[Floats, Floats]
) -> Floats:
    """$ per point of spot VIX of legs on VIX, shape (sleeves, n), `at` SPX levels (n,) where VIX has answered
    (1, n) points: over half a point to both sides, or half of what there is of a VIX under one."""
    (world, dates), (spots, answered) = when, at
    legs = [place for place, leg in enumerate(position.legs) if not leg.is_of_spx]
    if not legs or world.vix is None:
        return np.zeros((len(sizes), spots.size))
    direct = Direct(Terms(world, dates, columns_of([position.legs[place] for place in legs])))
    half = np.minimum(_HALF_POINT, 0.5 * answered)
    higher, lower = (
        direct.summed(sizes[:, legs], direct.priced_with(spots, np.log(level / world.vix)), spots.size)[:, 0]
        for level in (answered + half, answered - half)
    )
    return np.asarray((higher - lower) / (2.0 * half))
