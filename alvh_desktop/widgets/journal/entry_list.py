"""The timeline as a list of two lines an entry, under a heading a day; what was looked for is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.domain.found_words import Marked
from alvh_desktop.viewmodels.journal.rows import JournalRow, Shade
from alvh_desktop.widgets.tokens import Badge, Tokens

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_SIDE, _TIME_WIDTH, _LABEL_WIDTH, _GAP = 10, 42, 78, 8
_HEADING_ROOM, _ROW_ROOM, _LINE_GAP = 12, 10, 2
_BADGES: Mapping[Shade, Badge] = {
    "quiet": "quiet", "watch": "watch", "warn": "warn", "act": "act", "unknown": "unknown", "draft": "watch",
    "change": "unknown",
}  # fmt: skip


class EntryModel(QAbstractListModel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[JournalRow, ...] = ()

    def show_rows(self, rows: Sequence[JournalRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row = self.rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return row.text
        if role == Qt.ItemDataRole.ToolTipRole and not row.is_heading:
            return "".join(part for part, _ in row.title)
        return row if role == ROW_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self.rows[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class EntryList(QListView):
    """`chosen` carries the JournalRow that a person went to; `opened` one that was pressed twice, or with Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries = EntryModel(self)
        self.setModel(self.entries)
        self._look = _EntryLook(worn, self)
        self.setItemDelegate(self._look)
        self.setAccessibleName("Journal")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.selectionModel().currentChanged.connect(lambda now, _: self._tell(now))
        self.activated.connect(lambda index: self.opened.emit(index.data(ROW_ROLE)))

    @property
    def current(self) -> JournalRow | None:
        row = self.currentIndex().data(ROW_ROLE)
        return row if isinstance(row, JournalRow) else None

    def show_rows(self, rows: Sequence[JournalRow]) -> None:
        """The one that was looked at stays chosen, wherever it stands now."""
        before = self.current
        if tuple(rows) == self.entries.rows:
            return
        stood = self.verticalScrollBar().value()
        self.entries.show_rows(rows)
        if before is not None and self.go_to(before.key):
            self.verticalScrollBar().setValue(stood)

    def go_to(self, key: str) -> bool:
        """Choose the row of this key; False where there is none."""
        place = next((place for place, row in enumerate(self.entries.rows) if row.key == key), None)
        if place is None:
            return False
        index = self.entries.index(place)
        self.setCurrentIndex(index)
        self.scrollTo(index)
        return True

    def copy_text(self) -> str:
        """The chosen rows, tab-separated."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return "\n".join(self.entries.rows[place].text for place in rows)

    def wear(self, worn: Tokens) -> None:
        self._look.worn = worn
        self.viewport().update()

    def _tell(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if isinstance(row, JournalRow):
            self.chosen.emit(row)


class _EntryLook(QStyledItemDelegate):
    def __init__(self, worn: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.worn = worn

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row, line = index.data(ROW_ROLE), option.fontMetrics.height()
        if row.is_heading:
            return QSize(0, line + _HEADING_ROOM)
        lines = 2 if row.detail else 1
        return QSize(0, lines * line + (lines - 1) * _LINE_GAP + _ROW_ROOM)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        painter.save()
        painter.setFont(option.font)
        if row.is_heading:
            self._paint_heading(painter, option, row)
        else:
            self._paint_ground(painter, option)
            self._paint_row(painter, option, row)
        painter.restore()

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, row: JournalRow) -> None:
        painter.fillRect(option.rect, QColor(self.worn.stripe))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self.worn.dim))
        room = option.rect.adjusted(_SIDE, 0, -_SIDE, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, row.title[0][0])

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(self.worn.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(self.worn.stripe))
        painter.setPen(QColor(self.worn.grid))
        painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: JournalRow) -> None:
        line = option.fontMetrics.height()
        top = option.rect.top() + _ROW_ROOM // 2
        left = option.rect.left() + _SIDE
        painter.setPen(QColor(self.worn.dim))
        painter.drawText(QRect(left, top, _TIME_WIDTH, line), Qt.AlignmentFlag.AlignLeft, row.time)
        left += _TIME_WIDTH + _GAP
        self._paint_label(painter, QRect(left, top, _LABEL_WIDTH, line), row)
        left += _LABEL_WIDTH + _GAP
        room = QRect(left, top, option.rect.right() - _SIDE - left, line)
        painter.setFont(option.font)
        self._paint_parts(painter, room, row.title, QColor(self.worn.text))
        if row.detail:
            self._paint_parts(painter, room.translated(0, line + _LINE_GAP), row.detail, QColor(self.worn.dim))

    def _paint_label(self, painter: QPainter, room: QRect, row: JournalRow) -> None:
        badge = _BADGES.get(row.shade)
        ground, ink = self.worn.badges[badge] if badge is not None else (self.worn.notice, self.worn.text)
        if row.shade == "trade":
            ground = self.worn.raised
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(room), 4.0, 4.0)
        font = QFont(painter.font())
        font.setPointSizeF(font.pointSizeF() * 0.87)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, row.label)

    def _paint_parts(self, painter: QPainter, room: QRect, parts: Marked, ink: QColor) -> None:
        """One line, elided at its end, with what was looked for on a ground of its own."""
        text = "".join(part for part, _ in parts)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        layout = QTextLayout(shown, painter.font())
        layout.setFormats(self._formats(parts, shown, text))
        layout.beginLayout()
        laid = layout.createLine()
        laid.setLineWidth(room.width() + 1)
        layout.endLayout()
        painter.setPen(ink)
        layout.draw(painter, room.topLeft().toPointF())

    def _formats(self, parts: Marked, shown: str, text: str) -> list[QTextLayout.FormatRange]:
        ground, ink = self.worn.badges["watch"]
        look = QTextCharFormat()
        look.setBackground(QColor(ground))
        look.setForeground(QColor(ink))
        # of an elided text the last character stands for all that follows
        end = len(shown) if shown == text else len(shown) - 1
        found, place = [], 0
        for part, is_found in parts:
            if is_found and place < end:
                each = QTextLayout.FormatRange()
                each.start, each.length, each.format = place, min(len(part), end - place), look
                found.append(each)
            place += len(part)
        return found
