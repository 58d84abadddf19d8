"""The slider of days, with what falls on them under it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionSlider, QToolTip

from alvh_desktop.viewmodels.lens import LensView, Tick
from alvh_desktop.widgets.lens.boxes import StillSlider
from alvh_desktop.widgets.tokens import Tokens

_HEIGHT, _FOOT = 3.0, 1.0
_REACH = 5
"""Pixels beside a mark at which its words are still shown."""


class DateSlider(StillSlider):
    """Marks are painted below the groove: upright for settlements, round for news, a triangle for rolls. The stretch
    behind now is shaded."""

    def __init__(self, worn: Tokens) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._worn = worn
        self._view: LensView | None = None
        self._places: tuple[tuple[int, Tick], ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Date of the curves")
        self.setPageStep(5)

    def show_stops(self, view: LensView) -> None:
        before, self._view = self._view, view
        if before is not None and before.stops is view.stops and before.ticks is view.ticks:
            return
        moments = [stop.at for stop in view.stops]
        self._places = tuple((bisect_left(moments, tick.at), tick) for tick in view.ticks if tick.at <= moments[-1])
        self.update()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.update()

    @property
    def marks(self) -> Sequence[tuple[int, Tick]]:
        """Each mark with its place."""
        return self._places

    def marked_text(self, place: int) -> str:
        """What falls on a stop."""
        return "; ".join(tick.text for at, tick in self._places if at == place)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            told = self._near(event.pos().x())
            QToolTip.showText(event.globalPos(), told or self.toolTip(), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        view = self._view
        if view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        foot = self.height() - _FOOT
        if view.now:
            shade = QColor(self._worn.later)
            shade.setAlpha(60)
            painter.fillRect(QRectF(self._x(0), foot - 1.5, self._x(view.now) - self._x(0), 1.5), shade)
        for place, tick in self._places:
            self._paint_mark(painter, tick, QPointF(self._x(place), foot))
        painter.end()

    def _paint_mark(self, painter: QPainter, tick: Tick, foot: QPointF) -> None:
        if tick.kind == "settlement":
            painter.setBrush(QColor(self._worn.settlement))
            painter.drawRect(QRectF(foot.x() - 0.75, foot.y() - _HEIGHT - 1.0, 1.5, _HEIGHT + 1.0))
        elif tick.kind == "news":
            painter.setBrush(QColor(self._worn.accent))
            painter.drawEllipse(foot - QPointF(0.0, _HEIGHT / 2), _HEIGHT / 2 + 0.5, _HEIGHT / 2 + 0.5)
        else:
            painter.setBrush(QColor(self._worn.hedge))
            head = foot - QPointF(0.0, _HEIGHT + 1.0)
            painter.drawPolygon([head, foot - QPointF(_HEIGHT, 0.0), foot + QPointF(_HEIGHT, 0.0)])

    def _near(self, x: int) -> str:
        found = [tick.text for place, tick in self._places if abs(self._x(place) - x) <= _REACH]
        return "\n".join(found)

    def _x(self, place: int) -> float:
        """Where the middle of the handle stands at a stop."""
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, option, self)
        room = self.width() - handle
        least, most = self.minimum(), self.maximum()
        return handle / 2 + (0.0 if most == least else room * (place - least) / (most - least))
