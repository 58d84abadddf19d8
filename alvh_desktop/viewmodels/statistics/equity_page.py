"""The curve of the P/L with the hedge and without it, day by day, and below it how far each stood under its high."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.history.plot import ScaledAxis
from alvh_desktop.viewmodels.history.words import weekday_text
from alvh_desktop.viewmodels.market_dock.axes import DayAxis, day_number, room_around
from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Ink, Rule, Shape
from alvh_desktop.viewmodels.market_dock.words import day_text
from alvh_desktop.viewmodels.statistics.days_behind import behind_days
from alvh_desktop.viewmodels.statistics.pages import Behind, ChartPage
from alvh_desktop.viewmodels.statistics.words import days_counted, profit_words, signed_percent

if TYPE_CHECKING:
    from alvh_desktop.reports.equity import Curve, DaySum, EquityReport, Fall
    from alvh_desktop.series.past import Floats
    from alvh_desktop.viewmodels.statistics.career import Career
    from alvh_desktop.viewmodels.statistics.filtering import Summed

Column = Sequence[Decimal | None]
Columns = Mapping[str, tuple[str, ...]]
ZERO = Decimal(0)
_CURVES: tuple[tuple[str, Shape, Ink], ...] = (
    ("Without hedge", "line", "condors"),
    ("With hedge", "thick", "settlement"),
)


def equity_page(career: Career, summed: Summed, sums: Sequence[DaySum], report: EquityReport) -> ChartPage:
    """`sums` and `report` are of these campaigns on the days in view, of one of which P/L is known at least."""
    days = [each.day for each in sums]
    curves = [report.unhedged, report.hedged] if summed.has_both else [report.hedged]
    falls = [under_high(curve.usd) for curve in curves]

    def told(place: int) -> str:
        words = [f"{weekday_text(days[place])}: {profit_words(curves[-1].usd[place])} $"]
        if summed.has_both:
            words.append(f"without hedge {profit_words(curves[0].usd[place])} $")
        under = falls[-1][place]
        if under:
            words.append(f"{profit_words(under)} $ under its high")
        return ", ".join([*words, *(["partial"] if sums[place].is_partial else [])])

    def behind(place: int) -> Behind:
        return behind_days(career, summed.campaign_ids, days[place], days[place], weekday_text(days[place]))

    chart = _chart(days, curves, told, _columns(days, curves, falls, sums))
    below = _fall_chart(chart, curves, falls)

    def hit(x: float, y: float, wide: float, high: float) -> int | None:
        return chart.place_of(x)

    return ChartPage(chart, tuple(_caption(report, curves, days, summed)), behind, hit, below)


def under_high(usd: Column) -> tuple[Decimal | None, ...]:
    """How far each day is below the highest before it ($, 0 or negative); it starts at zero. None where not known."""
    highest, found = ZERO, list[Decimal | None]()
    for value in usd:
        highest = highest if value is None else max(highest, value)
        found.append(None if value is None else value - highest)
    return tuple(found)


def _chart(days: Sequence[date], curves: Sequence[Curve], told: Callable[[int], str], columns: Columns) -> Chart:
    import numpy as np

    x = np.array([day_number(day) for day in days])
    lines = [_values(curve.usd) for curve in curves]
    looks: tuple[tuple[str, Shape, Ink], ...] = _CURVES if len(curves) > 1 else (("P/L", "thick", "settlement"),)
    known = np.concatenate([line[np.isfinite(line)] for line in lines])
    last = _last_known(curves[-1].usd)
    span = f"{days_counted(len(days))} from {day_text(days[0])} to {day_text(days[-1])}"
    return Chart(
        name="P/L by day, with and without hedge" if len(curves) > 1 else "P/L by day",
        drawn=tuple(Drawn(shape, ink, x, line, name) for (name, shape, ink), line in zip(looks, lines, strict=True)),
        rules=(Rule(0.0, "dim"),),
        x_range=room_around(float(x[0]), float(x[-1]), 0.02),
        y_range=room_around(min(0.0, float(known.min())), max(0.0, float(known.max()))),
        x_axis=DayAxis(),
        y_axis=ScaledAxis(),
        stops=x,
        told=told,
        summary=f"P/L on {span}, last known {profit_words(curves[-1].usd[last])} $.",
        start=float(x[last]),
        columns=columns,
    )


def _fall_chart(above: Chart, curves: Sequence[Curve], falls: Sequence[Column]) -> Chart:
    import numpy as np

    looks: tuple[tuple[Shape, Ink], ...] = (("line", "condors"), ("line", "settlement"))
    lines = [_values(fall) for fall in falls]
    known = np.concatenate([line[np.isfinite(line)] for line in lines])
    deepest = curves[-1].fall
    return Chart(
        name="Drawdown",
        drawn=tuple(
            Drawn(shape, ink, above.stops, line)
            for (shape, ink), line in zip(looks[-len(lines) :], lines, strict=True)
        ),
        rules=(Rule(0.0, "dim"),),
        x_range=above.x_range,
        y_range=room_around(min(float(known.min()), -1.0), 0.0),
        x_axis=above.x_axis,
        y_axis=ScaledAxis(),
        stops=above.stops,
        told=above.told,
        summary=f"The deepest fall: {fall_text(deepest)}.",
        start=above.start,
    )


def fall_text(fall: Fall) -> str:
    """`-1,234 $ from 3 Oct 2025 to 7 Nov 2025, made good by 1 Dec 2025`."""
    if fall.trough is None:
        return "none"
    of = "" if fall.of_equity is None else f" ({signed_percent(fall.of_equity)} of equity)"
    began = "the start" if fall.peak is None else day_text(fall.peak)
    ended = "not made good yet" if fall.recovered is None else f"made good by {day_text(fall.recovered)}"
    return f"{profit_words(fall.usd)} ${of} from {began} to {day_text(fall.trough)}, {ended}"


def _caption(
    report: EquityReport, curves: Sequence[Curve], days: Sequence[date], summed: Summed
) -> Iterator[tuple[str, bool]]:
    span = f"{days_counted(len(days))} from {day_text(days[0])} to {day_text(days[-1])}"
    yield f"P/L after fees, realised and open together, counted from the start of the span; {span}.", False
    yield f"{summed.words}. Below: how far it stands under its high.", False
    if len(curves) > 1:
        yield f"Deepest fall with hedge: {fall_text(report.hedged.fall)}.", False
        yield f"Without it: {fall_text(report.unhedged.fall)}.", False
    else:
        yield f"Deepest fall: {fall_text(curves[0].fall)}.", False
    unknown = sum(value is None for value in curves[-1].usd)
    if unknown:
        have = "has" if unknown == 1 else "have"
        yield f"{days_counted(unknown)} {have} no record: the curve parts there, and may have fallen deeper.", True
    if report.partial:
        yield f"{days_counted(len(report.partial))} leave out open legs without a mark.", True


def _columns(
    days: Sequence[date], curves: Sequence[Curve], falls: Sequence[Column], sums: Sequence[DaySum]
) -> Columns:
    titles = ("Without hedge $", "With hedge $") if len(curves) > 1 else ("P/L $",)
    found = {"Day": tuple(day.isoformat() for day in days)}
    for title, curve in zip(titles, curves, strict=True):
        found[title] = _plain(curve.usd)
    for title, fall in zip(titles, falls, strict=True):
        found[f"Drawdown, {title[:1].lower()}{title[1:]}" if len(curves) > 1 else "Drawdown $"] = _plain(fall)
    found["Partial"] = tuple("yes" if each.is_partial else "" for each in sums)
    return found


def _plain(amounts: Column) -> tuple[str, ...]:
    return tuple("" if amount is None else money_text(amount) for amount in amounts)


def _values(amounts: Column) -> Floats:
    import numpy as np

    return np.array([math.nan if amount is None else float(amount) for amount in amounts])


def _last_known(amounts: Column) -> int:
    return max((place for place, amount in enumerate(amounts) if amount is not None), default=0)
