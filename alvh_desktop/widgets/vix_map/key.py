"""The key of the colours: which shade is how many $."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from alvh_desktop.viewmodels.vix_map.scale import FULL, Scale, key_marks, short_usd_text
from alvh_desktop.widgets.payoff.plot import small
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.vix_map.colours import worn_colours

_BAR_WIDTH, _TICK, _SPACE = 12, 4, 4
_WIDEST = "\N{LESS-THAN OR EQUAL TO} \N{MINUS SIGN}500k"
"""A label that most are no longer than."""


class ColourKey(QWidget):
    """A bar of all shades with the levels of the contours beside it; the ends stand for all beyond."""

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scale: Scale | None = None
        self._top, self._bottom = 0.0, 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Key of the colours")
        self.wear(worn)

    def show_scale(self, scale: Scale) -> None:
        if scale != self._scale:
            self._scale = scale
            limit = short_usd_text(scale.limit)
            self.setAccessibleDescription(f"Full colour at a gain or loss of {limit[1:]} $ and beyond")
            self.update()

    def stand_beside(self, top: float, bottom: float) -> None:
        """The chart's ground goes from here to there, pixels from the top."""
        if (top, bottom) != (self._top, self._bottom):
            self._top, self._bottom = top, bottom
            self.update()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        table = worn_colours(worn)[: FULL + 1][::-1]
        self._shades = QImage(table.tobytes(), 1, len(table), 3, QImage.Format.Format_RGB888).copy()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        room = QFontMetricsF(small(self.font())).horizontalAdvance(_WIDEST)
        return QSize(round(_BAR_WIDTH + _TICK + _SPACE + room) + 2, 60)

    def paintEvent(self, event: QPaintEvent) -> None:
        high = self._bottom - self._top
        if self._scale is None or high <= 0.0:
            return
        painter = QPainter(self)
        bar = QRectF(0.5, self._top, _BAR_WIDTH, high)
        painter.drawImage(bar, self._shades)
        painter.setPen(QColor(self._worn.border))
        painter.drawRect(bar)
        font = small(self.font())
        painter.setFont(font)
        line = QFontMetricsF(font).height()
        for mark in key_marks(self._scale, high, line):
            y = self._top + mark.down
            painter.setPen(QColor(self._worn.dim))
            painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + _TICK, y))
            painter.setPen(QColor(self._worn.text if mark.is_zero else self._worn.dim))
            left = bar.right() + _TICK + _SPACE
            # the ends stay inside the widget
            top = min(max(y - line / 2, 0.0), self.height() - line)
            painter.drawText(QRectF(left, top, self.width() - left, line), Qt.AlignmentFlag.AlignVCenter, mark.label)
