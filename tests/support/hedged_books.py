"""Condors with their hedge of VIX legs, a market that quotes them all, and the curves of both."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from support.founded_books import enter, founded_desk
from support.made_markets import Quotes, chain, future, market

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.lens import Lens
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.payoff import Payoff

DECEMBER, JANUARY = date(2026, 12, 18), date(2027, 1, 15)
VIX_DECEMBER, VIX_JANUARY = date(2026, 12, 16), date(2027, 1, 20)
STRIKES = (6200, 6300, 6325, 6350, 6500, 6600, 6650, 6700, 6750, 6800, 7000, 7150, 7200, 7250)
CONDOR = "SPXW 18DEC26 6300/6350P 7150/7200C"
SPOT = 6690.0


def skewed(strike: float) -> float:
    return 0.16 - 0.00006 * (strike - 6700)


QUOTES: Quotes = {
    **chain("SPXW", DECEMBER, 6715.0, STRIKES, skewed),
    **chain("SPXW", JANUARY, 6733.0, STRIKES, skewed),
    **chain("SPX", DECEMBER, 6713.0, STRIKES, skewed),
    **chain("XSP", DECEMBER, 671.5, [k / 10 for k in STRIKES], lambda k: skewed(10 * k), half_spread="0.01"),
    **chain("VIX", VIX_DECEMBER, 18.05, range(12, 60, 2), 0.9, half_spread="0.02"),
    **chain("VIX", VIX_JANUARY, 19.0, range(12, 60, 2), 0.8, half_spread="0.02"),
    **future(VIX_DECEMBER, "18.05"),
    **future(VIX_JANUARY, "19.00"),
    **future(VIX_DECEMBER, "18.05", root="VXM"),
}
HEDGE = ("+20 VIX 16DEC26 20C @1.10 fee 1/ct", "+10 VIX 20JAN27 24C @1.40", "-2 VX 16DEC26 @18.4 fee 2.40/ct")


def desk_with(*lines: str) -> Desk:
    desk = founded_desk()
    for line in lines:
        enter(desk, line)
    return desk


def seen(quotes: Mapping = QUOTES, spx: str | None = "6690", vix: str | None = "17") -> Market:
    return market(quotes, spx=spx, vix=vix)


def painted(desk: Desk, at_market: Market | None = None, lens: Lens | None = None) -> Picture:
    return paint(Inputs(desk.book, at_market or seen(), lens=lens or Lens()))


def curves(desk: Desk, at_market: Market | None = None, lens: Lens | None = None) -> Payoff:
    payoff = painted(desk, at_market, lens).payoff
    assert isinstance(payoff, Payoff), payoff
    return payoff


def here(payoff: Payoff, values: np.ndarray) -> float:
    """A curve where SPX stands today."""
    assert payoff.spots[payoff.place_of_spot] == payoff.world.spot
    return float(values[payoff.place_of_spot])
