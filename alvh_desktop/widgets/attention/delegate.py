"""How a line of the alerts panel is painted: campaigns and sections as headings, alerts with pills and words."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.attention.listing import AttentionList, Line
from alvh_desktop.viewmodels.attention.words import Pill, RowWords
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_SIDE, _TOP, _GAP, _BETWEEN = 12, 7, 2, 6
_HEADING = 8
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_ONE_LINE = int(Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter)
_NARROWEST = 160
_FIGURE_SHARE = 0.55
"""Of the width of a short line, at most, for what stands at its end."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    colour: str
    font: QFont


class AttentionDelegate(QStyledItemDelegate):
    """Asks the model itself, and not through Qt's roles: the whole list is measured with each row that says something
    else."""

    def __init__(self, model: AttentionList, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.worn = worn
        self._heights: dict[str, tuple[RowWords, int, str, int]] = {}
        """Of alerts by their keys, with the words, width and font that they are of."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._model.lines[index.row()]
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
                self._paint_alert(painter, option, line)
            case _:
                place = option.rect.adjusted(_SIDE, _TOP, -_SIDE, 0)
                painter.setPen(QColor(self.worn.text))
                painter.drawText(place, _WRAP, line.text)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = self._model.lines[index.row()]
        if line.kind in ("section", "group", "short"):
            return QSize(_NARROWEST, option.fontMetrics.height() + _HEADING)
        width = self._width(option)
        if line.kind == "sentence":
            return QSize(_NARROWEST, _height(line.text, option.font, width - 2 * _SIDE) + 2 * _TOP)
        words = self._model.words_of(line)
        assert words is not None
        font = option.font.key()
        known = self._heights.get(line.key)
        if known is None or known[0] is not words or known[1:3] != (width, font):
            known = self._heights[line.key] = words, width, font, self._alert_height(words, option.font, width)
        return QSize(_NARROWEST, known[3])

    def _alert_height(self, words: RowWords, font: QFont, width: int) -> int:
        beside = width - 2 * _SIDE - _pills_width(font, words.pills)
        height = max(_height(words.head, _strong(font), beside), QFontMetrics(font).height())
        height += sum(_GAP + _height(each.text, each.font, width - 2 * _SIDE) for each in self._body(font, words))
        return height + 2 * _TOP

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

    def _paint_alert(self, painter: QPainter, option: QStyleOptionViewItem, line: Line) -> None:
        words = self._model.words_of(line)
        assert words is not None
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
        return _height(part.text, part.font, place.width())

    def _width(self, option: QStyleOptionViewItem) -> int:
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        return max(width, _NARROWEST)


def _height(text: str, font: QFont, width: int) -> int:
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, text).height()


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
