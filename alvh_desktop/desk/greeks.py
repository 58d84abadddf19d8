"""Greeks over SPX of what the curves of a picture are of, by sleeve."""

from datetime import datetime
from typing import get_args

import numpy as np

from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scenario import refused_date
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.greeks import GreekCurves, greek_curves_of

SLEEVES: tuple[Sleeve, ...] = get_args(Sleeve)


def greek_curves(picture: Picture, at: datetime | None = None) -> GreekCurves | Problem:
    """Over the levels of the payoff and of its legs, seen through its lens; `at` None is now.

    The Problem is that of the payoff where there is no curve, or says that the date cannot be.
    """
    payoff = picture.payoff
    if isinstance(payoff, Problem):
        return payoff
    moment = payoff.world.now if at is None else at
    refused = refused_date(moment, payoff.world.now)
    if refused is not None:
        return refused
    return greek_curves_of(payoff.position, payoff.world, moment, payoff.spots, _by_sleeve(picture, payoff))


def _by_sleeve(picture: Picture, payoff: Payoff) -> tuple[tuple[Sleeve, ...], Floats]:
    """The sleeves that hold something of what is drawn, and how many of each contract, shape (sleeves, legs)."""
    position, trades = payoff.position, picture.inputs.book.trades
    of_piece = [trades[piece.holding.leg.trade_id].sleeve for piece in position.open_pieces]
    held = tuple(sleeve for sleeve in SLEEVES if sleeve in of_piece)
    sizes = np.zeros((len(held), len(position.legs)))
    rows = np.array([held.index(sleeve) for sleeve in of_piece], dtype=np.intp)
    quantities = [piece.holding.position.quantity for piece in position.open_pieces]
    np.add.at(sizes, (rows, position.contracts.places), quantities)
    return held, sizes
