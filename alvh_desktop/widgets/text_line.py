"""A line to type in that leaves Ctrl+Z to the book once it has nothing of its own to take back."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit


class TextLine(QLineEdit):
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            is_idle_undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            is_idle_redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if is_idle_undo or is_idle_redo:
                event.ignore()
                return True
        return super().event(event)
