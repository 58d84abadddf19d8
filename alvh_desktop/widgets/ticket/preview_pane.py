"""The side of the ticket that answers: its preview, and the payoff before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.ticket.preview import TicketPreview
from alvh_desktop.viewmodels.ticket.words import preview_of
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.ticket.preview_view import PreviewView

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.viewmodels.ticket.ports import Weighed
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_PLOT_HEIGHT = 150
_EMPTY = (
    "What the ticket would do to the book stands here: credit, risk, margin and checks, before anything is saved."
)


class PreviewPane(QWidget):
    """`made` says that the plot is there now."""

    made = Signal()

    def __init__(self, worn: Tokens) -> None:
        super().__init__()
        self._worn = worn
        self._told: TicketPreview | None = None
        self._chart: Chart | None = None
        self.plot: PlotPane | None = None
        self.preview = PreviewView(worn)
        self.legend = toned_label("", "dim")
        self.unknown = toned_label(_EMPTY, "dim")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(8, 6, 8, 4)
        self._rows.setSpacing(8)
        self._rows.addWidget(self.preview)
        self._rows.addWidget(self.legend)
        self._rows.addWidget(self.unknown)
        self._rows.addStretch()
        self.preview.hide()
        self.legend.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return () if self.plot is None else (self.plot,)

    @property
    def findings(self) -> str:
        """How many checks are not met or not known; empty without checks."""
        checks = [] if self._told is None else [line for line in self._told.checks if line.finding is not None]
        counts = ((name, sum(line.finding == name for line in checks)) for name in ("not met", "not known"))
        told = " \N{MIDDLE DOT} ".join(f"{count} {name}" for name, count in counts if count)
        return f"Checks: {told or 'all met'}" if checks else ""

    def show_weighed(self, known: Weighed | None) -> None:
        self._told = None if known is None else preview_of(known)
        self.preview.setVisible(known is not None)
        self.preview.show_preview(self._told)
        self._draw(known)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.preview.wear(worn)
        if self.plot is not None:
            self.plot.wear(worn)

    def copy_text(self, focus: QWidget | None) -> str:
        """The curves where the plot has the keyboard, else the preview."""
        if self._chart is not None and self.plot is not None and focus is self.plot:
            return self._chart.table()
        return "" if self._told is None else self._told.text

    def _draw(self, known: Weighed | None) -> None:
        """The payoff, or why there is none."""
        self._chart, why = None, _EMPTY
        if known is not None:
            # numpy comes with this import; the window has been painted before
            from alvh_desktop.viewmodels.ticket.plot import payoff_chart

            chart = payoff_chart(known)
            if isinstance(chart, Problem):
                why = f"No payoff curve: {sentence_of(chart)}"
            else:
                self._chart = chart
        self.unknown.setText(why)
        self.unknown.setVisible(self._chart is None)
        self.legend.setVisible(self._chart is not None)
        if self._chart is not None:
            self._made_plot().draw(self._chart)
            self._read_out()
        if self.plot is not None:
            self.plot.setVisible(self._chart is not None)

    def _made_plot(self) -> PlotPane:
        if self.plot is None:
            from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

            self.plot = PlotPane(self._worn, "Payoff before and after")
            self.plot.setFixedHeight(_PLOT_HEIGHT)
            self.plot.pointed.connect(lambda _: self._read_out())
            self._rows.insertWidget(self._rows.indexOf(self.legend), self.plot)
            self.made.emit()
        return self.plot

    def _read_out(self) -> None:
        """What stands under the crosshair, and what the curves are."""
        if self._chart is None or self.plot is None:
            return
        names = ", ".join(name for _, _, name in self._chart.legend)
        self.legend.setText(f"{self._chart.readout(self.plot.place)}\nNet P/L at settlement: {names}.")
