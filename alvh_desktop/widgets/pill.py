"""A word on a rounded ground: badges of alerts and rows."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

_SIDE = 6
_SHARE = 0.86


def pill_font(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * _SHARE)
    smaller.setWeight(QFont.Weight.DemiBold)
    return smaller


def pill_width(font: QFont, word: str) -> int:
    return QFontMetrics(pill_font(font)).horizontalAdvance(word) + 2 * _SIDE


def paint_pill(painter: QPainter, place: QRect, word: str, colours: tuple[str, str]) -> None:
    """Paint `word` in the middle of `place` with (ground, ink)."""
    ground, ink = colours
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(pill_font(painter.font()))
    height = painter.fontMetrics().height() + 2
    body = QRectF(place.left(), place.center().y() - height / 2 + 1, place.width(), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(body, height / 2, height / 2)
    painter.setPen(QColor(ink))
    painter.drawText(body, Qt.AlignmentFlag.AlignCenter, word)
    painter.restore()
