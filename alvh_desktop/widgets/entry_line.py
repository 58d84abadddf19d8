"""The entry line on top: an order in one line, and below it what Enter would do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.entry import Entry
    from alvh_desktop.viewmodels.preview import Preview

_HOW = (
    "Type an executed order: - sells, + buys; quantity, root, expiry, strikes, @net, fee.\n"
    "Enter books it, Esc clears the line, Up and Down bring earlier lines back."
)


class OrderLine(TextLine):
    """Emits `recalled` with -1 or +1 on Up and Down; Esc empties it."""

    recalled = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Up:
                self.recalled.emit(-1)
            case Qt.Key.Key_Down:
                self.recalled.emit(1)
            case _:
                super().keyPressEvent(event)


class EntryLine(QWidget):
    """Can be typed in before `serve` gives it what it asks: the text stays and is previewed then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = OrderLine()
        self.line.setObjectName("orderLine")
        self.line.setAccessibleName("Order line")
        self.line.setAccessibleDescription(_HOW)
        self.line.setToolTip(_HOW)
        self.book = QPushButton("Book")
        self.book.setObjectName("bookOrder")
        self.book.setAccessibleName("Book the order")
        self.book.setProperty("tone", "primary")
        self.book.setEnabled(False)
        self.preview = _PreviewLabel()
        self._lay_out()
        self._show(None)

    def serve(self, entry: Entry, example: str) -> None:
        """From here on the line previews and books; `example` is an order as one would type it."""
        self._entry = entry
        self.line.setPlaceholderText(f"Enter an order, as in {example}")
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._enter)
        self.line.recalled.connect(self._recall)
        self.book.clicked.connect(self._enter)
        entry.previewed.connect(self._show)
        entry.entered.connect(self._forget)
        self._typed(self.line.text())

    def _lay_out(self) -> None:
        label = QLabel("&Order")
        label.setBuddy(self.line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(label)
        row.addWidget(self.line, 1)
        row.addWidget(self.book)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(row)
        rows.addWidget(self.preview)
        label.ensurePolished()
        self.preview.setContentsMargins(label.sizeHint().width() + row.spacing() + 7, 0, 0, 0)

    def _typed(self, text: str) -> None:
        self.book.setEnabled(bool(text.strip()))
        self._entry.type(text)

    def _enter(self) -> None:
        self._entry.enter(self.line.text())

    def _forget(self) -> None:
        """Unlike clear() this leaves nothing to take back in the line: the next Ctrl+Z is the book's."""
        self.line.setText("")

    def _recall(self, step: int) -> None:
        line = self._entry.recall(step)
        if line is not None:
            self.line.setText(line)

    def _show(self, answer: Preview | Problem | None) -> None:
        match answer:
            case None:
                self.preview.say(_HOW, "dim")
            case Problem():
                self.preview.say(str(answer), "problem")
            case _:
                self.preview.say(answer.text, "body")


class _PreviewLabel(QLabel):
    """Always two lines high, so that nothing below moves while one types; what is longer stands in the tooltip."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("orderPreview")
        self.setAccessibleName("What the order would do")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str, tone: str) -> None:
        set_tone(self, tone)
        self.setText(text)
        self.setToolTip("" if tone == "dim" else text)
        self.setAccessibleDescription(text)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), 2 * self.fontMetrics().lineSpacing() + 2)

    def heightForWidth(self, width: int) -> int:
        return self.sizeHint().height()
