"""The product table: what the exchange specifies, and a user's own row."""

import operator
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product, load_products, parse_product, tick_for

PRODUCTS = load_products()
BEFORE, SINCE = date(2022, 11, 28), date(2022, 11, 29)
ROW: Mapping[str, object] = {
    "root": "NDXP",
    "name": "Nasdaq-100 options, daily",
    "kind": "option",
    "underlying": "NDX",
    "multiplier": "100",
    "settlement": "PM",
    "official_value": "NDX close",
    "listing": "daily",
    "settles_at": "16:00",
    "settles_at_half_day": "13:00",
    "trades_last_on_expiry": True,
    "last_trade_at": "16:00",
    "last_trade_at_half_day": "13:00:00",
    "ticks": [{"effective": "2015-01-01", "below": "3.00", "small": "0.05", "large": "0.10"}],
}
TICK: Mapping[str, object] = {"effective": "2015-01-01", "below": 3, "small": "0.05", "large": "0.10"}


def refusal(**changed: object) -> str:
    row = {column: cell for column, cell in {**ROW, **changed}.items() if cell is not ...}
    problem = parse_product(row)
    assert isinstance(problem, Problem)
    return str(problem)


@pytest.mark.parametrize(
    ("root", "multiplier", "divisor", "settlement", "value", "underlying", "forward"),
    [
        ("SPX", 100, 1, "AM", "SET", "SPX", None),
        ("SPXW", 100, 1, "PM", "SPX close", "SPX", None),
        ("XSP", 100, 10, "PM", "SPX close", "SPX", None),
        ("VIX", 100, 1, "AM", "VRO", "VIX", "VX"),
        ("VIXW", 100, 1, "AM", "VRO", "VIX", "VX"),
        ("VX", 1000, 1, "AM", "VRO", "VIX", None),
        ("VXM", 100, 1, "AM", "VRO", "VIX", None),
    ],
)
def test_contract_specifications(
    root: str,
    multiplier: int,
    divisor: int,
    settlement: str,
    value: str,
    underlying: str,
    forward: str | None,
) -> None:
    product = PRODUCTS[root]
    assert (product.multiplier, product.index_divisor, product.settlement) == (
        multiplier,
        divisor,
        settlement,
    )
    assert (product.official_value, product.underlying, product.forward_root) == (value, underlying, forward)
    assert product.kind == ("future" if root.startswith("VX") else "option")


def test_the_table_is_read_once_and_cannot_be_changed() -> None:
    assert load_products() is PRODUCTS
    assert list(PRODUCTS) == ["SPX", "SPXW", "XSP", "VIX", "VIXW", "VX", "VXM"]
    with pytest.raises(TypeError):
        operator.setitem(PRODUCTS, "SPX", PRODUCTS["VIX"])


@pytest.mark.parametrize(
    ("root", "on", "below_3", "from_3"),
    [
        ("SPX", SINCE, "0.05", "0.10"),
        ("SPXW", SINCE, "0.05", "0.10"),
        ("XSP", SINCE, "0.01", "0.01"),
        ("VIX", BEFORE, "0.05", "0.10"),
        ("VIX", SINCE, "0.01", "0.05"),
        ("VIXW", BEFORE, "0.05", "0.10"),
        ("VIXW", SINCE, "0.01", "0.01"),
        ("VX", BEFORE, "0.05", "0.05"),
        ("VX", SINCE, "0.05", "0.05"),
        ("VXM", BEFORE, "0.05", "0.05"),
        ("VXM", SINCE, "0.01", "0.01"),
        ("VXM", date(2010, 1, 4), "0.05", "0.05"),
    ],
)
def test_ticks_by_date_and_price(root: str, on: date, below_3: str, from_3: str) -> None:
    ticks = [tick_for(PRODUCTS[root], Decimal(price), on) for price in ("0", "2.99", "3.00", "25")]
    assert ticks == [Decimal(below_3), Decimal(below_3), Decimal(from_3), Decimal(from_3)]


def test_a_users_row_is_read_from_text() -> None:
    product = parse_product(ROW)
    assert isinstance(product, Product)
    assert (product.multiplier, product.index_divisor, product.forward_root) == (
        Decimal(100),
        Decimal(1),
        None,
    )
    assert (product.settles_at, product.last_trade_at_half_day) == (time(16), time(13))
    assert tick_for(product, Decimal(5), SINCE) == Decimal("0.10")


def test_tick_rows_may_stand_in_any_order() -> None:
    later = {**TICK, "effective": "2023-01-01", "small": "0.01"}
    product = parse_product({**ROW, "ticks": [later, TICK]})
    assert isinstance(product, Product)
    assert tick_for(product, Decimal(1), BEFORE) == Decimal("0.05")
    assert tick_for(product, Decimal(1), date(2023, 1, 1)) == Decimal("0.01")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"multiplier": ...}, "product NDXP: multiplier is missing: give the $ per point, such as 100"),
        (
            {"multiplier": 100.0},
            "product NDXP: multiplier is 100.0, where the $ per point, such as 100 should stand",
        ),
        ({"multiplier": "0"}, "multiplier is '0'"),
        ({"multiplier": True}, "multiplier is True"),
        ({"multiplier": "1,000"}, "multiplier is '1,000'"),
        ({"multiplier": "-100"}, "multiplier is '-100'"),
        ({"root": "ndxp"}, "a root of 1 to 6 capital letters"),
        ({"root": "TOOLONG"}, "a root of 1 to 6 capital letters"),
        ({"name": " "}, "name is ' ', where a name should stand"),
        ({"kind": "stock"}, "where option, future or fund should stand"),
        ({"settlement": "noon"}, "where AM or PM should stand"),
        ({"listing": "sometimes"}, "one of monthly_spx, daily, monthly_vix, weekly_vix, any_vix"),
        ({"settles_at": "4 pm"}, "a New York time such as 16:15"),
        ({"last_trade_at_half_day": ...}, "last_trade_at_half_day is missing: give a New York time such as"),
        ({"settles_at": "24:00"}, "a New York time such as 16:15"),
        ({"trades_last_on_expiry": "yes"}, "true or false"),
        ({"strike": "5"}, "'strike' is not a column of this table"),
        ({"ticks": []}, "one or more rows of effective, below, small and large"),
        ({"ticks": "0.05"}, "one or more rows of effective, below, small and large"),
        ({"ticks": ["0.05"]}, "one or more rows of effective, below, small and large"),
        ({"ticks": [{**TICK, "small": 0}]}, "ticks, row 1: small is 0, where a step in points above 0"),
        ({"ticks": [TICK, {**TICK, "effective": "soon"}]}, "ticks, row 2: effective is 'soon', where a date"),
        ({"ticks": [{**TICK, "step": 1}]}, "ticks, row 1: 'step' is not a column"),
        ({"ticks": [TICK, TICK]}, "two rows of ticks start on the same date"),
        ({"kind": "future", "forward_root": "VX"}, "a future is its own forward"),
    ],
)
def test_a_wrong_row_is_refused_with_the_column_and_what_it_needs(changed: dict[str, object], sentence: str) -> None:
    assert sentence in refusal(**changed)


@given(
    st.dictionaries(st.sampled_from(sorted(ROW)), st.none() | st.integers() | st.text() | st.booleans() | st.floats())
)
def test_any_row_is_answered_by_a_product_or_a_sentence(changed: dict[str, object]) -> None:
    answer = parse_product({**ROW, **changed})
    assert isinstance(answer, Product | Problem)
