"""Greeks over SPX of what the curves of a picture are of, by sleeve."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args

import numpy as np

from alvh_desktop.desk.picture import Curves, Picture
from alvh_desktop.desk.scenario import refused_date
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve, Trade
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.greeks import GreekCurves, greek_curves_of

SLEEVES: tuple[Sleeve, ...] = get_args(Sleeve)

Trades = Mapping[int, Trade]
_KEPT = 6


def greek_curves(picture: Picture | Curves, at: datetime | None = None) -> GreekCurves | Problem:
    """Over the levels of the payoff and of its legs, seen through its lens; `at` None is now.

    The Problem is that of the payoff where there is no curve, or says that the date cannot be. The curves asked for
    last are kept with the market: those of now are not worked out again while a date is dragged.
    """
    payoff = picture.payoff
    if isinstance(payoff, Problem):
        return payoff
    moment = payoff.world.now if at is None else at
    refused = refused_date(moment, payoff.world.now)
    if refused is not None:
        return refused
    kept: list[tuple[Payoff, Trades, GreekCurves]] = picture.inputs.market.worked_out.setdefault("greeks", [])
    trades = picture.inputs.book.trades
    for place, (of, of_trades, curves) in enumerate(kept):
        # a payoff with another date is of the same position in the same world
        is_same = of.position is payoff.position and of.world is payoff.world and of_trades is trades
        if is_same and of.spots is payoff.spots and curves.at == moment:
            kept.append(kept.pop(place))
            return curves
    found = greek_curves_of(payoff.position, payoff.world, moment, payoff.spots, _by_sleeve(trades, payoff))
    kept.append((payoff, trades, found))
    del kept[:-_KEPT]
    return found


def _by_sleeve(trades: Trades, payoff: Payoff) -> tuple[tuple[Sleeve, ...], Floats]:
    """The sleeves that hold something of what is drawn, and how many of each contract, shape (sleeves, legs)."""
    position = payoff.position
    of_piece = [trades[piece.holding.leg.trade_id].sleeve for piece in position.open_pieces]
    held = tuple(sleeve for sleeve in SLEEVES if sleeve in of_piece)
    sizes = np.zeros((len(held), len(position.legs)))
    rows = np.array([held.index(sleeve) for sleeve in of_piece], dtype=np.intp)
    quantities = [piece.holding.position.quantity for piece in position.open_pieces]
    np.add.at(sizes, (rows, position.contracts.places), quantities)
    return held, sizes
