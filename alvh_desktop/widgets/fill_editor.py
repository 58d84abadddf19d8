"""How a cell of a booked fill is typed over: plain text that stays open where it is refused."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.fill_cells import COLUMNS
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.widgets.theme import Tokens, set_tone
from alvh_desktop.widgets.ticket.leg_editor import LegEditor
from alvh_desktop.widgets.typed_cells import ENTER, Index, TypedDelegate, fit_into_cell


class FillEditor(LegEditor):
    """Of one cell."""

    def __init__(self, at: Index, parent: QWidget) -> None:
        super().__init__(parent)
        self.at = QPersistentModelIndex(at)


class FillsDelegate(TypedDelegate):
    """What is refused on Enter stays open where it was typed."""

    def __init__(self, fills: FillsModel, worn: Tokens, parent: QWidget) -> None:
        super().__init__(worn, parent)
        self._fills = fills

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = FillEditor(index, parent)
        fit_into_cell(editor, COLUMNS[index.column()], f"fill {index.row() + 1}")
        editor.stepped.connect(lambda steps, _: self._step(editor, steps))
        editor.textChanged.connect(lambda _: set_tone(editor, ""))
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, FillEditor):
            if event.key() in ENTER:
                self._enter(editor)
                return True
            if event.key() == Qt.Key.Key_Escape:
                editor.setModified(False)
                self._fills.forget(editor.at)
        return super().eventFilter(editor, event)

    def _enter(self, editor: FillEditor) -> None:
        self.commitData.emit(editor)
        if self._fills.is_refused(editor.at):
            set_tone(editor, "problem")
            editor.setAccessibleDescription(self._fills.problem)
            editor.selectAll()
        else:
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _step(self, editor: FillEditor, steps: int) -> None:
        """Along the chain, from the contract that stands in the cell; Enter books it."""
        text = self._fills.stepped(editor.at, editor.text(), steps)
        if text is not None:
            editor.setText(text)
            editor.setModified(True)
            editor.selectAll()
