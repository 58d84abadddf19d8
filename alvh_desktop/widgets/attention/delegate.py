"""How a line of the alerts panel is painted: campaigns and sections as headings, alerts with pills and words."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.attention.listing import LINE_ROLE, WORDS_ROLE, Line
from alvh_desktop.viewmodels.attention.words import Pill, RowWords
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_SIDE, _TOP, _GAP, _BETWEEN = 12, 7, 2, 6
_HEADING = 8
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_ONE_LINE = int(Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter)
_NARROWEST = 160
_MOST_MEASURED = 2_000
_FIGURE_SHARE = 0.55
"""Of the width of a short line, at most, for what stands at its end."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    colour: str
    font: QFont


class AttentionDelegate(QStyledItemDelegate):
    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worn = worn
        self._heights: dict[tuple[str, str, int], int] = {}
        """Of texts by font and width: rows are measured anew with every price, and most say what they said."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LINE_ROLE)
        painter.save()
        painter.setFont(option.font)
        self._paint_ground(painter, option, line)
        match line.kind:
            case "section":
                self._paint_section(painter, option, line)
            case "group":
                self._paint_group(painter, option, line)
            case "short":
                self._paint_short(painter, option, line)
            case "alert":
                self._paint_alert(painter, option, index.data(WORDS_ROLE))
            case _:
                place = option.rect.adjusted(_SIDE, _TOP, -_SIDE, 0)
                painter.setPen(QColor(self.worn.text))
                painter.drawText(place, _WRAP, line.text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: Line = index.data(LINE_ROLE)
        one = option.fontMetrics.height()
        if line.kind in ("section", "group", "short"):
            return QSize(_NARROWEST, one + _HEADING)
        width = self._width(option)
        if line.kind == "sentence":
            return QSize(_NARROWEST, self._height(line.text, option.font, width - 2 * _SIDE) + 2 * _TOP)
        words: RowWords = index.data(WORDS_ROLE)
        strong = _strong(option.font)
        beside = width - 2 * _SIDE - _pills_width(option.font, words.pills)
        height = max(self._height(words.head, strong, beside), one)
        for part in self._body(option.font, words):
            height += _GAP + self._height(part.text, part.font, width - 2 * _SIDE)
        return QSize(_NARROWEST, height + 2 * _TOP)

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self.worn.selection))
        elif line.kind in ("section", "group"):
            painter.fillRect(option.rect, QColor(self.worn.raised if line.kind == "section" else self.worn.stripe))
        painter.setPen(QColor(self.worn.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.worn.accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))

    def _paint_section(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        middle, left = option.rect.center().y() + 0.5, option.rect.left() + _SIDE
        corners = [(0, -2.5), (8, -2.5), (4, 3)] if line.is_open else [(1.5, -4), (7, 0), (1.5, 4)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.worn.dim))
        painter.drawPolygon(QPolygonF([QPointF(left + x, middle + y) for x, y in corners]))
        painter.setFont(_strong(option.font))
        painter.setPen(QColor(self.worn.text))
        painter.drawText(option.rect.adjusted(_SIDE + 16, 0, -_SIDE, 0), _ONE_LINE, line.text)

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        """The worst of its levels stands at the end of its line."""
        room = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        if line.pill is not None:
            wide = pill_width(option.font, line.pill.word)
            place = QRect(room.right() - wide + 1, room.top(), wide, room.height())
            paint_pill(painter, place, line.pill.word, self.worn.badges[line.pill.badge])
            room.setRight(room.right() - wide - _BETWEEN)
        painter.setFont(_strong(option.font))
        painter.setPen(QColor(self.worn.dim))
        painter.drawText(room, _ONE_LINE, _elided(line.text, painter.font(), room.width()))

    def _paint_short(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        room = option.rect.adjusted(_SIDE + 16, 0, -_SIDE, 0)
        painter.setPen(QColor(self.worn.dim))
        metrics = QFontMetrics(option.font)
        head_width = min(metrics.horizontalAdvance(line.text), room.width())
        least = int(room.width() * _FIGURE_SHARE)
        wide = min(metrics.horizontalAdvance(line.figure), max(least, room.width() - head_width - _SIDE))
        figure = _elided(line.figure, option.font, wide)
        painter.drawText(room, _ONE_LINE | int(Qt.AlignmentFlag.AlignRight), figure)
        painter.setPen(QColor(self.worn.text))
        rest = room.adjusted(0, 0, -(wide + _SIDE) if figure else 0, 0)
        painter.drawText(rest, _ONE_LINE, _elided(line.text, option.font, rest.width()))

    def _paint_alert(self, painter: QPainter, option: QStyleOptionViewItem, words: RowWords) -> None:
        left, top = option.rect.left() + _SIDE, option.rect.top() + _TOP
        high = QFontMetrics(option.font).height()
        for pill in words.pills:
            wide = pill_width(option.font, pill.word)
            paint_pill(painter, QRect(left, top, wide, high), pill.word, self.worn.badges[pill.badge])
            left += wide + _BETWEEN
        beside = option.rect.right() + 1 - _SIDE - left
        head = _Paragraph(words.head, self.worn.text, _strong(option.font))
        top += max(self._draw(painter, head, QRect(left, top, beside, 10_000)), high) + _GAP
        wide = option.rect.width() - 2 * _SIDE
        for part in self._body(option.font, words):
            top += self._draw(painter, part, QRect(option.rect.left() + _SIDE, top, wide, 10_000)) + _GAP

    def _body(self, font: QFont, words: RowWords) -> list[_Paragraph]:
        is_known = any(pill.badge != "unknown" for pill in words.pills)
        found = [_Paragraph(words.said, self.worn.text if is_known else self.worn.dim, font)]
        if words.notes:
            found.append(_Paragraph(_noted(words.notes), self.worn.dim, font))
        return found

    def _draw(self, painter: QPainter, part: _Paragraph, place: QRect) -> int:
        painter.setFont(part.font)
        painter.setPen(QColor(part.colour))
        painter.drawText(place, _WRAP, part.text)
        return self._height(part.text, part.font, place.width())

    def _height(self, text: str, font: QFont, width: int) -> int:
        key = text, font.key(), width
        found = self._heights.get(key)
        if found is None:
            if len(self._heights) > _MOST_MEASURED:
                self._heights.clear()
            found = QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()
            self._heights[key] = found
        return found

    def _width(self, option: QStyleOptionViewItem) -> int:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        return max(width, _NARROWEST)


def _noted(notes: tuple[str, ...]) -> str:
    text = " \N{MIDDLE DOT} ".join(notes)
    return text[:1].upper() + text[1:]


def _strong(font: QFont) -> QFont:
    strong = QFont(font)
    strong.setWeight(QFont.Weight.DemiBold)
    return strong


def _elided(text: str, font: QFont, width: int) -> str:
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _pills_width(font: QFont, pills: tuple[Pill, ...]) -> int:
    return sum(pill_width(font, pill.word) + _BETWEEN for pill in pills)
