"""The pages of the market dock without a screen: what is drawn, said and offered."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
import pytest
from support.founded_books import CLOCK, PRODUCTS
from support.made_markets import chain, future, market, quoted
from support.made_pasts import LAST, closes, walk, whole_past
from support.window_parts import DECEMBER, MARKET, VIX_NEAR

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.pricing.market import Market
from alvh_desktop.series.past import Past
from alvh_desktop.series.regime import regime_lines, regime_of
from alvh_desktop.series.study import Figure
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.market_dock.axes import day_at, day_number
from alvh_desktop.viewmodels.market_dock.chains import chosen_chain, expiry_choices
from alvh_desktop.viewmodels.market_dock.chart import Chart
from alvh_desktop.viewmodels.market_dock.indicators import INDICATORS, IndicatorName
from alvh_desktop.viewmodels.market_dock.regime import regime_view
from alvh_desktop.viewmodels.market_dock.series import SPANS, SeriesView, series_choices, series_view
from alvh_desktop.viewmodels.market_dock.smile import SmileView, smile_view
from alvh_desktop.viewmodels.market_dock.studied import Studied
from alvh_desktop.viewmodels.market_dock.term import TermView, term_view

WHOLE = Studied(LAST, whole_past(400), {})
CHAIN = ("SPXW", DECEMBER)


def said(view: TermView | SmileView | SeriesView) -> str:
    return " ".join(sentence for sentence, _ in view.told)


def doubts(view: TermView | SmileView | SeriesView) -> list[str]:
    return [sentence for sentence, is_doubt in view.told if is_doubt]


# The VX curve


def term(made: Market, past: Past = Past(), earlier: tuple[int, ...] = (), by_date: bool = False) -> TermView:  # noqa: B008
    view = term_view(made, past, PRODUCTS, earlier, by_date)
    assert isinstance(view, TermView), view
    return view


CONTANGO = market(future(VIX_NEAR, "17.40"), future(date(2027, 1, 20), "18.25"), vix="16.21")


def test_contango_is_said_with_its_prices_and_their_age() -> None:
    view = term(CONTANGO)
    assert said(view).startswith("Contango: 60-day VX 18.23, 30-day 17.50, slope +4.2%.")
    assert "Prices of 2026-11-20 15:30 New York (mid, made)." in said(view)
    assert doubts(view) == ["VIX3M of that day is not known."]
    assert [rule.name for rule in view.chart.rules] == ["VIX 16.21"]
    assert view.chart.readout(0) == "VX 16DEC26 (Z6)  17.40  26 days, monthly"
    assert view.chart.table().splitlines()[1].startswith("VX 16DEC26 (Z6)\t2026-12-16\t26\t17.4000\tmonthly")


def test_an_inverted_curve_is_called_so() -> None:
    view = term(market(future(VIX_NEAR, "30"), future(date(2027, 1, 20), "25"), vix="35"))
    assert said(view).startswith(
        "Backwardation, the curve is inverted: 60-day VX 25.14, 30-day 29.43, slope \N{MINUS SIGN}14.6%."
    )


def test_old_prices_and_a_slope_that_is_not_known_ask_for_attention() -> None:
    view = term(replace(market(future(VIX_NEAR, "17.40"), vix="16"), at=CLOCK + timedelta(days=4)))
    assert any(told.startswith("Slope not known: ") for told in doubts(view))
    assert any("4 d old" in told or "days old" in told or "h old" in told for told in doubts(view))


def test_without_quotes_the_newest_settles_are_drawn_and_their_age_is_said() -> None:
    later = replace(MARKET, at=CLOCK + timedelta(days=30), quotes={})
    view = term(later, WHOLE.past)
    assert any(told.startswith("Settles of 20 Nov 2026, 19 trading days old") for told in doubts(view))
    assert any(drawn.name == "weekly VX" for drawn in view.chart.drawn)


def test_an_earlier_day_stands_beside_it_and_in_the_readout() -> None:
    view = term(replace(MARKET, quotes={}), WHOLE.past, earlier=(30,))
    assert view.chart.drawn[0].name == "settles of 21 Oct 2026"
    assert "On 21 Oct 2026 the slope was" in said(view)
    assert "  21 Oct: " in view.chart.readout(3)
    nothing = term(CONTANGO, earlier=(30,))
    assert "No settles of a month earlier are known." in doubts(nothing)


def test_dates_take_the_place_of_days() -> None:
    view = term(CONTANGO, by_date=True)
    assert [tick.label for tick in view.chart.x_axis.ticks(*view.chart.x_range, 6)] == ["16 Dec", "20 Jan"]


def test_without_any_future_it_says_what_to_import() -> None:
    view = term_view(market(), Past(), PRODUCTS, 0, False)
    assert isinstance(view, EmptyState)
    assert view.filler == "import"
    assert "no price of a VX future is known" in view.sentence


# The smile


def smile(made: Market = MARKET, key: tuple[str, date] = CHAIN, **fields: object) -> SmileView:
    given = {"held": (), "scale": "strike", "is_whole": True, "now": CLOCK, **fields}
    view = smile_view(made, key, PRODUCTS[key[0]], **given)  # type: ignore[arg-type]
    assert isinstance(view, SmileView), view
    return view


def test_a_flat_smile_is_drawn_flat_with_its_sides() -> None:
    view = smile()
    mids = next(drawn for drawn in view.chart.drawn if drawn.name == "mid")
    near = np.abs(mids.x / 6715.0 - 1.0) < 0.05
    assert mids.y[near] == pytest.approx(16.0, abs=0.1)
    stems = next(drawn for drawn in view.chart.drawn if drawn.shape == "stems")
    assert stems.base is not None
    assert np.all(stems.base <= stems.y)
    assert "Forward 6,715.0" in said(view)
    place = view.chart.place_of(6700.0)
    assert view.chart.readout(place).startswith("6,700 put (99.8% of forward)  bid 1")
    assert view.chart.readout(view.chart.place_of(6750.0)).startswith("6,750 call")


def test_moneyness_is_in_percent_of_the_forward() -> None:
    points, shares = smile().chart, smile(scale="moneyness").chart
    assert shares.stops == pytest.approx(points.stops / 67.15, rel=1e-3)
    upright = [rule for rule in shares.rules if rule.is_upright]
    assert upright[0].at == pytest.approx(100.0)


def test_held_strikes_are_marked_with_what_is_held() -> None:
    held = [
        (Contract("SPXW", DECEMBER, Decimal(6325), "P"), -10),
        (Contract("SPXW", DECEMBER, Decimal(6300), "P"), 10),
        (Contract("SPXW", date(2026, 12, 28), Decimal(6400), "P"), 5),
    ]
    rules = [rule for rule in smile(held=held).chart.rules if rule.label]
    assert [(rule.at, rule.label, rule.name) for rule in rules] == [
        (6300.0, "+10 6300", "bought strike"),
        (6325.0, "\N{MINUS SIGN}10 6325", "sold strike"),
    ]
    assert [rule.is_label_right for rule in rules] == [False, True], "labels turn away from each other's line"


def test_what_was_refused_is_counted_by_reason_and_named_in_the_hint() -> None:
    quotes = chain("SPXW", DECEMBER, 6715.0, range(6200, 7301, 50), 0.16)
    for strike, bid, ask in ((6250, None, "1"), (6300, "9", "3"), (6350, "0", "5"), (6400, "0", "4")):
        quotes.update(quoted(Contract("SPXW", DECEMBER, Decimal(strike), "P"), bid, ask))
    view = smile(market(quotes, spx="6700", vix="17"))
    assert "4 quotes are not in it: 2 no bid; 1 one side is missing; 1 crossed." in said(view)
    assert "SPXW 18DEC26 6300 P: left out of the smile: crossed, bid 9 is above ask 3" in view.hint


def test_near_the_forward_fewer_strikes_are_shown() -> None:
    made = market(
        chain(
            "SPXW", DECEMBER, 6715.0, range(3000, 9001, 50), lambda strike: 0.16 + 0.9 * abs(strike / 6715.0 - 1.0)
        ),
        spx="6700",
        vix="17",
    )
    near, whole = smile(made, is_whole=False).chart, smile(made, is_whole=True).chart
    assert whole.x_range[0] < near.x_range[0] < 6715.0 < near.x_range[1] < whole.x_range[1]


def test_old_quotes_and_an_expiry_that_is_over_are_said() -> None:
    assert doubts(smile(now=CLOCK + timedelta(days=60)))[-1] == (
        "Quotes of 2026-11-20 15:30 New York, 60 d old; this expiry is over."
    )


def test_without_a_forward_or_a_usable_quote_it_says_why() -> None:
    for made in (market(), market(quoted(Contract("SPXW", DECEMBER, Decimal(6700), "P"), None, "5"))):
        view = smile_view(made, CHAIN, PRODUCTS["SPXW"], (), "strike", False, CLOCK)
        assert isinstance(view, EmptyState)
        assert "no forward for SPXW 18DEC26" in view.sentence


def test_the_chain_that_was_chosen_else_one_of_about_30_days() -> None:
    days = [date(2026, 11, 20), date(2026, 12, 18), date(2027, 6, 18), date(2023, 3, 17)]
    chains = {("SPXW", day): CLOCK for day in days} | {("VIX", VIX_NEAR): CLOCK}
    assert chosen_chain(chains, "SPXW", date(2027, 6, 18), CLOCK) == ("SPXW", date(2027, 6, 18))
    assert chosen_chain(chains, "SPXW", date(2027, 6, 19), CLOCK) == ("SPXW", date(2026, 12, 18))
    assert chosen_chain(chains, "XSP", None, CLOCK) == ("SPXW", date(2026, 12, 18))
    assert chosen_chain({("SPXW", days[3]): CLOCK}, "SPXW", None, CLOCK) == ("SPXW", days[3])
    assert chosen_chain({}, "SPXW", None, CLOCK) is None
    assert [label for _, label in expiry_choices(chains, "SPXW", CLOCK)] == [
        "20NOV26", "18DEC26", "18JUN27", "17MAR23 (over)",
    ]  # fmt: skip


# Series and indicators


def shown(
    name: str = "VIX", indicator: IndicatorName = "none", span: str = "1y", known: Studied = WHOLE
) -> SeriesView:
    view = series_view(
        known.past, known.made, known.lines, known.figures, name, indicator, span, CLOCK  # type: ignore[arg-type]
    )  # fmt: skip
    assert isinstance(view, SeriesView), view
    return view


def last_told(chart: Chart | None) -> str:
    assert chart is not None
    return chart.readout(len(chart.stops) - 1)


def test_a_series_is_offered_with_those_that_are_made_of_the_futures() -> None:
    offered = [name for name, _ in series_choices(WHOLE.past, WHOLE.made)]
    assert offered == ["SPX", "VIX", "VIX3M", "VVIX", "VX30", "VX60", "ADVANCES", "DECLINES"]
    assert series_choices(Past(), Studied(LAST, Past(), {}).made) == ()


@pytest.mark.parametrize("span", SPANS)
def test_a_span_ends_with_the_newest_day(span: str) -> None:
    stops = shown(span=span).chart.stops
    assert day_at(stops[-1]) == LAST
    days = SPANS[span][1]  # type: ignore[index]
    assert len(stops) == 400 if days is None else stops[0] >= day_number(LAST) - days * 1.02


@pytest.mark.parametrize(
    ("name", "indicator", "told"),
    [
        ("SPX", "rsi", {"RSI": "spx.rsi"}),
        ("VIX", "rsi", {"RSI": "vix.rsi"}),
        ("VVIX", "macd", {"MACD": "vvix.macd", "signal": "vvix.macd_signal", "histogram": "vvix.macd_histogram"}),
        ("VX30", "rsi", {"RSI": "vx.rsi"}),
        ("SPX", "realised", {"realised": "spx.realised_20"}),
        ("VIX", "percentile", {"percentile": "vix.percentile"}),
        ("SPX", "premium", {"IV-RV": "premium.spread", "mean of 252 days": "premium.mean"}),
        ("VIX", "slope", {"slope": "vx.slope"}),
        ("VIX", "ratio", {"VIX/VIX3M": "vix.over_vix3m"}),
        ("VIX", "breadth", {"A/D": "breadth.line", "mean of 20 days": "breadth.mean_20"}),
    ],
)
def test_an_indicator_says_what_the_regime_says_of_its_newest_day(
    name: str, indicator: IndicatorName, told: dict[str, str]
) -> None:
    chart = shown(name, indicator).indicator
    assert chart is not None
    assert day_at(chart.stops[-1]) == LAST
    for title, figure in told.items():
        value = WHOLE.figures[figure].value
        assert float(chart.columns[title][-1]) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize("indicator", INDICATORS)
def test_every_indicator_of_every_series_is_drawn_or_says_why_not(indicator: IndicatorName) -> None:
    for name, _ in series_choices(WHOLE.past, WHOLE.made):
        view = shown(name, indicator)
        if indicator == "none":
            assert view.indicator is None
        else:
            assert view.indicator is not None or f"{INDICATORS[indicator]} not known: " in said(view)


def test_the_readout_joins_the_day_of_both() -> None:
    view = shown("VIX", "rsi")
    at = float(view.chart.stops[-1])
    assert view.readout(at).startswith("Fri 20 Nov 2026  VIX ")
    assert view.readout(at).endswith(last_told(view.indicator))
    short = Studied(LAST, Past({"VIX": closes(walk(130))}), {})
    early = shown("VIX", "rsi", "all", short)
    assert early.readout(float(early.chart.stops[0])).endswith("RSI(14) not known")


def test_what_an_indicator_lacks_is_said_under_the_series() -> None:
    view = shown("VIX", "ratio", known=Studied(LAST, Past({"VIX": closes(walk(300))}), {}))
    assert view.indicator is None
    assert doubts(view) == ["VIX/VIX3M not known: no close of VIX3M is known: import its history."]


def test_old_closes_say_how_old() -> None:
    old = Studied(LAST, Past({"VIX": closes(walk(300), date(2026, 7, 7))}), {})
    assert "97 trading days old" in doubts(shown("VIX", known=old))[0]


def test_a_line_is_parted_where_days_are_missing() -> None:
    whole = closes(walk(300))
    days, values = np.delete(whole.days, slice(100, 130)), np.delete(whole.values, slice(100, 130))
    view = shown("VIX", span="all", known=Studied(LAST, Past({"VIX": type(whole)(days, values)}), {}))
    drawn = view.chart.drawn[0]
    assert np.count_nonzero(np.isnan(drawn.y)) == 1
    assert len(view.chart.stops) == 270


def test_without_a_series_it_says_what_to_import() -> None:
    nothing = Studied(LAST, Past(), {})
    view = series_view(Past(), nothing.made, nothing.lines, nothing.figures, "VIX", "rsi", "1y", CLOCK)
    assert isinstance(view, EmptyState)
    assert view.button == "Import the VIX history\N{HORIZONTAL ELLIPSIS}"


# The regime


def test_every_figure_has_a_row_and_what_is_not_known_says_what_to_import() -> None:
    whole, nothing = regime_view(WHOLE.regime), regime_view(regime_of(Past(), LAST))
    assert len(whole.rows) == len(nothing.rows) == len(regime_lines(Past()))
    assert whole.told == (("38 of 38 figures are known.", False),)
    assert {(row.cells[1], row.tone) for row in nothing.rows} == {("not known", "doubt")}
    assert "not known, no close of SPX is known: import its history." in nothing.about[1]
    lacks = [sentence for sentence, is_doubt in nothing.told if is_doubt]
    assert any(sentence.endswith("not known: no close of SPX is known: import its history.") for sentence in lacks)
    assert sum(int(sentence.split()[0]) for sentence in lacks) == 38, "each figure once"


def test_a_value_has_its_unit_and_its_day_and_an_old_one_its_doubt() -> None:
    day = date(2026, 7, 7)
    figures = (
        Figure("a", "Slope", "%", -3.456, day),
        Figure("b", "Inverted", "yes/no", True, day, stale="the closes end on 7 July 2026"),
        Figure("c", "Ratio", "ratio", 0.91, day, gaps="2 days are missing"),
    )
    rows = regime_view(figures).rows
    assert [row.cells[1] for row in rows] == ["\N{MINUS SIGN}3.46%", "yes", "0.910"]
    assert [row.tone for row in rows] == ["", "doubt", ""]
    assert rows[2].cells[2] == "2026-07-07"
    assert regime_view(figures).about[1:] == (
        "Inverted: yes; the closes end on 7 July 2026.",
        "Ratio: 0.910; 2 days are missing.",
    )
    assert regime_view(figures).told == (("3 of 3 figures are known, 1 of them on old closes.", True),)
