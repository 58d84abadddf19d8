"""A sheet with one field: it asks for a number or a name beside the work, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import Tokens, set_tone

Taker = Callable[[str], object]
"""Takes the text; a Problem says why it could not."""
_LEAST_FIELD, _WIDEST_FIELD = 140, 320


class OneFieldSheet(QFrame):
    """Enter hands the text over and closes the sheet where it was taken; Esc closes it. `left` comes when it closes
    and the keyboard is free again."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._take: Taker | None = None
        self.setObjectName("oneFieldSheet")
        self.setProperty("tone", "panel")
        self.label, self.field = QLabel(), TextLine()
        self.enter, self.close_button = QPushButton(), QToolButton(autoRaise=True)
        self.told = toned_label("", "problem")
        self._lay_out()
        self.field.returnPressed.connect(self._enter)
        self.field.textEdited.connect(lambda _: self._clear())
        self.enter.clicked.connect(self._enter)
        self.close_button.clicked.connect(self.leave)
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return self.field, self.enter, self.close_button

    def ask(self, label: str, text: str, take: Taker, verb: str = "Do it") -> None:
        """Ask for this; `text` stands in the field, chosen whole, so that typing replaces it."""
        self._take = take
        self.label.setText(label)
        self.setAccessibleName(label)
        self.field.setAccessibleName(label)
        self.close_button.setAccessibleName(f"Close: {label}")
        self.enter.setText(verb)
        self.field.setText(text)
        self._clear()
        self.show()
        self.field.selectAll()
        self.field.setFocus()

    def leave(self) -> None:
        self._take = None
        self.hide()
        self.left.emit()

    def wear(self, worn: Tokens) -> None:
        """Its colours are those of the palette."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self._take is None:
            return
        answer = self._take(self.field.text())
        if isinstance(answer, Problem):
            sentence = sentence_of(answer)
            set_tone(self.field, "problem")
            self.field.setAccessibleDescription(sentence)
            self.told.setText(sentence)
            self.told.show()
            self.field.setFocus()
        else:
            self.leave()

    def _clear(self) -> None:
        set_tone(self.field, "")
        self.field.setAccessibleDescription("")
        self.told.setText("")
        self.told.hide()

    def _lay_out(self) -> None:
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setBuddy(self.field)
        self.field.setObjectName("one_field")
        self.field.setMinimumWidth(_LEAST_FIELD)
        self.field.setMaximumWidth(_WIDEST_FIELD)
        self.enter.setProperty("tone", "primary")
        self.close_button.setText("\N{MULTIPLICATION SIGN}")
        self.close_button.setToolTip("Close (Esc)")
        row = QHBoxLayout()
        row.setSpacing(7)
        row.addWidget(self.label, 2)
        row.addWidget(self.field, 1)
        row.addWidget(self.enter)
        row.addWidget(self.close_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 6, 8)
        rows.setSpacing(4)
        rows.addLayout(row)
        rows.addWidget(self.told)
