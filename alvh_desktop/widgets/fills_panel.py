"""The fills of what is chosen: a table whose cells are corrected in place, and one sentence on what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.fill_cells import COLUMNS, PLACES
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.fill_editor import FillsDelegate
from alvh_desktop.widgets.theme import Tokens, set_tone

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
_ROW_PADDING, _CELL_PADDING = 9, 6
_HOW = "What is typed over a cell is booked at once; undo takes it back."


class FillsPanel(QWidget):
    """Follows a FillsModel."""

    def __init__(self, fills: FillsModel, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fills = fills
        self.title, self.told = toned_label("", "body"), toned_label("", "problem")
        self.table = FillsTable(fills, worn)
        self.setFocusProxy(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(4)
        for label in (self.title, self.told):
            label.setContentsMargins(8, 0, 8, 0)
        rows.addWidget(self.title)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.told)
        fills.told.connect(self.follow)
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.table,)

    def show_picture(self, picture: Picture | None) -> None:
        """The model follows the book by itself."""
        self.fills.follow()

    def wear(self, worn: Tokens) -> None:
        self.table.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        return self.table.copy_text(with_headers)

    def follow(self) -> None:
        problem = self.fills.problem
        self.title.setText(self.fills.title)
        set_tone(self.title, "body" if self.fills.fills else "dim")
        set_tone(self.told, "problem" if problem else "dim")
        self.told.setText(problem or ("" if self.fills.is_read_only or not self.fills.fills else _HOW))
        self.told.setVisible(bool(self.told.text()))


class FillsTable(QTableView):
    """Typing, F2 or Enter opens a cell; + and - turn a quantity round; Esc drops a refused text; Ctrl+C copies."""

    def __init__(self, fills: FillsModel, worn: Tokens) -> None:
        super().__init__()
        self._fills = fills
        self.setModel(fills)
        self.delegate = FillsDelegate(fills, worn, self)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Fills of what is chosen")
        self.setProperty("tone", "spaced")
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setAlternatingRowColors(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(36)
        fills.modelReset.connect(self._fit)
        fills.dataChanged.connect(self._fit)
        self._fit()

    def wear(self, worn: Tokens) -> None:
        self.delegate.wear(worn)
        self.viewport().update()

    def copy_text(self, with_headers: bool) -> str:
        rows = {index.row() for index in self.selectedIndexes()} or ({self.currentIndex().row()} - {-1})
        return self._fills.text_of(rows, with_headers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An open editor gets its keys first."""
        is_typing = self.state() == QAbstractItemView.State.EditingState
        if is_typing or not (self._take_copy(event) or self._take_cell_key(event)):
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Tab in an open cell goes to the next one that can be typed in; other moves are Qt's."""
        moves = {QAbstractItemView.CursorAction.MoveNext: 1, QAbstractItemView.CursorAction.MovePrevious: -1}
        if action not in moves:
            return super().moveCursor(action, modifiers)
        place = self.currentIndex().row() * len(COLUMNS) + self.currentIndex().column()
        while 0 <= (place := place + moves[action]) < self._fills.rowCount() * len(COLUMNS):
            index = self._fills.index(place // len(COLUMNS), place % len(COLUMNS))
            if self._fills.can_type(index):
                return index
        return QModelIndex()

    def _take_copy(self, event: QKeyEvent) -> bool:
        if not event.matches(QKeySequence.StandardKey.Copy):
            return False
        text = self.copy_text(with_headers=False)
        if text:
            QGuiApplication.clipboard().setText(text)
        return True

    def _take_cell_key(self, event: QKeyEvent) -> bool:
        index, key = self.currentIndex(), event.key()
        if not index.isValid():
            return False
        if event.text() in ("+", "-") and index.column() == PLACES["quantity"]:
            self._fills.take_side(index, 1 if event.text() == "+" else -1)
        elif key in _ENTER and event.modifiers() in _PLAIN and self._fills.can_type(index):
            self.edit(index)
        elif key == Qt.Key.Key_Escape and self._fills.is_refused(index):
            self._fills.forget(index)
        else:
            return False
        return True

    def _fit(self) -> None:
        header = self.horizontalHeader()
        for place in range(len(COLUMNS) - 1):
            width = max(self.sizeHintForColumn(place), header.sectionSizeHint(place)) + _CELL_PADDING
            header.resizeSection(place, width)
