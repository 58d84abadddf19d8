"""The dock as a value: the choices in force, what may be chosen, the figures of all that is counted, and a view."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from alvh_desktop.reports.days import changes_of, sums_between
from alvh_desktop.reports.equity import equity_report
from alvh_desktop.reports.statistics import grouped, report_of
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.statistics.calendar_table import calendar_page
from alvh_desktop.viewmodels.statistics.choices import HedgeUnit, StatisticsChoices
from alvh_desktop.viewmodels.statistics.equity_page import equity_page
from alvh_desktop.viewmodels.statistics.filtering import Offered, counted_results, offered_in, summed_in
from alvh_desktop.viewmodels.statistics.group_cells import group_row
from alvh_desktop.viewmodels.statistics.hedge_page import hedge_page, whole_months
from alvh_desktop.viewmodels.statistics.histogram import histogram_page
from alvh_desktop.viewmodels.statistics.pages import Behind, Page, TablePage
from alvh_desktop.viewmodels.statistics.scatter import scatter_page
from alvh_desktop.viewmodels.statistics.strip import strip_of
from alvh_desktop.viewmodels.statistics.words import (
    campaigns_text,
    no_days,
    nothing_chosen,
    nothing_closed,
    span_text,
)

if TYPE_CHECKING:
    from alvh_desktop.reports.results import Results
    from alvh_desktop.reports.statistics import Report
    from alvh_desktop.viewmodels.campaign_words import Figure
    from alvh_desktop.viewmodels.statistics.career import Career

NO_EQUITY = "P/L with the hedge and without it is drawn here day by day"
NO_CALENDAR = "P/L of each day stands here"
_UNKNOWN_SHARE: Mapping[HedgeUnit, str] = {
    "credit": "Condors took in no credit in the months in which the hedge's P/L is known.",
    "equity": "What the accounts were worth is known of none of these months: equity is typed among the inputs.",
}
NO_HEDGE = "What the hedge cost and brought stands here month by month"


@dataclass(frozen=True)
class StatisticsView:
    """`days` are the first and the last closing day in force as they are typed. Where there is nothing to show the
    `page` says why and what fills it."""

    choices: StatisticsChoices
    page: Page | EmptyState
    offered: Offered = field(default_factory=Offered)
    days: tuple[str, str] = "", ""
    strip: tuple[Figure, ...] = ()
    trouble: str = ""


def statistics_view(
    career: Career,
    choices: StatisticsChoices,
    is_simulated: bool = False,
    rules: TablePage | EmptyState | None = None,
) -> StatisticsView:
    """`is_simulated` says that days are not recorded at all; `rules` is the page of rules where that is looked at."""
    first, last = choices.days(career.today)
    counted = counted_results(career, choices)
    report = report_of(counted, choices.by, has_hedges=choices.sleeve is not None)
    in_span = sums_between(career.sums, first, last)
    hedge = equity_report(in_span, {}) if any(each.hedge is not None for each in in_span) else None
    return StatisticsView(
        choices=choices,
        page=rules or _page(career, choices, counted, report, is_simulated),
        offered=offered_in(career, choices),
        days=("" if first is None else first.isoformat(), "" if last is None else last.isoformat()),
        strip=strip_of(report, hedge, career.is_paper),
        trouble=career.trouble,
    )


def _page(
    career: Career, choices: StatisticsChoices, counted: Results, report: Report, is_simulated: bool
) -> Page | EmptyState:
    match choices.view:
        case "equity" | "calendar":
            return _page_of_days(career, choices, is_simulated)
        case "hedge":
            return _hedge_months(career, choices, is_simulated)
    if not counted.closed:
        return _nothing(career, choices)
    match choices.view:
        case "histogram":
            return histogram_page(counted.closed, choices.bin_unit) or _nothing_known("margin", counted)
        case "scatter":
            return scatter_page(counted.closed, choices.across) or _nothing_known(
                "VIX at entry" if choices.across == "vix" else "expiry", counted
            )
    return _table(counted, report, choices)


def _table(counted: Results, report: Report, choices: StatisticsChoices) -> TablePage:
    groups = tuple(grouped(counted.closed, choices.by).items())
    rows = tuple(group_row(place, group) for place, group in enumerate(report.groups))
    title = report.grouping.title

    def behind(place: int) -> Behind:
        key, results = groups[place]
        named = f"{campaigns_text(len(results))}"
        words = named if choices.by == "all" else f"{named}, {title} {key}"
        return Behind(words, tuple(each.campaign_id for each in results))

    return TablePage(rows, tuple(_table_told(report)), behind)


def _table_told(report: Report) -> Iterator[tuple[str, bool]]:
    whole = report.whole
    if report.overlaps:
        yield "A campaign stands under each of its tags: the rows add up to more than all of them.", True
    if whole.with_margin < whole.closed:
        known = f"{whole.with_margin:,} of {campaigns_text(whole.closed)}"
        yield f"Margin is known of {known}: the others held a short without its wing, or no condor or spread.", True
    if whole.hedge_unknown or whole.hedge_partial:
        unknown = f"of {whole.hedge_unknown:,} nothing is known, of {whole.hedge_partial:,} not all"
        yield f"The share in the hedge is partial: {unknown}.", True
    if report.grouping.has_every_sleeve and any(group.key != "core" for group in report.groups):
        yield "What stands under hedge beside is in the row of the hedge too: do not add the two.", True


def _page_of_days(career: Career, choices: StatisticsChoices, is_simulated: bool) -> Page | EmptyState:
    first, last = choices.days(career.today)
    summed = summed_in(career, choices)
    whole = career.sums if len(summed.campaign_ids) == len(career.courses) else career.sums_of(summed.campaign_ids)
    sums = sums_between(whole, first, last)
    if all(each.hedged is None for each in sums):
        what = NO_EQUITY if choices.view == "equity" else NO_CALENDAR
        if career.courses and not summed.campaign_ids:
            return nothing_chosen(len(career.results.closed), span_text(first, last))
        return _no_days(career, what, is_simulated)
    if choices.view == "equity":
        return equity_page(career, summed, sums, equity_report(sums, {}))
    days = {each.day for each in sums}
    return calendar_page(career, summed, [each for each in changes_of(whole) if each.day in days])


def _hedge_months(career: Career, choices: StatisticsChoices, is_simulated: bool) -> Page | EmptyState:
    first, last = whole_months(*choices.days(career.today))
    sums = sums_between(career.sums, first, last)
    if all(traits.sleeve == "core" for traits in career.traits.values()):
        return EmptyState(f"{NO_HEDGE}; no hedge was ever held in these accounts.", "enter")
    report = equity_report(sums, career.credits)
    if all(each.profit is None for each in report.months):
        return _no_days(career, NO_HEDGE, is_simulated)
    page = hedge_page(career, report, choices.hedge_unit, choices.is_narrowed)
    return page or EmptyState(_UNKNOWN_SHARE[choices.hedge_unit], None)


def _nothing(career: Career, choices: StatisticsChoices) -> EmptyState:
    """Nothing closed is let through."""
    closed = len(career.results.closed)
    if not closed:
        return nothing_closed(bool(career.results.open))
    if not choices.is_filtered:
        return nothing_closed(is_any_open=True)  # hedges alone were closed
    return nothing_chosen(closed, span_text(*choices.days(career.today)))


def _nothing_known(what: str, counted: Results) -> EmptyState:
    return EmptyState(f"The {what} of none of the {campaigns_text(len(counted.closed))} is known.", None)


def _no_days(career: Career, what: str, is_simulated: bool) -> EmptyState:
    if not career.courses:
        return EmptyState(f"{what}: enter your first order.", "enter")
    return no_days(what, is_simulated)
