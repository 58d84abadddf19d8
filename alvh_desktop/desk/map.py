"""P/L of what a picture draws over SPX and VIX, at one date."""

from datetime import datetime

import numpy as np

from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scenario import refused_date
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.vix_map import SPOTS, VixMap, vix_map, with_level

LOWEST_MOVE, HIGHEST_MOVE = -0.20, 0.12
"""Simple returns of SPX at the ends of the map."""


def map_of(
    picture: Picture,
    at: datetime | None = None,
    *,
    lowest: float = LOWEST_MOVE,
    highest: float = HIGHEST_MOVE,
    vixes: Floats | None = None,
) -> VixMap | Problem:
    """The map of the legs and through the lens of the picture's payoff; `at` None is now.

    Over 101 levels of SPX, today's among them, and 61 of VIX, today's among them, or the `vixes` given (ascending
    points above 0). `gap_zone` says where the hedge pays too little. The Problem is that of the payoff, or says that
    the date cannot be or that VIX is not known. ValueError for ends that do not lie on both sides of today's SPX.
    """
    if not -1.0 < lowest < 0.0 < highest:
        raise ValueError(f"a map from {lowest} to {highest} does not hold today's SPX")
    payoff = picture.payoff
    if isinstance(payoff, Problem):
        return payoff
    world = payoff.world
    moment = world.now if at is None else at
    refused = refused_date(moment, world.now)
    if refused is not None:
        return refused
    spots = with_level(world.spot * (1.0 + np.linspace(lowest, highest, SPOTS)), world.spot)
    return vix_map(payoff.position, world, moment, spots, vixes)
