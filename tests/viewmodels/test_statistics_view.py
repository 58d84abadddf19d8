"""The dock as a value: its figures are those of the reports, its filters let through what they say, and behind each
place stand the campaigns that it is made of."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest
from support.campaign_books import Scribe, condor, painted
from support.generated_year import IRA, MAIN, PAPER
from support.whole_year import WholeYear, YearFile, whole_year
from support.window_parts import MadeQuotes

from alvh_desktop.desk.journal.day_sums import credits_by_month
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.reports.equity import equity_report
from alvh_desktop.reports.groupings import GROUPINGS
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import report_of
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.statistics.behind_rows import BEHIND_COLUMNS, behind_view
from alvh_desktop.viewmodels.statistics.career import Career, KeptRead, Source, career_of
from alvh_desktop.viewmodels.statistics.choices import VIEWS, StatisticsChoices, ViewName, typed_days
from alvh_desktop.viewmodels.statistics.equity_page import under_high
from alvh_desktop.viewmodels.statistics.filtering import chosen_campaigns, counted_results
from alvh_desktop.viewmodels.statistics.group_cells import GROUP_COLUMNS
from alvh_desktop.viewmodels.statistics.pages import CalendarPage, ChartPage, TablePage
from alvh_desktop.viewmodels.statistics.view import StatisticsView, statistics_view


def career(year: WholeYear, account: str | None = None, file: YearFile | None = None, now: Any = None) -> Career:
    picture = year.picture(account, now)
    accounts, opened = frozenset(picture.seen.accounts), file or YearFile(year)
    quotes = MadeQuotes(made_past=year.past)
    return career_of(Source(year.book, picture.values, picture.inputs.now, accounts, opened.open, quotes), KeptRead())


@pytest.fixture(scope="module")
def real() -> Career:
    return career(whole_year())


def view_of(of: Career, view: ViewName = "table", **choices: Any) -> StatisticsView:
    return statistics_view(of, StatisticsChoices(view=view, **choices))


def page_of(of: Career, view: ViewName = "table", **choices: Any) -> TablePage | ChartPage | CalendarPage:
    page = view_of(of, view, **choices).page
    assert not isinstance(page, EmptyState), page.sentence
    return page


def chart_of(of: Career, view: ViewName, **choices: Any) -> ChartPage:
    page = page_of(of, view, **choices)
    assert isinstance(page, ChartPage)
    return page


def column(page: TablePage, title: str) -> list[str]:
    place = [each.title for each in GROUP_COLUMNS].index(title)
    return [row.cells[place].raw for row in page.rows]


def days_cells(page: CalendarPage) -> Iterator[Any]:
    return (cell for row in page.rows if not row.title for cell in row.cells[:5] if cell is not None)


# Figures


@pytest.mark.parametrize("by", GROUPINGS)
def test_the_table_has_the_figures_of_the_report(real: Career, by: str) -> None:
    page = page_of(real, by=by)
    report = report_of(real.results, by)
    assert isinstance(page, TablePage)
    assert [row.cells[0].text for row in page.rows] == [group.key for group in report.groups]
    assert [Decimal(each) for each in column(page, "Total $")] == [group.total for group in report.groups]
    assert column(page, "Closed") == [str(group.closed) for group in report.groups]
    assert [row.cells[3].text.split("(")[1] for row in page.rows] == [f"{group.closed:,})" for group in report.groups]
    lows = [group.win_rate_interval.low for group in report.groups if group.win_rate_interval is not None]
    assert [row.cells[4].sort for row in page.rows] == lows
    for place, group in enumerate(report.groups):
        behind = page.behind(place).campaign_ids
        assert len(behind) == len(set(behind)) == group.closed
        assert sum((real.by_id[key].profit for key in behind), Decimal(0)) == group.total


def test_the_strip_says_the_whole_with_its_sample_and_intervals(real: Career) -> None:
    whole = report_of(real.results).whole
    sure = whole.win_rate_interval
    assert sure is not None
    figures = {each.caption: each for each in view_of(real).strip}
    span = f"{100 * sure.low:.0f}\N{EN DASH}{100 * sure.high:.0f}"
    assert figures["Win rate"].text == f"{100 * (whole.win_rate or 0):.0f} % ({span}, {whole.closed} campaigns)"
    assert figures["Expectancy"].text.startswith("\N{BLACK UP-POINTING TRIANGLE} +1,555 (+")
    assert f"{whole.total:+,.2f}" in figures["Total"].hint
    report = equity_report(real.sums, {})
    hidden = {"Hedge cost": report.cost, "Hedge income": report.income}
    for caption, amount in hidden.items():
        assert f"{abs(amount):,.2f}" in figures[caption].hint
    tones = {caption: figures[caption].tone for caption in ("Average win", "Average loss", "Hedge cost")}
    assert tones == {"Average win": "gain", "Average loss": "loss", "Hedge cost": "loss"}
    assert all(each.hint for each in figures.values())


def test_real_and_paper_are_never_summed() -> None:
    year = whole_year()
    parts = {name: career(year, name) for name in (MAIN, IRA, PAPER)}
    both = career(year)
    assert len(both.results.closed) == len(parts[MAIN].results.closed) + len(parts[IRA].results.closed)
    paper = view_of(parts[PAPER])
    assert (paper.offered.is_paper, paper.strip[0].caption) == (True, "Closed on paper")
    assert {each.account for each in both.results.closed} == {MAIN, IRA}
    assert view_of(both).offered.scope == "All real accounts"


# Filters


def test_filters_let_through_what_they_say(real: Career) -> None:
    year, today = whole_year(), real.today
    assert set(chosen_campaigns(real, StatisticsChoices(tag="tenth"))) == year.tagged["tenth"] & real.traits.keys()
    high = {key for key, traits in real.traits.items() if traits.vix is not None and 20 <= traits.vix < 30}
    assert set(chosen_campaigns(real, StatisticsChoices(regime="20-30"))) == high
    december = counted_results(real, StatisticsChoices(span="month"))
    assert {each.closed_on.month for each in december.closed} == {12}
    quarter = counted_results(real, StatisticsChoices(span="quarter"))
    assert {each.closed_on.month for each in quarter.closed} == {10, 11, 12}
    assert counted_results(real, StatisticsChoices(span="year")) == counted_results(real, StatisticsChoices())
    typed = typed_days(StatisticsChoices(), "2025-03-01", "2025-03-31")
    assert isinstance(typed, StatisticsChoices)
    assert typed.days(today) == (date(2025, 3, 1), date(2025, 3, 31))
    assert {each.closed_on.month for each in counted_results(real, typed).closed} == {3}


def test_every_view_counts_the_same_campaigns(real: Career) -> None:
    chosen = {"tag": "fifth", "span": "quarter"}
    counted = {each.campaign_id for each in counted_results(real, StatisticsChoices(**chosen)).closed}
    table = page_of(real, by="all", **chosen)
    assert set(table.behind(0).campaign_ids) == counted
    histogram, scatter = chart_of(real, "histogram", **chosen), chart_of(real, "scatter", **chosen)
    for page in (histogram, scatter):
        found = [key for place in range(len(page.chart.stops)) for key in page.behind(place).campaign_ids]
        assert sorted(found) == sorted(counted)


def test_what_is_offered_is_what_there_is(real: Career) -> None:
    offered = view_of(real).offered
    assert [value for value, _ in offered.tags] == [None, "fifth", "tenth"]
    assert [value for value, _ in offered.sleeves] == [None, "core", "alvh"]
    assert [value for value, _ in offered.regimes] == [None, "<15", "15-20", "20-30"]
    assert [value for value, _ in offered.groupings] == list(GROUPINGS)
    gone = view_of(real, tag="gone").offered
    assert (gone.tags[-1], ("gone", "gone") in offered.tags) == (("gone", "gone"), False)


@pytest.mark.parametrize(("first", "last"), [("2025-13-01", ""), ("", "soon"), ("2025-02-02", "2025-02-01")])
def test_days_that_are_none_are_refused(first: str, last: str) -> None:
    assert isinstance(typed_days(StatisticsChoices(), first, last), Problem)


def test_an_open_span_counts_to_that_side(real: Career) -> None:
    since = typed_days(StatisticsChoices(), " 2025-12-01 ", "")
    assert isinstance(since, StatisticsChoices)
    assert counted_results(real, since) == counted_results(real, StatisticsChoices(span="month"))
    assert typed_days(since, "", "") == StatisticsChoices()


# Days


def test_the_calendar_adds_up_to_the_sums_of_days(real: Career) -> None:
    page = page_of(real, "calendar")
    assert isinstance(page, CalendarPage)
    days = [Decimal(cell.raw) for cell in days_cells(page)]
    weeks = [Decimal(row.cells[5].raw) for row in page.rows if not row.title and row.cells[5] is not None]
    months = [Decimal(row.cells[0].raw) for row in page.rows if row.title and row.cells[0] is not None]
    assert (len(days), len(months)) == (len(real.sums), 12)
    assert sum(days) == sum(weeks) == sum(months) == real.sums[-1].hedged
    assert page.rows[0].title == "December 2025"
    june = page_of(real, "calendar", span="typed", first=date(2025, 6, 1), last=date(2025, 6, 30))
    assert isinstance(june, CalendarPage)
    assert [row.cells[0] and row.cells[0].raw for row in june.rows if row.title] == [str(months[6])]


def test_behind_a_day_stand_those_that_ended_and_those_that_stood(real: Career) -> None:
    page = page_of(real, "calendar")
    assert isinstance(page, CalendarPage)
    (third,) = (cell for cell in days_cells(page) if cell.hint.startswith("Wed 3 Dec 2025"))
    behind = page.behind(third.place)
    names = [real.courses[key].campaign.name for key in behind.campaign_ids]
    assert names == ["SPXW 03DEC25 condor", "Hedge ladder", "SPXW 04DEC25 condor"], "what ended stands first"
    assert behind.words == "Wed 3 Dec 2025: 3 campaigns, 1 of them ended then"
    week = page.rows[1]
    assert week.cells[5] is not None
    together = page.behind(week.cells[5].place).campaign_ids
    alone = {key for cell in week.cells[:5] if cell is not None for key in page.behind(cell.place).campaign_ids}
    assert set(together) == alone


def test_the_equity_curve_is_that_of_the_report(real: Career) -> None:
    page = chart_of(real, "equity")
    report = equity_report(real.sums, {})
    for drawn, curve in zip(page.chart.drawn, (report.unhedged, report.hedged), strict=True):
        assert drawn.y.tolist() == [float(usd) for usd in curve.usd if usd is not None]
    assert page.below is not None
    assert min(page.below.drawn[-1].y.tolist()) == float(report.hedged.fall.usd)
    assert page.chart.columns["With hedge $"][-1] == str(report.hedged.usd[-1])
    assert "Deepest fall with hedge" in " ".join(sentence for sentence, _ in page.told)


def test_how_far_under_its_high_a_curve_stands() -> None:
    usd = [Decimal(each) if each is not None else None for each in (5, -3, None, 4, 9, 7)]
    assert under_high(usd) == (0, -8, None, -1, 0, -2)
    assert under_high([Decimal(-4)]) == (-4,)


def test_condors_chosen_by_what_they_are_leave_the_hedge_out(real: Career) -> None:
    page = chart_of(real, "equity", tag="fifth")
    assert len(page.chart.drawn) == 1
    chosen = [each.profit for each in real.results.closed if "fifth" in each.tags]
    assert page.chart.drawn[0].y.tolist()[-1] == pytest.approx(float(sum(chosen)))
    assert "The hedge is not in it" in " ".join(sentence for sentence, _ in page.told)
    hedge = chart_of(real, "equity", sleeve="alvh")
    assert hedge.chart.drawn[0].y.tolist()[-1] == pytest.approx(float(real.sums[-1].hedge or 0))


def test_the_hedge_month_by_month_is_that_of_the_report(real: Career) -> None:
    page = chart_of(real, "hedge")
    report = equity_report(real.sums, credits_by_month(real.courses, real.accounts))
    assert page.chart.columns["Net $"] == tuple(f"{each.profit:.2f}" for each in report.months)
    cost, income, net = page.chart.drawn
    assert sum(cost.y.tolist()) == pytest.approx(float(report.cost))
    assert sum(income.y.tolist()) == pytest.approx(float(report.income))
    assert len(net.y) == 12
    shares = chart_of(real, "hedge", hedge_unit="credit")
    assert sum(len(drawn.y) for drawn in shares.chart.drawn) == 12
    assert "% of credit" in page.chart.told(0)
    (ladder,) = page.behind(5).campaign_ids
    assert real.traits[ladder].sleeve == "alvh"
    within = chart_of(real, "hedge", span="typed", first=date(2025, 3, 14), last=date(2025, 4, 2))
    assert within.chart.columns["Month"] == ("2025-03", "2025-04"), "whole months"


# Charts of campaigns


@pytest.mark.parametrize("unit", ["usd", "margin"])
def test_the_bins_hold_every_campaign_once(real: Career, unit: str) -> None:
    page = chart_of(real, "histogram", bin_unit=unit)
    stops = page.chart.stops.tolist()
    for place, middle in enumerate(stops):
        assert page.hit(middle, 0.0, 1.0, 1.0) == place
        for key in page.behind(place).campaign_ids:
            result = real.by_id[key]
            assert result.margin is not None
            value = float(result.profit) if unit == "usd" else 100 * float(result.profit / result.margin)
            assert page.hit(value, 0.0, 1.0, 1.0) == place
    assert sum(len(page.behind(place).campaign_ids) for place in range(len(stops))) == len(real.results.closed)
    assert page.hit(1e9, 0.0, 1.0, 1.0) is None
    losses, gains, *_ = page.chart.drawn
    assert max(losses.x.tolist()) < 0 < min(gains.x.tolist()), "zero is an edge"


@pytest.mark.parametrize("across", ["held", "vix", "expiry"])
def test_a_point_is_a_campaign_and_a_stop_all_of_one_place(real: Career, across: str) -> None:
    page = chart_of(real, "scatter", across=across)
    losses, gains = page.chart.drawn
    assert len(losses.x) + len(gains.x) == len(real.results.closed)
    assert page.chart.stops.tolist() == sorted({*losses.x.tolist(), *gains.x.tolist()})
    worst = min(real.results.closed, key=lambda each: each.profit)
    at = {
        "held": (worst.closed_at - worst.opened_at) / timedelta(days=1),
        "vix": worst.vix_at_entry,
        "expiry": worst.days_to_expiry,
    }[across]
    assert at is not None
    place = page.hit(float(at), float(worst.profit), 0.01, 10.0)
    assert place is not None
    assert page.behind(place).campaign_ids == (worst.campaign_id,)
    assert page.hit(float(at), 1e7, 0.01, 10.0) is None
    assert worst.campaign_id in page.behind(page.place_of(float(at))).campaign_ids


def test_the_campaigns_behind_are_rows_of_what_they_came_to(real: Career) -> None:
    behind = behind_view(page_of(real, by="all").behind(0), real)
    assert behind.campaign_ids == tuple(each.campaign_id for each in real.results.closed)
    row, result = behind.rows[0], real.results.closed[0]
    raw = {each.title: cell.raw for each, cell in zip(BEHIND_COLUMNS, row.cells, strict=True)}
    assert (raw["Campaign"], Decimal(raw["P/L $"]), raw["Account"]) == (result.name, result.profit, result.account)
    assert raw["Tags"] == ", ".join(result.tags)
    ladder = behind_view(chart_of(real, "hedge").behind(0), real).rows[0]
    assert (ladder.cells[1].text, ladder.cells[0].hint) == ("open", "ALVH hedge")


# What is not there


def nothing(of: Career, view: ViewName = "table", **choices: Any) -> EmptyState:
    page = view_of(of, view, **choices).page
    assert isinstance(page, EmptyState)
    return page


def test_filters_that_leave_nothing_say_so(real: Career) -> None:
    for view in ("table", "histogram", "scatter"):
        assert nothing(real, view, tag="gone").sentence.startswith("None of the 240 campaigns that were closed")


def test_what_is_not_known_in_one_unit_says_so(real: Career) -> None:
    bare = replace(real, results=Results(tuple(replace(each, margin=None) for each in real.results.closed)))
    assert (
        nothing(bare, "histogram", bin_unit="margin").sentence == "The margin of none of the 240 campaigns is known."
    )
    assert chart_of(bare, "histogram").chart.stops.size
    poor = replace(real, lines=tuple(replace(each, equity=None) for each in real.lines))
    assert "equity is typed among the inputs" in nothing(poor, "hedge", hedge_unit="equity").sentence
    none = replace(real, results=Results(tuple(replace(each, vix_at_entry=None) for each in real.results.closed)))
    assert nothing(none, "scatter", across="vix").sentence.startswith("The VIX at entry of none")


def test_without_recorded_days_the_views_of_days_say_what_records_them() -> None:
    year = whole_year()
    bare = career(year, file=YearFile(year, has_days=False))
    for view in ("equity", "calendar", "hedge"):
        empty = nothing(bare, view)
        assert "recorded while this window is open" in empty.sentence
        assert empty.filler == "import"
        simulated = statistics_view(bare, StatisticsChoices(view=view), is_simulated=True).page
        assert isinstance(simulated, EmptyState)
        assert (simulated.filler, "sample" in simulated.sentence) == (None, True)
    assert page_of(bare).behind(0).campaign_ids
    assert {each.caption: each.text for each in view_of(bare).strip}["Hedge cost"] == "\N{EM DASH}"


def scribbled(scribe: Scribe) -> Career:
    picture = painted(scribe.book)
    accounts = frozenset(picture.seen.accounts)
    return career_of(
        Source(scribe.book, picture.values, picture.inputs.now, accounts, None, MadeQuotes()), KeptRead()
    )


def test_before_anything_is_closed_the_page_says_what_fills_it() -> None:
    scribe = Scribe()
    for view in VIEWS:
        assert nothing(scribbled(scribe), view).filler == "enter"
    scribe.fill(scribe.trade(scribe.campaign()), condor(-1, "1", "2", "2", "1"))
    still = scribbled(scribe)
    for view in ("table", "histogram", "scatter"):
        assert "no campaign is closed yet" in nothing(still, view).sentence
    assert [(each.caption, each.text) for each in view_of(still).strip[:2]] == [("Closed", "0"), ("Open beside", "1")]
    assert nothing(still, "hedge").sentence.endswith("no hedge was ever held in these accounts.")


def test_a_file_that_cannot_be_read_is_said_and_the_book_alone_counts() -> None:
    year = whole_year()
    found = view_of(career(year, file=YearFile(year, fault=KnownError("The file is damaged.", "Restore a backup."))))
    assert found.trouble == "The file is damaged. Restore a backup."
    assert found.strip[0].text == "240"


def test_one_sleeve_alone_is_counted_whatever_the_grouping(real: Career) -> None:
    hedges = replace(real, results=Results(tuple(replace(each, sleeve="alvh") for each in real.results.closed)))
    hedges = replace(hedges, traits={key: replace(each, sleeve="alvh") for key, each in real.traits.items()})
    assert len(page_of(hedges, sleeve="alvh").rows) == 12  # type: ignore[union-attr]
    assert nothing(hedges).sentence.startswith("What closed campaigns came to")


def test_every_view_has_a_name() -> None:
    assert tuple(VIEWS) == get_args(ViewName)
