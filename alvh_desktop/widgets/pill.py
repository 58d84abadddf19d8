"""A word on a rounded ground: badges of alerts and rows. A severity has a shape too, for colour is never alone."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF

_SIDE = 6
_SHARE = 0.86
_SHAPED = frozenset({"watch", "warn", "act"})
_SHAPE_SHARE, _AFTER_SHAPE = 0.46, 4
"""Of the height of the letters, and pixels between shape and word."""


def pill_font(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * _SHARE)
    smaller.setWeight(QFont.Weight.DemiBold)
    return smaller


def pill_width(font: QFont, word: str) -> int:
    metrics = QFontMetrics(pill_font(font))
    shape = round(metrics.height() * _SHAPE_SHARE) + _AFTER_SHAPE if word in _SHAPED else 0
    return metrics.horizontalAdvance(word) + 2 * _SIDE + shape


def paint_pill(painter: QPainter, place: QRect, word: str, colours: tuple[str, str]) -> None:
    """Paint `word` in the middle of `place` with (ground, ink); watch, warn and act behind a circle, a triangle and a
    square."""
    ground, ink = colours
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(pill_font(painter.font()))
    height = painter.fontMetrics().height() + 2
    body = QRectF(place.left(), place.center().y() - height / 2 + 1, place.width(), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(body, height / 2, height / 2)
    if word in _SHAPED:
        size = round(painter.fontMetrics().height() * _SHAPE_SHARE)
        painter.setBrush(QColor(ink))
        _draw_shape(painter, word, QRectF(body.left() + _SIDE, body.center().y() - size / 2, size, size))
        body = body.adjusted(size + _AFTER_SHAPE, 0, 0, 0)
    painter.setPen(QColor(ink))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()


def _draw_shape(painter: QPainter, word: str, place: QRectF) -> None:
    match word:
        case "watch":
            painter.drawEllipse(place)
        case "warn":
            top = QPointF(place.center().x(), place.top())
            painter.drawPolygon(QPolygonF([top, place.bottomRight(), place.bottomLeft()]))
        case _:
            painter.drawRect(place)
