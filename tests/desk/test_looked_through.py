"""What a lens changes beside the preset: how far VIX answers, shifted volatilities, an event, and a selection."""

import math
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, moment
from support.hedged_books import CONDOR, HEDGE, SPOT, curves, desk_with, here, painted, seen

from alvh_desktop.desk.picture import Picture, paint, relit
from alvh_desktop.domain.lens import Chosen, EventCrush, Lens, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.response.vix import vix_log_change
from alvh_desktop.viewmodels.payoff.from_picture import payoff_view
from alvh_desktop.viewmodels.payoff.view import PayoffView

BOOK = (f"-10 {CONDOR} @3.20 fee 0.65/ct", "-1 SPXW 15JAN27 6300/6350P 7150/7200C @9.00", *HEDGE)
LATER = moment("2026-12-02 16:00")


def drawn(lens: Lens, lines: tuple[str, ...] = BOOK) -> Payoff:
    return curves(desk_with(*lines), lens=lens)


def refusal(lens: Lens) -> Problem:
    answer = painted(desk_with(*BOOK), lens=lens).payoff
    assert isinstance(answer, Problem), answer
    return answer


# How far VIX answers


@settings(max_examples=8)
@given(st.floats(0.0, 5.0), st.sampled_from(["crash", "grind", "spike", "spot", "none"]))
def test_however_far_vix_answers_no_move_is_no_change(scale: float, preset: str) -> None:
    found, plain = drawn(Lens(preset=preset, vix_scale=scale)), drawn(Lens())
    assert here(found, found.vix[0]) == 17.0
    assert here(found, found.net_usd[0]) == pytest.approx(here(plain, plain.net_usd[0]), abs=0.005)


def test_the_scale_comes_on_top_of_that_of_the_preset() -> None:
    response = drawn(Lens(preset="grind", vix_scale=1.5)).world.response
    plain = drawn(Lens(preset="grind")).world.response
    assert response == replace(plain, scale=1.5 * plain.scale)
    moves = [vix_log_change(each, -0.05, 17.0, 1.0) for each in (response, plain)]
    assert moves[0] == pytest.approx(1.5 * moves[1])
    at_rest = drawn(Lens(vix_scale=0.0))
    assert np.all(at_rest.vix == 17.0)


@pytest.mark.parametrize(
    ("lens", "where"),
    [
        (Lens(vix_scale=-0.1), "scale"),
        (Lens(vix_scale=5.01), "scale"),
        (Lens(vix_scale=math.nan), "scale"),
        (Lens(vix_scale=math.inf), "scale"),
        (Lens(vol_shifts=VolShifts(medium=100.5)), "shift"),
        (Lens(vol_shifts=VolShifts(vix=-101.0)), "shift"),
        (Lens(vol_shifts=VolShifts(long=math.nan)), "shift"),
        (Lens(crush=EventCrush(LATER, 0.0)), "event"),
        (Lens(crush=EventCrush(LATER, -0.01)), "event"),
        (Lens(crush=EventCrush(LATER, 0.26)), "event"),
        (Lens(crush=EventCrush(LATER, math.nan)), "event"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(lens: Lens, where: str) -> None:
    answer = refusal(lens)
    assert answer.where == where
    assert "\n" not in answer.message
    assert "give" in answer.message


# Shifts and an event


def test_on_one_market_each_lens_has_its_own_curves() -> None:
    """Sheets are kept with the market: none is taken for another lens."""
    desk, market = desk_with(*BOOK), seen()
    lenses = [
        Lens(dates=(LATER,)),
        Lens(dates=(LATER,), vol_shifts=VolShifts(short=3.0)),
        Lens(dates=(LATER,), vol_shifts=VolShifts(vix=-5.0)),
        Lens(dates=(LATER,), crush=EventCrush(moment("2026-12-01 14:00"), 0.01)),
        Lens(dates=(LATER,), crush=EventCrush(moment("2026-12-01 14:00"), 0.02)),
        Lens(dates=(LATER,), vix_scale=1.5),
    ]
    together = [curves(desk, market, lens).net_usd for lens in (*lenses, *lenses)]
    alone = [curves(desk, seen(), lens).net_usd for lens in lenses]
    for place, found in enumerate(together):
        assert np.array_equal(found, alone[place % len(lenses)])
    for one, other in pairwise(alone):
        assert np.abs(one[2] - other[2]).max() > 50.0


def test_a_shift_moves_now_and_no_settlement() -> None:
    plain, shifted = drawn(Lens()), drawn(Lens(vol_shifts=VolShifts(short=5.0)))
    assert here(shifted, shifted.condors_usd[0]) < here(plain, plain.condors_usd[0]) - 100.0
    assert np.array_equal(shifted.hedge_usd, plain.hedge_usd)
    only_december = (BOOK[0],)
    settled = [drawn(Lens(vol_shifts=s), only_december).net_usd[1] for s in (VolShifts(), VolShifts(5, 5, 5, 5))]
    assert settled[0] == pytest.approx(settled[1], abs=0.005)


@settings(max_examples=8)
@given(st.floats(0.001, 0.25), st.integers(1, 24 * 60))
def test_an_event_changes_nothing_now(move: float, hours: int) -> None:
    plain, waiting = drawn(Lens()), drawn(Lens(crush=EventCrush(CLOCK + timedelta(hours=hours), move)))
    assert waiting.net_usd[0] == pytest.approx(plain.net_usd[0], abs=0.005)


def test_short_condors_gain_on_the_day_on_which_the_event_has_passed() -> None:
    before, after = moment("2026-12-01 13:59"), moment("2026-12-01 14:01")
    found = drawn(Lens(dates=(before, after), crush=EventCrush(moment("2026-12-01 14:00"), 0.02)))
    waiting, passed = (here(found, found.condors_usd[place]) for place in (2, 3))
    assert passed > waiting + 500.0


# A selection


def ids_of(picture: Picture) -> tuple[list[int], list[int], list[int]]:
    book = picture.inputs.book
    return list(book.campaigns), list(book.trades), list(book.legs)


def selected(*names: Chosen, lines: tuple[str, ...] = BOOK) -> Payoff | Problem:
    return painted(desk_with(*lines), lens=Lens(chosen=frozenset(names))).payoff


def test_only_what_is_named_is_drawn() -> None:
    picture = painted(desk_with(*BOOK))
    book = picture.inputs.book
    for trade in book.trades.values():
        found = selected(("trade", trade.id))
        assert isinstance(found, Payoff)
        assert {p.holding.leg.trade_id for p in found.position.pieces} == {trade.id}
    campaign = next(iter(book.campaigns))
    found = selected(("campaign", campaign))
    assert isinstance(found, Payoff)
    assert {book.trades[p.holding.leg.trade_id].campaign_id for p in found.position.pieces} == {campaign}
    leg = list(book.legs)[2]
    found = selected(("leg", leg), ("leg", 9999), ("trade", 9999))
    assert isinstance(found, Payoff)
    assert [p.holding.leg.id for p in found.position.pieces] == [leg]


def test_curves_of_all_parts_add_up_to_the_whole() -> None:
    desk, market = desk_with(*BOOK), seen()
    whole = curves(desk, market, Lens(dates=(LATER,)))
    spots = whole.spots[::25]
    end = whole.settles_at
    parts = np.zeros((2, spots.size))
    for leg in desk.book.legs:
        lens = Lens(dates=(LATER, end), chosen=frozenset({("leg", leg)}))
        found = curves(desk, market, lens)
        parts += [np.interp(spots, found.spots, found.net_usd[place]) for place in (0, 2)]
    near = (spots > SPOT * 0.97) & (spots < SPOT * 1.03)
    drawn_whole = whole.net_usd[[0, 2]][:, np.searchsorted(whole.spots, spots)]
    # each leg is drawn over levels of its own, so that between them lines are straight
    assert np.abs(parts - drawn_whole)[:, near].max() < 2e-3 * np.abs(drawn_whole).max()
    assert here(whole, whole.net_usd[0]) == pytest.approx(
        sum(_here_alone(desk_with(*BOOK), leg) for leg in desk.book.legs), abs=0.005
    )


def _here_alone(desk: object, leg: int) -> float:
    found = painted(desk, lens=Lens(chosen=frozenset({("leg", leg)}))).payoff  # type: ignore[arg-type]
    assert isinstance(found, Payoff)
    return here(found, found.net_usd[0])


def test_where_nothing_of_it_is_held_it_says_so() -> None:
    lines = ("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", *BOOK)
    picture = painted(desk_with(*lines))
    _, trades, legs = ids_of(picture)
    for name in (("trade", trades[0]), ("leg", legs[0]), ("campaign", 9999)):
        answer = selected(name, lines=lines)
        assert isinstance(answer, Problem), name
        assert answer.where == "selection"
        assert answer.message.startswith("nothing of what is selected is held any more: ")


def test_a_closed_side_counts_where_its_trade_is_selected() -> None:
    lines = (f"-1 {CONDOR} @3.20", "+1 SPXW 18DEC26 6300/6350P @1.00")
    trade = next(iter(desk_with(*lines).book.trades))
    found = selected(("trade", trade), lines=lines)
    assert isinstance(found, Payoff)
    assert found.net_usd[1][found.spots < 6300] == pytest.approx(220, abs=0.005)


def test_sums_and_risk_are_not_touched_by_it() -> None:
    picture = painted(desk_with(*BOOK))
    trade = next(iter(picture.inputs.book.trades))
    for lens in (Lens(chosen=frozenset({("trade", trade)})), Lens(chosen=frozenset({("trade", 9999)}))):
        for found in (relit(picture, lens), paint(replace(picture.inputs, lens=lens))):
            assert found.total == picture.total
            assert found.risk.net == picture.risk.net
            assert found.risk.condors == picture.risk.condors


def test_a_selection_that_comes_and_goes_works_out_no_leg_again() -> None:
    picture = painted(desk_with(*BOOK))
    part = relit(picture, Lens(chosen=frozenset({("trade", next(iter(picture.inputs.book.trades)))})))
    whole, chosen, again = (each.payoff for each in (picture, part, relit(part, Lens())))
    assert isinstance(whole, Payoff)
    assert isinstance(chosen, Payoff)
    assert isinstance(again, Payoff)
    known = {id(piece) for piece in whole.position.pieces}
    assert {id(piece) for piece in chosen.position.pieces} < known
    assert {id(piece) for piece in again.position.pieces} == known
    assert np.array_equal(whole.net_usd, again.net_usd)


def test_closed_campaigns_are_missing_from_the_whole_and_not_from_a_selection() -> None:
    desk = desk_with("-5 SPXW 18DEC26 6600P @30", "+5 SPXW 18DEC26 6600P @10", *BOOK)
    newest = max(desk.book.trades)
    for chosen, is_told in ((frozenset(), True), (frozenset({("trade", newest)}), False)):
        view = payoff_view(painted(desk, lens=Lens(chosen=chosen)))
        assert isinstance(view, PayoffView)
        assert ("Closed campaigns" in view.caption) is is_told


def test_beside_a_selection_no_curve_passes_for_that_with_the_ticket() -> None:
    desk = desk_with(*BOOK)
    lens = Lens(chosen=frozenset({("trade", max(desk.book.trades))}))
    view = payoff_view(painted(desk, lens=lens), painted(desk_with(*BOOK, f"-1 {CONDOR} @3.00"), lens=lens))
    assert isinstance(view, PayoffView)
    assert view.ticket is None
    assert "of what is selected alone" in view.caption


# What prices nothing


def test_where_it_is_read_off_and_how_it_is_drawn_prices_nothing() -> None:
    picture = painted(desk_with(*BOOK), lens=Lens(dates=(LATER,)))
    risk = picture.risk
    lens = Lens(dates=(LATER,), spx_move=-0.03, unit="equity", gap_share=0.5)
    found = relit(picture, lens)
    assert found.payoff is picture.payoff
    assert found.risk is risk
    assert found.inputs.lens == lens
    dated = relit(picture, replace(lens, dates=()))
    assert isinstance(dated.payoff, Payoff)
    assert len(dated.payoff.dates) == 2
