"""The smile of one expiry: out-of-the-money mids, linear between them, flat beyond."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK
from support.made_markets import chain, market, years_to

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Quote
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.smile import Smile, smile_of

EXPIRY = date(2026, 12, 18)
YEARS = years_to("SPXW", EXPIRY)
FORWARD = Forward(6700.0, market().discount(YEARS), YEARS, "made", CLOCK)
FINE = Decimal("1e-8")


def skewed(strike: float) -> float:
    return 0.18 - 0.0001 * (strike - 6700)


def test_it_gives_back_the_volatilities_that_made_the_quotes() -> None:
    strikes = range(6400, 6950, 50)
    quotes = chain("SPXW", EXPIRY, 6700.0, strikes, skewed, half_spread="0.01", tick=FINE)
    smile = smile_of(list(quotes.values()), FORWARD)
    assert list(smile.strikes) == list(strikes)
    assert smile.vols == pytest.approx([skewed(strike) for strike in strikes], abs=1e-6)


def test_only_the_side_out_of_the_money_counts() -> None:
    quotes = chain("SPXW", EXPIRY, 6700.0, (6600, 6700, 6800), skewed, tick=FINE)
    for strike, right in ((6600, "C"), (6700, "P"), (6800, "P")):
        contract = Contract("SPXW", EXPIRY, Decimal(strike), right)
        quotes[contract] = Quote(contract, CLOCK, "made", Decimal(300), Decimal(400))
    assert smile_of(list(quotes.values()), FORWARD).vols == pytest.approx([0.19, 0.18, 0.17], abs=1e-4)


def test_quotes_without_a_bid_are_left_out() -> None:
    quotes = chain("SPXW", EXPIRY, 6700.0, (6600, 6700), skewed)
    contract = Contract("SPXW", EXPIRY, Decimal(6600), "P")
    quotes[contract] = Quote(contract, CLOCK, "made", Decimal(0), Decimal("0.05"))
    assert list(smile_of(list(quotes.values()), FORWARD).strikes) == [6700.0]


def test_linear_between_quotes_and_flat_beyond() -> None:
    smile = Smile(np.array([6600.0, 6700.0]), np.array([0.20, 0.18]))
    assert smile.vol_at(6650.0) == pytest.approx(0.19)
    assert smile.vol_at(1.0) == 0.20
    assert smile.vol_at(9999.0) == 0.18


def test_nothing_quoted_has_none() -> None:
    empty = smile_of([], FORWARD)
    assert empty.strikes.shape == empty.vols.shape == (0,)
    assert empty.vol_at(6700.0) is None
    assert Smile(np.array([1.0]), np.array([0.2])).vol_at(float("nan")) is None
