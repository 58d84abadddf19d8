"""C - P - DF (F - K) of a strike: nothing where prices agree, and by hand where one of them is off."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import PRODUCTS
from support.made_markets import chain, future, market, quoted, years_to

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.parity_gap import ParityGap, parity_gap

EXPIRY = date(2026, 12, 16)
STRIKES = range(12, 40, 2)


def gap(seen: Market, strike: int = 20, right: str = "C") -> ParityGap:
    found = parity_gap(seen, Contract("VIX", EXPIRY, Decimal(strike), right), PRODUCTS["VIX"])  # type: ignore[arg-type]
    assert isinstance(found, ParityGap), found
    return found


@given(st.integers(8, 12).map(lambda half: 2 * half), st.floats(16, 24))
def test_prices_of_one_model_leave_no_gap(strike: int, on: float) -> None:
    settle = f"{on:.2f}"
    found = gap(
        market(chain("VIX", EXPIRY, float(settle), STRIKES, 0.9, half_spread="0.01"), future(EXPIRY, settle)), strike
    )
    # two prices rounded to a cent
    assert abs(found.points) <= 0.0101


def test_it_is_that_of_the_strike_whichever_of_the_pair_is_asked_for() -> None:
    seen = market(chain("VIX", EXPIRY, 18.05, STRIKES, 0.9), future(EXPIRY, "18.05"))
    assert gap(seen, right="C") == gap(seen, right="P")


def test_by_hand() -> None:
    call, put = (Contract("VIX", EXPIRY, Decimal(20), right) for right in ("C", "P"))
    seen = market(quoted(call, "1.20", "1.30"), quoted(put, "3.00", "3.20"), future(EXPIRY, "18.05"))
    discount = 2.718281828459045 ** (-0.04 * years_to("VIX", EXPIRY))
    found = gap(seen)
    assert found.points == pytest.approx(1.25 - 3.10 - discount * (18.05 - 20), abs=1e-3)
    assert found.sentence.startswith("Parity gap 1.25 - 3.10 - 0.99")
    assert found.sentence.endswith(f"= {found.points:+.2f} points; forward by {found.source}.")


def test_what_is_missing_is_told() -> None:
    call = Contract("VIX", EXPIRY, Decimal(20), "C")
    for seen in (market(), market(quoted(call, "1.20", "1.30"), future(EXPIRY, "18.05"))):
        found = parity_gap(seen, call, PRODUCTS["VIX"])
        assert isinstance(found, Problem)
        assert "the parity gap is not known" in found.message
    assert isinstance(parity_gap(market(), Contract("VX", EXPIRY), PRODUCTS["VX"]), Problem)
