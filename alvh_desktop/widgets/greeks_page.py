"""The page of Greeks: choices on top, the curve over SPX, the readout of the crosshair, and what is said of it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.greeks import GREEKS, GreeksView
from alvh_desktop.widgets.chart_export.one_pane import OnePane
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, WideBox, legend_text, sentences_text
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_CHART_PLACE = 1
_ROOM_OF_CHART, _LEAST_HEIGHT = 130, 120
"""Pixels of height that the chart gets at least, and that are seen at least."""
_NET, _BY_SLEEVE = "net", "by sleeve"


class GreeksPage(OnePane):
    """`chosen` carries choices by their names; `made` says that the chart is there now.

    The chart is made when the first view comes: its libraries are loaded after the first paint. A page that is lower
    than its parts need scrolls: nothing is squeezed out of sight.
    """

    chosen = Signal(dict)
    made = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._view: GreeksView | None = None
        self.pane: PlotPane | None = None
        self.greek = WideBox("Greek", "What is drawn over SPX")
        self.greek.offer_all((name, greek.label) for name, greek in GREEKS.items())
        for place, greek in enumerate(GREEKS.values()):
            self.greek.setItemData(place, _hint(greek.meaning, greek.unit), Qt.ItemDataRole.ToolTipRole)
        self.parts = ButtonRow("Curves", {_NET: "Net", _BY_SLEEVE: "By sleeve"})
        self.controls = QWidget()
        row = FoldingRow(self.controls)
        row.addWidget(self.greek)
        row.addWidget(self.parts)
        self.legend, self.readout, self.caption = SteadyWords("caption"), SteadyWords("body"), SteadyWords("caption")
        for words in (self.legend, self.caption):
            words.label.setTextFormat(Qt.TextFormat.RichText)
        self.readout.label.setAccessibleName("Greeks at the crosshair")
        self._scroll = self._made_body()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 6, 10, 6)
        self._rows.setSpacing(4)
        self._rows.addWidget(self.controls)
        self._rows.addWidget(self._scroll, 1)
        self.greek.activated.connect(lambda _: self.chosen.emit({"greek": self.greek.currentData()}))
        self.parts.chosen.connect(lambda part: self.chosen.emit({"is_by_sleeve": part == _BY_SLEEVE}))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        chart = () if self.pane is None else (self.pane,)
        return (self.greek, *self.parts.buttons.values(), *chart)

    def draw(self, view: GreeksView) -> None:
        """The page as it was worked out; the choices in force stand in the controls."""
        self._view = view
        greek = GREEKS[view.choices.greek]
        self.greek.show_chosen(view.choices.greek)
        self.greek.setToolTip(_hint(greek.meaning, greek.unit))
        self.parts.show_chosen(_BY_SLEEVE if view.choices.is_by_sleeve else _NET)
        if self.pane is None:
            self.pane = self._made_pane()
            self.made.emit()
        self.pane.draw(view.chart)
        self._say()
        self._read_out()

    def copy_text(self) -> str:
        """Every figure as columns; the headers always stand above them."""
        return self.chart_table()

    def chart_table(self) -> str:
        return "" if self._view is None else self._view.table()

    def shown_chart(self) -> Chart | None:
        return None if self._view is None else self._view.chart

    def shown_words(self) -> tuple[tuple[str, bool], ...]:
        return () if self._view is None else self._view.told

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

        pane = PlotPane(self._worn, "Greeks chart", self)
        pane.pointed.connect(lambda _: self._read_out())
        pane.setMinimumHeight(_ROOM_OF_CHART)
        self._body.insertWidget(_CHART_PLACE, pane, 1)
        self.setFocusProxy(pane)
        return pane

    def _read_out(self) -> None:
        if self._view is not None and self.pane is not None:
            self.readout.say(self._view.chart.readout(self.pane.place))

    def _say(self) -> None:
        if self._view is not None:
            self.legend.say(legend_text((self._view.chart,), self._worn))
            self.caption.say(sentences_text(self._view.told, self._worn))


def _hint(meaning: str, unit: str) -> str:
    """A tooltip in plain words, which Qt breaks into lines only where it is rich text."""
    return f"<qt>{escape(meaning[:1].upper() + meaning[1:])} ({escape(unit)}).</qt>"
