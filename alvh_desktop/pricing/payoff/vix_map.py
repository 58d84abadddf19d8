"""P/L over SPX and VIX at one date: the hedge's second question, as SPX alone does not settle what VIX does."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.response.vix import vix_quantile
from alvh_desktop.pricing.scenario.columns import Flags
from alvh_desktop.pricing.scenario.surface import surface_of
from alvh_desktop.pricing.scenario.world import Dates, World

SPOTS, VIXES = 101, 61
LOW, HIGH = 0.05, 0.95
"""Quantiles of the scatter of VIX between which it is told."""
_LOWEST_SHARE, _HIGHEST_SHARE = 0.6, 3.0


@dataclass(frozen=True)
class VixMap:
    """P/L in $, shape (spots, vixes), after fees and with what was realised so far, at one date.

    `spots` SPX points, `vixes` spot VIX points, both ascending. `usual_vix` is the VIX the response implies at each
    of `spots`, shape (spots,), `low_vix` and `high_vix` the quantiles of its scatter (5 % and 95 %), NaN where VIX is
    fixed. `problems` are the legs that are left out.
    """

    at: datetime
    spots: Floats
    vixes: Floats
    usual_vix: Floats
    low_vix: Floats
    high_vix: Floats
    condors_usd: Floats
    hedge_usd: Floats
    problems: tuple[Problem, ...]

    @cached_property
    def net_usd(self) -> Floats:
        return self.condors_usd + self.hedge_usd


def vix_map(
    position: Position, world: World, at: datetime, spots: Floats, vixes: Floats | None = None
) -> VixMap | Problem:
    """The map at a date not before now; `vixes` None reaches from 0.6 to 3 times spot VIX and to the usual answer,
    and today's VIX is one of them."""
    if world.vix is None:
        return Problem("VIX", "no map: no spot VIX level is known, import a file that has it")
    if at < world.now:
        return Problem("dates", f"{at:%Y-%m-%d %H:%M} is before now")
    dates = Dates(world.now, (at,))
    usual = world.vix * np.exp(world.vix_answer(np.log(spots / world.spot)[None, :], dates.trading_days[:, None]))[0]
    if vixes is None:
        highest = max(_HIGHEST_SHARE * world.vix, float(usual.max()))
        vixes = with_level(np.geomspace(_LOWEST_SHARE * world.vix, highest, VIXES), world.vix)
    values = surface_of(world, dates, position.columns, position.sizes, spots, vixes)
    condors, hedge = values + position.cash((at,))[:, :, None]
    low, high = _band(world, dates, spots)
    return VixMap(at, spots, vixes, usual, low, high, condors, hedge, position.left_out(at))


def gap_zone(found: VixMap, share: float) -> Flags:
    """Where the condors lose and the hedge pays less than that share of their loss, shape (spots, vixes); a hedge
    that loses there pays nothing of it."""
    return np.asarray((found.condors_usd < 0.0) & (found.hedge_usd < -share * found.condors_usd))


def with_level(levels: Floats, level: float) -> Floats:
    """Ascending levels with the one nearest to `level` moved there; those at the ends stay where they are."""
    moved = levels.copy()
    moved[1 + int(np.abs(levels[1:-1] - level).argmin())] = level
    return moved


def _band(world: World, dates: Dates, spots: Floats) -> tuple[Floats, Floats]:
    if world.vix is None or world.vix_after is not None:
        unknown = np.full(spots.size, np.nan)
        return unknown, unknown
    moves, h = spots / world.spot - 1.0, dates.trading_days[0]
    low, high = (vix_quantile(world.response, moves, world.vix, h, p) for p in (LOW, HIGH))
    return low, high
