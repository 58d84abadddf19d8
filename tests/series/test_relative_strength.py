"""Wilder's RSI against its published sample, TA-Lib and its laws."""

import numpy as np
import pytest
import talib
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from support.made_pasts import walk

from alvh_desktop.series.relative_strength import wilder_rsi

# The 14-period sample that StockCharts' ChartSchool works through, closes of QQQQ.
SAMPLE = [
    44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931,
    46.0328, 45.6140, 46.2820, 46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439, 46.2122, 46.2521,
    45.7137, 46.4515, 45.7835, 45.3548, 44.0288, 44.1783, 44.2181, 44.5672, 43.4205, 42.6628, 43.1314,
]  # fmt: skip
PUBLISHED = [
    70.53, 66.32, 66.55, 69.41, 66.36, 57.97, 62.93, 63.26, 56.06, 62.38,
    54.71, 50.42, 39.99, 41.46, 41.87, 45.46, 37.30, 33.08, 37.77,
]  # fmt: skip

prices = st.lists(st.floats(5.0, 100.0), min_size=15, max_size=80).map(np.array)
seeds = st.integers(0, 10_000)


def test_it_gives_the_published_sample() -> None:
    assert wilder_rsi(np.array(SAMPLE))[14:] == pytest.approx(PUBLISHED, abs=0.005)


def test_two_closes_by_hand() -> None:
    # Length 2: first means (2 + 0) / 2 and (0 + 1) / 2; then rise (1 + 3) / 2 and fall 0.5 / 2.
    found = wilder_rsi(np.array([10.0, 12.0, 11.0, 14.0]), length=2)
    assert found[2:] == pytest.approx([100.0 - 100.0 / (1.0 + 2.0), 100.0 - 100.0 / (1.0 + 2.0 / 0.25)])


@settings(max_examples=30)
@given(seeds, st.integers(2, 30))
def test_an_independent_library_agrees(seed: int, length: int) -> None:
    closes = walk(400, seed=seed)
    assert wilder_rsi(closes, length) == pytest.approx(talib.RSI(closes, length), abs=1e-8, nan_ok=True)


def test_where_nothing_ever_moved_it_is_half_way() -> None:
    flat = np.full(40, 17.3)
    assert (wilder_rsi(flat)[14:] == 50.0).all()
    assert talib.RSI(flat, 14)[-1] == 0.0  # the one difference: that would read as the deepest fall


@given(prices)
def test_it_stays_between_0_and_100(closes: np.ndarray) -> None:
    found = wilder_rsi(closes)
    assert np.isnan(found[:14]).all()
    assert ((found[14:] >= 0.0) & (found[14:] <= 100.0)).all()


@given(st.lists(st.floats(0.01, 5.0), min_size=15, max_size=60))
def test_what_only_rises_is_at_100_and_what_only_falls_at_0(steps: list[float]) -> None:
    rising = 10.0 + np.cumsum(steps)
    assert (wilder_rsi(rising)[14:] == 100.0).all()
    assert (wilder_rsi(-rising)[14:] == 0.0).all()


@given(prices, st.floats(0.01, 100.0), st.floats(-1000.0, 1000.0))
def test_neither_the_unit_nor_the_level_matters(closes: np.ndarray, scale: float, shift: float) -> None:
    assume(np.abs(np.diff(closes[:15])).max() > 1e-3)
    assert wilder_rsi(scale * closes + shift) == pytest.approx(wilder_rsi(closes), abs=1e-4, nan_ok=True)


@given(prices)
def test_turned_upside_down_it_is_100_minus_itself(closes: np.ndarray) -> None:
    assume(np.ptp(closes[:15]) > 0.0)
    assert wilder_rsi(-closes) == pytest.approx(100.0 - wilder_rsi(closes), abs=1e-9, nan_ok=True)


@settings(max_examples=30)
@given(seeds, st.integers(0, 300))
def test_later_closes_change_nothing_to_the_last_bit(seed: int, count: int) -> None:
    closes = walk(300, seed=seed)
    assert np.array_equal(wilder_rsi(closes)[:count], wilder_rsi(closes[:count]), equal_nan=True)


def test_a_long_quiet_time_keeps_its_last_word() -> None:
    closes = np.concatenate([walk(100, seed=3), np.full(3000, 20.0)])
    found = wilder_rsi(closes)
    assert found[-1] == pytest.approx(found[101], rel=1e-9)


@pytest.mark.parametrize("count", [0, 1, 14])
def test_too_few_closes_give_nothing(count: int) -> None:
    assert np.isnan(wilder_rsi(walk(count))).all()
    assert wilder_rsi(walk(count)).shape == (count,)
