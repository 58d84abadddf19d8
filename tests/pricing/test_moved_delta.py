"""The printed delta when the smile moves with the forward, against the formulas that made the chain."""

import math
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_markets import chain, future, market, quoted, years_to
from support.made_smiles import SKEWED
from support.valued_legs import MONTHLY, VIX_DATE, held, option, value_of

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.valuation import LegValue, value_legs

SMILE = replace(SKEWED, years=years_to("SPXW", MONTHLY))
MANY_STRIKES = range(5800, 7501, 25)
FORWARD = 6715.0
SMILE_MARKET = market(
    chain(
        "SPXW", MONTHLY, FORWARD, MANY_STRIKES, lambda strike: float(SMILE.vol(math.log(strike / FORWARD))),
        half_spread="0.02", tick=Decimal("1e-8"),
    ),
)  # fmt: skip


def stuck(contract: Contract, stickiness: float, seen: Market = SMILE_MARKET) -> LegValue:
    return value_legs([held(contract)], seen, stickiness)[1]


@given(st.sampled_from(MANY_STRIKES), st.sampled_from("CP"))
def test_the_figures_of_one_contract_are_blacks_at_its_own_volatility(strike: int, right: str) -> None:
    value = stuck(option("SPXW", strike, right), 1.0)
    f = value.forward
    again = black76.greeks(f.value, float(strike), f.discount, f.years, value.iv, right == "C")
    assert value.greeks == again
    assert value.delta == float(again.forward_delta)
    assert value == value_of(option("SPXW", strike, right), SMILE_MARKET)


@given(st.sampled_from(MANY_STRIKES), st.sampled_from("CP"), st.sampled_from([0.0, 0.5, 1.5, 2.0]))
def test_a_smile_that_moves_changes_delta_and_nothing_else(strike: int, right: str, stickiness: float) -> None:
    contract = option("SPXW", strike, right)
    moved, plain = stuck(contract, stickiness), stuck(contract, 1.0)
    assert replace(moved, delta=plain.delta) == plain


@pytest.mark.parametrize("stickiness", [0.0, 1.0, 1.5])
@pytest.mark.parametrize("right", ["C", "P"])
@pytest.mark.parametrize("strike", [6000, 6300, 6500, 6700, 6725, 6900, 7100])
def test_delta_is_what_the_price_does_when_forward_and_smile_move(strike: int, right: str, stickiness: float) -> None:
    """Price and volatility from the formulas that made the chain: R of sigma(K) where it stood, the rest carried."""
    value = stuck(option("SPXW", strike, right), stickiness)
    years, is_call = years_to("SPXW", MONTHLY), right == "C"

    def undiscounted(forward: float) -> float:
        still, carried = (float(SMILE.vol(math.log(strike / at))) for at in (FORWARD, forward))
        vol = stickiness * still + (1.0 - stickiness) * carried
        return float(black76.price(forward, strike, 1.0, years, vol, is_call))

    step = 0.5
    quotient = (undiscounted(FORWARD + step) - undiscounted(FORWARD - step)) / (2 * step)
    assert value.delta == pytest.approx(quotient, abs=2e-5)


def test_an_equity_smile_orders_the_deltas_of_a_put() -> None:
    moneyness, strike, index = (stuck(option("SPXW", 6300, "P"), r).delta for r in (0.0, 1.0, 1.5))
    assert moneyness - strike > 0.03
    assert strike - index == pytest.approx((moneyness - strike) / 2)


def test_a_leg_without_a_smile_keeps_its_delta() -> None:
    call = option("VIX", 15, "C", VIX_DATE)
    seen = market(future(VIX_DATE, "18.05"), quoted(call, "3.30", "3.50"))
    assert stuck(call, 1.5, seen) == stuck(call, 1.0, seen)
    assert stuck(call, 1.5, seen).iv_source == "own mark"


def test_a_future_and_what_is_not_known_stay_as_they_are() -> None:
    unquoted = Contract("SPXW", date(2026, 12, 24), Decimal(6500), "P")
    seen = market(SMILE_MARKET.quotes, future(VIX_DATE, "18.05"))
    for contract in (Contract("VX", VIX_DATE), unquoted):
        assert stuck(contract, 1.5, seen) == stuck(contract, 1.0, seen)
