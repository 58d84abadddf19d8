"""Booked money: what may be typed, what is stored, and how it is shown, without a digit gained or lost."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.money import from_units, money_text, parse_decimal, plain, round_to_units, to_units
from alvh_desktop.domain.problems import KnownError, Problem

LARGEST = Decimal("9999999999.99999999")
amounts = st.decimals(-LARGEST, LARGEST, places=8)


@given(amounts)
def test_what_is_stored_comes_back(amount: Decimal) -> None:
    assert from_units(to_units(amount)) == amount
    assert -(2**63) <= to_units(amount) < 2**63


@given(amounts)
def test_what_is_shown_can_be_typed_again(amount: Decimal) -> None:
    text = money_text(amount)
    assert parse_decimal(text, "x") == amount
    assert "E" not in text
    digits = text.partition(".")[2]
    assert len(digits) >= 2
    assert len(digits) == 2 or not digits.endswith("0")
    assert not text.startswith("-0.00") or amount != 0


@given(st.text(max_size=12))
def test_a_number_is_digits_and_one_point_or_it_is_refused(text: str) -> None:
    answer = parse_decimal(text, "price")
    if isinstance(answer, Decimal):
        assert set(text.strip()) <= set("0123456789.+-")
        assert answer.is_finite()
        to_units(answer)
    else:
        assert answer.where == "price"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12))
def test_rounding_moves_less_than_half_a_unit(amount: Decimal) -> None:
    rounded = round_to_units(amount)
    to_units(rounded)
    assert abs(rounded - amount) <= Decimal("5e-9")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("3.20", "3.2"),
        ("  3.20 ", "3.2"),
        ("+3", "3"),
        ("-0.05", "-0.05"),
        (".05", "0.05"),
        ("5.", "5"),
        ("007", "7"),
        ("0.00000001", "0.00000001"),
        ("9999999999.99999999", "9999999999.99999999"),
    ],
)
def test_numbers(typed: str, value: str) -> None:
    assert parse_decimal(typed, "price") == Decimal(value)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("1,5", "'1,5' holds a comma: write the decimal point as '.', without thousands marks"),
        ("1,234.50", "'1,234.50' holds a comma: write the decimal point as '.', without thousands marks"),
        ("", "'' is not a number"),
        (".", "'.' is not a number"),
        ("NaN", "'NaN' is not a number"),
        ("Infinity", "'Infinity' is not a number"),
        ("1e3", "'1e3' is not a number"),
        ("1_000", "'1_000' is not a number"),
        ("٣", "'٣' is not a number"),
        ("1 000", "'1 000' is not a number"),
        ("--1", "'--1' is not a number"),
        ("$3", "'$3' is not a number"),
        ("10000000000", "10000000000 is too large"),
        ("0.000000001", "0.000000001 has more than 8 decimal places"),
    ],
)
def test_what_is_no_number(typed: str, message: str) -> None:
    assert parse_decimal(typed, "price") == Problem("price", message)


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("0", "0.00"),
        ("-0", "0.00"),
        ("-0.000", "0.00"),
        ("3.2", "3.20"),
        ("-1234.5", "-1234.50"),
        ("1E+3", "1000.00"),
        ("0.0250", "0.025"),
        ("12.34567800", "12.345678"),
        ("1E-8", "0.00000001"),
    ],
)
def test_amounts_in_words(amount: str, text: str) -> None:
    assert money_text(Decimal(amount)) == text
    assert plain(Decimal(amount)) == Decimal(amount)


@pytest.mark.parametrize("amount", ["0.000000001", "1e-9", "1.123456789"])
def test_digits_are_never_lost_in_silence(amount: str) -> None:
    with pytest.raises(ValueError, match="does not fit 8 decimal places"):
        to_units(Decimal(amount))


def test_problems_and_errors_in_words() -> None:
    assert str(Problem("net", "say the price")) == "net: say the price"
    assert str(Problem("", "say the price")) == "say the price"
    error = KnownError("The disk is full.", "Free some space.")
    assert (str(error), error.what, error.remedy) == (
        "The disk is full. Free some space.",
        "The disk is full.",
        "Free some space.",
    )
