"""The page as a value: the choices in force, what may be chosen, the chart, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.history.choices import SPANS, HistoryChoices, Whose
from alvh_desktop.viewmodels.history.plot import chart_of, marks_at
from alvh_desktop.viewmodels.history.words import caption_of, empty_history
from alvh_desktop.viewmodels.market_dock.axes import day_at

if TYPE_CHECKING:
    from datetime import date

    from alvh_desktop.desk.history import History, HistoryDay
    from alvh_desktop.domain.book import Book
    from alvh_desktop.viewmodels.empty_states import EmptyState
    from alvh_desktop.viewmodels.market_dock.chart import Chart


@dataclass(frozen=True)
class HistoryView:
    """`measures` and `offered` are what may be chosen, by value and label. `told` are sentences, each with whether it
    asks for attention. `marked` are the days, as places of the x axis, on which something happened. Where there is
    nothing to draw `empty` says why, and `chart` is None."""

    choices: HistoryChoices
    measures: tuple[tuple[str, str], ...]
    offered: tuple[tuple[Whose, str], ...]
    chart: Chart | None
    told: tuple[tuple[str, bool], ...] = ()
    marked: tuple[float, ...] = ()
    empty: EmptyState | None = None

    def day_at(self, at: float) -> date | None:
        """The day of the stop that is nearest to a place of the x axis."""
        chart = self.chart
        return None if chart is None else day_at(float(chart.stops[chart.place_of(at)]))

    def marked_day(self, at: float, reach: float) -> date | None:
        """The day nearest to it on which something happened; None where none is within `reach`."""
        near = min(self.marked, key=lambda place: abs(place - at), default=None)
        return None if near is None or abs(near - at) > max(reach, 0.5) else day_at(near)


def history_view(
    history: History,
    choices: HistoryChoices,
    offered: Sequence[tuple[Whose, str]],
    book: Book | None,
    are_alerts_read: bool = True,
) -> HistoryView:
    """`history` is of the campaigns that `choices.whose` stands for."""
    from alvh_desktop.desk.history import MEASURES

    measures = tuple((measure.name, measure.label) for measure in MEASURES)
    measure = next((each for each in MEASURES if each.name == choices.measure), MEASURES[0])
    choices, days = replace(choices, measure=measure.name), _in_span(history.days, choices)
    if not days or all(day.seen_at is None for day in history.days):
        return HistoryView(choices, measures, tuple(offered), None, empty=empty_history(book))
    marks = marks_at(history, days)
    chart = chart_of(history, days, marks, measure, f"{measure.name} of {choices.whose}")
    told = tuple(caption_of(history, measure, days, are_alerts_read))
    marked = tuple(float(chart.stops[place]) for place in sorted(marks))
    return HistoryView(choices, measures, tuple(offered), chart, told, marked)


def _in_span(days: Sequence[HistoryDay], choices: HistoryChoices) -> Sequence[HistoryDay]:
    """Those of the last days, counted from the newest."""
    length = SPANS[choices.span][1]
    if length is None or not days:
        return days
    first = days[-1].day - timedelta(days=length)
    return [day for day in days if day.day >= first]
