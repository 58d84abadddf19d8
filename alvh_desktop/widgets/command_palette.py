"""Ctrl+K: every command of the window by its name, found while one types."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

_ACTION = Qt.ItemDataRole.UserRole
_TO_LIST = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class CommandPalette(QDialog):
    """Enter runs the chosen command, Esc runs none. Commands that cannot be run now are not offered."""

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Commands")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._actions = [action for action in actions if action.isEnabled() and action.text() and not action.menu()]
        self.search = QLineEdit()
        self.search.setPlaceholderText("Type what you want to do")
        self.search.setAccessibleName("Command")
        self.list = QListWidget()
        self.list.setAccessibleName("Commands")
        self.list.setUniformItemSizes(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 8, 8, 8)
        rows.addWidget(self.search)
        rows.addWidget(self.list, 1)
        self.resize(520, 420)
        self.search.textChanged.connect(self._offer)
        self.search.returnPressed.connect(self._run)
        self.list.itemActivated.connect(lambda _: self._run())
        self._offer("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move in the list while the keyboard stays in the line."""
        if event.key() in _TO_LIST:
            self.list.setFocus()
            self.list.keyPressEvent(event)
            self.search.setFocus()
        else:
            super().keyPressEvent(event)

    def _offer(self, typed: str) -> None:
        self.list.clear()
        words = typed.casefold().split()
        for action in self._actions:
            name = command_name(action)
            if all(word in name.casefold() for word in words):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QListWidgetItem(f"{name}    {keys}" if keys else name, self.list)
                item.setData(_ACTION, action)
                item.setSizeHint(QSize(0, self.fontMetrics().height() + 10))
        self.list.setCurrentRow(0)

    def _run(self) -> None:
        item = self.list.currentItem()
        self.accept()
        if item is not None:
            action: QAction = item.data(_ACTION)
            action.trigger()


def command_name(action: QAction) -> str:
    """Menu and text, as in `File: Save a copy`, without the marks of the keyboard."""
    group = action.property("group") or ""
    text = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
    return f"{group}: {text}" if group else text
