"""The Chart menu: in the View menu, and under a right click on a chart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from alvh_desktop.widgets.chart_export.commands import NO_CHART

if TYPE_CHECKING:
    from alvh_desktop.widgets.chart_export.commands import ChartCommands


class Adding(Protocol):
    """Adds a command to a menu: its words, what it does, its key."""

    def __call__(
        self,
        text: str,
        act: Callable[[], object],
        key: str | QKeySequence.StandardKey | None = None,
        menu: QMenu | None = None,
    ) -> QAction: ...


class ChartMenu:
    """What cannot be done is shown as such while the menu is open; a key is always heard, and says why nothing
    comes of it."""

    def __init__(self, menu: QMenu, add: Adding, charts: ChartCommands) -> None:
        self._charts = charts
        self.actions = [
            add("&Copy picture", charts.copy_picture, "Ctrl+Alt+C", menu),
            add("Copy &table", charts.copy_table, None, menu),
            add("&Export picture…", charts.export_picture, None, menu),
            add("Export ta&ble (CSV)…", charts.export_table, None, menu),
            add("&Print…", charts.print_chart, QKeySequence.StandardKey.Print, menu),
        ]
        on_chart = QMenu("Chart", menu)
        on_chart.addActions(self.actions)
        for each in (menu, on_chart):
            each.setToolTipsVisible(True)
            each.aboutToShow.connect(self.refresh)
            each.aboutToHide.connect(self.allow_all)
        charts.serve(on_chart)

    def refresh(self) -> None:
        """Which chart is meant, or why nothing can be done."""
        chart = self._charts.at_hand
        for action in self.actions:
            action.setEnabled(chart is not None)
            action.setToolTip(NO_CHART if chart is None else chart.chart_title())

    def allow_all(self) -> None:
        for action in self.actions:
            action.setEnabled(True)
