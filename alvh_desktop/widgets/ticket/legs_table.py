"""The table of a ticket's legs: every cell by keys, stepped along the chain, pasted and copied as columns."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QHeaderView, QSizePolicy

from alvh_desktop.viewmodels.ticket.cells import COLUMNS, PLACES
from alvh_desktop.viewmodels.ticket.legs import LegsModel
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.ticket.leg_editor import STEPS, LegEditor, LegsDelegate
from alvh_desktop.widgets.typed_cells import ENTER, PLAIN, TypedView

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_CELL_PADDING, _TITLE_PADDING = 18, 22
_LEAST_ROWS, _MOST_ROWS = 4, 8


class LegsTable(TypedView):
    """Up and Down step strikes and expiries, Page Up and Down by five, with Shift the whole wing or expiry; with
    Ctrl they go from leg to leg. + buys and - sells; Insert adds a leg, Delete removes it."""

    def __init__(self, model: LegsModel, worn: Tokens) -> None:
        super().__init__(model, "Legs of the ticket", model.text_of)
        self._legs = model
        self._current = (0, PLACES["strike"])
        self.delegate = LegsDelegate(model, worn, self)
        self.setItemDelegate(self.delegate)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._restore)
        model.dataChanged.connect(self._fit)

    def wear(self, worn: Tokens) -> None:
        self.delegate.wear(worn)
        self.viewport().update()

    def commit(self) -> None:
        """Take what stands in an open editor."""
        for editor in (each for each in self.findChildren(LegEditor) if each.isVisible()):
            self.commitData(editor)
            self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What an open editor leaves comes here, and is Qt's."""
        takers = () if self.is_typing else (self._take_clipboard, self._take_row_key, self._take_cell_key)
        if not any(take(event) for take in takers):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        rows = min(max(self._legs.rowCount(), _LEAST_ROWS), _MOST_ROWS)
        high = self.horizontalHeader().sizeHint().height() + rows * self.verticalHeader().defaultSectionSize() + 2
        return QSize(super().sizeHint().width(), high)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _take_clipboard(self, event: QKeyEvent) -> bool:
        if self.take_copy(event):
            return True
        if not event.matches(QKeySequence.StandardKey.Paste):
            return False
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._legs.paste(text)
        return True

    def _take_row_key(self, event: QKeyEvent) -> bool:
        """Insert and Delete."""
        match event.key():
            case Qt.Key.Key_Insert:
                self.add_leg()
            case Qt.Key.Key_Delete:
                self.remove_legs()
            case _:
                return False
        return True

    def add_leg(self) -> None:
        at = self._legs.add_leg(max(self.currentIndex().row(), 0))
        if at is not None:
            self.setCurrentIndex(self._legs.index(at, PLACES["strike"]))
            self.setFocus()

    def remove_legs(self) -> None:
        if self.chosen_rows:
            self._legs.remove_legs(self.chosen_rows)

    def _take_cell_key(self, event: QKeyEvent) -> bool:
        index, key, held = self.currentIndex(), event.key(), event.modifiers()
        if not index.isValid():
            return False
        if key in STEPS and held == _CONTROL:
            self._go_to_row(index.row() - (1 if STEPS[key] > 0 else -1))
        elif key in STEPS and self._legs.can_step(index) and held in (*PLAIN, _SHIFT):
            self._legs.step(index, STEPS[key], is_together=held == _SHIFT)
        elif event.text() in ("+", "-"):
            self._legs.take_side(index.row(), 1 if event.text() == "+" else -1)
        elif key in ENTER and held in PLAIN and self._legs.can_type(index):
            self.edit(index)
        elif index.column() == PLACES["right"] and event.text().lower() in ("c", "p") and self._legs.can_type(index):
            self._legs.setData(index, event.text())
        else:
            return False
        return True

    def go_to(self, row: int, column: str) -> None:
        """Give the keyboard to this cell."""
        self.setCurrentIndex(
            self._legs.index(row, next((at for at, each in enumerate(COLUMNS) if each.name == column), 0))
        )
        self.setFocus()

    def _go_to_row(self, row: int) -> None:
        if 0 <= row < self._legs.rowCount():
            self.setCurrentIndex(self._legs.index(row, self.currentIndex().column()))

    def _remember(self) -> None:
        if self.currentIndex().isValid():
            self._current = self.currentIndex().row(), self.currentIndex().column()

    def _restore(self) -> None:
        """The keyboard stays where it was, or on the last leg."""
        row, column = self._current
        last = self._legs.rowCount() - 1
        if last >= 0:
            self.setCurrentIndex(self._legs.index(min(row, last), column))
        self.updateGeometry()
        self._fit()

    def _fit(self) -> None:
        """Columns as wide as their figures; what has no room goes by its rank."""
        widths = [self._width(place) for place in range(len(COLUMNS))]
        shown = {place for place in range(len(COLUMNS)) if place != PLACES["does"] or self._legs.closes_something}
        room = self.viewport().width()
        for place in sorted(shown, key=lambda each: COLUMNS[each].rank):
            if sum(widths[each] for each in shown) <= room or COLUMNS[place].rank > 8:
                break
            shown -= {each for each in shown if COLUMNS[each].rank == COLUMNS[place].rank}
        spare = max(room - sum(widths[each] for each in shown), 0) // max(len(shown), 1)
        for place, width in enumerate(widths):
            self.setColumnHidden(place, place not in shown)
            self.setColumnWidth(place, width + spare)

    def _width(self, place: int) -> int:
        """By what stands in the column, at least as wide as a usual figure."""
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        metrics = self.fontMetrics() if COLUMNS[place].rank < 9 else type(self.fontMetrics())(font)
        texts = [self._legs.index(row, place).data() or "" for row in range(self._legs.rowCount())]
        title = self.horizontalHeader().fontMetrics().horizontalAdvance(COLUMNS[place].title) + _TITLE_PADDING
        widest = max(metrics.horizontalAdvance(text) for text in (*texts, COLUMNS[place].sample))
        return max(widest + _CELL_PADDING, title)
