"""The panels as native docks: their first arrangement, the lock, and their state between two runs."""

from collections.abc import Mapping

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QDockWidget, QMainWindow, QTabWidget, QWidget

from alvh_desktop.widgets.panel import Panel

STATE_VERSION = 2
"""Of 1 were layouts without a market dock."""
_MOVABLE = QDockWidget.DockWidgetFeature.DockWidgetMovable | QDockWidget.DockWidgetFeature.DockWidgetFloatable
_CLOSABLE = QDockWidget.DockWidgetFeature.DockWidgetClosable
_POSITIONS_SHARE, _WIDEST_POSITIONS = 65, 960
"""Percent of the width, and pixels past which the table gains nothing and the chart does."""
_PAYOFF_SHARE, _LOWEST_PAYOFF = 65, 474
"""Percent of the height, and pixels below which its chart says little."""
_BEHIND_POSITIONS, _BEHIND_PAYOFF = (
    ("fills", "campaigns", "ladder", "sizing", "ticket", "journal", "statistics"),
    ("market", "calendar"),
)
_PUT_AWAY = frozenset({"calendar", "fills", "sizing", "ticket", "statistics"})
"""Panels that a person opens when they are wanted."""


class DockArea(QMainWindow):
    """Holds one dock a panel, by name; the calendar, the sizing worksheet, the ticket and the
    statistics are put away at first."""

    def __init__(self, panels: Mapping[str, tuple[str, Panel]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("dockArea")
        self.setDockNestingEnabled(True)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.docks = {name: self._dock(name, title, panel) for name, (title, panel) in panels.items()}
        self._before: QByteArray | None
        """How the panels stood before the charts were shown alone."""
        self.arrange()

    def arrange(self) -> None:
        """Positions left with campaigns, ladder and ticket as tabs behind them; payoff above alerts right, the market
        a tab behind the payoff.

        That is the layout a new user finds and Reset layout brings back.
        """
        self._before = None
        positions, payoff, alerts = self.docks["positions"], self.docks["payoff"], self.docks["alerts"]
        for dock in self.docks.values():
            dock.setFloating(False)
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, positions)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, payoff)
        self.splitDockWidget(payoff, alerts, Qt.Orientation.Vertical)
        for front, behind in ((payoff, _BEHIND_PAYOFF), (positions, _BEHIND_POSITIONS)):
            for name in behind:
                self.tabifyDockWidget(front, self.docks[name])
        for name, dock in self.docks.items():
            dock.setVisible(name not in _PUT_AWAY)
        payoff.raise_()
        positions.raise_()
        self._share_room()

    @property
    def is_alone(self) -> bool:
        """Whether the charts have been given all the room there is."""
        return self._before is not None

    def show_alone(self, is_alone: bool) -> None:
        """The charts with all the room there is, or every panel as it stood before."""
        if is_alone:
            self._before = self.state()
            for name, dock in self.docks.items():
                dock.setVisible(name == "payoff")
            self.docks["payoff"].raise_()
        elif self._before is not None:
            before, self._before = self._before, None
            self.restore(before)

    def lock(self, is_locked: bool) -> None:
        """Locked docks cannot be moved, floated or closed by the mouse."""
        none = QDockWidget.DockWidgetFeature.NoDockWidgetFeatures
        for dock in self.docks.values():
            dock.setFeatures(none if is_locked else _MOVABLE | _CLOSABLE)

    def state(self) -> QByteArray:
        """What is kept for the next run is how the panels stood before the charts were shown alone."""
        return self.saveState(STATE_VERSION) if self._before is None else self._before

    def restore(self, state: QByteArray) -> bool:
        """False, and the first arrangement, where the state is of another version or no state at all.

        A panel that came after the state was kept is put away.
        """
        if self.restoreState(state, STATE_VERSION):
            for dock in self.docks.values():
                # Qt writes names in UTF-16, and shows a dock that it finds no name of
                if not state.contains(dock.objectName().encode("utf-16-be")):
                    dock.hide()
            return True
        self.arrange()
        return False

    def _dock(self, name: str, title: str, panel: Panel) -> QDockWidget:
        dock = QDockWidget(title, self)
        dock.setObjectName(f"{name}Dock")
        dock.setWidget(panel)
        dock.setFeatures(_MOVABLE | _CLOSABLE)
        # Qt only moves a panel away that stands behind another tab: without this the Tab key would go into it
        dock.visibilityChanged.connect(panel.setEnabled)
        return dock

    def _share_room(self) -> None:
        positions, payoff, alerts = self.docks["positions"], self.docks["payoff"], self.docks["alerts"]
        wide = min(self.width() * _POSITIONS_SHARE // 100, _WIDEST_POSITIONS)
        high = max(self.height() * _PAYOFF_SHARE // 100, _LOWEST_PAYOFF)
        self.resizeDocks([positions, payoff], [wide, self.width() - wide], Qt.Orientation.Horizontal)
        self.resizeDocks([payoff, alerts], [high, self.height() - high], Qt.Orientation.Vertical)
