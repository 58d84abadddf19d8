"""How a row of the hedge ladder is painted: figures by their tone, and in one column the axis of days left."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.attention.marks import RowMark
from alvh_desktop.viewmodels.ladder import MARK_ROLE, ROW_ROLE
from alvh_desktop.viewmodels.ladder_axis import AxisRow, Dot
from alvh_desktop.viewmodels.ladder_rows import LadderRow
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_ROW_PADDING = 9
_AROUND = 14
"""Room left and right of the axis, so that what stands at its ends is whole."""
_DOT = 4.0
_LABEL_SHARE = 0.86
_BETWEEN_LABELS = 6
_AROUND_PILL = 6
_BESIDE_NAME = 12


class LadderDelegate(QStyledItemDelegate):
    """A cell of words or figures; the rows of whole ladders stand out."""

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.wear(worn)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        toned = {
            "gain": worn.gain, "loss": worn.loss, "dim": worn.dim, "doubt": worn.doubt, "problem": worn.problem,
        }  # fmt: skip
        self._tones = {tone: QColor(colour) for tone, colour in toned.items()}
        self._text, self._raised = QColor(worn.text), QBrush(QColor(worn.raised))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        colour = self._tones.get(index.data(TONE_ROLE), self._text)
        option.palette.setColor(QPalette.ColorRole.Text, colour)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        if index.data(ROW_ROLE).kind == "group":
            option.font.setWeight(QFont.Weight.DemiBold)
            option.backgroundBrush = self._raised
        mark: RowMark | None = index.data(MARK_ROLE)
        if mark is not None and option.rect.width() > 0:
            room = option.rect.width() - pill_width(option.font, mark.level) - _AROUND_PILL - _BESIDE_NAME
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, room)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The level of what alerts say of a row stands at the end of its name."""
        super().paint(painter, option, index)
        mark: RowMark | None = index.data(MARK_ROLE)
        if mark is not None:
            wide = pill_width(option.font, mark.level)
            place = QRect(option.rect.right() - wide - _AROUND_PILL, option.rect.top(), wide, option.rect.height())
            painter.setFont(option.font)
            paint_pill(painter, place, mark.level, self._worn.badges[mark.level])

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        mark: RowMark | None = index.data(MARK_ROLE)
        beside = 0 if mark is None else pill_width(option.font, mark.level) + _AROUND_PILL + _BESIDE_NAME
        return QSize(super().sizeHint(option, index).width() + beside, option.fontMetrics.height() + _ROW_PADDING)


class AxisDelegate(LadderDelegate):
    """The axis: settlement at its left end, the far days at its right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row: LadderRow = index.data(ROW_ROLE)
        room = QRectF(option.rect).adjusted(_AROUND, 0, -_AROUND, 0)
        if room.width() <= 0:
            return
        painter.save()
        painter.setClipRect(option.rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.axis.is_labelled:
            self._paint_labels(painter, room, row.axis, option.font)
        else:
            self._paint_line(painter, room, row.axis)
        painter.restore()

    def _paint_labels(self, painter: QPainter, room: QRectF, axis: AxisRow, font: QFont) -> None:
        """As many as there is room for; the near days come first."""
        smaller = QFont(font)
        smaller.setPointSizeF(font.pointSizeF() * _LABEL_SHARE)
        painter.setFont(smaller)
        painter.setPen(QColor(self._worn.dim))
        wide, taken = QFontMetrics(smaller).horizontalAdvance, -_AROUND + room.left()
        for place, days in axis.ticks:
            left = _x(room, place) - wide(days) / 2
            if left >= taken:
                body = QRectF(left, room.top(), wide(days) + 1, room.height())
                painter.drawText(body, Qt.AlignmentFlag.AlignCenter, days)
                taken = left + wide(days) + _BETWEEN_LABELS

    def _paint_line(self, painter: QPainter, room: QRectF, axis: AxisRow) -> None:
        self._paint_window(painter, room, axis)
        middle = room.center().y()
        painter.setPen(QPen(QColor(self._worn.border), 1))
        for place, _ in axis.ticks:
            painter.drawLine(QPointF(_x(room, place), middle - 2), QPointF(_x(room, place), middle + 2))
        painter.drawLine(QPointF(room.left(), middle), QPointF(room.right(), middle))
        if axis.entry is not None:
            self._paint_entry(painter, _x(room, axis.entry), room)
        if axis.roll is not None:
            painter.setPen(QPen(QColor(self._worn.text), 2))
            painter.drawLine(
                QPointF(_x(room, axis.roll), room.top() + 4), QPointF(_x(room, axis.roll), room.bottom() - 4)
            )
        for dot in axis.dots:
            self._paint_dot(painter, QPointF(_x(room, dot.place), middle), dot)

    def _paint_window(self, painter: QPainter, room: QRectF, axis: AxisRow) -> None:
        for place, level in ((axis.window, "watch"), (axis.late, "warn")):
            if place is not None:
                ground, ink = (
                    QColor(colour) for colour in self._worn.badges["watch" if level == "watch" else "warn"]
                )
                ink.setAlphaF(0.35)
                painter.setPen(QPen(ink, 1))
                painter.setBrush(ground)
                painter.drawRect(
                    QRectF(room.left(), room.top() + 4, _x(room, place) - room.left(), room.height() - 8)
                )

    def _paint_entry(self, painter: QPainter, x: float, room: QRectF) -> None:
        painter.setPen(QPen(QColor(self._worn.dim), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        top, tip = room.top() + 3, room.center().y() - 1
        painter.drawPolygon(QPolygonF([QPointF(x - 4, top), QPointF(x + 4, top), QPointF(x, tip)]))

    def _paint_dot(self, painter: QPainter, place: QPointF, dot: Dot) -> None:
        worn = self._worn
        colours = {"due": worn.doubt, "late": worn.problem, "settled": worn.problem, "ahead": worn.hedge}
        colour = QColor(colours.get(dot.state, worn.dim))
        painter.setPen(QPen(colour if not dot.is_long else QColor(worn.surface), 1.5))
        painter.setBrush(colour if dot.is_long else QColor(worn.surface))
        painter.drawEllipse(place, _DOT + 0.5, _DOT + 0.5)


def _x(room: QRectF, place: float) -> float:
    return room.left() + place * room.width()
