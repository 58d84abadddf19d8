"""One alert painted as a card: badges and title, the sentence with its numbers, what is not known, what to do."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.alerts import CARD_ROLE, AlertCard
from alvh_desktop.widgets.pill import paint_pill, pill_width
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_SIDE, _TOP, _GAP = 12, 9, 3
_WRAP = Qt.TextFlag.TextWordWrap
_NARROWEST = 160


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    colour: str
    font: QFont


class AlertDelegate(QStyledItemDelegate):
    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.worn = worn

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        card: AlertCard = index.data(CARD_ROLE)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self.worn.selection))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.worn.accent))
            painter.drawRect(option.rect.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(self.worn.border))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
        painter.setFont(option.font)
        left = self._paint_badges(painter, option, card)
        head = self._head(option.font, card)
        place = QRect(left, option.rect.top() + _TOP, option.rect.right() - _SIDE - left, 10_000)
        top = option.rect.top() + _TOP + self._draw(painter, head, place) + _GAP
        for paragraph in self._body(option.font, card):
            place = QRect(option.rect.left() + _SIDE, top, option.rect.width() - 2 * _SIDE, 10_000)
            top += self._draw(painter, paragraph, place) + _GAP
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        card: AlertCard = index.data(CARD_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        width = max(width, _NARROWEST)
        beside = width - 2 * _SIDE - _badges_width(option.font, card)
        height = _height(self._head(option.font, card), beside)
        height += sum(_GAP + _height(paragraph, width - 2 * _SIDE) for paragraph in self._body(option.font, card))
        return QSize(_NARROWEST, height + 2 * _TOP)

    def _paint_badges(self, painter: QPainter, option: QStyleOptionViewItem, card: AlertCard) -> int:
        """The badges from the left; the answer is where the title begins."""
        left = option.rect.left() + _SIDE
        height = QFontMetrics(option.font).height()
        for badge in card.badges:
            width = pill_width(option.font, badge)
            place = QRect(left, option.rect.top() + _TOP, width, height)
            paint_pill(painter, place, badge, self.worn.badges[badge])
            left += width + 6
        return left

    def _draw(self, painter: QPainter, paragraph: _Paragraph, place: QRect) -> int:
        painter.setFont(paragraph.font)
        painter.setPen(QColor(paragraph.colour))
        painter.drawText(place, _WRAP, paragraph.text)
        return _height(paragraph, place.width())

    def _head(self, font: QFont, card: AlertCard) -> _Paragraph:
        strong = QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        colour = self.worn.dim if card.is_silent else self.worn.text
        return _Paragraph(f"{card.title}: {card.subject}" if card.subject else card.title, colour, strong)

    def _body(self, font: QFont, card: AlertCard) -> Iterator[_Paragraph]:
        is_grey = card.badges == ("unknown",) or card.is_silent
        yield _Paragraph(card.sentence, self.worn.dim if is_grey else self.worn.text, font)
        for text, colour in (
            (card.doubt, self.worn.dim),
            (card.advice, self.worn.text),
            (card.thresholds, self.worn.dim),
        ):
            if text:
                yield _Paragraph(text, colour, font)


def _badges_width(font: QFont, card: AlertCard) -> int:
    return sum(pill_width(font, badge) + 6 for badge in card.badges)


def _height(paragraph: _Paragraph, width: int) -> int:
    return QFontMetrics(paragraph.font).boundingRect(QRect(0, 0, width, 10_000), _WRAP, paragraph.text).height()
