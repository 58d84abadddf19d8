"""Greeks over SPX against differences of Black-76, leg by leg at inputs that are moved by hand."""

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.hedged_books import CONDOR, HEDGE, SPOT, desk_with, painted, seen
from support.scenario_reference import Terms, book_curve, option_terms, vix_move

from alvh_desktop.desk.greeks import SLEEVES, greek_curves
from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.lens import Lens, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.greeks import GreekCurves
from alvh_desktop.pricing.scenario.legs import ScenarioLeg

LINES = (
    f"-10 {CONDOR} @3.20 fee 0.65/ct",
    "-3 SPXW 15JAN27 6300/6350P 7150/7200C @9.00",
    "+2 SPX 18DEC26 6600P @60",
    "-5 XSP 18DEC26 630/635P 715/720C @0.31",
    *HEDGE,
    "-4 VIX 20JAN27 40C @0.4",
    "+3 VXM 16DEC26 @18.1",
)
LATER = moment("2026-12-09 16:00")
FIGURES = ("delta", "gamma", "vega", "theta", "vix", "vanna", "charm", "slope")


def found_in(picture: Picture, at: datetime | None = None) -> GreekCurves:
    found = greek_curves(picture, at)
    assert isinstance(found, GreekCurves), found
    return found


def payoff_in(picture: Picture) -> Payoff:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff


Moved = Callable[[Terms], Terms]


def option_worth(picture: Picture, at: datetime, spots: np.ndarray, moved: Moved, on_spx_only: bool) -> np.ndarray:
    """$ of all living options, each priced at its own terms once these are moved."""
    payoff, total = payoff_in(picture), np.zeros(spots.size)
    for leg, size in zip(payoff.position.legs, payoff.position.sizes.sum(axis=0).tolist(), strict=True):
        if leg.contract.is_option and at < leg.settles_at and (leg.is_of_spx or not on_spx_only):
            total += size * np.array([_worth(leg, moved(option_terms(payoff.world, leg, at, s))) for s in spots])
    return total


def _worth(leg: ScenarioLeg, t: Terms) -> float:
    vol = t.vol
    return leg.usd_per_point * float(
        black76.price(t.forward, leg.strike, t.discount, t.variance_years, vol, leg.is_call)
    )


def moved(spx: float = 0.0, points: float = 0.0, days: float = 0.0) -> Moved:
    """SPX higher by this share of itself, volatility by points, time by days; all else stands."""

    def move(t: Terms) -> Terms:
        share = 1.0 - days / 365.0 / t.years
        return replace(
            t,
            forward=t.forward * (1.0 + spx),
            discount=t.discount**share,
            variance_years=t.variance_years * share,
            vol=t.vol + points / 100.0,
        )

    return move


def by_differences(picture: Picture, at: datetime, spots: np.ndarray) -> dict[str, np.ndarray]:
    share, point, day = 2e-4, 0.02, 0.01

    def worth(on_spx_only: bool = True, **by: float) -> np.ndarray:
        return option_worth(picture, at, spots, moved(**by), on_spx_only)

    def delta(**by: float) -> np.ndarray:
        return (worth(spx=share, **by) - worth(spx=-share, **by)) / (2.0 * share * spots)

    payoff = payoff_in(picture)
    legs, sizes, world = list(payoff.position.legs), payoff.position.sizes.sum(axis=0), payoff.world
    assert world.vix is not None

    def along(levels: np.ndarray) -> np.ndarray:
        return book_curve(world, legs, sizes, at, levels)

    is_of_spx = np.array([leg.is_of_spx for leg in legs])

    def beside(points: float, chosen: np.ndarray) -> np.ndarray:
        found = []
        for spot in spots:
            level = world.vix * math.exp(vix_move(world, at, float(spot))) + points  # type: ignore[operator]
            at_level, levels = replace(world, vix_after=level), np.array([spot])
            found.append(book_curve(at_level, legs, np.where(chosen, sizes, 0.0), at, levels)[0])
        return np.array(found)

    def per_point(half: float, chosen: np.ndarray) -> np.ndarray:
        return (beside(half, chosen) - beside(-half, chosen)) / (2.0 * half)

    everything = np.ones(len(legs), dtype=np.bool_)
    return {
        "delta": delta(),
        "gamma": (worth(spx=share) - 2.0 * worth() + worth(spx=-share)) / (share * spots) ** 2,
        "vega": (worth(points=point) - worth(points=-point)) / (2.0 * point),
        "theta": (worth(False, days=day) - worth(False, days=-day)) / (2.0 * day),
        "vanna": (delta(points=point) - delta(points=-point)) / (2.0 * point),
        "charm": (delta(days=day) - delta(days=-day)) / (2.0 * day),
        "vix": per_point(0.005, is_of_spx) + per_point(0.5, ~is_of_spx),
        "vix over a whole point": per_point(0.5, everything),
        "slope": 0.5 * (along(1.01 * spots) - along(0.99 * spots)),
    }


lenses = st.sampled_from(
    [
        Lens(),
        Lens(preset="spike"),
        Lens(preset="spot", clock="trading"),
        Lens(vix_after=31.0),
        Lens(vix_scale=2.0, vol_shifts=VolShifts(short=2.0, vix=-6.0), futures_stay=True),
    ]
)


@settings(max_examples=10)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=5, unique=True), lenses, st.sampled_from([CLOCK, LATER]))
def test_each_figure_is_a_difference_of_values(lines: list[str], lens: Lens, at: datetime) -> None:
    picture = painted(desk_with(*lines), lens=lens)
    found = found_in(picture, at)
    places = np.arange(3, found.spots.size, 41)
    for name, expected in by_differences(picture, at, found.spots[places]).items():
        told = getattr(found, name.split()[0]).sum(axis=0)[places]
        peak = max(np.abs(expected).max(), 1e-3 if name in ("gamma", "vanna", "charm") else 1.0)
        assert told == pytest.approx(expected, abs=(5e-3 if "whole" in name else 5e-4) * peak), name


@pytest.mark.parametrize("at", [CLOCK, LATER])
def test_a_hedge_of_calls_and_futures(at: datetime) -> None:
    picture = painted(desk_with(f"-10 {CONDOR} @3.20", *HEDGE[:2], "+1 VX 20JAN27 @19.2"))
    found = found_in(picture, at)
    places = np.arange(0, found.spots.size, 29)
    assert found.sleeves == ("core", "alvh")
    for name, expected in by_differences(picture, at, found.spots[places]).items():
        told = getattr(found, name.split()[0])[:, places].sum(axis=0)
        assert told == pytest.approx(expected, abs=1e-3 * np.abs(expected).max()), name
    core, hedge = ({name: getattr(found, name)[row] for name in FIGURES} for row in (0, 1))
    for name in ("delta", "gamma", "vega", "vanna", "charm"):
        assert np.all(hedge[name] == 0.0), name
    assert np.all(hedge["theta"] < 0.0)
    # condors bleed to their owner where they stand between their shorts; calls on VIX gain with VIX
    here = payoff_in(picture).place_of_spot
    assert core["theta"][here] > 0.0
    assert core["vix"][here] < 0.0 < hedge["vix"][here]


def test_sleeves_add_up_to_the_whole_and_only_what_holds_something_is_told() -> None:
    desk = desk_with(f"-10 {CONDOR} @3.20", *HEDGE, "+7 VIX 20JAN27 30C @0.9")
    last = max(desk.book.trades)
    book = desk.book
    engine = replace(book.trades[last], sleeve="second_engine")
    whole = painted(desk)
    three = replace(
        whole,
        inputs=replace(whole.inputs, book=replace(book, trades={**book.trades, last: engine})),
    )
    found, together = found_in(three, LATER), found_in(whole, LATER)
    assert found.sleeves == SLEEVES == ("core", "alvh", "second_engine")
    assert together.sleeves == ("core", "alvh")
    for name in FIGURES:
        one, other = getattr(found, name), getattr(together, name)
        assert one.shape == (3, found.spots.size)
        assert one.sum(axis=0) == pytest.approx(other.sum(axis=0), abs=1e-9 * np.abs(other).max() + 1e-12), name
    assert np.abs(found.theta[2]).max() > 1.0


def test_where_spx_stands_delta_is_that_of_the_legs_and_slope_that_of_the_book() -> None:
    """A printed delta is undiscounted and on the forward: times discount and F/S it is the derivative in SPX."""
    picture = painted(desk_with(*LINES))
    found, here = found_in(picture), payoff_in(picture).place_of_spot
    exact = printed = 0.0
    for leg_id, held in picture.inputs.book.holdings.items():
        value = picture.values[leg_id]
        if held.product.underlying == "SPX":
            assert value.delta is not None
            assert value.forward is not None
            divisor = float(held.product.index_divisor)
            usd = value.delta * held.position.quantity * float(held.product.multiplier) / divisor
            printed += usd
            exact += usd * value.forward.discount * value.forward.value / (SPOT / divisor)
    delta = found.delta[:, here].sum()
    assert delta == pytest.approx(exact, rel=1e-9)
    assert delta == pytest.approx(printed, rel=0.005)
    net = picture.risk.net
    assert not isinstance(net, Problem)
    assert found.slope[:, here].sum() == pytest.approx(net.slope_usd_per_1pct, abs=0.01)
    vega = sum(v.vega_usd_per_point or 0.0 for k, v in picture.values.items() if _is_of_spx(picture, k))
    theta = sum(v.theta_usd_per_day or 0.0 for v in picture.values.values())
    assert found.vega[:, here].sum() == pytest.approx(vega, rel=1e-6)
    assert found.theta[:, here].sum() == pytest.approx(theta, rel=1e-6)


def _is_of_spx(picture: Picture, leg_id: int) -> bool:
    return picture.inputs.book.holdings[leg_id].product.underlying == "SPX"


def test_a_selection_has_its_own_greeks() -> None:
    picture = painted(desk_with(*LINES))
    first = next(iter(picture.inputs.book.trades))
    alone = found_in(painted(desk_with(*LINES), lens=Lens(chosen=frozenset({("trade", first)}))))
    assert alone.sleeves == ("core",)
    only = found_in(painted(desk_with(LINES[0])))
    assert np.array_equal(alone.spots, only.spots)
    for name in FIGURES:
        assert np.allclose(getattr(alone, name), getattr(only, name), rtol=1e-6)


def test_without_a_level_of_vix_what_hangs_on_it_is_not_known() -> None:
    found = found_in(painted(desk_with(f"-10 {CONDOR} @3.20", *HEDGE), seen(vix=None)))
    assert np.isnan(found.vix).all()
    assert np.isnan(found.slope).all()
    assert np.abs(found.delta[0]).max() > 1.0
    assert {problem.message for problem in found.left_out} == {"left out of the curves: no spot VIX level is known"}
    assert len(found.left_out) == 3


def test_under_a_vix_of_a_point_the_step_is_what_there_is() -> None:
    found = found_in(painted(desk_with(f"-10 {CONDOR} @3.20", *HEDGE), lens=Lens(vix_after=0.6)))
    assert np.isfinite(found.vix).all()


@pytest.mark.parametrize("at", ["2026-11-20 15:00", "2041-01-02 16:00"])
def test_a_date_that_cannot_be_and_a_book_of_nothing_are_problems(at: str) -> None:
    answer = greek_curves(painted(desk_with(f"-10 {CONDOR} @3.20")), moment(at))
    assert isinstance(answer, Problem)
    assert answer.where == "dates"
    assert greek_curves(painted(desk_with())) == painted(desk_with()).payoff
