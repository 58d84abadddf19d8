"""How a row of the positions tree is painted: tones from the colour table, sleeves stronger, a badge by the name."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.viewmodels.positions import ROW_ROLE, TONE_ROLE
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_ROW_PADDING = 7


class FigureDelegate(QStyledItemDelegate):
    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worn = worn

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        row: Row = index.data(ROW_ROLE)
        colour = QColor(self._colour(index.data(TONE_ROLE), row, index.column()))
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            option.palette.setColor(role, colour)
        option.textElideMode = Qt.TextElideMode.ElideRight
        if row.kind == "sleeve":
            option.font.setWeight(QFont.Weight.DemiBold)
            option.backgroundBrush = QBrush(QColor(self.worn.raised))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row: Row = index.data(ROW_ROLE)
        if index.column() or not row.badge:
            return
        self.initStyleOption(option, index)
        width = pill_width(option.font, row.badge)
        taken = option.fontMetrics.horizontalAdvance(option.text) + 14
        left = option.rect.left() + min(taken, option.rect.width() - width - 4)
        place = QRect(left, option.rect.top(), width, option.rect.height())
        paint_pill(painter, place, row.badge, self.worn.badges["unknown"])

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        row: Row = index.data(ROW_ROLE)
        room = pill_width(option.font, row.badge) + 12 if row.badge and not index.column() else 0
        return QSize(size.width() + room, option.fontMetrics.height() + _ROW_PADDING)

    def _colour(self, tone: str, row: Row, column: int) -> str:
        if row.badge == "closed" and column == 0:
            return self.worn.dim
        return {"gain": self.worn.gain, "loss": self.worn.loss, "dim": self.worn.dim}.get(tone, self.worn.text)
