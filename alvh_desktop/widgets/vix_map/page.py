"""The page of the map: which part and which gap, legend, the place under the crosshair, the map, and what it says."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QLabel, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.vix_map.look import PARTS
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, sentences_text
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.vix_map.view import MapView
    from alvh_desktop.viewmodels.vix_map.words import Sample
    from alvh_desktop.widgets.vix_map.chart import MapChart

_WORKING = "Working out the map \N{HORIZONTAL ELLIPSIS}"
_LINE, _DASHES = "\N{EM DASH}\N{EM DASH}", "&nbsp;".join(["\N{MINUS SIGN}"] * 3)
_SQUARE = "\N{BLACK SQUARE}"
_HIGH_ENOUGH = 430
"""Pixels of the page; where it has less, legend and caption are one line each."""


class ShareBox(QSpinBox):
    """Does not turn under a wheel that scrolls past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class MapPage(QFrame):
    """`part_chosen` carries net, condors or hedge, `share_changed` the share of the condors' loss (1 is all of it),
    `pointed` the SPX and VIX points that a person put the crosshair on; `made` says that the chart is there now."""

    part_chosen = Signal(str)
    share_changed = Signal(float)
    pointed = Signal(float, float)
    made = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._view: MapView | None = None
        self.chart: MapChart | None = None
        self.parts = ButtonRow("P/L of", {str(name): words for name, words in PARTS.items()})
        self.parts.chosen.connect(self.part_chosen)
        self.share = ShareBox()
        self.share.setProperty("tone", "quiet")
        self.share.setRange(0, 200)
        self.share.setSingleStep(5)
        self.share.setPrefix("Gap under ")
        self.share.setSuffix(" % of the loss")
        self.share.setKeyboardTracking(False)
        self.share.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for named in (self.share, self.share.lineEdit()):
            named.setAccessibleName("Gap under this share of the condors' loss, in %")
        self.share.setToolTip("Where the condors lose and the hedge pays less than this share of it, there is a gap")
        self.share.valueChanged.connect(self._ask_share)
        self.legend, self.readout, self.caption = SteadyWords("caption"), SteadyWords("body"), SteadyWords("caption")
        for words in (self.legend, self.caption):
            words.label.setTextFormat(Qt.TextFormat.RichText)
        self.readout.label.setAccessibleName("P/L at the crosshair")
        self.said = QLabel(_WORKING)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setWordWrap(True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.said.setProperty("tone", "dim")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.said)
        controls = QWidget()
        row = FoldingRow(controls)
        row.addWidget(self.parts)
        row.addWidget(self.share)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 6, 10, 6)
        self._rows.setSpacing(4)
        self._rows.addWidget(controls)
        for part, stretch in ((self.legend, 0), (self.readout, 0), (self._stack, 1), (self.caption, 0)):
            self._rows.addWidget(part, stretch)
        self.setFocusProxy(self.parts)
        self._show_words(False)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        charts = () if self.chart is None else (self.chart,)
        return (*self.parts.buttons.values(), self.share, *charts)

    @property
    def is_empty(self) -> bool:
        return self._stack.currentIndex() == 0

    def draw(self, view: MapView) -> None:
        if self.chart is None:
            self.chart = self._made_chart()
            self.made.emit()
        self._view = view
        self._show_choices(view)
        self._say()
        self._show_words(True)
        self._stack.setCurrentIndex(1)
        self.chart.draw(view)
        self._read_out()

    def show_waiting(self) -> None:
        """While the first map is worked out, and after another portfolio was opened."""
        self.say_problem(_WORKING)

    def say_problem(self, text: str) -> None:
        """Why there is no map, in place of one."""
        self._view = None
        self.said.setText(text)
        self._show_words(False)
        self._stack.setCurrentIndex(0)

    def point_at(self, spot: float, vix: float) -> None:
        """Put the crosshair on SPX and VIX points; `pointed` is not told."""
        if self.chart is not None and self._view is not None:
            self.chart.point_at(spot, vix)
            self._read_out()

    def copy_text(self) -> str:
        """Every place of the map in a line, under its titles."""
        return self.chart_table()

    def chart_widget(self) -> QWidget:
        return self

    def chart_title(self) -> str:
        return "" if self._view is None else self._view.title

    def chart_legend(self, worn: Tokens) -> str:
        return "" if self._view is None else _samples_text(self._view, worn)

    def chart_caption(self) -> str:
        return "" if self._view is None else " ".join(sentence for sentence, _ in self._view.caption)

    def chart_table(self) -> str:
        return "" if self._view is None else self._view.table()

    def chart_copy(self, worn: Tokens) -> QWidget:
        return QWidget() if self.chart is None else self.chart.copy_in(worn)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._say()
        if self.chart is not None:
            self.chart.wear(worn)

    def minimumSizeHint(self) -> QSize:
        """With legend and caption as one line each, which they are as soon as there is no room for more."""
        least, high = super().minimumSizeHint(), 0
        for words in (self.legend, self.caption):
            high += max(words.height() - words.fontMetrics().height(), 0) if words.isVisibleTo(self) else 0
        return QSize(least.width(), least.height() - high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._say()

    def _made_chart(self) -> MapChart:
        # pyqtgraph, contourpy and numpy come with this import; the window has been painted before
        from alvh_desktop.widgets.vix_map.chart import MapChart

        chart = MapChart(self._worn, self)
        chart.pointed.connect(self._point)
        self._stack.addWidget(chart)
        is_waited_for = self.parts.hasFocus()  # the keyboard was given to the page before there was a map
        self.setFocusProxy(chart)
        if is_waited_for:
            chart.setFocus()
        return chart

    def _point(self, spot: float, vix: float) -> None:
        self._read_out()
        self.pointed.emit(spot, vix)

    def _read_out(self) -> None:
        if self._view is not None and self.chart is not None:
            self.readout.say(self._view.readout(*self.chart.at))

    def _ask_share(self, percent: int) -> None:
        if self._view is not None and percent != round(self._view.look.share * 100.0):
            self.share_changed.emit(percent / 100.0)

    def _show_choices(self, view: MapView) -> None:
        self.parts.show_chosen(view.look.part)
        share = round(view.look.share * 100.0)
        if share != self.share.value() and not self.share.hasFocus():
            self.share.setValue(share)

    def _show_words(self, is_shown: bool) -> None:
        for words in (self.legend, self.readout, self.caption):
            words.setVisible(is_shown)

    def _say(self) -> None:
        """All of it, or a line each where the map needs the room: of the legend the title, of the caption first what
        asks for attention."""
        view = self._view
        if view is None:
            return
        is_short = self.height() < _HIGH_ENOUGH
        legend, caption = _legend_text(view, self._worn), sentences_text(view.caption, self._worn)
        if is_short:
            legend = view.title
            caption = " ".join(sentence for sentence, _ in sorted(view.caption, key=lambda told: not told[1]))
        for words, text in ((self.legend, legend), (self.caption, caption)):
            words.label.setTextFormat(Qt.TextFormat.PlainText if is_short else Qt.TextFormat.RichText)
            words.shorten(is_short)
            words.say(text)
        self.caption.setToolTip(view.hint)


def _legend_text(view: MapView, worn: Tokens) -> str:
    """The title, and a sample of each thing drawn with what it is."""
    return f"<b>{escape(view.title)}</b> &nbsp; {_samples_text(view, worn)}"


def _samples_text(view: MapView, worn: Tokens) -> str:
    samples: dict[Sample, tuple[tuple[str, str], ...]] = {
        "gains": ((worn.gain, _SQUARE), (worn.text, _LINE)),
        "losses": ((worn.loss, _SQUARE), (worn.text, _DASHES)),
        "even": ((worn.text, f"<b>{_LINE}</b>"),),
        "usual": ((worn.later, f"<b>{_LINE}</b>"),),
        "band": ((worn.later, _DASHES),),
        "gap": ((worn.text, "<b>///</b>"),),
        "now": ((worn.spot, "\N{WHITE CIRCLE}"),),
        "scenario": ((worn.spot, "\N{WHITE DIAMOND}"),),
    }
    told = []
    for sample, name in view.legend:
        drawn = "".join(f'<span style="color:{colour}">{sign}</span>' for colour, sign in samples[sample])
        words = escape(name).replace(" ", "&nbsp;")
        told.append(f"{drawn}&nbsp;{words}")
    return " &nbsp; ".join(told)
