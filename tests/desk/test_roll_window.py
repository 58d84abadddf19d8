"""Roll dates: sessions, the first such, and never after the last trading day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import PRODUCTS, founded_desk

from alvh_desktop.desk.roll_window import roll_date, window_of
from alvh_desktop.domain.calendar import is_business_day, nearest_expiries, vix_expiry_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem

LAYERS = {layer.role: layer for layer in founded_desk().book.layers.values()}


@given(st.integers(2020, 2035), st.integers(1, 12), st.integers(0, 250))
def test_it_is_the_first_session_with_so_few_days_left(year: int, month: int, roll_at: int) -> None:
    expiry = vix_expiry_for(year, month)
    found = roll_date(Contract("VIX", expiry), PRODUCTS["VIX"], roll_at)
    assert isinstance(found, date)
    sessions = [day for day in (expiry - timedelta(days=n) for n in range(270, 0, -1)) if is_business_day(day)]
    in_window = [day for day in sessions if (expiry - day).days <= roll_at]
    assert found == (in_window[0] if in_window else sessions[-1])


@pytest.mark.parametrize(
    ("expiry", "roll_at", "expected"),
    [
        (date(2026, 12, 16), 10, date(2026, 12, 7)),  # ten days before is a Sunday
        (date(2027, 1, 20), 45, date(2026, 12, 7)),
        (date(2027, 3, 17), 81, date(2026, 12, 28)),  # Saturday after Christmas
        (date(2026, 12, 16), 20, date(2026, 11, 27)),  # ten days less would be Thanksgiving
        (date(2026, 12, 16), 0, date(2026, 12, 15)),  # VIX options trade last on the day before
    ],
)
def test_by_the_calendar_on_the_wall(expiry: date, roll_at: int, expected: date) -> None:
    assert roll_date(Contract("VIX", expiry), PRODUCTS["VIX"], roll_at) == expected


def test_every_listed_week_has_one() -> None:
    for expiry in nearest_expiries(PRODUCTS["VIXW"], date(2026, 11, 20), 4):
        found = roll_date(Contract("VIXW", expiry), PRODUCTS["VIXW"], 10)
        assert isinstance(found, date)
        assert is_business_day(found)


def test_past_the_trading_calendar_it_is_not_known() -> None:
    found = roll_date(Contract("VIX", date(2060, 12, 15)), PRODUCTS["VIX"], 10)
    assert isinstance(found, Problem)
    assert "outside the trading calendar" in found.message


@pytest.mark.parametrize(
    ("role", "days_left", "is_due", "is_late"),
    [
        ("short", 11, False, False),
        ("short", 10, True, False),
        ("short", 6, True, False),
        ("short", 5, True, True),
        ("medium", 46, False, False),
        ("medium", 45, True, False),
        ("medium", 1, True, False),
        ("long", 110, True, False),
        ("long", 111, False, False),
    ],
)
def test_windows_are_those_of_the_method(role: str, days_left: int, is_due: bool, is_late: bool) -> None:
    """hedge.tenor: short 10 days left (watch), 5 (act); medium 45 (watch); long 110 (watch)."""
    window = window_of(LAYERS[role])
    assert (window.is_due(days_left), window.is_late(days_left)) == (is_due, is_late)


def test_a_layer_that_rolls_later_than_that_is_late_at_its_own_day() -> None:
    window = window_of(replace(LAYERS["short"], roll_at_days=3))
    assert (window.opens_at, window.late_at) == (3, 3)
