"""What a view shows, as a value: a table, a chart or a calendar, and the campaigns behind each place of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.cell_table import CellRow
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.viewmodels.statistics.calendar_table import CalendarRow

Told = tuple[tuple[str, bool], ...]
"""Sentences, each with whether it asks for attention."""


@dataclass(frozen=True, slots=True)
class Behind:
    """The campaigns behind a row, bar, day or point, in the order in which they are to be read; `words` name it."""

    words: str
    campaign_ids: tuple[int, ...]


BehindOf = Callable[[int], Behind]


@dataclass(frozen=True, slots=True)
class TablePage:
    """Rows under their places among the groups."""

    rows: tuple[CellRow, ...]
    told: Told
    behind: BehindOf


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """Months, the newest first, each with its weeks; cells say their places."""

    rows: tuple[CalendarRow, ...]
    told: Told
    behind: BehindOf


@dataclass(frozen=True, slots=True)
class ChartPage:
    """A chart, and another one over the same axis `below` it. Its stops are places, and so is what `hit` answers: the
    place that was meant by a click on x and y, with how far beside each it may be; None where there is nothing."""

    chart: Chart
    told: Told
    behind: BehindOf
    hit: Callable[[float, float, float, float], int | None]
    below: Chart | None = None

    def place_of(self, at: float) -> int:
        """The stop nearest to a place of the x axis."""
        return self.chart.place_of(at)


Page = TablePage | ChartPage | CalendarPage
