"""The ground of the payoff chart: its axes, and the mouse on the grips under it."""

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPen
from PySide6.QtWidgets import QWidget

from alvh_desktop.viewmodels.figures import axis_text, percent_tick
from alvh_desktop.viewmodels.payoff.lane import LANE_HEIGHT, Hold
from alvh_desktop.viewmodels.payoff.unit import DOLLARS, AxisUnit
from alvh_desktop.widgets.payoff.grips import Grips
from alvh_desktop.widgets.payoff.hand import Hand
from alvh_desktop.widgets.theme import Tokens

_SIDES = ("left", "bottom", "top")
_TOP_HEIGHT = 22
_TITLE_WIDTH = 72
_TICKS_BELOW = 2
"""Pixels between the axis line and its figures where no grip stands between."""


class FigureAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Ticks with thousands apart and a true minus."""

    unit = DOLLARS

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        if self.unit.is_percent:
            return [percent_tick(value * scale, spacing * scale) for value in values]
        return [axis_text(value) for value in values]


class PayoffPlot(pg.PlotWidget):  # type: ignore[misc]  # pyqtgraph has no types
    """What the mouse does on a grip goes to the hand, all else takes its usual way. `taken` says that it took one."""

    taken = Signal()

    def __init__(self, hand: Hand, worn: Tokens, parent: QWidget) -> None:
        super().__init__(parent, axisItems={side: FigureAxis(orientation=side) for side in _SIDES})
        self._hand = hand
        self._pointed: Hold | None = None
        self._is_pressed = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("Payoff curves")
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.hideButtons()
        item.setMouseEnabled(False, False)
        item.disableAutoRange()
        item.showAxis("top")
        item.showGrid(x=True, y=True, alpha=1.0)
        item.getAxis("top").setGrid(False)
        item.getAxis("top").setHeight(_TOP_HEIGHT)  # also where VIX is not known, and has no ticks
        # as wide as the title of VIX beside it needs, and never narrower again: the plot stands still
        left = item.getAxis("left")
        left.textWidth = _TITLE_WIDTH
        left.setStyle(autoReduceTextSpace=False)
        self.grips = Grips(worn, small(self.font()))
        self.scene().addItem(self.grips)
        hand.moved.connect(self.show_hand)
        item.vb.sigResized.connect(lambda _: self._place_grips())

    def count_in(self, unit: AxisUnit) -> None:
        """What the axis beside the curves counts; these stay in $."""
        axis = self.getPlotItem().getAxis("left")
        axis.unit = unit
        axis.setScale(unit.per_usd)

    def show_hand(self) -> None:
        """The grips where the hand has them; there is room for them under the axis where there are any."""
        handles = self._hand.handles
        axis = self.getPlotItem().getAxis("bottom")
        below = LANE_HEIGHT if handles.handles else _TICKS_BELOW
        if axis.style["tickTextOffset"][1] != below:
            axis.setStyle(tickTextOffset=below)
        low, high = self.getPlotItem().vb.viewRange()[0]
        self.grips.show_handles(handles, (low, high), self._hand.hold or self._pointed)

    def wear(self, worn: Tokens) -> None:
        self.setBackground(QColor(worn.surface))
        for side in _SIDES:
            axis = self.getPlotItem().getAxis(side)
            axis.setPen(pen(worn.border))
            axis.setTextPen(QColor(worn.dim))
            axis.setTickPen(pen(worn.grid))
            axis.setZValue(-1000)
            axis.setStyle(maxTickLevel=0, tickAlpha=255, tickLength=0, tickFont=small(self.font()))
        self.grips.wear(worn, small(self.font()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        hold = self._hold_at(event) if event.button() == Qt.MouseButton.LeftButton else None
        if hold is None:
            super().mousePressEvent(event)
            return
        self._is_pressed = True
        is_wing = hold.is_wing or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._hand.take(Hold(hold.key, is_wing), self._level(event))
        self.taken.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press of two in a row takes a grip like the first."""
        if self._hold_at(event) is None:
            super().mouseDoubleClickEvent(event)
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._is_pressed:
            self._hand.pull(self._level(event))
            return
        self._point_at(None if event.buttons() else self._hold_at(event))
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if not self._is_pressed:
            super().mouseReleaseEvent(event)
        elif event.button() == Qt.MouseButton.LeftButton:
            self._is_pressed = False
            self._hand.let_go()

    def leaveEvent(self, event: QEvent) -> None:
        self._point_at(None)
        super().leaveEvent(event)

    def _point_at(self, hold: Hold | None) -> None:
        if hold != self._pointed:
            self._pointed = hold
            cursor = Qt.CursorShape.ArrowCursor if hold is None else Qt.CursorShape.SizeHorCursor
            self.viewport().setCursor(cursor)
            self.show_hand()

    def _place(self, event: QMouseEvent) -> QPointF:
        return self.mapToScene(event.position().toPoint())  # type: ignore[no-any-return]  # pyqtgraph has no types

    def _hold_at(self, event: QMouseEvent) -> Hold | None:
        return self.grips.hold_at(self._place(event))

    def _level(self, event: QMouseEvent) -> float:
        """The SPX level under the mouse, within the chart."""
        low, high = self.getPlotItem().vb.viewRange()[0]
        level = float(self.getPlotItem().vb.mapSceneToView(self._place(event)).x())
        return min(max(level, float(low)), float(high))

    def _place_grips(self) -> None:
        box = self.getPlotItem().vb
        self.grips.stand_under(box.mapRectToScene(box.boundingRect()))


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    made: QPen = pg.mkPen(QColor(colour), width=width, style=style)
    return made


def small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.9)
    return smaller
