"""The page of history: choices on top, the chart of days, the readout of the crosshair, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alvh_desktop.viewmodels.history.choices import SPANS
from alvh_desktop.viewmodels.history.view import HistoryView
from alvh_desktop.widgets.chart_export.one_pane import OnePane
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, WideBox
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_READING = "Reading the recorded days \N{HORIZONTAL ELLIPSIS}"


class HistoryPage(OnePane):
    """`chosen` carries choices by their names, `day_chosen` a date to look at more closely, `filled` the filler of
    the empty page's button."""

    chosen = Signal(dict)
    day_chosen = Signal(object)
    filled = Signal(str)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(worn, "History chart", "History at the crosshair", parent)
        self._view: HistoryView | None = None
        self.measure = WideBox("Measure", "What is followed from day to day")
        self.whose = WideBox("Campaigns", "Of which campaigns")
        self.span = ButtonRow("Span of days", {name: words for name, (words, _) in SPANS.items()})
        row = FoldingRow(self.controls)
        for part in (self.measure, self.whose, self.span):
            row.addWidget(part)
        self.panel = Panel("History", ground="plain")
        self.panel.hold(self._scroll)
        self.panel.asked.connect(self.filled)
        self._rows.addWidget(self.panel, 1)
        self.measure.activated.connect(lambda _: self.chosen.emit({"measure": self.measure.currentData()}))
        self.whose.activated.connect(lambda _: self.chosen.emit({"whose": self.whose.currentData()}))
        self.span.chosen.connect(lambda span: self.chosen.emit({"span": span}))
        self.show_nothing()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        chart = () if self.pane is None else (self.pane,)
        return (self.measure, self.whose, *self.span.buttons.values(), *chart)

    def draw(self, view: HistoryView) -> None:
        """The page as it was worked out; the choices in force stand in the controls."""
        self._view = view
        self.controls.setVisible(len(view.offered) > 1 and bool(view.measures))
        self.measure.offer_all(view.measures)
        self.whose.offer_all(view.offered)
        self.measure.show_chosen(view.choices.measure)
        self.whose.show_chosen(view.choices.whose)
        self.span.show_chosen(view.choices.span)
        if view.chart is None:
            self.forget_chart()
        else:
            self.show_chart(view.chart, view.told)
        self.panel.show_state(view.empty)

    def show_nothing(self) -> None:
        """Another portfolio: what stood here was not its past."""
        self._view = None
        self.forget_chart()
        self.controls.hide()
        self.panel.show_waiting(_READING)

    def _made_pane(self) -> PlotPane:
        pane = super()._made_pane()
        pane.clicked.connect(self._choose_marked)
        pane.confirmed.connect(self._choose)
        self._scroll.setFocusProxy(pane)
        return pane

    def _choose_marked(self, at: float, reach: float) -> None:
        """A click goes to a day on which something happened: elsewhere it only puts the crosshair there."""
        day = None if self._view is None else self._view.marked_day(at, reach)
        if day is not None:
            self.day_chosen.emit(day)

    def _choose(self, at: float) -> None:
        day = None if self._view is None else self._view.day_at(at)
        if day is not None:
            self.day_chosen.emit(day)
