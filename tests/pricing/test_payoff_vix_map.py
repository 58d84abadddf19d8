"""The map of a book over SPX and VIX: the curves run through it."""

import numpy as np
import pytest
from support.founded_books import moment
from support.hedged_books import CONDOR, HEDGE, SPOT, curves, desk_with, painted, seen

from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff.vix_map import VIXES, VixMap, vix_map

LINES = (f"-10 {CONDOR} @3.20 fee 0.65/ct", *HEDGE)


def mapped(at: str, vixes: np.ndarray | None = None, spots: np.ndarray | None = None) -> tuple[VixMap, np.ndarray]:
    """The map, and the net curve of its date at its spots."""
    desk, at_market = desk_with(*LINES), seen()
    payoff = curves(desk, at_market, Lens(dates=(moment(at),)))
    chosen = payoff.spots[::3] if spots is None else spots
    found = vix_map(payoff.position, payoff.world, moment(at), chosen, vixes)
    assert isinstance(found, VixMap), found
    return found, payoff.net_usd[2][np.searchsorted(payoff.spots, chosen)]


@pytest.mark.parametrize("at", ["2026-11-27 12:00", "2026-12-16 12:00", "2026-12-18 16:00"])
def test_along_the_usual_vix_it_is_the_curve(at: str) -> None:
    whole, curve = mapped(at)
    for place in range(0, whole.spots.size, 20):
        vixes = whole.usual_vix[place] * np.array([0.8, 1.0, 1.25])
        found, _ = mapped(at, vixes)
        assert found.net_usd[place, 1] == pytest.approx(curve[place], abs=0.02)


def test_the_levels_reach_from_a_calm_to_the_usual_answer() -> None:
    found, _ = mapped("2026-12-04 12:00")
    assert found.vixes.size == VIXES
    assert found.vixes[0] == pytest.approx(0.6 * 17.0)
    assert found.vixes[-1] >= found.usual_vix.max()
    assert found.net_usd.shape == (found.spots.size, VIXES)
    assert np.array_equal(found.net_usd, found.condors_usd + found.hedge_usd)
    assert found.problems == ()


def test_now_and_at_todays_levels_it_is_the_books_profit() -> None:
    desk, at_market = desk_with(*LINES), seen()
    picture = painted(desk, at_market)
    payoff = curves(desk, at_market)
    world = payoff.world
    found = vix_map(payoff.position, world, world.now, np.array([6600.0, SPOT, 6800.0]), np.array([15.0, 17.0, 20.0]))
    assert isinstance(found, VixMap)
    assert found.net_usd[1, 1] == pytest.approx(float(picture.total.profit), abs=0.005)


def test_without_vix_and_before_now_there_is_none() -> None:
    desk = desk_with(*LINES)
    payoff = curves(desk, seen(vix=None))
    answer = vix_map(payoff.position, payoff.world, payoff.world.now, payoff.spots)
    assert isinstance(answer, Problem)
    assert answer.where == "VIX"
    known = curves(desk)
    early = vix_map(known.position, known.world, moment("2026-11-20 15:00"), known.spots)
    assert isinstance(early, Problem)
    assert "before now" in early.message
