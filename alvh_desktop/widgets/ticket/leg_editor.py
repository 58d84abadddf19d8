"""How a cell of a ticket's legs is typed over: plain text, and steps along the chain."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QStyleOptionViewItem, QWidget

from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.viewmodels.ticket.cells import COLUMNS
from alvh_desktop.viewmodels.ticket.legs import LegsModel
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.typed_cells import ENTER, Index, TypedDelegate, fit_into_cell

STEPS: dict[int, int] = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 5, Qt.Key.Key_PageDown: -5}
"""Places along the chain, by key."""
_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


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


class LegsDelegate(TypedDelegate):
    """A text stays where it is refused."""

    def __init__(self, model: LegsModel, worn: Tokens, parent: QWidget) -> None:
        super().__init__(worn, parent)
        self._legs = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor, at = LegEditor(parent), QPersistentModelIndex(index)
        fit_into_cell(editor, COLUMNS[index.column()], f"leg {index.row() + 1}")
        editor.stepped.connect(lambda steps, is_together: self._step(editor, at, steps, is_together))
        return editor

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QLineEdit) and (editor.isModified() or index.data(TONE_ROLE) == "problem"):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Ctrl+Enter is the ticket's: it books."""
        if isinstance(event, QKeyEvent) and event.modifiers() & _CONTROL and event.key() in ENTER:
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
