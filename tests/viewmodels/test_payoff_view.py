"""The chart as data: axes that hold all of it, words that agree with it, a crosshair that keys can move."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, done, enter
from support.made_markets import market as made_market
from support.window_parts import CONDOR, MARKET, QUOTES, SHORT_CALLS, UNQUOTED, desk_with, picture_of

from alvh_desktop.desk.picture import Inputs, Picture, paint, relit
from alvh_desktop.domain.edits.layering import AssignLayer
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.figures import rough_profit_text
from alvh_desktop.viewmodels.payoff import PayoffView, payoff_view

LATER = Lens(dates=(CLOCK + timedelta(days=10),))
PICTURE = picture_of(CONDOR, SHORT_CALLS)


def payoff_in(picture: Picture) -> Payoff:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff


def drawn(picture: Picture) -> PayoffView:
    view = payoff_view(picture)
    assert isinstance(view, PayoffView), view
    return view


VIEW = drawn(relit(PICTURE, LATER))


def curves(view: PayoffView) -> dict[str, np.ndarray]:
    assert view.date is not None
    return {
        "now": view.now,
        "condors": view.condors,
        "hedge": view.hedge,
        "net": view.net,
        "date": view.date,
    }


def test_the_net_is_condors_and_hedge_at_every_point() -> None:
    assert np.allclose(VIEW.net, VIEW.condors + VIEW.hedge, atol=0.01)
    assert np.abs(VIEW.hedge).max() > 100.0, "the hedge answers"


def test_the_curve_of_now_runs_through_the_books_profit() -> None:
    place = int(np.searchsorted(VIEW.spots, VIEW.spot.at))
    assert VIEW.spots[place] == VIEW.spot.at
    assert VIEW.now[place] == pytest.approx(float(PICTURE.total.profit), abs=0.01)


def test_the_axes_hold_every_curve_the_zero_line_spot_and_strikes() -> None:
    low, high = VIEW.y_range
    for curve in (*curves(VIEW).values(), np.zeros(1)):
        assert low < curve.min()
        assert curve.max() < high
    for place in (VIEW.spot.at, *VIEW.strike_lines, *(zero.at for zero in VIEW.break_evens)):
        assert VIEW.x_range[0] < place < VIEW.x_range[1]


def test_the_ground_above_and_below_zero_is_the_net_at_settlement() -> None:
    assert np.array_equal(VIEW.gains + VIEW.losses, VIEW.net)
    assert VIEW.gains.min() >= 0.0
    assert VIEW.losses.max() <= 0.0


def test_the_axis_above_is_the_vix_of_the_model_under_each_level() -> None:
    payoff = payoff_in(relit(PICTURE, LATER))
    assert VIEW.vix_title == "VIX (model)"
    assert len(VIEW.vix_ticks) >= 4
    for tick in VIEW.vix_ticks:
        assert float(tick.label) == pytest.approx(np.interp(tick.at, payoff.spots, payoff.vix[2]), abs=0.051)
    levels = [float(tick.label) for tick in VIEW.vix_ticks]
    assert levels == sorted(levels, reverse=True)


def test_the_caption_names_the_answer_of_vix_and_what_is_not_usual() -> None:
    assert "VIX answers SPX as Crash (measured)" in VIEW.caption
    assert "trading time" not in VIEW.caption
    other = drawn(relit(PICTURE, Lens(preset="spot", clock="trading", futures_stay=True)))
    for words in ("Spot VIX (wrong, for comparison)", "trading time", "ignores roll-down"):
        assert words in other.caption


def test_a_leg_left_out_is_named() -> None:
    view = drawn(picture_of(CONDOR, UNQUOTED))
    assert "1 leg left out: SPXW 24DEC26 6500 P" in view.caption
    assert "SPXW 24DEC26 6500 P" in view.hint
    assert "SPXW 24DEC26 6500 P" in view.summary


def test_a_leg_on_the_smile_is_told_and_not_called_left_out() -> None:
    unmarked = {c: q for c, q in QUOTES.items() if spoken(c) != "SPXW 18DEC26 6300 P"}
    view = drawn(picture_of(CONDOR, market=made_market(unmarked, spx="6700.00", vix="17.00")))
    assert "SPXW 18DEC26 6300 P: it has no mark" in view.caption
    assert "left out" not in view.caption


def test_legs_past_the_second_are_counted_in_the_caption_and_named_in_its_hint() -> None:
    lines = [UNQUOTED.replace("6500", strike) for strike in ("6400", "6500", "6600")]
    view = drawn(picture_of(CONDOR, *lines))
    assert "3 legs left out" in view.caption
    assert "and 1 more" in view.caption
    assert len(view.hint.splitlines()) == 3


def test_without_a_vix_the_chart_says_that_the_hedge_is_left_out() -> None:
    view = drawn(picture_of(CONDOR, SHORT_CALLS, market=made_market(QUOTES, spx="6700.00")))
    assert "VIX is not known: the hedge is left out" in view.caption
    assert "1 leg left out: VIX" in view.caption, "the level itself is no leg"
    assert not view.hedge.any(), "neither its value nor its cash"
    assert view.vix_ticks == ()
    assert view.vix_title == "VIX unknown"
    assert "VIX" not in view.readout(6700.0)
    assert {line.split("\t")[1] for line in view.table().splitlines()[1:]} == {""}


def test_a_hedge_left_out_is_never_a_zero() -> None:
    view = drawn(picture_of(CONDOR, SHORT_CALLS, market=made_market(QUOTES, spx="6700.00")))
    readout = view.readout(6700.0).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("hedge left out", "net (partial) ", "net now (partial) "):
        assert words in readout
    assert "condors (partial)" not in readout
    assert "hedge left out" in {entry.text for entry in view.legend}
    header, *lines = (line.split("\t") for line in view.table().splitlines())
    assert {line[header.index("Settlement hedge $ (left out)")] for line in lines} == {""}
    assert "Settlement net $ (partial)" in header


def test_a_net_of_legs_without_any_mark_is_left_out_and_never_zero() -> None:
    view = drawn(picture_of(UNQUOTED))
    told = view.readout(6700.0).replace("\N{NO-BREAK SPACE}", " ")
    assert "net now left out" in told
    assert "net now left out" in {entry.text for entry in view.legend}
    assert "the net is not known now" in view.summary
    assert view.extents["net"] == "whole", "what it settles at needs no mark"


def test_what_lacks_a_leg_is_called_partial_until_that_leg_settles() -> None:
    picture = picture_of(CONDOR, "+1 SPXW 21DEC26 6500P @20", SHORT_CALLS)
    for days, date in ((10, "30 Nov (partial) "), (40, "30 Dec ")):
        view = drawn(relit(picture, Lens(dates=(CLOCK + timedelta(days=days),))))
        readout = view.readout(6700.0).replace("\N{NO-BREAK SPACE}", " ")
        for words in ("condors (partial) ", "net (partial) ", "net now (partial) ", date):
            assert words in readout
        assert "hedge (partial)" not in readout
        assert "hedge left out" not in readout
    assert "partial" not in VIEW.readout(6700.0)


def test_a_gap_of_mark_to_model_is_printed_and_its_figure_is_that_of_the_payoff() -> None:
    payoff = replace(payoff_in(PICTURE), gaps_usd={12: 35.2})
    view = drawn(replace(PICTURE, payoff=payoff))
    assert "Mark to model gap of leg 12: +35 $, in no curve" in view.caption


def test_what_closed_campaigns_made_is_told_and_is_in_no_curve() -> None:
    desk = desk_with(CONDOR)
    enter(desk, SHORT_CALLS)
    before = drawn(paint(Inputs(desk.book, MARKET)))
    enter(desk, "-4 VIX 16DEC26 20C @3.10 fee 0.79/ct")
    after = drawn(paint(Inputs(desk.book, MARKET)))
    realised = 4 * 100 * 2.0 - 2 * 4 * 0.79
    assert f"Closed campaigns {rough_profit_text(realised).split()[-1]} $ are not in the curves" in after.caption
    assert "Closed campaigns" not in before.caption
    assert not after.hedge.any()


def test_legs_that_settle_before_the_date_are_counted_by_their_expiry() -> None:
    view = drawn(relit(PICTURE, Lens(dates=(CLOCK + timedelta(days=60),))))
    assert "Settled before, at this point's SPX and VIX" in view.caption
    assert "SPXW 18DEC26 \N{MULTIPLICATION SIGN}4" in view.caption
    assert "VIX 16DEC26 \N{MULTIPLICATION SIGN}1" in view.caption


def test_a_hedge_alone_is_drawn_too() -> None:
    view = drawn(picture_of(SHORT_CALLS))
    assert not view.condors.any()
    assert view.troughs == ()


def test_without_a_position_there_is_no_chart_but_a_reason() -> None:
    assert isinstance(payoff_view(picture_of()), Problem)


def test_the_break_even_labels_stand_on_the_losing_side() -> None:
    view = drawn(picture_of(CONDOR))
    assert [mark.side for mark in view.break_evens] == [1.0, 0.0], "left of the profit, right of it"


@pytest.mark.parametrize(
    ("line", "sides"),
    [
        ("+10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20", [0.0, 1.0]),
        ("+10 SPXW 18DEC26 6600/6650P 6750/6800C @20", [1.0, 0.0]),
    ],
)
def test_labels_that_would_meet_over_a_narrow_loss_turn_away(line: str, sides: list[float]) -> None:
    assert [mark.side for mark in drawn(picture_of(line)).break_evens] == sides


def test_the_lowest_points_are_marked_on_the_curve_and_told() -> None:
    assert len(VIEW.troughs) == 3
    for trough in VIEW.troughs:
        assert np.interp(trough.at, VIEW.spots, VIEW.net) == pytest.approx(trough.usd, abs=60.0)
        assert rough_profit_text(trough.usd).split()[-1] in VIEW.caption
        assert f"{trough.at:,.0f}" in VIEW.caption
    for side in ("on the put side", "between the shorts", "on the call side"):
        assert side in VIEW.caption


def test_a_loss_without_end_is_told_in_words() -> None:
    naked = drawn(picture_of("-1 SPXW 18DEC26 7000C @20"))
    assert "loss unlimited" in naked.caption
    assert "loss unlimited" not in VIEW.caption
    bought = drawn(picture_of("+1 SPXW 18DEC26 7000C @20"))
    assert "gain unlimited" in bought.caption


@given(st.integers(0, len(VIEW.spots) - 1))
def test_the_readout_at_a_point_of_the_curves_is_that_point(place: int) -> None:
    spot = float(VIEW.spots[place])
    readout = VIEW.readout(spot)
    for curve in curves(VIEW).values():
        assert f"{abs(curve[place]):,.0f}" in readout
    assert f"VIX {VIEW.vix[place]:.1f}" in readout.replace("\N{NO-BREAK SPACE}", " ")
    assert len(readout.splitlines()) == 2


@given(st.floats(-1e6, 1e6))
def test_the_crosshair_never_leaves_the_chart(spot: float) -> None:
    assert VIEW.x_range[0] <= VIEW.nearest(spot) <= VIEW.x_range[1]


@given(st.integers(1, len(VIEW.spots) - 2))
def test_a_key_to_the_right_and_one_to_the_left_come_back(place: int) -> None:
    spot = float(VIEW.spots[place])
    right = VIEW.step(spot, 1)
    assert right == VIEW.spots[place + 1]
    assert VIEW.step(right, -1) == spot
    assert VIEW.step(spot, 10_000) == VIEW.spots[-1]
    assert VIEW.step(spot, -10_000) == VIEW.spots[0]


def test_the_copied_table_is_the_curves() -> None:
    header, *lines = VIEW.table().splitlines()
    names = header.split("\t")
    assert names[:2] == ["SPX", "VIX (model)"]
    assert names[-1] == "30 Nov net $"
    numbers = np.array([[float(cell) for cell in line.split("\t")] for line in lines])
    assert np.allclose(numbers[:, names.index("Settlement net $")], VIEW.net, atol=0.006)
    assert np.allclose(numbers[:, -1], curves(VIEW)["date"], atol=0.006)


def test_near_strikes_share_a_label_and_far_ones_do_not() -> None:
    near = drawn(picture_of("-5 SPXW 18DEC26 6700/6705P 6710/6715C @1.00"))
    assert [mark.label for mark in near.strikes] == ["6700\N{EN DASH}6715"]
    assert len(near.strike_lines) == 4


def test_many_strikes_side_by_side_make_no_carpet_of_lines() -> None:
    lines = [f"-1 SPXW 18DEC26 {put}/{put + 5}P {put + 600}/{put + 605}C @1.00" for put in range(6300, 6400, 10)]
    many = drawn(picture_of(*lines))
    assert many.strike_lines == (6300.0, 6395.0, 6900.0, 6995.0)
    assert [mark.label for mark in many.strikes] == ["6300\N{EN DASH}6395", "6900\N{EN DASH}6995"]


def test_the_summary_says_where_it_is_even_what_is_lowest_and_what_is_best() -> None:
    for zero in VIEW.break_evens:
        assert f"{zero.at:,.0f}" in VIEW.summary
    for words in ("now", "at the settlement of 2026-12-18 16:00 New York", "the condors alone at", "Its best is"):
        assert words in VIEW.summary
    assert "2026-11-30 15:30 New York" in VIEW.summary, "the date chosen"


def test_the_legend_names_the_settlement_and_the_date_only_where_one_is_chosen() -> None:
    told = {entry.curve: entry.text for entry in VIEW.legend}
    assert told["net"] == "net at settlement Fri 18 Dec 2026"
    assert told["date"] == "net Mon 30 Nov 2026"
    plain = drawn(PICTURE)
    assert plain.date is None
    assert "date" not in {entry.curve for entry in plain.legend}


@given(st.integers(1, 25))
def test_the_range_in_usd_seldom_moves_with_the_date(days: int) -> None:
    view = drawn(relit(PICTURE, Lens(dates=(CLOCK + timedelta(days=days),))))
    assert view.y_range == VIEW.y_range


def test_a_hedge_moved_to_another_layer_stays_the_hedge() -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    hedge = next(trade for trade in desk.book.trades.values() if trade.sleeve == "alvh")
    done(desk, AssignLayer(hedge.id, "long"))
    assert np.array_equal(drawn(paint(Inputs(desk.book, MARKET))).hedge, drawn(PICTURE).hedge)
