"""The chart as data: axes that hold all of it, words that agree with it, a crosshair that keys can move."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK
from support.window_parts import CONDOR, MARKET, SHORT_CALLS, UNQUOTED, picture_of

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.payoff import CAPTION, PayoffView, payoff_view

PICTURE = picture_of(CONDOR, SHORT_CALLS)


def drawn(*lines: str) -> PayoffView:
    view = payoff_view(picture_of(*lines))
    assert isinstance(view, PayoffView), view
    return view


VIEW = drawn(CONDOR)


def test_the_axes_hold_both_curves_the_zero_line_spot_and_strikes() -> None:
    low, high = VIEW.y_range
    for curve in (VIEW.today, VIEW.settlement, np.zeros(1)):
        assert low < curve.min()
        assert curve.max() < high
    for place in (VIEW.spot.at, *VIEW.strike_lines, *(zero.at for zero in VIEW.break_evens)):
        assert VIEW.x_range[0] < place < VIEW.x_range[1]


def test_the_ground_above_and_below_zero_is_the_settlement_curve() -> None:
    assert np.array_equal(VIEW.gains + VIEW.losses, VIEW.settlement)
    assert VIEW.gains.min() >= 0.0
    assert VIEW.losses.max() <= 0.0


def test_the_caption_says_that_the_hedge_is_not_drawn() -> None:
    assert VIEW.caption == CAPTION
    assert "hedge" in CAPTION


def test_a_leg_left_out_is_named() -> None:
    view = drawn(CONDOR, UNQUOTED)
    assert "SPXW 24DEC26 6500 P" in view.left_out
    assert view.left_out in view.summary


def test_without_spx_legs_there_is_no_chart_but_a_reason() -> None:
    view = payoff_view(picture_of(SHORT_CALLS))
    assert isinstance(view, Problem)


def test_the_break_even_labels_stand_on_the_losing_side() -> None:
    assert [mark.side for mark in VIEW.break_evens] == [1.0, 0.0], "left of the profit, right of it"


@given(st.integers(0, len(VIEW.spots) - 1))
def test_the_readout_at_a_point_of_the_curve_is_that_point(place: int) -> None:
    spot = float(VIEW.spots[place])
    readout = VIEW.readout(spot)
    assert f"{abs(VIEW.today[place]):,.0f}" in readout
    assert f"{abs(VIEW.settlement[place]):,.0f}" in readout


@given(st.floats(-1e6, 1e6))
def test_the_crosshair_never_leaves_the_chart(spot: float) -> None:
    assert VIEW.x_range[0] <= VIEW.nearest(spot) <= VIEW.x_range[1]


@given(st.integers(1, len(VIEW.spots) - 2))
def test_a_key_to_the_right_and_one_to_the_left_come_back(place: int) -> None:
    spot = float(VIEW.spots[place])
    right = VIEW.step(spot, 1)
    assert right == VIEW.spots[place + 1]
    assert VIEW.step(right, -1) == spot
    assert VIEW.step(spot, 10_000) == VIEW.spots[-1]
    assert VIEW.step(spot, -10_000) == VIEW.spots[0]


def test_the_copied_table_is_the_curves() -> None:
    header, *lines = VIEW.table().splitlines()
    assert header.split("\t") == ["SPX", "Today $", "At settlement $"]
    numbers = np.array([[float(cell) for cell in line.split("\t")] for line in lines])
    assert np.allclose(numbers[:, 2], VIEW.settlement, atol=0.006)


def test_near_strikes_share_a_label_and_far_ones_do_not() -> None:
    near = drawn("-5 SPXW 18DEC26 6700/6705P 6710/6715C @1.00")
    assert [mark.label for mark in near.strikes] == ["6700\N{EN DASH}6715"]
    assert len(near.strike_lines) == 4


def test_the_summary_says_where_it_is_even_and_what_is_best_and_worst() -> None:
    for zero in VIEW.break_evens:
        assert f"{zero.at:,.0f}" in VIEW.summary
    assert f"{VIEW.settlement.max():,.0f}" in VIEW.summary
    assert f"{abs(VIEW.settlement.min()):,.0f}" in VIEW.summary


@pytest.mark.parametrize("days", [10, 27])
def test_the_title_names_the_settlement_that_is_drawn(days: int) -> None:
    market = replace(MARKET, at=CLOCK + timedelta(days=days))
    view = payoff_view(picture_of(CONDOR, market=market))
    if isinstance(view, PayoffView):
        assert "2026-12-18 16:00 New York" in view.title
