"""A table whose cells are typed over in place: its tones, its editors, the Tab key and copying."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from alvh_desktop.viewmodels.row_table import TONE_ROLE, Titled
from alvh_desktop.viewmodels.typed_table import TypedTable
from alvh_desktop.widgets.table_look import BY_TYPING, TYPED_ROW_PADDING, give_look
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
_MOVES = {QAbstractItemView.CursorAction.MoveNext: 1, QAbstractItemView.CursorAction.MovePrevious: -1}


class TypedDelegate(QStyledItemDelegate):
    """Paints tones, and edits a cell as plain text."""

    def __init__(self, worn: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self.wear(worn)

    def wear(self, worn: Tokens) -> None:
        names = ("dim", "problem", "doubt", "gain", "loss")
        self._tones = {name: QColor(getattr(worn, name)) for name in names}
        self._text = QColor(worn.text)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(TONE_ROLE)
        colour = self._tones.get(tone, self._text)
        option.palette.setColor(QPalette.ColorRole.Text, colour)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        if tone == "strong":
            option.font.setWeight(QFont.Weight.DemiBold)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: what is being typed stays when quotes come meanwhile."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()


def fit_into_cell(editor: QLineEdit, column: Titled, name: str) -> None:
    """`name` is what a screen reader calls the row."""
    editor.setAlignment(Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft)
    editor.setAccessibleName(f"{column.title} of {name}")
    editor.setStyleSheet("padding: 0 2px; border-radius: 0;")


class TypedView(QTableView):
    """Typing, F2 or a double click opens a cell; Tab goes to the next one that can be typed in; Ctrl+C copies.

    `text_of` gives the words of rows for a spreadsheet, with their titles or without.
    """

    def __init__(self, model: TypedTable[Any], name: str, text_of: Callable[[Collection[int], bool], str]) -> None:
        super().__init__()
        self._typed, self._text_of = model, text_of
        self.setModel(model)
        self.setEditTriggers(BY_TYPING)
        give_look(self, name, TYPED_ROW_PADDING)

    @property
    def is_typing(self) -> bool:
        """An open editor gets its keys first."""
        return self.state() == QAbstractItemView.State.EditingState

    @property
    def chosen_rows(self) -> list[int]:
        """Of the chosen cells; without any the one that has the keyboard."""
        rows = {index.row() for index in self.selectedIndexes()}
        return sorted(rows or ({self.currentIndex().row()} - {-1}))

    def copy_text(self, with_headers: bool) -> str:
        return self._text_of(self.chosen_rows, with_headers)

    def take_copy(self, event: QKeyEvent) -> bool:
        """Whether this key was Ctrl+C; nothing chosen leaves the clipboard as it is."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            return False
        text = self.copy_text(with_headers=False)
        if text:
            QGuiApplication.clipboard().setText(text)
        return True

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """From cell to cell that can be typed in; other moves are Qt's."""
        if action not in _MOVES:
            return super().moveCursor(action, modifiers)
        columns = self._typed.columnCount()
        place = self.currentIndex().row() * columns + self.currentIndex().column()
        while 0 <= (place := place + _MOVES[action]) < self._typed.rowCount() * columns:
            index = self._typed.index(place // columns, place % columns)
            if self._typed.can_type(index) and not self.isColumnHidden(index.column()):
                return index
        return QModelIndex()
