"""Fitted smiles of the real chains: near the quotes, with a density that pays no one for a butterfly."""

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.formats import read_quote_file
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.probability import terminal_below
from alvh_desktop.pricing.rates import flat_curve
from alvh_desktop.pricing.smile import Smile, chain_smile

pytestmark = pytest.mark.realdata

SPX_CHAINS = ("spx_2023-02-07_1734ET.csv", "spx_2022-03-23_1011ET_intraday_es-locale.csv")
VIX_CHAIN = "vix_datashop_2016-06-01.csv"


def smiles(shared_data: Path, name: str) -> Iterator[Smile]:
    file = read_quote_file((shared_data / "chains" / name).read_bytes(), name)
    assert isinstance(file, Delivery)
    at = max(quote.moment for quote in file.quotes)
    market = Market(at, flat_curve(at.date()), {quote.contract: quote for quote in file.quotes})
    for root, expiry in sorted(market.chains):
        forward = forward_of(market, Contract(root, expiry), load_products()[root])
        if isinstance(forward, Forward) and forward.years > 0.0:
            yield chain_smile(market, Contract(root, expiry), forward)


def relative_error(smile: Smile) -> float:
    assert smile.fit is not None
    assert smile.fit.rms_vol_error is not None
    return smile.fit.rms_vol_error / float(smile.fit.svi.vol(0.0))


@pytest.mark.parametrize(("name", "expiries", "median"), [(SPX_CHAINS[0], 45, 0.010), (SPX_CHAINS[1], 37, 0.018)])
def test_spx_curves_lie_near_their_quotes(shared_data: Path, name: str, expiries: int, median: float) -> None:
    """Within 2.5 deviations: half a volatility point or 3 % of volatility, from 2 to 365 days."""
    found = [smile for smile in smiles(shared_data, name) if 2.0 <= smile.forward.years * 365.0 <= 365.0]
    errors = [relative_error(smile) for smile in found]
    assert len(found) == expiries
    assert all(smile.fit and (smile.fit.rms_vol_error or 1.0) < 0.006 for smile in found)
    assert max(errors) < 0.03
    assert float(np.median(errors)) < median


def test_vix_curves_slope_up(shared_data: Path) -> None:
    """Their smile is bent the other way than a hyperbola of variance can be: 4 % of volatility, not 3."""
    found = list(smiles(shared_data, VIX_CHAIN))
    assert len(found) == 9
    for smile in found:
        above, below = (smile.skew_at(smile.forward.value * ratio) for ratio in (1.2, 1.0))
        assert above is not None
        assert below is not None
        assert min(above, below) > 0.0
        assert relative_error(smile) < 0.04


@pytest.mark.parametrize("name", [*SPX_CHAINS, VIX_CHAIN])
def test_densities_are_never_negative_and_probabilities_rise(shared_data: Path, name: str) -> None:
    for smile in smiles(shared_data, name):
        assert smile.fit is not None
        svi, forward = smile.fit.svi, smile.forward
        k = svi.deviations(3.0, 601)
        assert svi.butterfly(k).min() > -1e-3, forward
        below = terminal_below(svi, forward.value, forward.value * np.exp(k))
        assert (np.diff(below) >= -1e-9).all(), forward


@pytest.mark.parametrize("name", SPX_CHAINS)
def test_probabilities_are_what_put_spreads_cost(shared_data: Path, name: str) -> None:
    """The undiscounted price of a put spread over its width lies between the probabilities of its two strikes.

    Quotes are of whole ticks, so spreads of a tenth of a deviation and more are asked, and a little room is left.
    """
    asked = 0
    for smile in smiles(shared_data, name):
        assert smile.fit is not None
        svi, forward = smile.fit.svi, smile.forward
        if not 5.0 <= forward.years * 365.0 <= 120.0:
            continue
        sd = float(svi.vol(0.0)) * math.sqrt(forward.years)
        strikes = forward.value * np.exp(sd * np.array([-1.5, -1.25, -1.0, -0.75, -0.5]))
        vols = np.array([smile.vol_at(float(strike)) for strike in strikes])
        deviation = vols * math.sqrt(forward.years)
        d1 = np.log(forward.value / strikes) / deviation + 0.5 * deviation
        normal = np.vectorize(lambda d: 0.5 * math.erfc(-d / math.sqrt(2.0)))
        puts = strikes * normal(deviation - d1) - forward.value * normal(-d1)
        steepness = np.diff(puts) / np.diff(strikes)
        below = terminal_below(svi, forward.value, strikes)
        assert (below[:-1] - 0.01 < steepness).all(), forward
        assert (steepness < below[1:] + 0.01).all(), forward
        asked += 1
    assert asked > 15
