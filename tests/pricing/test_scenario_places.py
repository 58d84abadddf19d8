"""Zeros, troughs and extremes of curves against brute force."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.pricing.scenario.places import extremes_of, troughs_of, zeros_of
from alvh_desktop.pricing.scenario.searches import answered, crossings, lowest, together

SPOT = 6850.4
FAR = SPOT * np.geomspace(1 / 20, 20, 160)
Legs = list[tuple[str, float, float]]

Curve = Callable[[np.ndarray], np.ndarray]

strikes = st.integers(20, 80).map(lambda k: k * 100.0 + 37.0)
legs_of_a_book = st.lists(
    st.tuples(st.sampled_from(["C", "P"]), strikes, st.sampled_from([-3.0, -2.0, -1.0, 1.0, 2.0, 3.0])),
    min_size=1,
    max_size=8,
)


def found(curve: Curve, spots: np.ndarray, search: Callable[..., Any], *arguments: object) -> Any:
    """What a search that starts from these points finds on one curve."""

    def curves(places: np.ndarray) -> np.ndarray:
        return np.asarray(curve(places))[None]

    return answered(curves, search(spots, curves(spots), *arguments))


def zeros_on(curve: Curve, spots: np.ndarray) -> tuple[float, ...]:
    zeros: tuple[float, ...] = found(curve, spots, zeros_of)
    return zeros


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
    zeros = zeros_on(curve, spots)
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
    extremes = found(curve, spots, extremes_of, SPOT, slope)
    at = curve(np.array([1e-9, *[strike for _, strike, _ in legs], 1e6]))
    assert (extremes.best_usd is None) == (slope > 0)
    assert (extremes.worst_usd is None) == (slope < 0)
    if extremes.best_usd is not None:
        # an index at zero stands for 1e-6 of itself
        assert extremes.best_usd == pytest.approx(at.max(), abs=0.7 * sum(abs(size) for *_, size in legs) + 1e-6)
        if extremes.best_at:
            assert curve(np.array([extremes.best_at]))[0] == pytest.approx(extremes.best_usd, abs=0.011)
    if extremes.worst_usd is not None:
        assert extremes.worst_usd == pytest.approx(at.min(), abs=0.7 * sum(abs(size) for *_, size in legs) + 1e-6)
        if extremes.worst_at:
            assert curve(np.array([extremes.worst_at]))[0] == pytest.approx(extremes.worst_usd, abs=0.011)


def smooth(spots: np.ndarray) -> np.ndarray:
    """Two dips of different depth, and a hill between."""
    x = (np.asarray(spots) - SPOT) / 100.0
    return 500.0 - 900.0 * np.exp(-((x + 3.3) ** 2)) - 700.0 * np.exp(-0.5 * (x - 4.1) ** 2) + 20.0 * x


def test_zeros_of_a_smooth_curve_against_a_scan_of_hundredths() -> None:
    scan = np.arange(5850.0, 7850.0, 0.01)
    at = smooth(scan)
    crossed = scan[:-1][at[:-1] * at[1:] < 0]
    spots = np.arange(5850.0, 7850.1, 5.0)
    zeros = zeros_on(smooth, spots)
    assert len(zeros) == len(crossed) == 4
    assert zeros == pytest.approx(crossed, abs=0.011)
    assert smooth(np.array(zeros)) == pytest.approx(0.0, abs=1e-6)


def test_a_zero_on_a_point_is_told_once_and_a_flat_stretch_by_its_ends() -> None:
    spots = np.array([1.0, 2.0, 3.0, 4.0, 5.0, 6.0])

    def straight(places: np.ndarray) -> np.ndarray:
        return np.asarray(places) - 3.0

    def flat(places: np.ndarray) -> np.ndarray:
        return np.maximum(np.asarray(places) - 4.0, 0.0) - np.maximum(2.0 - np.asarray(places), 0.0)

    assert zeros_on(straight, spots) == (3.0,)
    assert zeros_on(flat, spots) == (2.0, 4.0)
    assert zeros_on(np.zeros_like, spots) == ()
    assert zeros_on(np.ones_like, spots) == ()


def test_the_lowest_point_is_not_above_any_of_a_scan() -> None:
    spots = np.arange(6300.0, 6700.1, 25.0)
    place, (value,) = found(smooth, spots, lowest, 0)
    scan = np.arange(6300.0, 6700.0, 0.01)
    assert value <= smooth(scan).min() + 1e-6
    assert place == pytest.approx(scan[smooth(scan).argmin()], abs=0.02)


def test_troughs_stand_on_their_sides() -> None:
    spots = np.union1d(np.arange(6300.0, 7400.1, 10.0), [6700.0, 7050.0])

    def curves(places: np.ndarray) -> np.ndarray:
        return np.stack([smooth(places), np.zeros_like(places)])

    put, middle, call = answered(curves, troughs_of(spots, curves(spots), (6700.0, 7050.0), 0, 1))
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
    falling = found(np.negative, spots, troughs_of, (6700.0, 7050.0), 0, 0)
    assert falling[2].is_at_edge
    assert not falling[1].is_at_edge


@given(legs_of_a_book, st.floats(-5e5, 5e5))
def test_searches_side_by_side_find_the_same_in_the_passes_of_the_longest(legs: Legs, cash: float) -> None:
    curve, spots = settled(legs, cash), with_kinks(legs)
    passes: list[int] = []

    def curves(places: np.ndarray) -> np.ndarray:
        passes[-1] += 1
        return np.stack([curve(places), smooth(places)])

    passes.append(0)
    values = curves(spots)

    def searches() -> list[Any]:
        found_by = lowest(spots, values, 0), lowest(spots, values, 0, -1.0), extremes_of(spots, values, SPOT, 0.0, 1)
        return [zeros_of(spots, values, 0), crossings(spots, values, 1), *found_by]

    alone = []
    for search in searches():
        passes.append(0)
        alone.append(answered(curves, search))
    slowest = max(passes[1:])
    passes.append(0)
    np.testing.assert_equal(answered(curves, together(searches())), tuple(alone))
    assert passes[-1] == slowest <= 8
