"""How a row of the positions tree is painted: tones from the colour table, sleeves stronger, a badge by the name."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.attention.marks import Marks
from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.viewmodels.positions import ROW_ROLE, side_of
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_ROW_PADDING = 7
_BESIDE_FIGURE = 7
"""Room that styles leave beside a text, both sides together, and what is cut off of a fraction of a pixel."""
_BEFORE_TEXT = 3
_MARKED = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver | QStyle.StateFlag.State_HasFocus
_FIGURE = Qt.AlignmentFlag.AlignVCenter | side_of(1)
_NAME = Qt.AlignmentFlag.AlignVCenter | side_of(0)
_FIGURE_LINE, _NAME_LINE = (side | Qt.TextFlag.TextSingleLine for side in (_FIGURE, _NAME))
_BESIDE_NAME = 14
"""Room around a badge: before the name, between both, and after."""
_BETWEEN_PILLS = 4


class FigureDelegate(QStyledItemDelegate):
    """A column of figures. Called for every cell of every frame, so it looks nothing up twice."""

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row: Row | None = None
        """The row whose cells are painted at this moment, where the view says so."""
        self.wear(worn)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        toned = {"gain": worn.gain, "loss": worn.loss, "dim": worn.dim, "doubt": worn.doubt}
        self._tones = {tone: QColor(colour) for tone, colour in toned.items()}
        self._text, self._raised = QColor(worn.text), QBrush(QColor(worn.raised))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """What QStyledItemDelegate asks the model for, role by role, through the proxy and into Python: the Row has
        it all at once."""
        row: Row = index.data(ROW_ROLE)
        column = index.column()
        cell = row.cells[column]
        option.index = index  # type: ignore[assignment]  # a persistent index is one as well
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasDisplay
        option.displayAlignment = _FIGURE if column else _NAME
        colour = self._tones.get(cell.tone, self._text)
        option.palette.setColor(QPalette.ColorRole.Text, colour)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        if row.kind == "sleeve":
            option.font.setWeight(QFont.Weight.DemiBold)
            option.fontMetrics = QFontMetrics(option.font)
            option.backgroundBrush = self._raised
        option.text = self.words(row, column, option.font, option.rect.width())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A cell that is neither chosen nor pointed at nor has the keyboard is its ground and its text: what a style
        makes of it, in a tenth of the time."""
        if option.state & _MARKED:
            super().paint(painter, option, index)
            return
        row: Row = self.row or index.data(ROW_ROLE)
        column, place, font, metrics = index.column(), option.rect, option.font, option.fontMetrics
        if row.kind == "sleeve":
            painter.fillRect(place, self._raised)
            font.setWeight(QFont.Weight.DemiBold)
            metrics = QFontMetrics(font)
        text, room = self.words(row, column, font, place.width()), place.width() - 2 * _BEFORE_TEXT
        if not text:
            return
        if metrics.horizontalAdvance(text) > room:
            text = metrics.elidedText(text, option.textElideMode, room)
        painter.setFont(font)
        painter.setPen(self._tones.get(row.cells[column].tone, self._text))
        painter.drawText(
            place.adjusted(_BEFORE_TEXT, 0, -_BEFORE_TEXT, 0), _FIGURE_LINE if column else _NAME_LINE, text
        )

    def words(self, row: Row, column: int, font: QFont, width: int) -> str:
        """What the cell says where it is so many pixels wide."""
        return row.cells[column].text

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Asked for of every cell of each row that changes: the view wants to know whether its height has."""
        height = option.fontMetrics.height() + _ROW_PADDING
        self.initStyleOption(option, index)
        return QSize(option.fontMetrics.horizontalAdvance(option.text) + _BESIDE_FIGURE, height)


class NameDelegate(FigureDelegate):
    """The first column: the name and, where the row has them, its badge and the level of its alerts, for which a long
    name makes room."""

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(worn, parent)
        self.marks: Marks = {}
        """What alerts say of rows, by their keys."""

    def words(self, row: Row, column: int, font: QFont, width: int) -> str:
        text = super().words(row, column, font, width)
        pills = self._pills_width(row, font)
        if not pills or width <= 0:
            return text
        # of a leg its strike and right are what tells it from the leg below
        cut = Qt.TextElideMode.ElideLeft if row.kind == "leg" else Qt.TextElideMode.ElideRight
        return QFontMetrics(font).elidedText(text, cut, width - pills)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        row: Row = index.data(ROW_ROLE)
        mark = self.marks.get(row.key)
        if not row.badge and mark is None:
            return
        self.initStyleOption(option, index)
        left = option.rect.left() + QFontMetrics(option.font).horizontalAdvance(option.text) + _BESIDE_NAME - 3
        painter.setFont(option.font)
        if mark is not None:
            left = self._paint_pill(painter, option, left, mark.level, self._worn.badges[mark.level])
        if row.badge:
            self._paint_pill(painter, option, left, row.badge, self._worn.badges["unknown"])

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        row: Row = index.data(ROW_ROLE)
        return QSize(size.width() + self._pills_width(row, option.font), size.height())

    def _pills_width(self, row: Row, font: QFont) -> int:
        """With the room around them; 0 where the row has none."""
        mark = self.marks.get(row.key)
        words = [*([] if mark is None else [mark.level]), *([row.badge] if row.badge else [])]
        return sum(pill_width(font, word) + _BETWEEN_PILLS for word in words) + _BESIDE_NAME if words else 0

    @staticmethod
    def _paint_pill(
        painter: QPainter, option: QStyleOptionViewItem, left: int, word: str, colours: tuple[str, str]
    ) -> int:
        """The answer is where the next one begins."""
        place = QRect(left, option.rect.top(), pill_width(option.font, word), option.rect.height())
        paint_pill(painter, place, word, colours)
        return place.right() + 1 + _BETWEEN_PILLS
