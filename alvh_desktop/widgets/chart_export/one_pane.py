"""A page with one chart of curves: choices, the chart, the readout of its crosshair, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from alvh_desktop.widgets.market_dock.parts import legend_text, sentences_text
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_CHART_PLACE = 1
_ROOM_OF_CHART, _LEAST_HEIGHT = 130, 120
"""Pixels of height that the chart gets at least, and that are seen at least."""


class OnePane(QFrame):
    """`made` says that the chart is there now: it is made when the first one comes, for its libraries are loaded
    after the first paint.

    `name` is the chart's and `read_as` that of its readout, for those who do not see them. Fits `Drawable`. A page
    puts its choices into `controls` and `_scroll` under them; one that is lower than its parts need scrolls: nothing
    is squeezed out of sight.
    """

    made = Signal()

    def __init__(self, worn: Tokens, name: str, read_as: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn, self._name = worn, name
        self._chart: Chart | None = None
        self._told: tuple[tuple[str, bool], ...] = ()
        self.pane: PlotPane | None = None
        self.controls = QWidget()
        self.legend, self.readout, self.caption = SteadyWords("caption"), SteadyWords("body"), SteadyWords("caption")
        for words in (self.legend, self.caption):
            words.label.setTextFormat(Qt.TextFormat.RichText)
        self.readout.label.setAccessibleName(read_as)
        self._scroll = self._made_body()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 6, 10, 6)
        self._rows.setSpacing(4)
        self._rows.addWidget(self.controls)

    def show_chart(self, chart: Chart, told: Sequence[tuple[str, bool]]) -> None:
        """`told` are sentences, each with whether it asks for attention."""
        self._chart, self._told = chart, tuple(told)
        if self.pane is None:
            self.pane = self._made_pane()
            self.made.emit()
        self.pane.draw(chart)
        self._say()
        self._read_out()

    def forget_chart(self) -> None:
        """What was drawn is not what the page shows any more."""
        self._chart, self._told = None, ()

    def copy_text(self) -> str:
        """Every figure as columns; the headers always stand above them."""
        return self.chart_table()

    def chart_widget(self) -> QWidget:
        return self

    def chart_title(self) -> str:
        return "" if self._chart is None else self._chart.name

    @property
    def charts(self) -> tuple[Chart, ...]:
        """What is drawn, from the top."""
        return () if self._chart is None else (self._chart,)

    def chart_legend(self, worn: Tokens) -> str:
        return legend_text(self.charts, worn)

    def chart_caption(self) -> str:
        return " ".join(sentence for sentence, _ in self._told)

    def chart_table(self) -> str:
        return "" if self._chart is None else self._chart.table()

    def chart_copy(self, worn: Tokens) -> QWidget:
        return QWidget() if self.pane is None else self.pane.copy_in(worn)

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

    def _made_pane(self) -> PlotPane:
        # pyqtgraph and numpy come with this import; the window has been painted before
        from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

        pane = PlotPane(self._worn, self._name, self)
        pane.pointed.connect(lambda _: self._read_out())
        pane.setMinimumHeight(_ROOM_OF_CHART)
        self._body.insertWidget(_CHART_PLACE, pane, 1)
        self.setFocusProxy(pane)  # where the page was given the keyboard before, Qt hands it on
        return pane

    def _read_out(self) -> None:
        if self._chart is not None and self.pane is not None:
            self.readout.say(self._chart.readout(self.pane.place))

    def _say(self) -> None:
        if self._chart is not None:
            self.legend.say(legend_text(self.charts, self._worn))
            self.caption.say(sentences_text(self._told, self._worn))
