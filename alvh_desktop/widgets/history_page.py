"""The page of history: choices on top, the chart of days, the readout of the crosshair, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.history.choices import SPANS
from alvh_desktop.viewmodels.history.view import HistoryView
from alvh_desktop.widgets.chart_export.one_pane import OnePane
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, WideBox, legend_text, sentences_text
from alvh_desktop.widgets.panel import Panel
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_CHART_PLACE = 1
_ROOM_OF_CHART, _LEAST_HEIGHT = 130, 120
"""Pixels of height that the chart gets at least, and that are seen at least."""
_READING = "Reading the recorded days \N{HORIZONTAL ELLIPSIS}"


class HistoryPage(OnePane):
    """`chosen` carries choices by their names, `day_chosen` a date to look at more closely, `filled` the filler of
    the empty page's button; `made` says that the chart is there now.

    The chart is made when the first view comes: its libraries are loaded after the first paint. A page that is lower
    than its parts need scrolls: nothing is squeezed out of sight.
    """

    chosen = Signal(dict)
    day_chosen = Signal(object)
    filled = Signal(str)
    made = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._view: HistoryView | None = None
        self.pane: PlotPane | None = None
        self.measure = WideBox("Measure", "What is followed from day to day")
        self.whose = WideBox("Campaigns", "Of which campaigns")
        self.span = ButtonRow("Span of days", {name: words for name, (words, _) in SPANS.items()})
        self.controls = QWidget()
        row = FoldingRow(self.controls)
        for part in (self.measure, self.whose, self.span):
            row.addWidget(part)
        self.legend, self.readout, self.caption = SteadyWords("caption"), SteadyWords("body"), SteadyWords("caption")
        for words in (self.legend, self.caption):
            words.label.setTextFormat(Qt.TextFormat.RichText)
        self.readout.label.setAccessibleName("History at the crosshair")
        self.panel = Panel("History", ground="plain")
        self._scroll = self._made_body()
        self.panel.hold(self._scroll)
        self.panel.asked.connect(self.filled)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 6, 10, 6)
        self._rows.setSpacing(4)
        self._rows.addWidget(self.controls)
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
        if view.chart is not None:
            self._draw_chart(view.chart)
        self.panel.show_state(view.empty)

    def show_nothing(self) -> None:
        """Another portfolio: what stood here was not its past."""
        self._view = None
        self.controls.hide()
        self.panel.show_waiting(_READING)

    def copy_text(self) -> str:
        """Every measure of the days in view as columns."""
        return self.chart_table()

    def chart_table(self) -> str:
        chart = self.shown_chart()
        return "" if chart is None else chart.table()

    def shown_chart(self) -> Chart | None:
        return None if self._view is None else self._view.chart

    def shown_words(self) -> tuple[tuple[str, bool], ...]:
        return () if self._view is None else tuple(self._view.told)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        if self.pane is not None:
            self.pane.wear(worn)
        self._say()

    def _made_body(self) -> QScrollArea:
        scroll, body = QScrollArea(), QWidget()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(_LEAST_HEIGHT)
        scroll.setWidget(body)
        for ground in (body, scroll.viewport()):
            ground.setAutoFillBackground(False)
        self._body = QVBoxLayout(body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(4)
        for part in (self.legend, self.readout, self.caption):
            self._body.addWidget(part)
        return scroll

    def _draw_chart(self, chart: Chart) -> None:
        if self.pane is None:
            self.pane = self._made_pane()
            self.made.emit()
        self.pane.draw(chart)
        self._say()
        self._read_out()

    def _made_pane(self) -> PlotPane:
        # pyqtgraph and numpy come with this import; the window has been painted before
        from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

        pane = PlotPane(self._worn, "History chart", self)
        pane.pointed.connect(lambda _: self._read_out())
        pane.clicked.connect(self._choose_marked)
        pane.confirmed.connect(self._choose)
        pane.setMinimumHeight(_ROOM_OF_CHART)
        self._body.insertWidget(_CHART_PLACE, pane, 1)
        is_waited_for = self.hasFocus()  # the keyboard was given to the page before the days were read
        self._scroll.setFocusProxy(pane)
        self.setFocusProxy(pane)
        if is_waited_for:
            pane.setFocus()
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

    def _read_out(self) -> None:
        if self._view is not None and self._view.chart is not None and self.pane is not None:
            self.readout.say(self._view.chart.readout(self.pane.place))

    def _say(self) -> None:
        if self._view is not None and self._view.chart is not None:
            self.legend.say(legend_text((self._view.chart,), self._worn))
            self.caption.say(sentences_text(self._view.told, self._worn))
