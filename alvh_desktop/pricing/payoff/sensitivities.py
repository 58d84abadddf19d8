"""What a book gains when VIX, or SPX with its usual VIX move, goes a little way: where vegas of SPX and VIX meet."""

import math
from dataclasses import dataclass, replace

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.payoff.priced_once import Kept, priced_once
from alvh_desktop.pricing.scenario.columns import Columns
from alvh_desktop.pricing.scenario.direct import Direct, part_values
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World

_LARGEST_STEP = 0.01
_SHORTEST_YEARS = 15.0 / (365.0 * 24.0 * 60.0)
_LARGEST_FALL = math.log(0.5)  # in which the usual SPX move behind VIX + 1 % is sought


@dataclass(frozen=True, slots=True)
class Sensitivities:
    """$ changes from now, of one part of the book, each revalued under the joint response with no time passed.

    `vix_equivalent_vega_usd` VIX + 1 point, SPX unchanged. `vix_1pct_usd` VIX * 1.01, SPX unchanged;
    `vix_1pct_with_spot_usd` the same with the SPX move that usually goes with it (None where the response has none).
    `slope_usd_per_1pct` SPX + 1 % with the usual VIX move. `beta_usd` = [V(+x) - V(-x)] / 2x at x = `beta_step`
    (relative): over equity it is the instantaneous beta. None where spot VIX is not known.
    """

    vix_equivalent_vega_usd: float | None
    vix_1pct_usd: float | None
    vix_1pct_with_spot_usd: float | None
    slope_usd_per_1pct: float | None
    beta_usd: float | None
    beta_step: float


def sensitivities_of(position: Position, world: World) -> tuple[Sensitivities, Sensitivities, Sensitivities]:
    """Of the condors, of the hedge and of both. Legs without a value are left out, as in the curves.

    beta's x is the smaller of 1 % and a quarter of the expected move of the nearest SPX expiry (methodology.md).
    """
    columns, sizes = position.columns, _with_total(position.sizes)
    step = _beta_step(position)
    if world.vix is None:
        none = Sensitivities(None, None, None, None, None, step)
        return none, none, none
    free = replace(world, vix_after=None)
    here = np.zeros(1)
    still = _worth(replace(free, vix_after=world.vix), columns, sizes, here)[:, 0]
    point = _worth(replace(free, vix_after=world.vix + 1.0), columns, sizes, here)[:, 0] - still
    share = _worth(replace(free, vix_after=world.vix * 1.01), columns, sizes, here)[:, 0] - still
    usual = free.log_move_for(math.log(1.01), 1.0, _LARGEST_FALL)
    moves = np.log1p(np.array([-step, step, -0.01, 0.01, 0.0 if usual is None else math.expm1(usual)]))
    down, up, down_1pct, up_1pct, with_spot = _worth(free, columns, sizes, moves).T
    found = [
        Sensitivities(
            vix_equivalent_vega_usd=float(point[part]),
            vix_1pct_usd=float(share[part]),
            vix_1pct_with_spot_usd=None if usual is None else float(with_spot[part] - still[part]),
            slope_usd_per_1pct=float(0.5 * (up_1pct[part] - down_1pct[part])),
            beta_usd=float((up[part] - down[part]) / (2.0 * step)),
            beta_step=step,
        )
        for part in range(3)
    ]
    return found[0], found[1], found[2]


@dataclass(frozen=True, slots=True)
class VegaAndBeta:
    """What alerts read of `Sensitivities` at every tick, without the searches that the rest takes.

    Of one part of the book: $ for VIX + 1 point with SPX unchanged, and `beta_usd` at its step.
    """

    vix_equivalent_vega_usd: float
    beta_usd: float
    beta_step: float


def vega_and_beta_of(
    position: Position, world: World, kept: Kept | None = None
) -> tuple[VegaAndBeta, VegaAndBeta, VegaAndBeta] | None:
    """Of the condors, of the hedge and of both, as `sensitivities_of` has them; None where spot VIX is not known.

    `kept` remembers what the contracts were priced at, so that an edit of what is held prices what is new.
    """
    if world.vix is None:
        return None
    step, free = _beta_step(position), replace(world, vix_after=None)
    x = np.log1p(np.array([0.0, -step, step, 0.0]))
    # the last of them is VIX + 1 point where SPX stands: one pricing serves both questions
    y = free.vix_answer(x[None, :], np.ones((1, 1)))
    y[0, -1] = math.log1p(1.0 / world.vix)
    now, spots = Dates(free.now, (free.now,)), world.spot * np.exp(x)
    priced = priced_once("near now", position.contracts, free, now, spots, {} if kept is None else kept, y)
    worth = priced.parts(_with_total(position.sizes))[:, 0]
    still, down, up, point = worth.T
    condors, hedge, net = (
        VegaAndBeta(float(point[part] - still[part]), float((up[part] - down[part]) / (2.0 * step)), step)
        for part in range(3)
    )
    return condors, hedge, net


def vix_point_of(columns: Columns, sizes: Floats, world: World) -> Floats | None:
    """$ for VIX + 1 point with SPX unchanged of each row of `sizes` (rows, legs), shape (rows,): as
    `sensitivities_of` has it, in one pricing of all legs. None where spot VIX is not known."""
    if world.vix is None:
        return None
    y = np.array([[0.0, math.log1p(1.0 / world.vix)]])
    direct = Direct(Terms(replace(world, vix_after=None), Dates(world.now, (world.now,)), columns))
    spots = np.full(2, world.spot)
    worth = direct.summed(sizes, direct.priced_with(spots, y), spots.size)[:, 0]
    return np.asarray(worth[:, 1] - worth[:, 0])


def _with_total(sizes: Floats) -> Floats:
    return np.vstack([sizes, sizes.sum(axis=0)])


def _worth(world: World, columns: Columns, sizes: Floats, moves: Floats) -> Floats:
    """$ value of each part now at x = ln(S'/S), shape (parts, moves)."""
    terms = Terms(world, Dates(world.now, (world.now,)), columns)
    return part_values(terms, sizes, world.spot * np.exp(moves))[:, 0]


def _beta_step(position: Position) -> float:
    expiries = [leg.expiry for leg in position.legs if leg.is_of_spx and leg.vol is not None]
    if not expiries:
        return _LARGEST_STEP
    nearest = min(expiries, key=lambda expiry: expiry.settles_at)
    own = [leg.vol for leg in position.legs if leg.expiry == nearest and leg.vol is not None]
    vol = sum(own) / len(own) if nearest.smile is None else float(nearest.smile.vol(0.0))
    return min(_LARGEST_STEP, 0.25 * vol * math.sqrt(max(nearest.years, _SHORTEST_YEARS)))
