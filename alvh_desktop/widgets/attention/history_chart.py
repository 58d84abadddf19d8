"""A small chart of an alert's value over time, with its thresholds across."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from alvh_desktop.viewmodels.attention.history import HistoryView
from alvh_desktop.widgets.theme import Tokens

_HEIGHT, _LABEL_SHARE, _AROUND = 104, 0.86, 4


class HistoryChart(QWidget):
    """Draws a HistoryView; hidden where there is none. What it shows is told to a screen reader in a sentence."""

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._view: HistoryView | None = None
        self.setAccessibleName("Course of the value")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(220, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, _HEIGHT)

    def draw(self, view: HistoryView | None) -> None:
        if view != self._view:
            self._view = view
            self.setVisible(view is not None)
            self.setToolTip("" if view is None else "\n".join(part for part in (view.told, view.far) if part))
            self.setAccessibleDescription("" if view is None else view.told)
            self.update()

    @property
    def view(self) -> HistoryView | None:
        return self._view

    def copy_in(self, worn: Tokens) -> HistoryChart:
        """The same chart in these colours, in a widget of its own, at any size."""
        copy = HistoryChart(worn)
        copy._view = self._view
        return copy

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._view is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * _LABEL_SHARE)
        painter.setFont(font)
        metrics = QFontMetrics(font)
        labels = max((metrics.horizontalAdvance(mark.label) for mark in self._view.marks), default=0)
        room = QRectF(self.rect()).adjusted(_AROUND, _AROUND, -(labels + 2 * _AROUND), -(metrics.height() + _AROUND))
        self._paint_frame(painter, room, metrics)
        self._paint_thresholds(painter, room, metrics)
        painter.setPen(QPen(QColor(self._worn.accent), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([_at(room, *point) for point in self._view.points]))
        painter.setBrush(QColor(self._worn.accent))
        painter.drawEllipse(_at(room, *self._view.points[-1]), 2.6, 2.6)

    def _paint_frame(self, painter: QPainter, room: QRectF, metrics: QFontMetrics) -> None:
        assert self._view is not None
        painter.setPen(QColor(self._worn.border))
        painter.drawRect(room)
        painter.setPen(QColor(self._worn.dim))
        below = QRectF(room.left(), room.bottom() + 2, room.width(), metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, self._view.first)
        painter.drawText(below, Qt.AlignmentFlag.AlignRight, self._view.last)

    def _paint_thresholds(self, painter: QPainter, room: QRectF, metrics: QFontMetrics) -> None:
        """Lines of one ink, told apart by their label and dashes; labels that would meet move apart."""
        assert self._view is not None
        dashes = {"watch": Qt.PenStyle.DotLine, "warn": Qt.PenStyle.DashLine, "act": Qt.PenStyle.SolidLine}
        free = float("inf")
        for mark in sorted(self._view.marks, key=lambda mark: mark.height):
            line = _at(room, 0.0, mark.height)
            painter.setPen(QPen(QColor(self._worn.problem), 1.0, dashes[mark.severity]))
            painter.drawLine(line, QPointF(room.right(), line.y()))
            middle = min(line.y(), free - metrics.height())
            free = middle
            painter.setPen(QColor(self._worn.dim))
            place = QRectF(room.right() + _AROUND, middle - metrics.height() / 2, self.width(), metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft, mark.label)


def _at(room: QRectF, along: float, up: float) -> QPointF:
    return QPointF(room.left() + along * room.width(), room.bottom() - up * room.height())
