"""Ranks and percentiles against numpy, by hand and by their laws."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_pasts import walk

from alvh_desktop.series.percentile import moving_percentile, percentile_rank

seeds = st.integers(0, 10_000)


def test_the_highest_of_a_year_is_at_100_the_lowest_at_0_and_what_never_moved_half_way() -> None:
    assert percentile_rank(np.arange(300.0))[251:] == pytest.approx([100.0] * 49)
    assert percentile_rank(-np.arange(300.0))[251:] == pytest.approx([0.0] * 49)
    assert percentile_rank(np.full(252, 17.3))[-1] == 50.0
    assert np.isnan(percentile_rank(np.arange(251.0))).all()


def test_a_tie_counts_half() -> None:
    # Of the four before 2.0 one is below and one is equal.
    assert percentile_rank(np.array([1.0, 2.0, 3.0, 4.0, 2.0]), 5)[-1] == pytest.approx(100.0 * 1.5 / 4.0)


@settings(max_examples=25)
@given(seeds, st.integers(2, 60))
def test_upside_down_it_is_the_rest_of_100(seed: int, length: int) -> None:
    values = walk(120, seed=seed).round(1)
    assert percentile_rank(-values, length) == pytest.approx(100.0 - percentile_rank(values, length), nan_ok=True)


@settings(max_examples=25)
@given(seeds, st.floats(0.0, 100.0), st.integers(2, 60))
def test_a_moving_percentile_is_numpys_of_each_window(seed: int, percent: float, length: int) -> None:
    values = walk(90, seed=seed)
    found = moving_percentile(values, percent, length)
    assert np.isnan(found[: length - 1]).all()
    for row in range(length - 1, 90):
        assert found[row] == pytest.approx(np.percentile(values[row - length + 1 : row + 1], percent))


@settings(max_examples=25)
@given(seeds, st.integers(0, 90))
def test_later_values_change_nothing(seed: int, count: int) -> None:
    values = walk(90, seed=seed)
    for whole, part in (
        (percentile_rank(values, 30), percentile_rank(values[:count], 30)),
        (moving_percentile(values, 80.0, 30), moving_percentile(values[:count], 80.0, 30)),
    ):
        assert np.array_equal(whole[:count], part, equal_nan=True)
