"""What the hedge cost and brought month by month: in $, or as a share of the condors' credit or of the equity."""

from __future__ import annotations

import math
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import is_business_day, next_business_day
from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.history.plot import ScaledAxis
from alvh_desktop.viewmodels.market_dock.axes import NamedAxis, NumberAxis, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule
from alvh_desktop.viewmodels.statistics.days_behind import behind_days
from alvh_desktop.viewmodels.statistics.pages import Behind, ChartPage
from alvh_desktop.viewmodels.statistics.words import (
    days_counted,
    month_text,
    profit_words,
    short_month_text,
    signed_percent,
)

if TYPE_CHECKING:
    from alvh_desktop.reports.equity import EquityReport, HedgeMonth, Month
    from alvh_desktop.series.past import Floats
    from alvh_desktop.viewmodels.statistics.career import Career
    from alvh_desktop.viewmodels.statistics.choices import HedgeUnit

Columns = Mapping[str, tuple[str, ...]]
_BAR_WIDTH = 0.7
"""Of the room of a month."""
_NAMES: Mapping[HedgeUnit, str] = {
    "usd": "Cost and income of the hedge",
    "credit": "Net of the hedge in % of the condors' credit",
    "equity": "Net of the hedge in % of equity",
}


def whole_months(first: date | None, last: date | None) -> tuple[date | None, date | None]:
    """The span widened to the months that it touches."""
    return (
        None if first is None else first.replace(day=1),
        None if last is None else last.replace(day=monthrange(last.year, last.month)[1]),
    )


def hedge_page(career: Career, report: EquityReport, unit: HedgeUnit, is_narrowed: bool) -> ChartPage | None:
    """`report` is of whole months of all campaigns, hedged by the whole of the hedge. None where of no month anything
    is known in that unit."""
    months = report.months
    if all(_known(each, unit) is None for each in months):
        return None
    hedges = {key for key, traits in career.traits.items() if traits.sleeve != "core"}

    def behind(place: int) -> Behind:
        first, last = _ends(months[place].month)
        return behind_days(career, hedges, first, last, f"The hedge in {month_text(months[place].month)}")

    def hit(x: float, y: float, wide: float, high: float) -> int | None:
        place = round(x)
        return place if 0 <= place < len(months) and abs(x - place) <= _BAR_WIDTH / 2 + wide else None

    return ChartPage(_chart(months, unit), tuple(_caption(report, unit, is_narrowed)), behind, hit)


def month_told(each: HedgeMonth) -> str:
    """Everything that is known of a month, in one line."""
    if each.profit is None:
        return f"{month_text(each.month)}: the hedge's P/L is not known"
    told = f"{month_text(each.month)}: cost {profit_words(each.cost)} $, income {profit_words(each.income)} $"
    told += f", net {profit_words(each.profit)} $"
    credit = "" if each.of_credit is None else f"{signed_percent(each.of_credit)} of credit {each.credit:,.0f} $"
    equity = "" if each.of_equity is None else f"{signed_percent(each.of_equity)} of equity"
    shares = ", ".join(filter(None, (credit, equity)))
    doubt = f"{days_counted(each.partial_days)} not known or partial" if each.partial_days else ""
    return "; ".join(filter(None, (told, shares, doubt)))


def _known(each: HedgeMonth, unit: HedgeUnit) -> Decimal | float | None:
    return {"usd": each.profit, "credit": each.of_credit, "equity": each.of_equity}[unit]


def _chart(months: Sequence[HedgeMonth], unit: HedgeUnit) -> Chart:
    import numpy as np

    x = np.arange(float(len(months)))
    net = np.array([_plot(_known(each, unit), unit) for each in months])

    def bars(values: Sequence[float] | Floats, ink: Ink, name: str) -> Drawn:
        y = np.array(values)
        known = np.isfinite(y) & (y != 0)
        return Drawn("bars", ink, x[known], y[known], name if known.any() else "", width=_BAR_WIDTH)

    if unit == "usd":
        cost, income = ([_plot(part, unit) for part in parts] for parts in _cost_and_income(months))
        drawn = [bars(cost, "loss", "Cost"), bars(income, "gain", "Income")]
        drawn.append(Drawn("diamonds", "settlement", x, net, "Net"))
        every = np.array([*cost, *income])
    else:
        drawn = [bars(np.minimum(net, 0.0), "loss", "Cost"), bars(np.maximum(net, 0.0), "gain", "Gain")]
        every = net
    known = every[np.isfinite(every)]
    places = [float(place) for place in range(len(months))]
    last = max(place for place, value in enumerate(net) if math.isfinite(value))
    return Chart(
        name=f"{_NAMES[unit]} by month",
        drawn=tuple(drawn),
        rules=(Rule(0.0, "dim"),),
        x_range=(-0.6, len(months) - 0.4),
        y_range=room_around(min(0.0, float(known.min())), max(0.0, float(known.max()))),
        x_axis=NamedAxis(places, lambda place: short_month_text(months[place].month)),
        y_axis=ScaledAxis() if unit == "usd" else NumberAxis("%"),
        stops=x,
        told=lambda place: month_told(months[place]),
        summary=f"{_NAMES[unit]} over {len(months)} months; last known: {month_told(months[last])}.",
        start=float(last),
        columns=_columns(months),
    )


def _cost_and_income(months: Sequence[HedgeMonth]) -> tuple[list[Decimal | None], list[Decimal | None]]:
    return [each.cost for each in months], [each.income for each in months]


def _plot(value: Decimal | float | None, unit: HedgeUnit) -> float:
    return math.nan if value is None else float(value) * (1.0 if unit == "usd" else 100.0)


def _caption(report: EquityReport, unit: HedgeUnit, is_narrowed: bool) -> Iterator[tuple[str, bool]]:
    months, net = report.months, report.cost + report.income
    credit = sum((each.credit for each in months), Decimal(0))
    share = f", {signed_percent(float(net / credit))} of the credit of {credit:,.0f} $" if credit > 0 else ""
    count = f"{len(months)} months" if len(months) > 1 else "1 month"
    told = f"In {count} the hedge cost {profit_words(report.cost)} $ and brought {profit_words(report.income)} $"
    yield f"{told}: net {profit_words(net)} ${share}.", False
    yield "Cost are the days on which its P/L fell, income those on which it rose. Whole months are drawn.", False
    if unit == "credit":
        yield "Credit is what openings and rolls of condors brought in the month.", False
    if unit == "equity":
        yield "Equity is what the accounts were worth on the first day of the month on which that is known.", False
    if is_narrowed:
        yield "The hedge covers all condors: strategy, tag and VIX choose nothing here.", True
    doubted = sum(each.partial_days for each in months)
    if doubted:
        yield f"{days_counted(doubted)} are not known, or leave out legs without a mark.", True
    unknown = sum(_known(each, unit) is None for each in months)
    if unknown:
        yield f"Of {unknown} of the months it is not known.", True


def _columns(months: Sequence[HedgeMonth]) -> Columns:
    def money(amount: Decimal | None) -> str:
        return "" if amount is None else money_text(amount)

    def share(fraction: float | None) -> str:
        return "" if fraction is None else f"{100 * fraction:.4f}"

    return {
        "Month": tuple(f"{year}-{number:02}" for year, number in (each.month for each in months)),
        "Cost $": tuple(money(each.cost) for each in months),
        "Income $": tuple(money(each.income) for each in months),
        "Net $": tuple(money(each.profit) for each in months),
        "Credit $": tuple(money_text(each.credit) for each in months),
        "Net, % of credit": tuple(share(each.of_credit) for each in months),
        "Net, % of equity": tuple(share(each.of_equity) for each in months),
        "Days partial or not known": tuple(str(each.partial_days) for each in months),
    }


def _ends(month: Month) -> tuple[date, date]:
    """Its first trading day and its last day."""
    year, number = month
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    return first if is_business_day(first) else next_business_day(first), last
