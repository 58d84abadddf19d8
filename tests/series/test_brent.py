"""Brent's method beside that of scipy, and on functions that are hard for it."""

import math
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq

from alvh_desktop.series.brent import brent

FUNCTIONS: list[tuple[Callable[[float], float], float, float]] = [
    (lambda x: x * x * x - 2 * x - 5, 2.0, 3.0),
    (lambda x: math.cos(x) - x, 0.0, 1.0),
    (lambda x: math.exp(-9 * x) - 1e-6, -9.0, 13.0),
    (lambda x: math.copysign(1.0, x - 0.3), -1.0, 1.0),
    (lambda x: math.atan(1e6 * (x - 0.123)), -5.0, 7.0),
    (lambda x: x, 0.0, 1.0),
    (lambda x: x, -1.0, 0.0),
]


@pytest.mark.parametrize(("function", "low", "high"), FUNCTIONS)
def test_it_finds_what_scipy_finds(function: Callable[[float], float], low: float, high: float) -> None:
    expected = brentq(function, low, high, xtol=1e-15, rtol=1e-15)
    found = brent(function, low, high)
    assert found == pytest.approx(expected, rel=1e-12, abs=1e-12)
    assert brent(function, high, low) == pytest.approx(found, rel=1e-12, abs=1e-12)


def test_it_asks_seldom() -> None:
    asked = []

    def function(x: float) -> float:
        asked.append(x)
        return math.exp(-5 * x) - 0.3

    assert brent(function, -9.0, 13.0) == pytest.approx(-math.log(0.3) / 5, abs=1e-13)
    assert len(asked) < 60, "halving alone takes 51 steps; a straight line alone takes thousands"


@given(st.floats(-50, 50), st.floats(0.01, 100), st.floats(0.01, 100), st.integers(1, 7))
def test_the_sign_turns_where_it_says(zero: float, below: float, above: float, power: int) -> None:
    def function(x: float) -> float:
        return math.copysign(abs(x - zero) ** power, x - zero)

    assert brent(function, zero - below, zero + above) == pytest.approx(zero, abs=1e-12, rel=1e-12)


def test_ends_of_one_sign_are_refused() -> None:
    with pytest.raises(ValueError, match="signs"):
        brent(lambda x: x * x + 1, -1.0, 1.0)
