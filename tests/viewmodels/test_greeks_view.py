"""The page of Greeks as a value: curves against values of the book, sleeves that add up, words, columns, a ticket."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from support.founded_books import moment
from support.hedged_books import CONDOR, HEDGE, SPOT, desk_with, painted, seen

from alvh_desktop.desk.greeks import greek_curves
from alvh_desktop.desk.picture import Inputs, Picture, curves_of
from alvh_desktop.domain.lens import Lens, VolShifts
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.greeks import GREEKS, GreekName, GreeksChoices, GreeksView, greeks_view
from alvh_desktop.viewmodels.market_dock.chart import Drawn

LINES = (f"-10 {CONDOR} @3.20", *HEDGE)
TICKET = "-2 SPXW 18DEC26 6500/6600P 6800/7000C @2.50 fee 0.65/ct"
LATER = moment("2026-12-09 16:00")
DATED = Lens(dates=(LATER,))


def shown(picture: Picture, greek: GreekName, is_by_sleeve: bool = False, after: Picture | None = None) -> GreeksView:
    view = greeks_view(picture, GreeksChoices(greek, is_by_sleeve), after)
    assert isinstance(view, GreeksView), view
    return view


def payoff_in(picture: Picture) -> Payoff:
    assert isinstance(picture.payoff, Payoff), picture.payoff
    return picture.payoff


def line(view: GreeksView, name: str) -> Drawn:
    (found,) = (each for each in view.chart.drawn if each.name == name)
    return found


def names(view: GreeksView) -> list[str]:
    return [name for *_, name in view.chart.legend]


def said(view: GreeksView) -> str:
    return " ".join(sentence for sentence, _ in view.told)


def read(view: GreeksView, at: float = SPOT) -> str:
    return view.chart.readout(view.chart.place_of(at)).replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def plain() -> Picture:
    return painted(desk_with(*LINES))


@pytest.fixture(scope="module")
def dated() -> Picture:
    return painted(desk_with(*LINES), lens=DATED)


def test_the_slope_is_half_of_what_the_payoff_differs_by_one_percent_to_both_sides(dated: Picture) -> None:
    view, payoff = shown(dated, "slope"), payoff_in(dated)
    for name, row in (("net now", 0), ("net 9 Dec", 2)):
        drawn = line(view, name)
        inside = drawn.x[(drawn.x > 1.02 * payoff.spots[0]) & (drawn.x < 0.98 * payoff.spots[-1])]
        high, low = (np.interp(inside * share, payoff.spots, payoff.net_usd[row]) for share in (1.01, 0.99))
        told = np.interp(inside, drawn.x, drawn.y)
        # the payoff is read off between its points: a chord of 5 points of SPX
        assert np.abs(told - 0.5 * (high - low)).max() < 0.002 * np.abs(told).max()


def test_where_spx_stands_vega_is_what_condors_gain_when_every_volatility_is_a_point_higher(plain: Picture) -> None:
    here = payoff_in(plain).place_of_spot

    def condors(points: float) -> float:
        lens = Lens(vol_shifts=VolShifts(short=points, medium=points, long=points))
        return float(payoff_in(painted(desk_with(*LINES), lens=lens)).condors_usd[0][here])

    told = float(line(shown(plain, "vega"), "net now").y[here])
    assert told == pytest.approx(condors(0.5) - condors(-0.5), rel=0.005)


@pytest.mark.parametrize("greek", GREEKS)
def test_each_line_is_that_of_the_desk_and_sleeves_add_up_to_the_net(dated: Picture, greek: GreekName) -> None:
    view, curves = shown(dated, greek, is_by_sleeve=True), greek_curves(dated, LATER)
    assert not isinstance(curves, Problem)
    net = line(view, "net 9 Dec")
    assert net.y == pytest.approx(getattr(curves, greek).sum(axis=0))
    parts = [each for each in view.chart.drawn if each.name in ("Core", "ALVH hedge")]
    assert len(parts) == (2 if GREEKS[greek].counted != "options on SPX" else 0)
    if parts:
        assert sum(each.y for each in parts) == pytest.approx(net.y, abs=1e-9 * np.abs(net.y).max())
    low, high = view.chart.y_range
    assert all(low <= each.y.min() and each.y.max() <= high for each in view.chart.drawn)


def test_now_is_thick_alone_and_dashed_beside_a_date(plain: Picture, dated: Picture) -> None:
    assert line(shown(plain, "theta"), "net now").shape == "thick"
    view = shown(dated, "theta")
    looks = [line(view, name) for name in ("net now", "net 9 Dec")]
    assert [(each.shape, each.ink) for each in looks] == [("dashes", "today"), ("thick", "settlement")]
    assert line(view, "sold strikes").x.tolist() == [6350.0, 7150.0]
    assert [rule.at for rule in view.chart.rules] == [0.0, SPOT]
    assert view.chart.start == SPOT


def test_the_readout_tells_each_moment_and_each_sleeve(plain: Picture, dated: Picture) -> None:
    curves = greek_curves(plain)
    assert not isinstance(curves, Problem)
    here = payoff_in(plain).place_of_spot
    delta = float(curves.delta.sum(axis=0)[here])
    told = f"{delta:+.1f}".replace("-", "\N{MINUS SIGN}")
    assert read(shown(plain, "delta", is_by_sleeve=True)) == (
        f"SPX 6,690 (+0.0%)  VIX 17.0  delta now {told} $/pt  (core {told}, ALVH hedge 0.0)"
    )
    both = read(shown(dated, "slope"))
    assert "slope now +" in both
    assert "slope 9 Dec +" in both


def test_the_two_deltas_say_how_they_differ(plain: Picture) -> None:
    delta, slope = (said(shown(plain, name)) for name in ("delta", "slope"))
    assert "SPX options alone" in delta
    assert "The hedge on VIX stands on VX futures and has no delta here" in delta
    assert "condors and hedge alike" in slope
    assert "has no slope" not in slope
    assert "All of it is core." in said(shown(plain, "delta", is_by_sleeve=True))
    assert len({greek.label for greek in GREEKS.values()}) == len(GREEKS) == 8


def test_a_hedge_alone_has_no_delta_and_that_is_said() -> None:
    view = shown(painted(desk_with(*HEDGE)), "delta")
    assert "Nothing that is drawn has delta." in said(view)
    assert np.all(line(view, "net now").y == 0.0)


def test_without_vix_nothing_looks_known_that_is_not() -> None:
    picture = painted(desk_with(*LINES), seen(vix=None))
    slope, theta = (shown(picture, name, is_by_sleeve=True) for name in ("slope", "theta"))
    assert names(slope) == ["sold strikes", f"SPX {SPOT:,.2f}"]
    assert [rule.at for rule in slope.chart.rules] == [SPOT]
    assert read(slope) == "SPX 6,690 (+0.0%)  slope now not known  (core not known, ALVH hedge not known)"
    assert ("Not known: no spot VIX level is known.", True) in slope.told
    assert "theta now (partial) +" in read(theta)
    assert "ALVH hedge not known" in read(theta)
    assert any(is_doubt and sentence.startswith("Partial: 2 legs left out") for sentence, is_doubt in theta.told)
    assert "net now (partial)" in names(theta)
    assert "Partial" not in said(shown(picture, "delta")), "no leg on VIX has a part in it"
    titles, first, *_ = (row.split("\t") for row in slope.table().split("\n"))
    columns = dict(zip(titles, first, strict=True))
    assert columns["Slope net now left out, $/1 %"] == ""
    assert float(columns["Delta net now, $/pt"]) > 0.0


def test_every_figure_is_copied_at_every_moment(dated: Picture) -> None:
    view = shown(dated, "vix", is_by_sleeve=True, after=painted(desk_with(*LINES, TICKET), lens=DATED))
    titles, *rows = (row.split("\t") for row in view.table().split("\n"))
    assert len(titles) == len(set(titles)) == 1 + 3 * len(GREEKS) + 2
    assert len(rows) == len(view.chart.stops)
    place = view.chart.place_of(SPOT)
    copied = dict(zip(titles, rows[place], strict=True))
    assert copied["SPX"] == f"{SPOT:.2f}"
    parts = [float(copied[f"VIX exposure {name} 9 Dec, $/VIX pt"]) for name in ("Core", "ALVH hedge", "net")]
    assert parts[0] + parts[1] == pytest.approx(parts[2], abs=1e-5)


def test_the_ticket_adds_its_own_legs_at_the_date_that_is_drawn(dated: Picture) -> None:
    after = painted(desk_with(*LINES, TICKET), lens=DATED)
    view = shown(dated, "gamma", after=after)
    with_ticket, net = line(view, "net with the ticket 9 Dec"), line(view, "net 9 Dec")
    alone = line(shown(painted(desk_with(TICKET), lens=DATED), "gamma"), "net 9 Dec")
    inside = net.x[(net.x >= alone.x[0]) & (net.x <= alone.x[-1])]
    added = np.interp(inside, with_ticket.x, with_ticket.y) - np.interp(inside, net.x, net.y)
    assert added == pytest.approx(np.interp(inside, alone.x, alone.y), abs=0.01 * np.abs(alone.y).max())
    assert (with_ticket.shape, with_ticket.ink) == ("dashes", "ticket")
    assert "with the ticket \N{MINUS SIGN}" in read(view)
    bare = curves_of(Inputs(after.inputs.book, seen(), lens=DATED))
    dragged = greeks_view(dated, GreeksChoices("gamma"), bare)
    assert isinstance(dragged, GreeksView)
    assert line(dragged, "net with the ticket 9 Dec").y == pytest.approx(with_ticket.y)


def test_a_ticket_through_another_lens_is_not_drawn_and_an_empty_book_shows_it_alone(dated: Picture) -> None:
    other = painted(desk_with(*LINES, TICKET), lens=replace(DATED, vix_scale=2.0))
    view = shown(dated, "delta", after=other)
    assert not [name for name in names(view) if "ticket" in name]
    assert "With the ticket there is no curve: it is being worked out" in said(view)
    empty, first = painted(desk_with()), painted(desk_with(TICKET))
    alone = shown(empty, "delta", after=first)
    assert "net now with the ticket" in names(alone)
    assert "Without the ticket there is no curve: no position is open." in said(alone)
    assert greeks_view(empty, GreeksChoices()) == empty.payoff
    assert greeks_view(empty, GreeksChoices(), empty) == empty.payoff


def test_what_has_settled_by_the_date_is_said() -> None:
    picture = painted(desk_with(*LINES), lens=Lens(dates=(moment("2026-12-17 16:00"),)))
    assert "Settled before, at this point's SPX and VIX: VIX 16DEC26" in said(shown(picture, "slope"))
    assert "; what has settled has no delta." in said(shown(picture, "delta"))


def test_curves_that_were_asked_for_are_kept_and_those_of_another_book_or_date_are_not(dated: Picture) -> None:
    first = greek_curves(dated, LATER)
    assert greek_curves(dated, LATER) is first
    assert greek_curves(dated, LATER + timedelta(days=1)) is not first
    assert greek_curves(painted(desk_with(*LINES, TICKET), dated.inputs.market), LATER) is not first
