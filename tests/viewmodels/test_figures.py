"""Numbers on the screen: never a sign lost, never a figure that another country reads differently."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.viewmodels.figures import (
    age_text,
    clock_text,
    days_text,
    greek_text,
    price_text,
    profit_text,
    quantity_text,
    rough_profit_text,
    usd_text,
)

MINUS = "\N{MINUS SIGN}"
MONEY = st.decimals(-(10**9), 10**9, places=2)


def read_back(text: str) -> Decimal:
    return Decimal(text.replace(MINUS, "-").replace(",", ""))


@given(MONEY)
def test_money_on_the_screen_is_the_money(amount: Decimal) -> None:
    assert read_back(usd_text(amount)) == amount


@given(MONEY)
def test_gain_and_loss_are_told_by_arrow_and_sign_and_not_by_colour_alone(amount: Decimal) -> None:
    text = profit_text(amount)
    assert text.startswith("\N{BLACK UP-POINTING TRIANGLE} +") == (amount > 0)
    assert text.startswith(f"\N{BLACK DOWN-POINTING TRIANGLE} {MINUS}") == (amount < 0)


@given(st.decimals(-99999, 99999, places=8))
def test_a_price_keeps_every_digit_it_has(price: Decimal) -> None:
    assert read_back(price_text(price)) == price


@given(st.floats(-1e7, 1e7))
def test_a_greek_is_never_a_negative_nothing(value: float) -> None:
    text = greek_text(value)
    assert text.strip(MINUS + "+") == f"{abs(round(value, 1)):,.1f}" or abs(value) > 1e5
    assert text not in {f"{MINUS}0.0", "+0.0"}


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-5, "now"), (59, "now"), (60, "1 min"), (3599, "59 min"), (3600, "1 h"), (172799, "47 h"), (172800, "2 d")],
)
def test_an_age_is_never_rounded_up(seconds: float, shown: str) -> None:
    assert age_text(seconds) == shown


def test_a_moment_is_shown_in_new_york() -> None:
    assert clock_text(datetime(2026, 11, 20, 20, 45, tzinfo=UTC)) == "Fri 20 Nov 2026 15:45 NY"


def test_small_figures() -> None:
    assert (quantity_text(-10), quantity_text(0), quantity_text(4)) == (f"{MINUS}10", "0", "+4")
    assert (days_text(3.04), days_text(45.01)) == ("3.0", "45")
    assert (rough_profit_text(0.4), rough_profit_text(-1234.6)) == (
        "0",
        f"\N{BLACK DOWN-POINTING TRIANGLE} {MINUS}1,235",
    )
