"""P/L where SPX shocks just as one leg settles: the bad day of a calendar, whose other leg barely moves."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.direct import leg_values
from alvh_desktop.pricing.scenario.legs import Expiry, ScenarioLeg
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World


def settling_shock(position: Position, world: World, at: datetime, moves: Floats) -> Floats:
    """P/L in $ of legs on VIX, all parts together, after what they cost and their fees, shape (moves,).

    Until `at` nothing moves: VIX stands, futures roll down the curve. Then SPX makes each of `moves` (simple returns)
    at once, h = 1 of the response. What settles at `at` settles at V', what settled before has at today's VIX; what
    lives on stands on the future of its own settlement, whose answer is damped by the days that it has left then.

    NaN where a leg that lives on has no value. ValueError for a leg that is not on VIX, or that never settles.
    """
    if any(leg.is_of_spx or leg.is_fund for leg in position.legs):
        raise ValueError("a settling shock knows options and futures on VIX alone")
    quiet = Terms(world, Dates(world.now, (at,)), position.columns)
    older = columns_of(_grown_older(position, quiet))
    shocked = Terms(replace(world, now=at), Dates(at, (at,)), older)
    stood = leg_values(quiet, np.array([world.spot]))[:, 0]
    moved = leg_values(shocked, world.spot * (1.0 + moves))[:, 0]
    is_over = np.array([leg.settles_at < at for leg in position.legs])[:, None]
    return np.asarray(position.sizes.sum(axis=0) @ np.where(is_over, stood, moved) + position.cash((at,)).sum())


def _grown_older(position: Position, quiet: Terms) -> list[ScenarioLeg]:
    """The legs as they are priced with at the date of `quiet`, while nothing has moved."""
    left, forwards = quiet.time_left[:, 0].tolist(), quiet.future_now[:, 0].tolist()
    older: dict[Expiry, Expiry] = {
        expiry: replace(
            expiry,
            forward=None if expiry.forward is None else forward,
            discount=expiry.discount**share,
            years=expiry.years * share,
        )
        for expiry, share, forward in zip(quiet.expiries.expiries, left, forwards, strict=True)
    }
    return [replace(leg, expiry=older[leg.expiry]) for leg in position.legs]
