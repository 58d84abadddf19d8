"""The net with a ticket beside the net of what is held: its figures, its moment, and axes that hold both."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
from support.founded_books import enter
from support.made_markets import chain
from support.made_markets import market as made_market
from support.window_parts import CONDOR, MARKET, QUOTES, SHORT_CALLS, desk_with, picture_of

from alvh_desktop.desk.picture import Inputs, Picture, curves_of, paint
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.lens import LensView, lens_view
from alvh_desktop.viewmodels.payoff import PayoffView, StrikeHandle, StrikeHandles, payoff_view
from alvh_desktop.viewmodels.payoff.ticket import TicketCurve

TICKET = "-2 SPXW 18DEC26 6400/6450P 7000/7050C @2.50 fee 0.65/ct"
LATE_CONDOR = "-10 SPXW 28DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
HELD = picture_of(CONDOR, SHORT_CALLS)


def shown(picture: Picture, after: Picture | None, handles: StrikeHandles | None = None) -> PayoffView:
    view = payoff_view(picture, after, handles or StrikeHandles())
    assert isinstance(view, PayoffView), view
    return view


def with_curve(picture: Picture, after: Picture) -> tuple[PayoffView, TicketCurve]:
    view = shown(picture, after)
    assert view.ticket is not None
    return view, view.ticket


def lens_of(picture: Picture) -> LensView:
    assert not isinstance(picture.payoff, Problem)
    return lens_view(picture, picture.payoff)


def ticket_usd(spots: np.ndarray) -> np.ndarray:
    """By hand: 2 lots sold at 2.50 points, 8 contracts at 0.65, and what the 50-point wings take back."""
    puts = np.clip(6450 - spots, 0, 50)
    calls = np.clip(spots - 7000, 0, 50)
    return 2 * 100 * (2.50 - puts - calls) - 8 * 0.65


def at(curve: TicketCurve, spots: np.ndarray) -> np.ndarray:
    return np.interp(spots, curve.spots, curve.net)


def test_the_curve_is_the_net_and_what_the_ticket_settles_at() -> None:
    view, curve = with_curve(HELD, picture_of(CONDOR, SHORT_CALLS, TICKET))
    assert np.allclose(at(curve, view.spots), view.net + ticket_usd(view.spots), atol=0.05)
    assert {entry.curve: entry.text for entry in view.legend}["ticket"] == "net with the ticket"
    assert curve.extent == "whole"


def test_where_the_ticket_settles_sooner_its_curve_stands_at_the_settlement_of_the_others_and_says_so() -> None:
    view, curve = with_curve(picture_of(LATE_CONDOR), picture_of(LATE_CONDOR, TICKET))
    assert np.allclose(at(curve, view.spots), view.net + ticket_usd(view.spots), atol=0.05)
    legend = {entry.curve: entry.text for entry in view.legend}["ticket"]
    assert legend == "net with the ticket on Mon 28 Dec 2026 (it settles Fri 18 Dec 2026)"
    assert "With the ticket: Settled before, at this point's SPX and VIX: SPXW 18DEC26" in view.caption


def test_where_a_roll_leaves_a_later_settlement_the_curve_is_of_the_present_one() -> None:
    closing = "+10 SPXW 18DEC26 6300/6350P 7150/7200C @1.20 fee 0.65/ct"
    both = picture_of(CONDOR, LATE_CONDOR)
    view, curve = with_curve(both, picture_of(CONDOR, LATE_CONDOR, closing))
    assert "on Fri 18 Dec 2026 (it settles Mon 28 Dec 2026)" in curve.legend
    late = lens_of(picture_of(LATE_CONDOR, CONDOR))
    assert late.stops[late.settlement].at == lens_of(both).stops[lens_of(both).settlement].at
    spots = view.spots
    held = 10 * 100 * (3.20 - np.clip(6350 - spots, 0, 50) - np.clip(spots - 7150, 0, 50)) - 40 * 0.65
    realised = 10 * 100 * (3.20 - 1.20) - 80 * 0.65
    assert np.allclose(at(curve, spots), view.net - held + realised, atol=0.05), "what it made stays in the net"


def test_closing_everything_leaves_no_curve_but_a_reason() -> None:
    closing = "+10 SPXW 18DEC26 6300/6350P 7150/7200C @1.20 fee 0.65/ct"
    view = shown(picture_of(CONDOR), picture_of(CONDOR, closing))
    assert view.ticket is None
    assert "ticket" not in {entry.curve for entry in view.legend}
    assert "With the ticket there is no curve: no position is open." in view.caption
    assert "With the ticket there is no curve" in view.summary


def test_where_nothing_is_held_yet_every_curve_is_with_the_ticket() -> None:
    view = shown(picture_of(), picture_of(TICKET))
    assert np.allclose(view.net, ticket_usd(view.spots), atol=0.05)
    assert view.ticket is None
    assert {entry.curve: entry.text for entry in view.legend}["net"].startswith("net with the ticket at settlement")
    assert "Without the ticket there is no curve: no position is open." in view.caption
    assert "at settlement with the ticket" in view.readout(6700.0).replace("\N{NO-BREAK SPACE}", " ")
    assert isinstance(payoff_view(picture_of(), picture_of()), Problem)
    assert isinstance(payoff_view(picture_of(), None), Problem)


def test_the_axes_hold_both_curves_and_every_handle() -> None:
    view, curve = with_curve(HELD, picture_of(CONDOR, SHORT_CALLS, TICKET))
    low, high = view.y_range
    assert low < min(curve.net.min(), view.net.min())
    assert max(curve.net.max(), view.net.max()) < high
    far = StrikeHandle("far", 9000.0, "C", 1, date(2026, 12, 18), (9000.0,))
    assert view.x_range[1] < 9000.0 < shown(HELD, None, StrikeHandles((far,))).x_range[1]


WIDE = made_market(
    {**QUOTES, **chain("SPXW", date(2026, 12, 18), 6715.0, range(5000, 6200, 50), 0.2)}, spx="6700.00", vix="17.10"
)  # fmt: skip


def test_where_the_ticket_reaches_further_the_curves_held_end_and_say_nothing_there() -> None:
    far_put = "+1 SPXW 18DEC26 5100P @1.00"
    view, curve = with_curve(picture_of(CONDOR, market=WIDE), picture_of(CONDOR, far_put, market=WIDE))
    assert curve.spots[0] < view.spots[0]
    assert view.x_range[0] == curve.spots[0]
    outside = float(curve.spots[0])
    assert view.nearest(outside) == outside
    told = view.readout(outside).replace("\N{NO-BREAK SPACE}", " ")
    for words in ("net now \N{EM DASH}", "condors \N{EM DASH}", "hedge \N{EM DASH}", "net \N{EM DASH}"):
        assert words in told
    assert f"{abs(curve.net[0]):,.0f}" in told
    assert "VIX" not in told
    header, *lines = (line.split("\t") for line in view.table().splitlines())
    place, with_ticket = header.index("Settlement net $"), header.index("Settlement net with the ticket $")
    assert lines[0][place] == ""
    assert float(lines[0][with_ticket]) == pytest.approx(curve.net[0], abs=0.006)
    assert all(left < right for left, right in pairwise(float(line[0]) for line in lines))
    assert view.step(view.levels[0], 1) == view.levels[1]


def test_the_readout_and_the_summary_tell_the_net_with_the_ticket() -> None:
    view, curve = with_curve(HELD, picture_of(CONDOR, SHORT_CALLS, TICKET))
    amount = f"{abs(float(at(curve, np.array([6700.0]))[0])):,.0f}"
    told = view.readout(6700.0).replace("\N{NO-BREAK SPACE}", " ")
    assert told.splitlines()[1].endswith(amount)
    assert "net with the ticket" in told
    assert amount in view.summary[view.summary.index("With the ticket") :]


def test_a_leg_of_the_ticket_that_is_left_out_is_told_as_the_tickets() -> None:
    view, curve = with_curve(HELD, picture_of(CONDOR, SHORT_CALLS, "+1 SPXW 21DEC26 6500P @20"))
    assert "With the ticket: 1 leg left out: SPXW 21DEC26 6500 P" in view.caption
    assert "net with the ticket (partial)" in {entry.text for entry in view.legend}
    assert "net with the ticket (partial)" in view.readout(6700.0).replace("\N{NO-BREAK SPACE}", " ")
    assert "Settlement net with the ticket $ (partial)" in view.table()
    assert view.extents["net"] == "whole"
    assert np.allclose(at(curve, view.spots), view.net, atol=0.05), "neither its value nor its cash"


def test_without_a_ticket_nothing_differs() -> None:
    view = shown(HELD, None)
    assert view.ticket is None
    assert view.levels is view.spots
    assert "ticket" not in view.caption + view.summary + view.readout(6700.0) + view.table()


@pytest.mark.parametrize("lens", [Lens(), Lens(preset="grind")])
def test_the_curves_alone_are_those_of_the_whole_picture(lens: Lens) -> None:
    desk = desk_with(CONDOR, SHORT_CALLS)
    enter(desk, TICKET)
    inputs = Inputs(desk.book, MARKET, lens=lens)
    whole, alone = paint(inputs), curves_of(inputs)
    assert not isinstance(whole.payoff, Problem)
    assert not isinstance(alone.payoff, Problem)
    assert np.array_equal(whole.payoff.net_usd, alone.payoff.net_usd)
    assert alone.values == whole.values
    held = paint(Inputs(desk_with(CONDOR, SHORT_CALLS).book, MARKET, lens=lens))
    views = [payoff_view(held, after) for after in (whole, alone)]
    assert all(isinstance(view, PayoffView) for view in views)
    first, second = (view.caption for view in views if isinstance(view, PayoffView))
    assert first == second


def test_what_a_draft_costs_is_in_the_curve_at_once() -> None:
    """A credit of 2.50 instead of 2.00 on 2 lots lifts the whole curve by 100 $."""
    _, dear = with_curve(HELD, picture_of(CONDOR, SHORT_CALLS, TICKET))
    _, cheap = with_curve(HELD, picture_of(CONDOR, SHORT_CALLS, TICKET.replace("2.50", "2.00")))
    assert np.allclose(dear.net - cheap.net, float(Decimal("0.50") * 2 * 100), atol=1e-6)


def test_curves_of_another_account_or_sleeve_are_not_drawn_beside_these() -> None:
    after = picture_of(CONDOR, SHORT_CALLS, TICKET)
    for lens in (Lens(account_id=2), Lens(sleeve="core")):
        view = shown(HELD, paint(replace(after.inputs, lens=lens)))
        assert view.ticket is None
        assert "not shown here" in view.caption


def test_a_curve_of_other_moves_is_not_drawn_until_it_is_worked_out_again() -> None:
    after = picture_of(CONDOR, SHORT_CALLS, TICKET)
    for lens in (Lens(preset="none"), Lens(clock="trading"), Lens(vix_after=30.0)):
        assert shown(HELD, paint(replace(after.inputs, lens=lens))).ticket is None
    dated = paint(replace(after.inputs, lens=Lens(dates=(MARKET.at + timedelta(days=3),))))
    assert shown(HELD, dated).ticket is not None
