"""A view with a chart: a choice of what it is drawn in, the chart and one below it, what is read and said of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.widgets.chart_export.one_pane import OnePane
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.market_dock.chart import Chart
    from alvh_desktop.viewmodels.statistics.pages import ChartPage
    from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

_SHARES = 3, 2
"""Of the height, for the chart and for the one below it."""
_BELOW_PLACE = 2


class ChartView(OnePane):
    """A panel puts its `controls` above it, where they stay when there is nothing to draw.

    `pointed` carries the place that was clicked, `opened` the one on which Enter was pressed, `chosen` which of
    the `units` is wanted, under the name of its choice."""

    pointed = Signal(int)
    opened = Signal(int)
    chosen = Signal(dict)

    def __init__(self, worn: Tokens, name: str, field: str = "", units: Mapping[str, str] | None = None) -> None:
        super().__init__(worn, f"{name} chart", f"{name} at the crosshair")
        self._page: ChartPage | None = None
        self.below: PlotPane | None = None
        self.units: ButtonRow | None = None
        if units is None:
            self.controls.hide()
        else:
            self.units = ButtonRow(f"{name} in", units)
            self.units.chosen.connect(lambda unit: self.chosen.emit({field: unit}))
            FoldingRow(self.controls).addWidget(self.units)
        self._rows.addWidget(self._scroll, 1)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        units = () if self.units is None else tuple(self.units.buttons.values())
        return (*units, *(() if self.pane is None else (self.pane,)))

    @property
    def charts(self) -> tuple[Chart, ...]:
        below = None if self._page is None else self._page.below
        return (*super().charts, *(() if below is None else (below,)))

    def show_page(self, page: ChartPage) -> None:
        self._page = page
        self.show_chart(page.chart, page.told)
        if page.below is not None:
            if self.below is None:
                self.below = self._made_below()
            self.below.draw(page.below)

    def show_unit(self, unit: str) -> None:
        if self.units is not None:
            self.units.show_chosen(unit)

    def chart_copy(self, worn: Tokens) -> QWidget:
        """Both charts, one under the other."""
        if self.pane is None or self.below is None:
            return super().chart_copy(worn)
        copy = QWidget()
        rows = QVBoxLayout(copy)
        rows.setContentsMargins(0, 0, 0, 0)
        for pane, share in zip((self.pane, self.below), _SHARES, strict=True):
            rows.addWidget(pane.copy_in(worn), share)
        return copy

    def wear(self, worn: Tokens) -> None:
        if self.below is not None:
            self.below.wear(worn)
        super().wear(worn)

    def _made_pane(self) -> PlotPane:
        pane = super()._made_pane()
        pane.touched.connect(self._touch)
        pane.confirmed.connect(self._open)
        pane.pointed.connect(self._follow)
        return pane

    def _made_below(self) -> PlotPane:
        from alvh_desktop.widgets.market_dock.plot_pane import PlotPane

        assert self.pane is not None
        below = PlotPane(self._worn, "Drawdown chart", self)
        # the keys of the chart above move both crosshairs
        below.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        below.pointed.connect(self._lead)
        below.touched.connect(self._touch)
        self._body.setStretch(_BELOW_PLACE - 1, _SHARES[0])
        self._body.insertWidget(_BELOW_PLACE, below, _SHARES[1])
        return below

    def _follow(self, at: float) -> None:
        if self.below is not None:
            self.below.at = at
            self.below.show_at(at)

    def _lead(self, at: float) -> None:
        if self.pane is not None:
            self.pane.at = at
            self.pane.show_at(at)
            self._read_out()

    def _touch(self, x: float, y: float, wide: float, high: float) -> None:
        place = None if self._page is None else self._page.hit(x, y, wide, high)
        if place is not None:
            self.pointed.emit(place)

    def _open(self, at: float) -> None:
        if self._page is not None:
            self.opened.emit(self._page.place_of(at))
