"""Three pages with charts: controls on top, legend, charts, the readout of the crosshair, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.market_dock.chart import Chart, joined_table
from alvh_desktop.viewmodels.market_dock.indicators import INDICATORS
from alvh_desktop.viewmodels.market_dock.series import SPANS, SeriesView
from alvh_desktop.viewmodels.market_dock.smile import SCALES, WIDTHS, SmileView
from alvh_desktop.viewmodels.market_dock.term import EARLIER, TermView
from alvh_desktop.viewmodels.market_dock.views import Shown
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, WideBox, legend_text, sentences_text
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_LEAST_HEIGHT = 120
_SHARES = 3, 2
"""Of the height, for the chart and for an indicator under it."""


class PlotPage(QScrollArea):
    """`asked` carries choices by their names. The charts are made when the first view comes.

    In a dock that is lower than its parts need it scrolls: nothing is squeezed out of sight.
    """

    asked = Signal(dict)
    made = Signal()

    def __init__(self, worn: Tokens, name: str) -> None:
        super().__init__()
        self._worn, self._name = worn, name
        self._view: TermView | SmileView | SeriesView | None = None
        self.panes: list[PlotPane] = []
        self.controls = QWidget()
        self._row = FoldingRow(self.controls)
        self.legend, self.readout, self.caption = SteadyWords("caption"), SteadyWords("body"), SteadyWords("caption")
        for words in (self.legend, self.caption):
            words.label.setTextFormat(Qt.TextFormat.RichText)
        self.readout.label.setAccessibleName(f"{name} at the crosshair")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setMinimumHeight(_LEAST_HEIGHT)
        body = QWidget()
        self.setWidget(body)
        for ground in (body, self.viewport()):
            ground.setAutoFillBackground(False)
        self._rows = QVBoxLayout(body)
        self._rows.setContentsMargins(10, 6, 10, 6)
        self._rows.setSpacing(4)
        for part in (self.controls, self.legend, self.readout, self.caption):
            self._rows.addWidget(part)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        return (*self._controls(), *self.panes)

    def show_page(self, shown: Shown) -> None:
        """Draw what was worked out; the choices in force stand in the controls."""
        self.show_choices(shown)
        if isinstance(shown.view, TermView | SmileView | SeriesView):
            self._view = shown.view
            self._draw()

    def show_choices(self, shown: Shown) -> None:
        raise NotImplementedError

    def copy_text(self) -> str:
        """What is drawn as columns; several charts stand below each other."""
        return "\n\n".join(chart.table() for chart in self._charts())

    def chart_widget(self) -> QWidget:
        return self

    def chart_title(self) -> str:
        """Of each chart of the page, in a line."""
        return ", ".join(chart.name for chart in self._charts())

    def chart_legend(self, worn: Tokens) -> str:
        return legend_text(self._charts(), worn)

    def chart_caption(self) -> str:
        return "" if self._view is None else " ".join(sentence for sentence, _ in self._view.told)

    def chart_table(self) -> str:
        charts = self._charts()
        return joined_table(charts) if charts else ""

    def chart_copy(self, worn: Tokens) -> QWidget:
        """All charts of the page, one under the other."""
        copy = QWidget()
        rows = QVBoxLayout(copy)
        rows.setContentsMargins(0, 0, 0, 0)
        for place, pane in enumerate(self.panes[: len(self._charts())]):
            rows.addWidget(pane.copy_in(worn), _SHARES[min(place, 1)])
        return copy

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        for pane in self.panes:
            pane.wear(worn)
        self._say()

    def _controls(self) -> tuple[QWidget, ...]:
        raise NotImplementedError

    def _charts(self) -> tuple[Chart, ...]:
        view = self._view
        if isinstance(view, SeriesView):
            return (view.chart,) if view.indicator is None else (view.chart, view.indicator)
        return () if view is None else (view.chart,)

    def _draw(self) -> None:
        charts = self._charts()
        while len(self.panes) < len(charts):
            self._make_pane()
        for place, pane in enumerate(self.panes):
            pane.setVisible(place < len(charts))
        for pane, chart in zip(self.panes, charts, strict=False):
            pane.draw(chart)
        self._say()
        self._read_out(self.panes[0])

    def _make_pane(self) -> None:
        # pyqtgraph and numpy come with this import; the window has been painted before
        from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

        place = len(self.panes)
        pane = PlotPane(self._worn, f"{self._name} chart" if not place else "Indicator chart", self)
        pane.pointed.connect(lambda at, pane=pane: self._point(pane, at))
        self._rows.insertWidget(2 + place, pane, _SHARES[min(place, 1)])
        self.panes.append(pane)
        if not place:
            self.setFocusProxy(pane)
        self.made.emit()

    def _point(self, pointed: PlotPane, at: float) -> None:
        for pane in self.panes:
            if pane is not pointed:
                pane.at = at
                pane.show_at(at)
        self._read_out(pointed)

    def _read_out(self, pane: PlotPane) -> None:
        view, charts = self._view, self._charts()
        if not charts or view is None:
            return
        if isinstance(view, SeriesView):
            at = pane.at
            self.readout.say(view.readout(float(view.chart.stops[view.chart.first_place]) if at is None else at))
        else:
            self.readout.say(view.chart.readout(pane.place))

    def _say(self) -> None:
        if self._view is None:
            return
        self.legend.say(legend_text(self._charts(), self._worn))
        self.caption.say(sentences_text(self._view.told, self._worn))
        self.caption.setToolTip("" if isinstance(self._view, SeriesView) else self._view.hint)


class TermPage(PlotPage):
    def __init__(self, worn: Tokens) -> None:
        super().__init__(worn, "VX curve")
        self.scale = WideBox("Axis", "Over days left or over settlement dates")
        self.scale.offer_all(((False, "Days left"), (True, "Dates")))
        self.earlier = WideBox("Compare with", "The settles of earlier days beside the curve")
        self.earlier.offer_all(EARLIER.items())
        for box in self._controls():
            self._row.addWidget(box)
        self.scale.activated.connect(lambda _: self.asked.emit({"by_date": self.scale.currentData()}))
        self.earlier.activated.connect(lambda _: self.asked.emit({"days_before": self.earlier.currentData()}))

    def show_choices(self, shown: Shown) -> None:
        self.scale.show_chosen(shown.choices.by_date)
        self.earlier.show_chosen(shown.choices.days_before)

    def _controls(self) -> tuple[QWidget, ...]:
        return self.scale, self.earlier


class SmilePage(PlotPage):
    def __init__(self, worn: Tokens) -> None:
        super().__init__(worn, "Smile")
        self.root, self.expiry = WideBox("Root", "Root"), WideBox("Expiry", "Expiry")
        self.scale = WideBox("Axis", "Strikes in points, or in % of the forward")
        self.scale.offer_all(SCALES.items())
        self.width_box = WideBox("Strikes", "How many strikes are shown")
        self.width_box.offer_all(WIDTHS.items())
        for box in self._controls():
            self._row.addWidget(box)
        self.root.activated.connect(lambda _: self.asked.emit({"root": self.root.currentData(), "expiry": None}))
        self.expiry.activated.connect(lambda _: self.asked.emit({"expiry": self.expiry.currentData()}))
        self.scale.activated.connect(lambda _: self.asked.emit({"scale": self.scale.currentData()}))
        self.width_box.activated.connect(lambda _: self.asked.emit({"is_whole": self.width_box.currentData()}))

    def show_choices(self, shown: Shown) -> None:
        self.root.offer_all((root, root) for root in shown.roots)
        self.expiry.offer_all(shown.expiries)
        self.root.show_chosen(shown.choices.root)
        self.expiry.show_chosen(shown.choices.expiry)
        self.scale.show_chosen(shown.choices.scale)
        self.width_box.show_chosen(shown.choices.is_whole)

    def _controls(self) -> tuple[QWidget, ...]:
        return self.root, self.expiry, self.scale, self.width_box


class SeriesPage(PlotPage):
    def __init__(self, worn: Tokens) -> None:
        super().__init__(worn, "Series")
        self.series = WideBox("Series", "Series")
        self.indicator = WideBox("Indicator", "What is drawn under the series")
        self.indicator.offer_all(INDICATORS.items())
        self.span = ButtonRow("Span", {name: words for name, (words, _) in SPANS.items()})
        for part in (self.series, self.indicator, self.span):
            self._row.addWidget(part)
        self.series.activated.connect(lambda _: self.asked.emit({"series": self.series.currentData()}))
        self.indicator.activated.connect(lambda _: self.asked.emit({"indicator": self.indicator.currentData()}))
        self.span.chosen.connect(lambda span: self.asked.emit({"span": span}))

    def show_choices(self, shown: Shown) -> None:
        self.series.offer_all(shown.series)
        self.series.show_chosen(shown.choices.series)
        self.indicator.show_chosen(shown.choices.indicator)
        self.span.show_chosen(shown.choices.span)

    def _controls(self) -> tuple[QWidget, ...]:
        return (self.series, self.indicator, *self.span.buttons.values())
