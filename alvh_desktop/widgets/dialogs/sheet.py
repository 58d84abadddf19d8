"""The frame that all dialogs share: a title, what it is about, and buttons at the foot."""

from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

Tone = Literal["title", "dim", "problem", "doubt", "body"]


def toned_label(text: str, tone: Tone = "body") -> QLabel:
    """A paragraph of plain text: names of files and portfolios are never read as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label


class Sheet(QDialog):
    """Filled from above with `rows.addWidget` and closed with `add_buttons`; `width_px` is its least width.

    Opens as high as its text needs at that width.
    """

    def __init__(self, title: str, parent: QWidget | None = None, width_px: int = 540) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(width_px)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(24, 20, 24, 20)
        self.rows.setSpacing(14)
        self.rows.addWidget(toned_label(title, "title"))

    def add_buttons(self, buttons: QDialogButtonBox, default: QPushButton | None) -> None:
        """The last row. Enter presses the button that has the focus, and from everywhere else `default`, if any."""
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.rows.addWidget(buttons)
        for button in buttons.findChildren(QPushButton):
            button.setAutoDefault(default is not None)
        if default is not None:
            default.setDefault(True)  # only now: a button outside a dialog cannot become its default

    def showEvent(self, event: QShowEvent) -> None:
        """Wrapped text has its true height only in the font it is shown in."""
        super().showEvent(event)
        if not self.testAttribute(Qt.WidgetAttribute.WA_Resized):
            self.resize(self.width(), self.rows.totalHeightForWidth(self.width()))

    def event(self, event: QEvent) -> bool:
        """New words that need more room get it; a window never shrinks under the hand of its user."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.resize(self.width(), max(self.height(), self.rows.totalHeightForWidth(self.width())))
        return is_handled
