"""Flows of legs: they sum to the cash flow of the position, whatever was traded, and what is open keeps its cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS
from support.laddered_books import NEAR

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Fill, Leg, Settlement
from alvh_desktop.rules.hedge_flows import flows_of, open_cost

CALL, FUTURE = Leg(1, 1, "VIX", NEAR, Decimal(18), "C"), Leg(2, 1, "VX", NEAR, None, None)
cents = st.integers(0, 4000).map(lambda amount: Decimal(amount) / 100)
trades = st.lists(st.tuples(st.integers(-5, 5).filter(bool), cents, cents), min_size=1, max_size=8)


def holding(leg: Leg, *fills: tuple[int, str | Decimal, str | Decimal], settled: str | None = None) -> Holding:
    made = tuple(
        Fill(number, leg.id, quantity, Decimal(price), Decimal(fee), CLOCK + timedelta(days=number), "own")
        for number, (quantity, price, fee) in enumerate(fills)
    )
    value = None if settled is None else Decimal(settled)
    end = None if value is None else Settlement(9, leg.id, value, "VRO", Decimal("0.40"), CLOCK + timedelta(days=60))
    return Holding(leg, PRODUCTS[leg.root], made, end)


@given(st.sampled_from([CALL, FUTURE]), trades, st.sampled_from([None, "0", "17.5", "31.25"]))
def test_flows_sum_to_the_cash_flow_to_the_last_digit(leg: Leg, made: list, settled: str | None) -> None:
    held = holding(leg, *made, settled=settled)
    flows = list(flows_of(held))
    assert sum(usd for _, usd in flows) == held.position.cash_flow
    assert len(flows) == len(made) + (settled is not None)


@given(trades)
def test_what_is_open_cost_its_premium_and_its_share_of_the_fees(made: list) -> None:
    held = holding(CALL, *made)
    fees = open_cost(held) - held.position.open_cost
    assert Decimal(0) <= fees <= held.position.fees
    assert held.position.quantity or open_cost(held) == 0


@given(st.lists(st.tuples(st.integers(1, 5), cents, cents), min_size=1, max_size=6))
def test_of_what_was_only_bought_the_whole_is_open(made: list) -> None:
    held = holding(CALL, *made)
    assert open_cost(held) == -held.position.cash_flow


def test_a_part_that_is_sold_takes_its_fees_along() -> None:
    held = holding(CALL, (4, "2.00", "4.00"), (-1, "3.00", "1.00"))
    # 3 of 4 calls at 2.00 x 100, and 3 of the 4 $ of fees
    assert open_cost(held) == 603
    turned = holding(CALL, (4, "2.00", "4.00"), (-6, "3.00", "6.00"))
    # 2 sold at 3.00, with 2 of the 6 $
    assert open_cost(turned) == -598


def test_a_future_moves_money_when_it_is_closed() -> None:
    held = holding(FUTURE, (2, "18.00", "4.80"), (-1, "19.50", "2.40"))
    assert [usd for _, usd in flows_of(held)] == [Decimal("-4.80"), Decimal("1497.60")]
    assert open_cost(held) == Decimal("2.40")


@pytest.mark.parametrize(("value", "paid_out"), [("17", "-0.40"), ("20.5", "999.60")])
def test_a_settlement_is_a_flow_of_its_own_day(value: str, paid_out: str) -> None:
    held = holding(CALL, (4, "2.00", "0"), settled=value)
    moment, usd = list(flows_of(held))[-1]
    assert (moment, usd) == (CLOCK + timedelta(days=60), Decimal(paid_out))
