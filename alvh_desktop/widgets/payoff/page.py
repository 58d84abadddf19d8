"""The payoff page: legend, chart, the readout under the crosshair, and what the curves do and do not hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.payoff import CurveName, PayoffView
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.widgets.payoff.chart import PayoffChart

_LINE, _DASHES = "\N{EM DASH}\N{EM DASH}", "&nbsp;".join(["\N{MINUS SIGN}"] * 3)
_UPRIGHT = "<b>\N{BROKEN BAR}</b>"
_DOTS, _BLOCK = "&nbsp;".join(["\N{MIDDLE DOT}"] * 3), "\N{LOWER HALF BLOCK}"
_CHART_PLACE = 1
_TITLE = "Payoff over SPX"
_ROOM_OF_CHART = 170
"""Pixels of height; where the chart would get less, the caption is one line."""


class PayoffPage(QFrame):
    """The chart itself is made when the first view comes: its libraries are loaded after the first paint.

    `made` says that it is there now, `reset_asked` that the lens is to be set back. The signals of a drag are those
    of the chart's `Hand`.
    """

    made = Signal()
    reset_asked = Signal()
    strike_dragged = Signal(str, float)
    wing_dragged = Signal(str, int)
    drag_ended = Signal()
    drag_cancelled = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._view: PayoffView | None = None
        self._chart: PayoffChart | None = None
        self.legend, self.readout, self.caption = SteadyWords("caption"), SteadyWords("body"), SteadyWords("caption")
        self.legend.label.setTextFormat(Qt.TextFormat.RichText)
        self.readout.label.setAccessibleName("P/L at the crosshair")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(10, 6, 10, 6)
        self._rows.setSpacing(4)
        for part in (self.legend, self.readout, self.caption):
            self._rows.addWidget(part)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        return () if self._chart is None else (self._chart,)

    def draw(self, view: PayoffView) -> None:
        is_first = self._chart is None
        if self._chart is None:
            self._chart = self._made_chart()
            self.made.emit()
        self._view = view
        self._show_legend()
        self.caption.say(view.caption)
        self.caption.setToolTip(view.hint)
        # words that change from frame to frame move nothing, while the chart has what it needs at least
        self._share_room(_ROOM_OF_CHART if is_first else self._chart.minimumHeight())
        self._chart.draw(view)

    @property
    def dragged_strikes(self) -> Mapping[str, float]:
        """Where each strike that can be dragged stands now, SPX points by the key of its handle."""
        return {} if self._chart is None else self._chart.hand.handles.strikes

    def point_at(self, spot: float) -> None:
        """Put the crosshair on an SPX level."""
        if self._chart is not None:
            self._chart.point_at(spot)

    def copy_text(self) -> str:
        """All curves as columns; the headers always stand above them."""
        return self._view.table() if self._view is not None else ""

    def chart_widget(self) -> QWidget:
        return self

    def chart_title(self) -> str:
        return "" if self._view is None else _TITLE

    def chart_legend(self, worn: Tokens) -> str:
        """A sample of each curve in these colours, and what it is."""
        return "" if self._view is None else _legend_in(self._view, worn)

    def chart_caption(self) -> str:
        return "" if self._view is None else self._view.caption

    def chart_table(self) -> str:
        return "" if self._view is None else self._view.table()

    def chart_copy(self, worn: Tokens) -> QWidget:
        return QWidget() if self._chart is None else self._chart.copy_in(worn)

    def minimumSizeHint(self) -> QSize:
        """With the caption as one line, which it is as soon as there is no room for more."""
        least = super().minimumSizeHint()
        return QSize(least.width(), least.height() - self.caption.height() + self.caption.fontMetrics().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.caption.shorten(False)
        self._share_room(_ROOM_OF_CHART)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._show_legend()
        if self._chart is not None:
            self._chart.wear(worn)

    def _share_room(self, of_chart: int) -> None:
        """A low panel keeps so many pixels of its chart, and the caption's whole text in its hint."""
        if self._chart is None:
            return
        margins = self._rows.contentsMargins()
        others = sum(part.height() + self._rows.spacing() for part in (self.legend, self.readout))
        room = self.height() - margins.top() - margins.bottom() - others - self._rows.spacing()
        if room - self.caption.whole_height < of_chart:
            self.caption.shorten(True)

    def _made_chart(self) -> PayoffChart:
        # pyqtgraph and numpy come with this import; the window has been painted before
        from alvh_desktop.widgets.payoff.chart import PayoffChart

        chart = PayoffChart(self._worn, self)
        chart.pointed.connect(self._read_out)
        chart.reset_asked.connect(self.reset_asked)
        hand = chart.hand
        for told, passed_on in (
            (hand.strike_dragged, self.strike_dragged),
            (hand.wing_dragged, self.wing_dragged),
            (hand.drag_ended, self.drag_ended),
            (hand.drag_cancelled, self.drag_cancelled),
        ):
            told.connect(passed_on)
        self._rows.insertWidget(_CHART_PLACE, chart, 1)
        self.setFocusProxy(chart)
        return chart

    def _read_out(self, spot: float) -> None:
        if self._view is not None:
            self.readout.say(self._view.readout(spot))

    def _show_legend(self) -> None:
        if self._view is not None:
            self.legend.say(_legend_in(self._view, self._worn))


def _legend_in(view: PayoffView, worn: Tokens) -> str:
    samples: dict[CurveName, tuple[str, str]] = {
        "net": (worn.settlement, f"<b>{_LINE}</b>"),
        "ticket": (worn.ticket, f"<b>{_DASHES}</b>"),
        "condors": (worn.condors, _LINE),
        "hedge": (worn.hedge, _LINE),
        "now": (worn.today, _DASHES),
        "date": (worn.later, _LINE),
        "spot": (worn.spot, _UPRIGHT),
        "condors_now": (worn.condors, _DASHES),
        "condors_date": (worn.condors, f"{_DASHES}&middot;"),
        "opened": (worn.dim, _DOTS),
        "rolled": (worn.condors, _DOTS),
        "density": (worn.later, _BLOCK),
        "moves": (worn.accent, _UPRIGHT),
        "scenario": (worn.later, "<b>|</b>&#8288;"),  # else a line may end behind it
    }
    told = []
    for entry in view.legend:
        colour, sample = samples[entry.curve]
        words = entry.text.replace(" ", "&nbsp;")
        told.append(f'<span style="color:{colour}">{sample}</span>&nbsp;{words}')
    return " &nbsp; ".join(told)
