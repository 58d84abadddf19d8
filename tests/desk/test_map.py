"""The map over SPX and VIX: the curve runs through it, and the gap zone is what a loop over legs finds."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from support.founded_books import CLOCK, moment
from support.hedged_books import CONDOR, HEDGE, SPOT, desk_with, painted, seen
from support.laddered_books import WHOLE, laddered, vix_quotes
from support.made_markets import chain
from support.scenario_reference import book_curve

from alvh_desktop.desk.map import map_of
from alvh_desktop.desk.picture import Inputs, Picture, paint
from alvh_desktop.domain.lens import EventCrush, Lens, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.payoff.vix_map import VixMap, gap_zone
from alvh_desktop.pricing.response.vix import vix_quantile
from alvh_desktop.pricing.scenario.direct import part_values
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates

LINES = (f"-10 {CONDOR} @3.20 fee 0.65/ct", "-3 SPXW 15JAN27 6300/6350P 7150/7200C @9.00", *HEDGE)
LATER = moment("2026-12-02 12:00")
CHANGED = Lens(
    vix_scale=1.6,
    vol_shifts=VolShifts(short=2.0, medium=-1.0, vix=7.0),
    crush=EventCrush(moment("2026-12-01 14:00"), 0.015),
)


def map_in(picture: Picture, *args: object, **named: object) -> VixMap:
    found = map_of(picture, *args, **named)  # type: ignore[arg-type]
    assert isinstance(found, VixMap), found
    return found


def payoff_in(picture: Picture) -> Payoff:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff


def valued(picture: Picture, at: object, spots: np.ndarray, vix_after: float | None = None) -> np.ndarray:
    """P/L of condors and of the hedge, leg by leg and number by number, shape (2, spots)."""
    payoff = payoff_in(picture)
    world = payoff.world if vix_after is None else replace(payoff.world, vix_after=vix_after)
    legs, position = list(payoff.position.legs), payoff.position
    cash = position.cash((at,))  # type: ignore[arg-type]
    return np.array([book_curve(world, legs, position.sizes[part], at, spots) + cash[part] for part in (0, 1)])  # type: ignore[arg-type]


def test_its_levels_hold_today() -> None:
    found = map_in(painted(desk_with(*LINES)), LATER)
    assert found.spots.shape == (101,)
    assert found.vixes.shape == (61,)
    assert (found.spots[0], found.spots[-1]) == pytest.approx((0.8 * SPOT, 1.12 * SPOT))
    assert SPOT in found.spots
    assert 17.0 in found.vixes
    assert np.all(np.diff(found.spots) > 0)
    assert np.all(np.diff(found.vixes) > 0)
    assert found.net_usd.shape == (101, 61)
    wide = map_in(painted(desk_with(*LINES)), lowest=-0.5, highest=0.01)
    assert (wide.spots[0], wide.at) == (pytest.approx(0.5 * SPOT), CLOCK)


@pytest.mark.parametrize("lens", [Lens(), CHANGED, Lens(preset="spike", clock="trading")])
@pytest.mark.parametrize("at", [CLOCK, LATER, moment("2026-12-17 16:00")])
def test_along_the_usual_vix_it_is_the_curve(lens: Lens, at: object) -> None:
    """At the same S and V', without interpolation: the levels of VIX of the map are those of the curve."""
    picture = painted(desk_with(*LINES), lens=lens)
    payoff, usual = payoff_in(picture), map_in(picture, at).usual_vix
    found = map_in(picture, at, vixes=np.unique(usual))
    dates = Dates(payoff.world.now, (at,))  # type: ignore[arg-type]
    terms = Terms(payoff.world, dates, payoff.position.columns)
    curve = part_values(terms, payoff.position.sizes, found.spots)[:, 0] + payoff.position.cash(dates.moments)
    on_line = np.arange(101), np.searchsorted(found.vixes, usual)
    assert found.condors_usd[on_line] == pytest.approx(curve[0], abs=0.01)
    assert found.hedge_usd[on_line] == pytest.approx(curve[1], abs=0.01)


def test_where_both_stand_today_it_is_the_curve_that_is_drawn() -> None:
    picture = painted(desk_with(*LINES), lens=replace(CHANGED, dates=(LATER,)))
    payoff, found = payoff_in(picture), map_in(picture, LATER)
    here = found.net_usd[np.searchsorted(found.spots, SPOT), np.searchsorted(found.vixes, 17.0)]
    assert here == pytest.approx(payoff.net_usd[2, payoff.place_of_spot], abs=0.01)


@pytest.mark.parametrize(("lens", "share"), [(Lens(), 0.35), (CHANGED, 0.0), (Lens(), 1.0)])
def test_the_gap_zone_is_what_a_loop_over_the_legs_finds(lens: Lens, share: float) -> None:
    picture = painted(desk_with(*LINES[:2], *HEDGE[:2]), lens=lens)
    vixes = np.array([12.0, 16.0, 17.0, 22.0, 30.0, 45.0, 80.0])
    found = map_in(picture, LATER, vixes=vixes)
    zone = gap_zone(found, share)
    assert zone.dtype == np.bool_
    assert zone.any()
    assert not zone.all()
    some = np.arange(0, 101, 9)
    for column, vix in enumerate(vixes.tolist()):
        condors, hedge = valued(picture, LATER, found.spots[some], vix)
        assert found.condors_usd[some, column] == pytest.approx(condors, abs=0.01)
        assert found.hedge_usd[some, column] == pytest.approx(hedge, abs=0.01)
        by_hand = [loss < 0.0 and pays < share * -loss for loss, pays in zip(condors, hedge, strict=True)]
        assert zone[some, column].tolist() == by_hand


def test_the_band_is_the_scatter_of_the_response() -> None:
    picture = painted(desk_with(*LINES), lens=Lens(vix_scale=1.6))
    found, response = map_in(picture, LATER), payoff_in(picture).world.response
    h = payoff_in(painted(desk_with(*LINES), lens=Lens(dates=(LATER,)))).dates[2].trading_days
    for place in (0, 30, 62, 63, 100):
        move = found.spots[place] / SPOT - 1.0
        low, high = (float(vix_quantile(response, move, 17.0, h, p)) for p in (0.05, 0.95))
        assert (found.low_vix[place], found.high_vix[place]) == pytest.approx((low, high))
    assert np.all(found.low_vix < found.usual_vix)
    assert np.all(found.usual_vix < found.high_vix)
    fixed = map_in(painted(desk_with(*LINES), lens=Lens(vix_after=30.0)))
    assert np.isnan(fixed.low_vix).all()
    assert np.isnan(fixed.high_vix).all()


def test_a_selection_is_mapped_alone() -> None:
    first = min(desk_with(*LINES).book.trades)
    lens = Lens(chosen=frozenset({("trade", first)}))
    alone, only = map_in(painted(desk_with(*LINES), lens=lens)), map_in(painted(desk_with(LINES[0])))
    assert np.allclose(alone.net_usd, only.net_usd, atol=0.01)
    assert np.all(alone.hedge_usd == 0.0)


def test_what_cannot_be_mapped_is_told() -> None:
    desk = desk_with(*LINES)
    for answer, where in (
        (map_of(painted(desk, seen(vix=None))), "VIX"),
        (map_of(painted(desk), CLOCK - timedelta(minutes=1)), "dates"),
        (map_of(painted(desk), moment("2041-01-02 16:00")), "dates"),
        (map_of(painted(desk_with())), "payoff"),
    ):
        assert isinstance(answer, Problem)
        assert answer.where == where
    with pytest.raises(ValueError, match="does not hold"):
        map_of(painted(desk), lowest=0.01)


def test_three_per_cent_down_a_ladder_pays_little_of_what_ten_condors_of_a_day_lose() -> None:
    """Ten of the next session, 25 wide with shorts of about 10 delta, and one 4/4/2 bought at the money: what the
    ladder gains from today is some seven per cent of the loss."""
    monday = date(2026, 11, 23)
    quotes = {**vix_quotes(), **chain("SPXW", monday, 6691.0, range(6300, 7000, 5), 0.13)}
    lines = [(line.split(" at ")[0], role) for line, role in WHOLE]
    desk = laddered("-10 SPXW 23NOV26 6570/6595P 6775/6800C @2.90 fee 0.65/ct", *lines)
    picture = paint(Inputs(desk.book, seen(quotes)))
    today, end = map_in(picture), payoff_in(picture).settles_at
    vix = map_in(picture, end, lowest=-0.03).usual_vix[0]
    fallen = map_in(picture, end, lowest=-0.03, vixes=np.array([17.0, vix, 40.0]))
    assert fallen.spots[0] == pytest.approx(0.97 * SPOT)
    assert vix == pytest.approx(22.65, abs=0.01)
    loss = fallen.condors_usd[0, 1]
    assert loss == pytest.approx(-(25.0 - 2.90) * 1000.0 - 26.0, abs=0.01)
    here = np.searchsorted(today.spots, SPOT), np.searchsorted(today.vixes, 17.0)
    pays = fallen.hedge_usd[0, 1] - today.hedge_usd[here]
    assert pays / -loss == pytest.approx(0.07, abs=0.015)
    assert gap_zone(fallen, 0.35)[0, 1]
