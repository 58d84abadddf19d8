"""Realised volatility by hand and by its laws."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_pasts import walk

from alvh_desktop.series.realised_volatility import realised_volatility

seeds = st.integers(0, 10_000)


def test_a_percent_a_day_is_sixteen_percent_a_year() -> None:
    closes = 100.0 * np.exp(0.01 * (np.arange(21) % 2))
    assert realised_volatility(closes, 20)[-1] == pytest.approx(math.sqrt(252.0))
    # The mean counts as 0: a steady climb of 1 % a day is as volatile as going to and fro.
    assert realised_volatility(100.0 * np.exp(0.01 * np.arange(21)), 20)[-1] == pytest.approx(math.sqrt(252.0))


def test_one_shock_among_quiet_days_by_hand() -> None:
    closes = np.array([100.0] * 5 + [90.0])
    shock = 100.0 * math.sqrt(252.0 / 5.0) * abs(math.log(0.9))
    assert realised_volatility(closes, 5).tolist()[:5] == pytest.approx([math.nan] * 5, nan_ok=True)
    assert realised_volatility(closes, 5)[5] == pytest.approx(shock)


@settings(max_examples=25)
@given(seeds, st.integers(1, 25))
def test_each_row_is_the_formula_over_the_returns_behind_it(seed: int, returns: int) -> None:
    closes = walk(60, seed=seed)
    found = realised_volatility(closes, returns)
    for row in range(returns, 60):
        squares = [math.log(closes[k] / closes[k - 1]) ** 2 for k in range(row - returns + 1, row + 1)]
        assert found[row] == pytest.approx(100.0 * math.sqrt(252.0 / returns * math.fsum(squares)))
    assert np.isnan(found[:returns]).all()


@settings(max_examples=25)
@given(seeds, st.floats(0.001, 1000.0))
def test_the_unit_of_the_closes_does_not_matter(seed: int, scale: float) -> None:
    closes = walk(60, seed=seed)
    assert realised_volatility(scale * closes, 20) == pytest.approx(realised_volatility(closes, 20), nan_ok=True)


@settings(max_examples=25)
@given(seeds, st.integers(0, 60))
def test_later_closes_change_nothing(seed: int, count: int) -> None:
    closes = walk(60, seed=seed)
    whole, part = realised_volatility(closes, 20)[:count], realised_volatility(closes[:count], 20)
    assert np.array_equal(whole, part, equal_nan=True)
