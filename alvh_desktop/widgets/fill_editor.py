"""How a cell of a booked fill is painted, and typed over: plain text that stays open where it is refused."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette
from PySide6.QtWidgets import QAbstractItemDelegate, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.fill_cells import COLUMNS
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.viewmodels.text_table import TONE_ROLE
from alvh_desktop.widgets.theme import Tokens, set_tone
from alvh_desktop.widgets.ticket.leg_editor import LegEditor

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FillEditor(LegEditor):
    """Of one cell."""

    def __init__(self, at: Index, parent: QWidget) -> None:
        super().__init__(parent)
        self.at = QPersistentModelIndex(at)


class FillsDelegate(QStyledItemDelegate):
    """Edits a cell as plain text. What is refused on Enter stays open where it was typed."""

    def __init__(self, fills: FillsModel, worn: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._fills = fills
        self.wear(worn)

    def wear(self, worn: Tokens) -> None:
        self._tones = {name: QColor(getattr(worn, name)) for name in ("dim", "problem", "doubt")}
        self._text = QColor(worn.text)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        tone = index.data(TONE_ROLE)
        colour = self._tones.get(tone, self._text)
        option.palette.setColor(QPalette.ColorRole.Text, colour)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        if tone == "strong":
            option.font.setWeight(QFont.Weight.DemiBold)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, editor = COLUMNS[index.column()], FillEditor(index, parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft)
        editor.setAccessibleName(f"{column.title} of fill {index.row() + 1}")
        editor.setStyleSheet("padding: 0 2px; border-radius: 0;")
        editor.stepped.connect(lambda steps, _: self._step(editor, steps))
        editor.textChanged.connect(lambda _: set_tone(editor, ""))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: what is being typed stays when quotes come meanwhile."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, FillEditor):
            if event.key() in _ENTER:
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
