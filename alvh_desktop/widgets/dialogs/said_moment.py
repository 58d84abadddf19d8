"""When the quotes of a file were made, typed by the person who knows it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.dialogs.field import Field
from alvh_desktop.widgets.text_line import TextLine

_EXAMPLE = "2026-11-20T15:45"
_HINT = "New York time, where no offset stands. A delayed page shows the market of 15 minutes before it was taken."


class SaidMoment(QWidget):
    """`said` carries what was typed. Enter in the field says it and presses no button of the dialog."""

    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.line = _EnterStays()
        self.line.setPlaceholderText(_EXAMPLE)
        self.line.setFixedWidth(210)
        self.read = QPushButton("&Read the file")
        self.read.setAutoDefault(False)
        label = QLabel("&Quotes made at")
        label.setBuddy(self.line)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (label, self.line, self.read):
            row.addWidget(part)
        row.addStretch(1)
        self.field = Field("Quotes made at, date and time", self.line, _HINT, body)
        rows = QHBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.field)
        self.read.clicked.connect(self._say)
        self.line.returnPressed.connect(self._say)

    def ask(self, text: str) -> None:
        """Begin anew, with what was said before."""
        self.line.setText(text)
        self.field.show_problem(None)

    def show_problem(self, problem: Problem | None) -> None:
        self.field.show_problem(problem)
        if problem is not None:
            self.line.setFocus()

    def _say(self) -> None:
        self.said.emit(self.line.text())


class _EnterStays(TextLine):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)
