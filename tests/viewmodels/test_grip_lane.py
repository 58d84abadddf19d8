"""Grips stand apart in their order, near their strikes, and every one and every bar can be taken."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alvh_desktop.viewmodels.payoff import StrikeHandle, StrikeHandles
from alvh_desktop.viewmodels.payoff.lane import GRIP_WIDTH, Hold, lane_of, stand_apart

LISTED = tuple(float(strike) for strike in range(6000, 7400, 5))
DECEMBER = date(2026, 12, 18)
WIDTHS = st.integers(250, 900).map(float)


def condor(*strikes: float) -> StrikeHandles:
    sides = (("a", "P", 1, "b"), ("b", "P", -1, "a"), ("c", "C", -1, "d"), ("d", "C", 1, "c"))
    return StrikeHandles(
        tuple(
            StrikeHandle(key, strike, right, sign, DECEMBER, LISTED, partner)  # type: ignore[arg-type]
            for (key, right, sign, partner), strike in zip(sides, strikes, strict=True)
        )
    )


condors = st.lists(st.sampled_from(LISTED), min_size=4, max_size=4, unique=True).map(lambda ks: condor(*sorted(ks)))


@st.composite
def rows(draw: st.DrawFn) -> tuple[list[float], list[float]]:
    wanted = sorted(draw(st.lists(st.floats(-50, 350), min_size=1, max_size=6)))
    return wanted, draw(st.lists(st.floats(1, 30), min_size=len(wanted) - 1, max_size=len(wanted) - 1))


def distance(places: list[float], wanted: list[float]) -> float:
    return sum((place - where) ** 2 for place, where in zip(places, wanted, strict=True))


@given(rows())
def test_grips_keep_their_gaps_and_stay_inside(row: tuple[list[float], list[float]]) -> None:
    wanted, gaps = row
    stand = stand_apart(wanted, gaps, 0.0, 300.0)
    for (left, right), gap in zip(pairwise(stand), gaps, strict=True):
        assert right - left >= gap - 1e-6
    assert stand[0] >= -1e-6
    assert stand[-1] <= 300.0 + 1e-6


@given(rows(), st.lists(st.floats(0, 300), min_size=6, max_size=6))
def test_no_other_places_with_these_gaps_are_nearer(row: tuple[list[float], list[float]], tried: list[float]) -> None:
    wanted, gaps = row
    other = sorted(tried[: len(wanted)])
    assume(all(right - left >= gap for (left, right), gap in zip(pairwise(other), gaps, strict=True)))
    assert distance(stand_apart(wanted, gaps, 0.0, 300.0), wanted) <= distance(other, wanted) + 1e-6


def test_grips_with_room_stand_at_their_strikes() -> None:
    assert stand_apart([50.0, 100.0, 200.0], [20.0, 20.0], 0.0, 300.0) == [50.0, 100.0, 200.0]


def test_without_room_for_all_the_gaps_shrink_alike() -> None:
    assert stand_apart([5.0, 5.0, 5.0], [20.0, 20.0], 0.0, 20.0) == pytest.approx([0.0, 10.0, 20.0])


@given(condors, WIDTHS)
def test_every_grip_and_every_bar_can_be_taken(handles: StrikeHandles, width: float) -> None:
    lane = lane_of(handles, (6000.0, 7400.0), width)
    for grip in lane.grips:
        assert lane.at(grip.at) == Hold(grip.key)
        assert GRIP_WIDTH / 2 - 1e-6 <= grip.at <= width - GRIP_WIDTH / 2 + 1e-6
    for key, left, right in lane.bars:
        assert lane.at((left + right) / 2) == Hold(key, is_wing=True)
    assert [key for key, _, _ in lane.bars] == ["b", "c"], "a bar is held by the strike that is sold"


@given(condors, WIDTHS, st.sampled_from("abcd"))
def test_a_label_covers_no_grip_where_there_is_a_free_side(handles: StrikeHandles, width: float, key: str) -> None:
    lane = lane_of(handles, (6000.0, 7400.0), width)
    words = 70.0
    left = lane.label_at(key, words, width)
    assert left >= 0.0
    assert left + words <= width + 1e-6
    half, ends = GRIP_WIDTH / 2, [grip.at for grip in lane.grips]
    has_free_side = ends[0] - half - 4 > words or ends[-1] + half + 4 < width - words
    covered = [grip for grip in lane.grips if left < grip.at + half - 1e-6 and grip.at - half + 1e-6 < left + words]
    assert not covered or not has_free_side


def test_beside_the_grips_nothing_is_taken() -> None:
    lane = lane_of(condor(6200, 6300, 7000, 7100), (6000.0, 7400.0), 900.0)
    assert lane.at(lane.grips[0].at - 20.0) is None
    assert lane.at((lane.grips[1].at + lane.grips[2].at) / 2) is None
    assert lane_of(StrikeHandles(), (6000.0, 7400.0), 900.0).at(10.0) is None
