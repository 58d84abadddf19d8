"""In what the payoff is told, against figures worked out by hand; its table; and the marks of its lowest points."""

import csv
import io
from decimal import Decimal

import pytest
from support.founded_books import moment
from support.window_parts import CONDOR, MEDIUM_CALLS, SHORT_CALLS, picture_of

from alvh_desktop.desk.picture import Picture, relit
from alvh_desktop.desk.scenario_point import ScenarioPoint, point_of
from alvh_desktop.domain.lens import Lens
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.viewmodels.figures import percent_text, rough_profit_text
from alvh_desktop.viewmodels.payoff import PayoffView, payoff_view
from alvh_desktop.viewmodels.payoff.marks import between
from alvh_desktop.viewmodels.payoff.unit import axis_unit

CREDIT_USD = 3.20 * 10 * 100


@pytest.fixture(scope="module")
def picture() -> Picture:
    return picture_of(CONDOR, SHORT_CALLS, MEDIUM_CALLS)


def view_of(picture: Picture, lens: Lens, extras: frozenset = frozenset()) -> PayoffView:  # type: ignore[type-arg]
    view = payoff_view(relit(picture, lens), extras=extras)
    assert isinstance(view, PayoffView)
    return view


def test_percent_of_the_credit_is_of_what_the_condor_was_sold_for(picture: Picture) -> None:
    view = view_of(picture, Lens(unit="credit"))
    assert view.unit.is_percent
    assert view.unit.title == "P/L in % of credit (3,200 $)"
    assert view.unit.per_usd == pytest.approx(100.0 / CREDIT_USD)
    assert view.unit.text(-1600.0) == f"{rough_profit_text(-1600.0)} ({percent_text(-50.0)})"


def test_a_credit_of_a_hundred_dollars_is_told_in_percent_too() -> None:
    """A dollar is then just one percent."""
    picture = relit(picture_of("-1 SPXW 18DEC26 6300/6350P 7150/7200C @1.00"), Lens(unit="credit"))
    assert isinstance(picture.payoff, Payoff)
    unit = axis_unit(picture, picture.payoff)
    assert (unit.is_percent, unit.per_usd) == (True, 1.0)
    assert unit.text(25.0).endswith(f"({percent_text(25.0)})")


def test_percent_of_equity_that_is_not_known_is_dollars_with_the_reason(picture: Picture) -> None:
    looked = relit(picture, Lens(unit="equity"))
    assert isinstance(looked.equity, Problem)
    view = view_of(picture, Lens(unit="equity"))
    assert not view.unit.is_percent
    assert view.unit.title == "P/L in $"
    assert view.unit.missing == f"% of equity is not known: {looked.equity.message}; $ are shown."
    assert view.unit.missing in view.caption


def test_percent_of_equity_as_it_is_known(picture: Picture) -> None:
    looked = relit(picture, Lens(unit="equity"))
    looked.__dict__["equity"] = Decimal(250_000)
    assert isinstance(looked.payoff, Payoff)
    unit = axis_unit(looked, looked.payoff)
    assert unit.title == "P/L in % of equity (250,000 $)"
    assert unit.text(5_000.0).endswith(f"({percent_text(2.0)})")


def test_without_a_premium_at_work_percent_of_the_credit_is_dollars(picture: Picture) -> None:
    calls = frozenset(("leg", leg.id) for leg in picture.inputs.book.legs.values() if leg.contract.root == "VIX")
    view = view_of(picture, Lens(unit="credit", chosen=calls))
    assert not view.unit.is_percent
    assert "no premium is at work in what is drawn; $ are shown." in view.caption


def test_the_scenario_says_what_the_desk_works_out(picture: Picture) -> None:
    lens = Lens(spx_move=-0.05, dates=(moment("2026-12-01 16:00"),))
    point = point_of(relit(picture, lens))
    assert isinstance(point, ScenarioPoint)
    told = view_of(picture, lens).readout(6700.0).splitlines()[2].replace("\N{NO-BREAK SPACE}", " ")
    assert told.startswith(f"scenario on 1 Dec: SPX 6,365 ({percent_text(-5.0)})  VIX {point.vix:.1f} (90 % ")
    for name, usd in (
        ("condors", point.there.condors),
        ("hedge", point.there.hedge),
        ("net", point.there.net),
        ("change", point.change.net),
    ):
        assert f"{name} {rough_profit_text(usd)}" in told


def test_the_table_has_nine_curves_and_each_net_is_the_sum_of_its_parts(picture: Picture) -> None:
    view = view_of(picture, Lens(dates=(moment("2026-12-01 16:00"),)))
    rows = list(csv.DictReader(io.StringIO(view.table()), delimiter="\t"))
    dates = ("Now", "Settlement", "1 Dec")
    assert set(rows[0]) == {"SPX", "VIX (model)"} | {
        f"{date} {part} $" for date in dates for part in ("condors", "hedge", "net")
    }
    assert len(rows) == len(view.spots)
    for row in rows:
        for date in dates:
            parts = float(row[f"{date} condors $"]) + float(row[f"{date} hedge $"])
            assert float(row[f"{date} net $"]) == pytest.approx(parts, abs=0.011)


def test_each_lowest_point_carries_what_the_condors_alone_make_there(picture: Picture) -> None:
    view = view_of(picture, Lens())
    assert view.troughs
    for trough in view.troughs:
        assert trough.usd == pytest.approx(between(view.spots, view.net, trough.at), abs=2.0)
        hedge = between(view.spots, view.hedge, trough.at)
        assert trough.alone_usd is not None
        assert trough.alone_usd + hedge == pytest.approx(trough.usd, abs=2.0)
        assert trough.label.endswith(f" at {trough.at:,.0f}")


def test_what_is_wanted_besides_is_in_the_legend_and_said(picture: Picture) -> None:
    plain = {entry.curve for entry in view_of(picture, Lens()).legend}
    with_all = view_of(picture, Lens(spx_move=-0.05), frozenset({"parts", "moves", "density"}))
    added = {entry.curve for entry in with_all.legend} - plain
    assert {"condors_now", "scenario"} <= added
    said = with_all.extras.said
    assert ("moves" in added) == ("Expected move to" in said)
    assert ("density" in added) == ("Density: " in said)
    assert ("moves" in added) != ("No expected move: " in said)
