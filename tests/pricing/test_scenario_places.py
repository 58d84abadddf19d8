"""Zeros, troughs and extremes of curves against brute force."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.pricing.scenario.places import extremes_of, lowest, troughs_of, zeros_of

SPOT = 6850.4
FAR = SPOT * np.geomspace(1 / 20, 20, 160)
Legs = list[tuple[str, float, float]]

strikes = st.integers(20, 80).map(lambda k: k * 100.0 + 37.0)
legs_of_a_book = st.lists(
    st.tuples(st.sampled_from(["C", "P"]), strikes, st.sampled_from([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])),
    min_size=1,
    max_size=8,
)


def settled(legs: Legs, cash: float):
    def curve(spots: np.ndarray) -> np.ndarray:
        total = np.full(np.shape(spots), cash)
        for right, strike, size in legs:
            sign = 1.0 if right == "C" else -1.0
            total = total + 100.0 * size * np.maximum(sign * (spots - strike), 0.0)
        return total

    return curve


def with_kinks(legs: Legs) -> np.ndarray:
    return np.union1d(FAR, [strike for _, strike, _ in legs])


def slope_up(legs: Legs) -> float:
    return 100.0 * sum(size for right, _, size in legs if right == "C")


@given(legs_of_a_book, st.floats(-5e5, 5e5).map(lambda cash: cash + 0.137))
def test_every_crossing_of_straight_lines_is_found(legs: Legs, cash: float) -> None:
    curve, spots = settled(legs, cash), with_kinks(legs)
    zeros = zeros_of(curve, spots, curve(spots))
    at = curve(spots)
    expected = [
        low - at_low * (high - low) / (at_high - at_low)
        for low, high, at_low, at_high in zip(spots, spots[1:], at, at[1:], strict=False)
        if at_low * at_high < 0
    ]
    assert len(zeros) == len(expected)
    assert zeros == pytest.approx(expected, abs=1e-6)
    assert list(zeros) == sorted(zeros)


@given(legs_of_a_book, st.floats(-1e5, 1e5))
def test_the_extremes_of_straight_lines_stand_at_strikes_and_ends(legs: Legs, cash: float) -> None:
    curve, spots, slope = settled(legs, cash), with_kinks(legs), slope_up(legs)
    found = extremes_of(curve, spots, curve(spots), SPOT, slope)
    at = curve(np.array([1e-9, *[strike for _, strike, _ in legs], 1e6]))
    assert (found.best_usd is None) == (slope > 0)
    assert (found.worst_usd is None) == (slope < 0)
    if found.best_usd is not None:
        # an index at zero stands for 1e-6 of itself
        assert found.best_usd == pytest.approx(at.max(), abs=0.7 * sum(abs(size) for *_, size in legs) + 1e-6)
        if found.best_at:
            assert curve(np.array([found.best_at]))[0] == pytest.approx(found.best_usd, abs=0.011)
    if found.worst_usd is not None:
        assert found.worst_usd == pytest.approx(at.min(), abs=0.7 * sum(abs(size) for *_, size in legs) + 1e-6)
        if found.worst_at:
            assert curve(np.array([found.worst_at]))[0] == pytest.approx(found.worst_usd, abs=0.011)


def smooth(spots: np.ndarray) -> np.ndarray:
    """Two dips of different depth, and a hill between."""
    x = (np.asarray(spots) - SPOT) / 100.0
    return 500.0 - 900.0 * np.exp(-((x + 3.3) ** 2)) - 700.0 * np.exp(-0.5 * (x - 4.1) ** 2) + 20.0 * x


def test_zeros_of_a_smooth_curve_against_a_scan_of_hundredths() -> None:
    scan = np.arange(5850.0, 7850.0, 0.01)
    at = smooth(scan)
    crossed = scan[:-1][at[:-1] * at[1:] < 0]
    spots = np.arange(5850.0, 7850.1, 5.0)
    zeros = zeros_of(smooth, spots, smooth(spots))
    assert len(zeros) == len(crossed) == 4
    assert zeros == pytest.approx(crossed, abs=0.011)
    assert smooth(np.array(zeros)) == pytest.approx(0.0, abs=1e-6)


def test_a_zero_on_a_point_is_told_once_and_a_flat_stretch_by_its_ends() -> None:
    spots = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])

    def straight(places: np.ndarray) -> np.ndarray:
        return np.asarray(places) - 3.0

    def flat(places: np.ndarray) -> np.ndarray:
        return np.maximum(np.asarray(places) - 4.0, 0.0) - np.maximum(2.0 - np.asarray(places), 0.0)

    assert zeros_of(straight, spots, straight(spots)) == (3.0,)
    assert zeros_of(flat, spots, flat(spots)) == (2.0, 4.0)
    assert zeros_of(np.zeros_like, spots, np.zeros(6)) == ()
    assert zeros_of(np.ones_like, spots, np.ones(6)) == ()


def test_the_lowest_point_is_not_above_any_of_a_scan() -> None:
    spots = np.arange(6300.0, 6700.1, 25.0)
    place, value = lowest(smooth, spots, smooth(spots))
    scan = np.arange(6300.0, 6700.0, 0.01)
    assert value <= smooth(scan).min() + 1e-6
    assert place == pytest.approx(scan[smooth(scan).argmin()], abs=0.02)


def test_troughs_stand_on_their_sides() -> None:
    spots = np.union1d(np.arange(6300.0, 7400.1, 10.0), [6700.0, 7050.0])
    put, middle, call = troughs_of(smooth, np.zeros_like, spots, smooth(spots), (6700.0, 7050.0))
    sides = ("on the put side", "between the shorts", "on the call side")
    for trough, side, low, high in zip(
        (put, middle, call), sides, (6300, 6700, 7050), (6700, 7050, 7400), strict=True
    ):
        scan = np.arange(low, high, 0.01)
        assert trough.side == side
        assert trough.usd <= smooth(scan).min() + 1e-6
        assert low <= trough.spot <= high
        assert trough.unhedged_usd == 0.0
        assert not trough.is_at_edge
    falling = troughs_of(lambda x: -np.asarray(x), np.zeros_like, spots, -spots, (6700.0, 7050.0))
    assert falling[2].is_at_edge
    assert not falling[1].is_at_edge
