"""What a file does not say of itself, typed by the person who knows it: when its quotes were made, what it is of."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Ask
from alvh_desktop.widgets.dialogs.field import Field
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.text_line import TextLine

_WIDTH = 210
_MOMENT_HINT = (
    "New York time, where no offset stands. A delayed page shows the market of 15 minutes before it was taken."
)
_ZONE_HINT = "The name of a zone, such as America/New_York or America/Chicago."
_DATES_HINT = "How its dates are to be read: 03/04 is the 4th of March, or the 3rd of April."
_DECIMALS_HINT = "What stands before the decimals: 1,234.50 or 1.234,50."
_SERIES_HINT = "An index, such as VIX or SPX; of a VX future the day that it settles on, such as VX_2026-12-16."


class SaidOfFile(QWidget):
    """`said` carries what was typed. Enter in the line says it and presses no button of the dialog."""

    said = Signal(str)

    def __init__(self, label: str, name: str, line: QLineEdit, hint: str, editor: QWidget) -> None:
        super().__init__()
        self.line = line
        self.read = QPushButton("&Read the file")
        self.read.setAutoDefault(False)
        words = QLabel(label)
        words.setBuddy(editor)
        editor.setFixedWidth(_WIDTH)
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (words, editor, self.read):
            row.addWidget(part)
        row.addStretch(1)
        self.field = Field(name, line, hint, body)
        rows = QHBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.field)
        self.read.clicked.connect(self._say)
        line.returnPressed.connect(self._say)

    def show_problem(self, problem: Problem | None) -> None:
        self.field.show_problem(problem)
        if problem is not None:
            self.line.setFocus()

    def ask(self, text: str, choices: Sequence[str] = ()) -> None:
        """Begin anew, with what was said before."""
        self.line.setText(text)
        self.field.show_problem(None)

    def _say(self) -> None:
        self.said.emit(self.line.text())


class SaidMoment(SaidOfFile):
    """When the quotes of a file were made."""

    def __init__(self) -> None:
        line = _EnterStays()
        line.setPlaceholderText("2026-11-20T15:45")
        super().__init__("&Quotes made at", "Quotes made at, date and time", line, _MOMENT_HINT, line)


class SaidChoice(SaidOfFile):
    """One of the answers that are offered, or another one."""

    def __init__(self, label: str, name: str, hint: str, example: str) -> None:
        self.choice, self._example = _OpenChoice(), example
        super().__init__(label, name, self.choice.line, hint, self.choice)
        for part in (self.choice, self.choice.view()):
            part.setAccessibleName(name)

    def ask(self, text: str, choices: Sequence[str] = ()) -> None:
        self.choice.clear()
        self.choice.addItems(list(choices))
        self.choice.setCurrentIndex(-1)
        self.choice.line.setPlaceholderText("Choose or type it" if choices else self._example)
        super().ask(text)


def said_rows() -> dict[Ask, SaidOfFile]:
    """A row for everything that a file can leave open."""
    return {
        "moment": SaidMoment(),
        "series": SaidChoice("&Which one it is", "Which index or VX future it is", _SERIES_HINT, "VIX"),
        "zone": SaidChoice("&Time zone", "Time zone of the statement", _ZONE_HINT, "America/New_York"),
        "dates": SaidChoice("&Dates", "Order of day and month", _DATES_HINT, "month first"),
        "decimals": SaidChoice("&Decimals after a", "Decimal point or comma", _DECIMALS_HINT, "point"),
    }


class _EnterStays(TextLine):
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.returnPressed.emit()
        else:
            super().keyPressEvent(event)


class _OpenChoice(StillChoice):
    """A choice that takes other words too; the keys go to the choice, which hands them to its line."""

    def __init__(self) -> None:
        super().__init__()
        self.line = _EnterStays()
        self.setEditable(True)
        self.setLineEdit(self.line)
        self.setCompleter(None)  # type: ignore[arg-type]  # nothing is filled in that was not typed
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.line.returnPressed.emit()
        else:
            super().keyPressEvent(event)
