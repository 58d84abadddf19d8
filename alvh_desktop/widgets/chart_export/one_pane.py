"""A page with one chart of curves, as it leaves the program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from alvh_desktop.widgets.market_dock.parts import legend_text
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane


class OnePane(QFrame):
    """Fits `Drawable`; the page says what it shows."""

    pane: PlotPane | None

    def shown_chart(self) -> Chart | None:
        """What is drawn now."""
        raise NotImplementedError

    def shown_words(self) -> Sequence[tuple[str, bool]]:
        """What is said of it under the chart."""
        raise NotImplementedError

    def chart_widget(self) -> QWidget:
        return self

    def chart_title(self) -> str:
        chart = self.shown_chart()
        return "" if chart is None or self.pane is None else chart.name

    def chart_legend(self, worn: Tokens) -> str:
        chart = self.shown_chart()
        return "" if chart is None else legend_text((chart,), worn)

    def chart_caption(self) -> str:
        return " ".join(sentence for sentence, _ in self.shown_words())

    def chart_copy(self, worn: Tokens) -> QWidget:
        return QWidget() if self.pane is None else self.pane.copy_in(worn)
