"""The eight figures of a book over SPX against black76.greeks leg by leg, and against difference quotients."""

import numpy as np
import pytest
from support.made_scenarios import NOW, SPX, after, dates_of, expiry_of, hostile_book, leg_of, world_at
from support.scenario_reference import book_curve, greek_curves

from alvh_desktop.pricing.scenario.axes import Axes
from alvh_desktop.pricing.scenario.columns import columns_of
from alvh_desktop.pricing.scenario.kernel import FIGURES, FIRST_ORDER
from alvh_desktop.pricing.scenario.sheet import greek_sums

MOST = 1e-8


@pytest.mark.parametrize("seed", range(32))
def test_hostile_books_are_what_the_reference_says(seed: int) -> None:
    world, moments, legs, sizes, spots = hostile_book(seed, 8)
    axes, columns = Axes(world, dates_of(world, moments), spots), columns_of(legs)
    found = greek_sums(axes, columns, sizes[:1])[:, 0]
    without = greek_sums(axes, columns, sizes[:1], has_second_order=False)[:, 0]
    assert (len(found), len(without)) == (len(FIGURES), FIRST_ORDER)
    looked = np.arange(seed % 4, spots.size, 4)
    by_hand = np.zeros((len(FIGURES), len(moments), looked.size))
    for leg, size in zip(legs, sizes[0], strict=True):
        for date, at in enumerate(moments):
            figures = greek_curves(world, leg, at, spots[looked])
            by_hand[:, date] += 0.0 if figures is None else size * figures
    by_hand[0] = [book_curve(world, legs, sizes[0], at, spots[looked]) for at in moments]
    for place, figure in enumerate(FIGURES):
        for told in (found, without):
            if place < len(told):
                error = np.abs(told[place][:, looked] - by_hand[place]).max()
                assert error <= MOST * np.abs(by_hand[place]).max(), figure


def test_the_figures_are_difference_quotients_of_the_price() -> None:
    """With a response that leaves volatility alone, delta and gamma are slopes of the drawn curve itself."""
    world = world_at("none")
    legs = [
        leg_of("SPXW", expiry_of("SPXW", after(20.0), SPX * 1.002), 6800.0, "P", 0.15),
        leg_of("XSP", expiry_of("XSP", after(40.0), SPX / 10.0), 690.0, "C", 0.14),
    ]
    sizes, step = np.array([[2.0, -3.0]]), 0.5
    spots = SPX + step * np.arange(-200, 201)
    found = greek_sums(Axes(world, dates_of(world, [NOW]), spots), columns_of(legs), sizes)[:, 0, 0]
    price, delta, gamma = (found[FIGURES.index(name)] for name in ("price", "delta", "gamma"))
    slope, bend = np.gradient(price, step)[1:-1], np.diff(price, 2) / step**2
    assert slope == pytest.approx(delta[1:-1], abs=1e-4 * np.abs(delta).max())
    assert bend == pytest.approx(gamma[1:-1], abs=1e-3 * np.abs(gamma).max())


def test_but_for_the_decay_of_options_on_vix_only_living_options_on_spx_have_greeks() -> None:
    world = world_at()
    legs = [
        leg_of("VIX", expiry_of("VIX", after(30.0), 18.0), 20.0, "C", 0.9),
        leg_of("VX", expiry_of("VX", after(30.0), 18.0)),
        leg_of("SPXW", expiry_of("SPXW", after(2.0), SPX), 6800.0, "P", 0.15),
    ]
    spots = SPX * np.linspace(0.95, 1.05, 101)
    found = greek_sums(Axes(world, dates_of(world, [after(5.0)]), spots), columns_of(legs), np.ones((1, 3)))
    theta = FIGURES.index("theta")
    assert np.abs(np.delete(found[1:], theta - 1, axis=0)).max() == 0.0
    assert np.abs(found[0]).min() > 0.0
    assert found[theta].max() < 0.0
