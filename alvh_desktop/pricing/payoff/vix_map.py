"""P/L over SPX and VIX at one date: the hedge's second question, as SPX alone does not settle what VIX does."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import numpy as np

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.scenario.surface import surface_of
from alvh_desktop.pricing.scenario.world import Dates, World

SPOTS, VIXES = 101, 61
_LOWEST_SHARE, _HIGHEST_SHARE = 0.6, 3.0


@dataclass(frozen=True)
class VixMap:
    """P/L in $, shape (spots, vixes), after fees and with what was realised so far, at one date.

    `spots` SPX points, `vixes` spot VIX points. `usual_vix` is the VIX the response implies at each of `spots`.
    """

    at: datetime
    spots: Floats
    vixes: Floats
    usual_vix: Floats
    condors_usd: Floats
    hedge_usd: Floats
    problems: tuple[Problem, ...]

    @cached_property
    def net_usd(self) -> Floats:
        return self.condors_usd + self.hedge_usd


def vix_map(
    position: Position, world: World, at: datetime, spots: Floats, vixes: Floats | None = None
) -> VixMap | Problem:
    """The map at a date not before now; `vixes` None reaches from 0.6 to 3 times spot VIX and to the usual answer."""
    if world.vix is None:
        return Problem("VIX", "no map: no spot VIX level is known, import a file that has it")
    if at < world.now:
        return Problem("dates", f"{at:%Y-%m-%d %H:%M} is before now")
    dates = Dates(world.now, (at,))
    usual = world.vix * np.exp(world.vix_answer(np.log(spots / world.spot)[None, :], dates.trading_days[:, None]))[0]
    if vixes is None:
        vixes = np.geomspace(_LOWEST_SHARE * world.vix, max(_HIGHEST_SHARE * world.vix, float(usual.max())), VIXES)
    values = surface_of(world, dates, position.columns, position.sizes, spots, vixes)
    condors, hedge = values + position.cash((at,))[:, :, None]
    return VixMap(at, spots, vixes, usual, condors, hedge, position.left_out(at))
