"""What can be done with an alert: one action each, for the panel's keys and buttons, the menus and the palette."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from alvh_desktop.viewmodels.attention.snoozing import SNOOZES, SnoozeChoice

if TYPE_CHECKING:
    from alvh_desktop.rules.alerts import Alert
    from alvh_desktop.viewmodels.attention.detail import AlertDetail


class AlertActions(QObject):
    """`asked` carries what is to be done with the alert at hand ("open", "acknowledge", "wake", "trade", "chart",
    "ticket", "snooze": for how long is still to be said); `snooze_asked` the SnoozeChoice.

    The keys A, S and W count only while the keyboard is in `panel`.
    """

    asked = Signal(str)
    snooze_asked = Signal(object)

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self._panel = panel
        self.open = self._asking("&Open the alert", "open")
        self.acknowledge = self._asking("&Acknowledge", "acknowledge", "A")
        self.snooze = self._asking("&Snooze\N{HORIZONTAL ELLIPSIS}", "snooze", "S")
        self.wake = self._asking("&Wake", "wake", "W")
        self.trade = self._asking("&Go to the trade", "trade")
        self.chart = self._asking("&Show on the chart", "chart")
        self.ticket = self._asking("Open a &ticket", "ticket")
        self.snoozes = {choice: self._snoozing(choice) for choice in SNOOZES}
        self.menu = QMenu("Snooze", panel)
        self.menu.addActions(list(self.snoozes.values()))

    @property
    def on_page(self) -> tuple[QAction, ...]:
        """Those that have a button on the page of an alert."""
        return self.ticket, self.trade, self.chart, self.acknowledge, self.snooze, self.wake

    @property
    def in_menu(self) -> tuple[QAction, ...]:
        """As menus list them: each snooze by itself."""
        said = self.acknowledge, *self.snoozes.values(), self.wake
        return self.open, self.trade, self.chart, self.ticket, *said

    def follow(self, alert: Alert | None, detail: AlertDetail | None) -> None:
        """What can be done with this alert."""
        fires = alert is not None and alert.state.is_firing
        is_put_off = alert is not None and alert.state.is_put_off
        self.open.setEnabled(alert is not None)
        self.acknowledge.setEnabled(fires and not is_put_off)
        for action in (self.snooze, *self.snoozes.values()):
            action.setEnabled(fires or (alert is not None and alert.unknown is not None))
        self.wake.setEnabled(is_put_off)
        self.trade.setEnabled(detail is not None and bool(detail.tree_key))
        self.chart.setEnabled(detail is not None and bool(detail.tree_key))
        self.ticket.setEnabled(detail is not None and detail.door.is_open)
        self.ticket.setText(detail.door.words if detail is not None else "Open a ticket")
        self.ticket.setToolTip(detail.door.why if detail is not None else "")
        why = "" if detail is None else detail.why_not
        self.acknowledge.setToolTip(why or "It speaks again at a higher level (A)")

    def offer_snoozes(self, place: QPoint) -> None:
        """For how long, at this place of the screen."""
        self.menu.popup(place)
        self.menu.setActiveAction(next(iter(self.snoozes.values())))

    def _asking(self, words: str, what: str, key: str = "") -> QAction:
        action = QAction(words, self._panel)
        if key:
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _: self.asked.emit(what))
        self._panel.addAction(action)
        return action

    def _snoozing(self, choice: SnoozeChoice) -> QAction:
        action = QAction(f"Snooze {choice.words}", self._panel)
        action.triggered.connect(lambda _: self.snooze_asked.emit(choice))
        self._panel.addAction(action)
        return action
