"""Delta with a smile that moves: against revaluing the option on a moved forward."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_smiles import SKEWED

from alvh_desktop.pricing import black76
from alvh_desktop.pricing.smile import stuck_delta

FORWARD, DF, YEARS = 6000.0, 0.996, SKEWED.years


def revalued(strike: float, is_call: bool, stickiness: float, step: float) -> float:
    """Difference quotient of the price, sigma(K) moving by (R - 1) times the smile's slope in ln(K/F)."""

    def price(forward: float) -> float:
        here, there = math.log(strike / FORWARD), math.log(strike / forward)
        # R = 1 reads the smile where it stood, R = 0 carries it along with the forward
        vol = stickiness * float(SKEWED.vol(here)) + (1.0 - stickiness) * float(SKEWED.vol(there))
        return float(black76.price(forward, strike, DF, YEARS, vol, is_call))

    return (price(FORWARD + step) - price(FORWARD - step)) / (2.0 * step)


@given(st.floats(0.85, 1.1), st.booleans(), st.floats(0.0, 2.0))
def test_delta_is_the_difference_quotient(moneyness: float, is_call: bool, stickiness: float) -> None:
    strike = moneyness * FORWARD
    k = math.log(strike / FORWARD)
    of_one = black76.greeks(FORWARD, strike, DF, YEARS, float(SKEWED.vol(k)), is_call)
    ours = stuck_delta(of_one.delta, of_one.vega_per_vol_point, float(SKEWED.slope(k)), FORWARD, stickiness)
    assert float(ours) == pytest.approx(revalued(strike, is_call, stickiness, 0.05), abs=1e-6)


def test_sticky_strike_is_the_default_and_changes_nothing() -> None:
    assert float(stuck_delta(-0.16, 5.0, -0.8, FORWARD)) == -0.16


def test_equity_skew_orders_the_conventions() -> None:
    """domain.md 2.3: sticky moneyness above Black's delta, SPX's own ratio below it."""
    moneyness, strike, spx = (float(stuck_delta(-0.16, 5.0, -0.8, FORWARD, r)) for r in (0.0, 1.0, 1.5))
    assert moneyness > strike > spx
    assert moneyness - strike == pytest.approx(500.0 * 0.8 / FORWARD)
