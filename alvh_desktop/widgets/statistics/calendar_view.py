"""The view of days as a calendar: a cell a trading day on a ground of its gain or loss, sums of weeks and months."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from alvh_desktop.viewmodels.statistics.calendar_table import (
    CALENDAR_COLUMNS,
    CELL_ROLE,
    PLACE_ROLE,
    TITLE_ROLE,
    CalendarCell,
    CalendarTable,
)
from alvh_desktop.widgets.market_dock.parts import sentences_text
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.table_look import give_look
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.statistics.pages import CalendarPage, Told

Index = QModelIndex | QPersistentModelIndex
STRONGEST = 0.4
"""How much of a gain's or loss's colour the strongest shade has: words on it stay readable."""
_SIDE, _GAP, _LINES, _TITLE_PADDING = 6, 1, 10, 12
"""Pixels beside the words of a cell, between cells, and above and below the lines of a cell and of a title."""
_NUMBER_SIZE = 0.85


class CalendarView(QFrame):
    """`pointed` carries the place of the cell that was clicked, `opened` of the one on which Enter was pressed."""

    pointed = Signal(int)
    opened = Signal(int)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._told: Told = ()
        self.days = CalendarTable(CALENDAR_COLUMNS, self)
        self.table = QTableView()
        self.table.setModel(self.days)
        self._delegate = _DayDelegate(worn, self.table)
        self.caption = SteadyWords("caption")
        self.caption.label.setTextFormat(Qt.TextFormat.RichText)
        self._set_up()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(2)
        rows.addWidget(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(10, 0, 10, 0)
        below.addWidget(self.caption)
        rows.addLayout(below)
        self.setFocusProxy(self.table)
        self.table.clicked.connect(lambda index: self._tell(self.pointed.emit, index))
        self.table.activated.connect(lambda index: self._tell(self.opened.emit, index))
        self.days.modelReset.connect(self._span_titles)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.table,)

    def show_page(self, page: CalendarPage) -> None:
        self._told = page.told
        self.days.show_rows(page.rows)
        self._say()

    def copy_text(self, with_headers: bool) -> str:
        return self.days.copy_text(with_headers)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._delegate.wear(worn)
        self.table.viewport().update()
        self._say()

    def _tell(self, tell: Callable[[int], object], index: QModelIndex) -> None:
        place = index.data(PLACE_ROLE)
        if place is not None:
            tell(place)

    def _say(self) -> None:
        self.caption.say(sentences_text(self._told, self._worn))

    def _span_titles(self) -> None:
        """What begins a month lies over the whole row, and is one line high."""
        self.table.clearSpans()
        line = self.table.fontMetrics().height() + _TITLE_PADDING
        for place, row in enumerate(self.days.rows):
            if row.title:
                self.table.setSpan(place, 0, 1, len(CALENDAR_COLUMNS))
                self.table.verticalHeader().resizeSection(place, line)

    def _set_up(self) -> None:
        table = self.table
        give_look(table, "Calendar of daily P/L")
        table.setItemDelegate(self._delegate)
        table.setAlternatingRowColors(False)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        metrics = table.fontMetrics()
        table.verticalHeader().setDefaultSectionSize(2 * metrics.height() + _LINES)


class _DayDelegate(QStyledItemDelegate):
    def __init__(self, worn: Tokens, view: QTableView) -> None:
        super().__init__(view)
        self.wear(worn)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._tones = {tone: QColor(getattr(worn, tone)) for tone in ("gain", "loss", "dim")}
        self._text, self._doubt = QColor(worn.text), QColor(worn.doubt)
        self._accent, self._raised = QColor(worn.accent), QColor(worn.raised)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell: CalendarCell | None = index.data(CELL_ROLE)
        title: str = index.data(TITLE_ROLE)
        place = option.rect.adjusted(_GAP, _GAP, -_GAP, -_GAP)
        painter.save()
        painter.setFont(option.font)
        if title:
            self._paint_title(painter, place, title, cell)
        elif cell is not None:
            self._paint_cell(painter, place, cell)
        if option.state & QStyle.StateFlag.State_Selected and (title or cell is not None):
            painter.setPen(QPen(self._accent, 2))
            painter.drawRect(place.adjusted(1, 1, -1, -1))
        painter.restore()

    def _paint_title(self, painter: QPainter, place: QRect, title: str, cell: CalendarCell | None) -> None:
        inside = place.adjusted(_SIDE, 0, -_SIDE, 0)
        font = QFont(painter.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.fillRect(place, self._raised)
        painter.setPen(self._text)
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, title)
        if cell is not None:
            painter.setPen(self._tones.get(cell.tone, self._text))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(inside, right, f"{cell.text}{_doubt_sign(cell)}")

    def _paint_cell(self, painter: QPainter, place: QRect, cell: CalendarCell) -> None:
        inside = place.adjusted(_SIDE, 2, -_SIDE, -2)
        if cell.number:
            painter.fillRect(place, self._ground(cell.shade))
            amount = painter.font()
            small = QFont(amount)
            small.setPointSizeF(amount.pointSizeF() * _NUMBER_SIZE)
            painter.setFont(small)
            painter.setPen(self._text)
            painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, cell.number)
            painter.setFont(amount)
        # on a shade words are not coloured: the ground and the arrow say which way it went
        painter.setPen(self._text if cell.number and cell.shade else self._tones.get(cell.tone, self._text))
        right = Qt.AlignmentFlag.AlignRight
        side = Qt.AlignmentFlag.AlignBottom if cell.number else Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inside, right | side, f"{cell.text}{_doubt_sign(cell)}")

    def _ground(self, shade: float) -> QColor:
        ground = QColor(self._tones["gain" if shade > 0 else "loss"])
        ground.setAlphaF(STRONGEST * abs(shade))
        return ground


def _doubt_sign(cell: CalendarCell) -> str:
    return " *" if cell.is_partial and cell.raw else ""
