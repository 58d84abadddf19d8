"""How a cell of a ticket's legs is painted, and typed over: plain text, and steps along the chain."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.ticket.cells import COLUMNS
from alvh_desktop.viewmodels.ticket.legs import TONE_ROLE, LegsModel
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 5, Qt.Key.Key_PageDown: -5}
"""Places along the chain, by key."""
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LegEditor(QLineEdit):
    """Plain text: no steps of its own, no rounding. `stepped` carries steps along the chain and whether together."""

    stepped = Signal(int, bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = STEPS.get(event.key())
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.stepped.emit(steps, event.modifiers() == _SHIFT)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class LegsDelegate(QStyledItemDelegate):
    """Paints tones, and edits a cell as plain text that stays where it is refused."""

    def __init__(self, model: LegsModel, worn: Tokens, parent: QWidget) -> None:
        super().__init__(parent)
        self._legs = model
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

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column, at = COLUMNS[index.column()], QPersistentModelIndex(index)
        editor = LegEditor(parent)
        editor.setAlignment(Qt.AlignmentFlag.AlignRight if column.is_figure else Qt.AlignmentFlag.AlignLeft)
        editor.setAccessibleName(f"{column.title} of leg {index.row() + 1}")
        editor.setStyleSheet("padding: 0 2px; border-radius: 0;")
        editor.stepped.connect(lambda steps, is_together: self._step(editor, at, steps, is_together))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: what is being typed stays when quotes come meanwhile."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and (editor.isModified() or index.data(TONE_ROLE) == "problem"):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter is the ticket's: it books."""
        if isinstance(event, QKeyEvent) and event.modifiers() & _CONTROL and event.key() in _ENTER:
            return False
        return super().eventFilter(editor, event)

    def _step(self, editor: LegEditor, at: QPersistentModelIndex, steps: int, is_together: bool) -> None:
        """First what was typed, then from there along the chain."""
        if not self._legs.can_step(at):
            return
        if editor.isModified() and not self._legs.setData(at, editor.text()):
            return
        self._legs.step(at, steps, is_together)
        editor.setText(at.data(Qt.ItemDataRole.EditRole))
        editor.setModified(False)
        editor.selectAll()
