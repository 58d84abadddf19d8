"""MACD(12, 26, 9) against TA-Lib, a recursion by hand and its laws."""

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
import talib
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_pasts import closes as closes_of
from support.made_pasts import walk

from alvh_desktop.series.averages import exponential_mean, moving_deviation, moving_mean
from alvh_desktop.series.macd import Cross, crosses, macd

seeds = st.integers(0, 10_000)


def plain_mean(values: np.ndarray, length: int) -> list[float]:
    """The definition, a row at a time."""
    found = [float(np.mean(values[:length]))]
    for value in values[length:]:
        found.append(found[-1] + 2.0 / (length + 1) * (float(value) - found[-1]))
    return found


@settings(max_examples=25)
@given(seeds, st.integers(1, 60), st.integers(60, 700))
def test_the_exponential_mean_is_its_definition_row_by_row(seed: int, length: int, count: int) -> None:
    values = walk(count, seed=seed)
    assert exponential_mean(values, length)[length - 1 :] == pytest.approx(plain_mean(values, length), rel=1e-12)


@settings(max_examples=25)
@given(seeds)
def test_means_agree_with_an_independent_library(seed: int) -> None:
    values = walk(500, seed=seed)
    for ours, theirs in (
        (exponential_mean(values, 26), talib.EMA(values, 26)),
        (moving_mean(values, 100), talib.SMA(values, 100)),
        (moving_deviation(values, 20) * np.sqrt(19 / 20), talib.STDDEV(values, 20)),
    ):
        assert ours == pytest.approx(theirs, abs=1e-6, nan_ok=True)


@settings(max_examples=25)
@given(seeds)
def test_line_and_signal_are_made_of_the_librarys_means(seed: int) -> None:
    values = walk(300, seed=seed)
    line = talib.EMA(values, 12) - talib.EMA(values, 26)
    found = macd(values)
    assert found.line == pytest.approx(line, abs=1e-9, nan_ok=True)
    assert found.signal[25:] == pytest.approx(talib.EMA(line[25:], 9), abs=1e-9, nan_ok=True)
    assert found.histogram == pytest.approx(found.line - found.signal, nan_ok=True)


@settings(max_examples=25)
@given(seeds)
def test_the_librarys_own_macd_is_the_same_once_its_later_start_is_forgotten(seed: int) -> None:
    # TA-Lib begins the fast mean with rows 15 to 26, so that both means begin on one row; ours with rows 1 to 12.
    values = walk(600, seed=seed)
    line, signal, histogram = talib.MACD(values, 12, 26, 9)
    found = macd(values)
    for ours, theirs in ((found.line, line), (found.signal, signal), (found.histogram, histogram)):
        assert np.abs(ours - theirs)[99:].max() < 1e-6 * values.max()
        assert ours[250:] == pytest.approx(theirs[250:], abs=1e-10 * values.max())


def test_where_nothing_moves_everything_is_exactly_0() -> None:
    found = macd(np.full(200, 17.3))
    assert (found.line[25:] == 0.0).all()
    assert (found.signal[33:] == 0.0).all()
    assert crosses(closes_of(np.full(200, 17.3)).days, found.histogram) == ()


def test_a_steady_climb_ends_7_steps_apart() -> None:
    # An exponential mean of a straight line lags it by (length - 1) / 2 steps: 12.5 - 5.5 = 7.
    found = macd(np.arange(600.0) * 0.3)
    assert found.line[-1] == pytest.approx(7 * 0.3)
    assert found.histogram[-1] == pytest.approx(0.0, abs=1e-12)


@settings(max_examples=25)
@given(seeds, st.floats(0.01, 100.0), st.floats(-1000.0, 1000.0))
def test_it_has_the_unit_of_the_closes_and_no_level(seed: int, scale: float, shift: float) -> None:
    values = walk(120, seed=seed)
    moved, plain = macd(scale * values + shift), macd(values)
    assert moved.line == pytest.approx(scale * plain.line, abs=1e-9, nan_ok=True)
    assert moved.signal == pytest.approx(scale * plain.signal, abs=1e-9, nan_ok=True)


@settings(max_examples=25)
@given(seeds, st.integers(0, 200))
def test_later_closes_change_nothing_to_the_last_bit(seed: int, count: int) -> None:
    values = walk(200, seed=seed)
    whole, part = macd(values), macd(values[:count])
    assert np.array_equal(whole.line[:count], part.line, equal_nan=True)
    assert np.array_equal(whole.signal[:count], part.signal, equal_nan=True)


def test_a_cross_is_dated_by_the_close_that_changed_the_sign() -> None:
    days = closes_of(range(8), date(2026, 11, 20)).days
    histogram = np.array([np.nan, np.nan, -1.0, -0.1, 0.0, 0.2, 0.3, -0.4])
    assert crosses(days, histogram) == (Cross(date(2026, 11, 18), True), Cross(date(2026, 11, 20), False))


def test_a_touch_of_0_is_no_cross() -> None:
    days = closes_of(range(4)).days
    assert crosses(days, np.array([1.0, 0.0, 0.0, 2.0])) == ()
    assert crosses(days, np.array([0.0, 0.0, 2.0, 1.0])) == ()
    assert crosses(days[:0], np.array([])) == ()


@settings(max_examples=25)
@given(seeds)
def test_crosses_go_up_and_down_in_turn(seed: int) -> None:
    series = closes_of(walk(400, seed=seed))
    found = crosses(series.days, macd(series.values).histogram)
    assert len(found) > 5
    assert all(earlier.is_up != later.is_up for earlier, later in pairwise(found))
    assert [each.day for each in found] == sorted(each.day for each in found)
