"""The map over SPX and VIX against the reference with VIX fixed, and against the curves."""

from dataclasses import replace

import numpy as np
import pytest
from support.made_scenarios import NOW, SPX, after, dates_of, hostile_book, world_at
from support.scenario_reference import book_curve

from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.sheet import sheet_of
from alvh_desktop.pricing.scenario.surface import surface_of

MOST = 1e-8
WITH_VIX = [seed for seed in range(40) if hostile_book(seed, 1)[0].vix is not None]


@pytest.mark.parametrize("seed", WITH_VIX)
def test_hostile_books_are_what_the_reference_says(seed: int) -> None:
    world, moments, legs, sizes, axis = hostile_book(seed, 8)
    at, vix = moments[seed % 4], world.vix or 0.0
    spots, vixes = np.linspace(axis[0], axis[-1], 101), np.geomspace(0.6 * vix, 3.0 * vix, 61)
    found = surface_of(world, dates_of(world, [at]), columns_of(legs), sizes, spots, vixes)
    assert found.shape == (2, 101, 61)
    some, levels = np.arange(seed % 6, 101, 6), np.arange(seed % 5, 61, 5)
    for part in range(2):
        columns = [
            book_curve(replace(world, vix_after=float(vixes[level])), legs, sizes[part], at, spots[some])
            for level in levels
        ]
        by_hand = np.array(columns).T
        assert np.abs(found[part][np.ix_(some, levels)] - by_hand).max() <= MOST * np.abs(by_hand).max()


@pytest.mark.parametrize("seed", [1, 4, 12, 17, 30])
def test_its_diagonal_is_the_curve(seed: int) -> None:
    """At each SPX level and the VIX that the response implies there, the map is the payoff curve of that date."""
    world, moments, legs, sizes, spots = hostile_book(seed, 8)
    at, vix = moments[seed % 4], world.vix or 0.0
    axes = Axes(world, dates_of(world, [at]), spots[::8])
    implied = vix * np.exp(axes.points.y[0])
    curve = sheet_of(axes, columns_of(legs)).sums(sizes)[:, 0]
    for place in range(0, axes.spots.size, 5):
        level = implied[place]
        found = surface_of(
            world, dates_of(world, [at]), columns_of(legs), sizes, axes.spots, np.array([0.9, 1.0, 1.1]) * level
        )
        assert np.abs(found[:, place, 1] - curve[:, place]).max() <= 2 * MOST * np.abs(curve).max()


def test_through_todays_vix_runs_the_curve_of_no_answer() -> None:
    _, _, legs, sizes, _ = hostile_book(4, 8)
    spots = np.union1d(SPX * np.linspace(0.95, 1.05, 80), [SPX])
    still = world_at("none")
    vixes = np.union1d(np.linspace(12.0, 40.0, 41), [16.5])
    found = surface_of(world_at("crash"), dates_of(still, [NOW]), columns_of(legs), sizes, spots, vixes)
    curve = sheet_of(Axes(still, dates_of(still, [NOW]), spots), columns_of(legs)).sums(sizes)[:, 0]
    row = found[:, :, int(np.searchsorted(vixes, 16.5))]
    assert np.abs(row - curve).max() <= MOST * np.abs(curve).max()


def test_without_a_level_of_vix_there_is_no_map() -> None:
    world = world_at(vix=None)
    with pytest.raises(ValueError, match="level of today"):
        surface_of(
            world, dates_of(world, [after(1.0)]), columns_of([]), np.zeros((1, 0)), np.array([1.0]), np.array([1.0])
        )
