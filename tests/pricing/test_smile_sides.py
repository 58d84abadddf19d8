"""Bid and ask of a smile: each volatility gives its own price back."""

from datetime import date

import numpy as np
import pytest
from support.founded_books import PRODUCTS
from support.made_markets import chain, market

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.forwards import Forward, forward_of
from alvh_desktop.pricing.smile import chain_smile, quoted_sides

EXPIRY = date(2026, 12, 18)


@pytest.mark.parametrize(
    ("root", "forward", "strikes"), [("SPXW", 6715.0, range(6000, 7301, 50)), ("VIX", 18.0, range(12, 40))]
)
def test_each_side_gives_its_price_back_and_the_mid_stands_between(root: str, forward: float, strikes: range) -> None:
    expiry = EXPIRY if root == "SPXW" else date(2026, 12, 16)
    made = market(chain(root, expiry, forward, strikes, lambda strike: 0.9 if root == "VIX" else 0.15))
    key = (root, expiry)
    found = forward_of(made, Contract(*key), PRODUCTS[root])
    assert isinstance(found, Forward)
    smile = chain_smile(made, Contract(*key), found)
    bids, asks = quoted_sides(made.chains[key], smile)
    assert smile.strikes.size > 8
    is_call = smile.strikes >= found.value
    for vols, side in ((bids, "bid"), (asks, "ask")):
        prices = black76.price(found.value, smile.strikes, found.discount, found.years, vols, is_call)
        quotes = {
            float(quote.contract.strike or 0): float(getattr(quote, side) or 0)
            for quote in made.chains[key]
            if (quote.contract.right == "C") == (float(quote.contract.strike or 0) >= found.value)
        }
        assert prices == pytest.approx([quotes[strike] for strike in smile.strikes.tolist()], rel=1e-9)
    assert np.all(bids <= smile.vols)
    assert np.all(smile.vols <= asks)
