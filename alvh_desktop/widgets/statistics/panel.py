"""The panel of statistics: filters, the strip of figures, a bar of views, and what stands behind a place of one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSplitter, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.statistics.choices import (
    ACROSS,
    BIN_UNITS,
    HEDGE_UNITS,
    VIEWS,
    StatisticsChoices,
    ViewName,
)
from alvh_desktop.viewmodels.statistics.rules_page import RULE_COLUMNS
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.figure_strip import FigureStrip
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.statistics.behind_list import BehindList
from alvh_desktop.widgets.statistics.calendar_view import CalendarView
from alvh_desktop.widgets.statistics.chart_view import ChartView
from alvh_desktop.widgets.statistics.filter_bar import FilterBar
from alvh_desktop.widgets.statistics.table_view import TableView
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.domain.problems import Problem
    from alvh_desktop.viewmodels.statistics.behind_rows import BehindView
    from alvh_desktop.viewmodels.statistics.view import StatisticsView

_WORKING = "Working out what closed campaigns came to \N{HORIZONTAL ELLIPSIS}"
_VIEW_SHARE, _BEHIND_SHARE = 60, 40
_RULE_WIDTHS = (196, 62, 90, 80, 110, 78, 54, 106, 74, 88, 92)


class StatisticsPanel(QFrame):
    """`chosen` carries choices by their names, `days_typed` closing days as they are written, `cleared` that filters
    are not wanted any more; `watched` says whether somebody sees the panel, `made` that a chart is there now, and
    `filled` carries the filler of an empty view's button.

    `asked_behind` carries a place of the view of which the campaigns are wanted; `campaigns_chosen` their numbers as
    soon as they are shown, `campaign_opened` the number of one to go to.
    """

    chosen = Signal(dict)
    days_typed = Signal(str, str)
    cleared = Signal()
    watched = Signal(bool)
    made = Signal()
    filled = Signal(str)
    asked_behind = Signal(int)
    campaigns_chosen = Signal(tuple)
    campaign_opened = Signal(int)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("tone", "panel")
        self._choices = StatisticsChoices()
        self._drawn: dict[ViewName, StatisticsChoices] = {}
        """Of which filters the page of each view is."""
        self._goes_behind = False
        """Whether the keyboard goes to the campaigns as soon as they are there."""
        self.bar = FilterBar()
        self.trouble = toned_label("", "doubt")
        self.strip = FigureStrip(worn)
        self.tabs = QTabBar()
        self.table, self.calendar = TableView(worn), CalendarView(worn)
        self.equity = ChartView(worn, "Equity")
        self.histogram = ChartView(worn, "Histogram", "bin_unit", BIN_UNITS)
        self.scatter = ChartView(worn, "Scatter", "across", ACROSS)
        self.hedge = ChartView(worn, "Hedge", "hedge_unit", HEDGE_UNITS)
        self.rules = TableView(worn, RULE_COLUMNS, "How rules were followed", _RULE_WIDTHS)
        self.charts = (self.equity, self.histogram, self.scatter, self.hedge)
        self.views: dict[ViewName, TableView | ChartView | CalendarView] = {
            "table": self.table, "equity": self.equity, "calendar": self.calendar,
            "histogram": self.histogram, "scatter": self.scatter, "hedge": self.hedge,
            "rules": self.rules,
        }  # fmt: skip
        self.panels: dict[ViewName, Panel] = {}
        self.stack = QStackedWidget()
        self.behind = BehindList(worn)
        # from the outside in: what is put into something else later is dressed once more, with all that is in it
        self._lay_out()
        for name, title in VIEWS.items():
            self._add_view(name, title)
        self._connect()
        self.forget()

    @property
    def view(self) -> ViewName:
        return tuple(VIEWS)[self.tabs.currentIndex()]

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        inside = (stop for view in self.views.values() for stop in view.stops)
        return (*self.bar.stops, self.tabs, *inside, *self.behind.stops)

    def show_view(self, shown: StatisticsView) -> None:
        """What was worked out; the choices in force stand in the controls."""
        if shown.choices != self._choices:
            self.behind.hide()
        self._choices = choices = shown.choices
        self.bar.show_filters(shown.offered, choices, shown.days)
        self.bar.show()
        self.trouble.setText(shown.trouble)
        self.trouble.setVisible(bool(shown.trouble))
        self.strip.show_figures(shown.strip)
        self.strip.setVisible(bool(shown.strip))
        self.histogram.show_unit(choices.bin_unit)
        self.scatter.show_unit(choices.across)
        self.hedge.show_unit(choices.hedge_unit)
        self._drawn[choices.view] = _filters(choices)
        panel, view = self.panels[choices.view], self.views[choices.view]
        if isinstance(shown.page, EmptyState):
            if isinstance(view, ChartView):
                view.forget_chart()
            panel.show_state(shown.page)
        else:
            view.show_page(shown.page)  # type: ignore[arg-type]  # each view is given its own page
            panel.show_state(None)

    def show_problem(self, problem: Problem | None) -> None:
        self.bar.show_problem(problem)

    def show_behind(self, behind: BehindView) -> None:
        """The campaigns that were asked for; with Enter the keyboard goes on among them."""
        self.behind.show_behind(behind)
        if self.behind.isHidden():
            self.behind.show()
            room = self.split.height()
            self.split.setSizes([room * _VIEW_SHARE // 100, room * _BEHIND_SHARE // 100])
        if self._goes_behind:
            self.behind.setFocus()
        self.campaigns_chosen.emit(behind.campaign_ids)

    def forget(self) -> None:
        """Another portfolio is open, or none: what stood here was not its past."""
        self._drawn.clear()
        for panel in self.panels.values():
            panel.show_waiting(_WORKING)
        for view in self.charts:
            view.forget_chart()
        for part in (self.bar, self.strip, self.behind, self.trouble):
            part.hide()

    def turn_to(self, view: ViewName) -> None:
        self.tabs.setCurrentIndex(tuple(VIEWS).index(view))

    def watch(self, is_seen: bool) -> None:
        self.watched.emit(is_seen)

    def wear(self, worn: Tokens) -> None:
        for part in (self.strip, self.behind, *self.views.values()):
            part.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        """The campaigns behind it where the keyboard is among them, else what the view shows."""
        if self.behind.table.hasFocus():
            return self.behind.copy_text(with_headers)
        if self.panels[self.view].is_empty:
            return ""
        view = self.views[self.view]
        return view.copy_text() if isinstance(view, ChartView) else view.copy_text(with_headers)

    def _add_view(self, name: ViewName, title: str) -> None:
        self.tabs.addTab(title)
        panel, view = Panel(f"Statistics{name.capitalize()}", ground="plain"), self.views[name]
        panel.hold(view)
        panel.asked.connect(self.filled)
        self.panels[name] = panel
        self.stack.addWidget(_page_of(panel, view))
        view.pointed.connect(lambda place: self._ask(place, goes_behind=False))
        view.opened.connect(lambda place: self._ask(place, goes_behind=True))
        if isinstance(view, ChartView):
            view.made.connect(self.made)
            view.chosen.connect(self.chosen)

    def _ask(self, place: int, goes_behind: bool) -> None:
        self._goes_behind = goes_behind
        self.asked_behind.emit(place)

    def _put_behind_away(self) -> None:
        had_focus = self.behind.isAncestorOf(self.focusWidget())
        self.behind.hide()
        if had_focus:
            self.views[self.view].setFocus()

    def _turn(self, place: int) -> None:
        name = tuple(VIEWS)[place]
        self.stack.setCurrentIndex(place)
        self.behind.hide()
        if self._drawn.get(name) != _filters(self._choices):
            self.panels[name].show_waiting(_WORKING)
        self.chosen.emit({"view": name})

    def _connect(self) -> None:
        self.bar.chosen.connect(self.chosen)
        self.bar.days_typed.connect(self.days_typed)
        self.bar.cleared.connect(self.cleared)
        self.tabs.currentChanged.connect(self._turn)
        self.behind.opened.connect(self.campaign_opened)
        self.behind.closed.connect(self._put_behind_away)

    def _lay_out(self) -> None:
        self.tabs.setAccessibleName("Views of the statistics")
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setProperty("tone", "pages")
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.stack)
        self.split.addWidget(self.behind)
        above = QVBoxLayout()
        above.setContentsMargins(10, 4, 10, 2)
        above.setSpacing(6)
        for part in (self.bar, self.trouble, self.strip):
            above.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(2)
        rows.addLayout(above)
        rows.addWidget(self.tabs)
        rows.addWidget(self.split, 1)
        self.setFocusProxy(self.tabs)


def _page_of(panel: Panel, view: QWidget) -> QWidget:
    """The controls of a chart stay where there is nothing to draw: with another choice there may be."""
    page = QWidget()
    rows = QVBoxLayout(page)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.setSpacing(0)
    if isinstance(view, ChartView) and view.units is not None:
        above = QVBoxLayout()
        above.setContentsMargins(10, 6, 10, 0)
        above.addWidget(view.controls)
        rows.addLayout(above)
    rows.addWidget(panel, 1)
    return page


def _filters(choices: StatisticsChoices) -> StatisticsChoices:
    """The same whatever the view."""
    return replace(choices, view="table")
