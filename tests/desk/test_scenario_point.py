"""One point of the scenario: the curve there, today's P/L without a move, and the futures by the formulas."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.hedged_books import CONDOR, HEDGE, QUOTES, SPOT, desk_with, painted, seen
from support.scenario_reference import book_curve, future_level, vix_move

from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.scenario import closed_campaigns_usd
from alvh_desktop.desk.scenario_point import ScenarioPoint, point_of
from alvh_desktop.domain.lens import Lens, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff

LINES = (
    f"-10 {CONDOR} @3.20 fee 0.65/ct",
    "-3 SPXW 15JAN27 6300/6350P 7150/7200C @9.00",
    "-5 XSP 18DEC26 630/635P 715/720C @0.31",
    *HEDGE,
    "+3 VXM 16DEC26 @18.1",
)
LATER, LAST = moment("2026-12-09 16:00"), moment("2027-01-15 16:00")


def point_in(picture: Picture) -> ScenarioPoint:
    found = point_of(picture)
    assert isinstance(found, ScenarioPoint), found
    return found


def payoff_in(picture: Picture) -> Payoff:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff


@settings(max_examples=15)
@given(
    st.lists(st.sampled_from(LINES), min_size=1, max_size=5, unique=True),
    st.sampled_from([Lens(), Lens(preset="spike"), Lens(vix_scale=3.0), Lens(futures_stay=True, clock="trading")]),
)
def test_without_a_move_it_is_the_profit_of_the_book(lines: list[str], lens: Lens) -> None:
    desk = desk_with("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", *lines)
    picture = painted(desk, lens=lens)
    found = point_in(picture)
    gaps = sum(payoff_in(picture).gaps_usd.values())
    told = float(picture.total.profit) - closed_campaigns_usd(desk.book) - gaps
    assert (found.at, found.spx, found.vix) == (CLOCK, SPOT, 17.0)
    assert found.now.net == pytest.approx(told, abs=0.005)
    assert found.there == found.now
    assert (found.change.condors, found.change.hedge) == (0.0, 0.0)
    assert [move.after for move in found.futures] == [move.before for move in found.futures]
    assert found.left_out == ()


@settings(max_examples=20)
@given(
    st.floats(-0.3, 0.2),
    st.sampled_from([(), (LATER,), (LAST, LATER)]),
    st.sampled_from([Lens(), Lens(preset="spot"), Lens(preset="grind", vix_scale=1.7), Lens(vix_after=40.0)]),
)
def test_it_is_the_book_valued_leg_by_leg(move: float, dates: tuple, lens: Lens) -> None:
    picture = painted(desk_with(*LINES), lens=replace(lens, spx_move=move, dates=dates))
    found, payoff = point_in(picture), payoff_in(picture)
    at, spot = (dates[0] if dates else CLOCK), SPOT * (1.0 + move)
    assert (found.at, found.spx_before, found.spx) == (at, SPOT, pytest.approx(spot))
    legs, cash = list(payoff.position.legs), payoff.position.cash((at,))[:, 0]
    for part, told in enumerate((found.there.condors, found.there.hedge)):
        by_hand = book_curve(payoff.world, legs, payoff.position.sizes[part], at, np.array([spot]))[0] + cash[part]
        assert told == pytest.approx(by_hand, abs=0.005)
    assert found.change.net == pytest.approx(found.there.net - found.now.net, abs=0.005)
    assert found.vix == pytest.approx(17.0 * math.exp(vix_move(payoff.world, at, spot)))
    by_end = {leg.settles_at: leg for leg in legs if not leg.is_of_spx}
    assert [each.settles_at for each in found.futures] == sorted(by_end)
    for each in found.futures:
        leg = by_end[each.settles_at]
        assert each.before == pytest.approx(leg.expiry.forward, abs=0.05)
        moved = future_level(payoff.world, replace(leg, expiry=replace(leg.expiry, forward=each.before)), at, spot)
        assert each.after == pytest.approx(moved)


@pytest.mark.parametrize("lens", [Lens(vix_after=40.0), Lens(vol_shifts=VolShifts(short=5.0, vix=10.0))])
def test_now_is_the_market_as_it_stands_whatever_is_fixed_or_shifted(lens: Lens) -> None:
    picture = painted(desk_with(*LINES), lens=lens)
    found = point_in(picture)
    assert found.now.net == pytest.approx(float(picture.total.profit), abs=0.005)
    assert found.change.condors < -100.0
    assert found.change.hedge > 100.0
    assert found.change.net == pytest.approx(found.there.net - found.now.net, abs=0.005)


def test_the_band_is_that_of_the_test_vectors() -> None:
    """joint-response.md: SPX -5 % from a VIX of 15 in an instant is 28.58, between 24.00 and 33.78."""
    found = point_in(painted(desk_with(*LINES), seen(vix="15"), Lens(spx_move=-0.05)))
    assert (found.vix, found.vix_low, found.vix_high) == pytest.approx((28.5816, 24.004, 33.776), abs=6e-4)
    fixed = point_in(painted(desk_with(*LINES), lens=Lens(spx_move=-0.05, vix_after=33.0)))
    assert (fixed.vix, fixed.vix_low, fixed.vix_high) == (pytest.approx(33.0), None, None)


def test_what_has_no_value_today_is_in_no_change() -> None:
    """Without a quote a leg is exact from its settlement on, and nothing before: its whole P/L is no change."""
    quotes = {c: q for c, q in QUOTES.items() if not (c.root == "SPXW" and c.expiry.month == 12)}
    end = moment("2026-12-18 16:00")
    lens = Lens(spx_move=-0.04, dates=(end,))
    picture = painted(desk_with(LINES[0], LINES[1], *HEDGE), seen(quotes), lens)
    found = point_in(picture)
    assert len(found.left_out) == 4
    assert found.there.condors != pytest.approx(found.now.condors + found.change.condors, abs=1.0)
    known = point_in(painted(desk_with(LINES[1], *HEDGE), seen(quotes), lens))
    assert found.change.condors == pytest.approx(known.change.condors, abs=0.005)
    assert found.change.hedge == pytest.approx(known.change.hedge, abs=0.005)
    assert any(name.startswith("VIX 16DEC26") for name in found.settled_before)


def test_without_a_level_of_vix_it_says_what_is_left_out() -> None:
    found = point_in(painted(desk_with(LINES[0], *HEDGE), seen(vix=None), Lens(spx_move=-0.03)))
    assert (found.vix_before, found.vix, found.vix_low, found.vix_high, found.futures) == (None, None, None, None, ())
    assert len(found.left_out) == 3
    assert found.there.hedge == found.change.hedge == 0.0
    assert found.change.condors < 0.0


@pytest.mark.parametrize("move", [-1.0, -0.96, 2.5, math.nan, math.inf])
def test_a_move_that_cannot_be_is_refused(move: float) -> None:
    answer = point_of(painted(desk_with(LINES[0]), lens=Lens(spx_move=move)))
    assert isinstance(answer, Problem)
    assert answer.where == "move"


def test_a_book_of_nothing_has_no_point() -> None:
    picture = painted(desk_with())
    assert point_of(picture) == picture.payoff
