"""The fields of an event, under the calendar: kind, day, time, words and source, and what is wrong with them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.events import KINDS, DatedEvent
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.event_typing import EventWords
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

_FIELDS = (
    ("on", "&Day", "2026-12-11"),
    ("time", "Ti&me", "14:00, New York"),
    ("source", "So&urce", "typed"),
    ("title", "&Words", "as its kind says"),
)
_OWN = "What it is: an event of your own needs words"


class EventForm(QWidget):
    """`asked` comes with Enter, `left` with Esc; `changed` is the event that it changes, None for a new one."""

    asked = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changed: DatedEvent | None = None
        self.kind = StillChoice()
        self.kind.addItems(["own", *(kind for kind in KINDS if kind != "own")])
        self.kind.setAccessibleName("Kind of event")
        self.kind.view().setAccessibleName("Kind of event")
        self.fields = {name: TextLine() for name, *_ in _FIELDS}
        self.enter, self.cancel = QPushButton("&Enter it"), QPushButton("Cance&l")
        self.problem = toned_label("", "problem")
        self._lay_out()
        self._connect()
        self._follow_kind()

    @property
    def words(self) -> EventWords:
        on, at, source, title = (field.text() for field in self.fields.values())
        return EventWords(self.kind.currentText(), on, at, title, source)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.kind, *self.fields.values(), self.enter, self.cancel)

    def begin(self, event: DatedEvent | None, day: str = "") -> None:
        """Show this event to be changed, or empty fields for a new one on a day that may be typed over."""
        self.changed = event
        self.kind.setEnabled(event is None)
        self.kind.setCurrentText("own" if event is None else event.kind)
        at = "" if event is None or event.at is None else f"{event.at:%H:%M}"
        is_typed = event is not None and event.row_id is not None and event.source != TYPED_BY_HAND
        texts = {
            "on": day if event is None else event.on.isoformat(),
            "time": at,
            "title": "" if event is None else event.title,
            "source": event.source if event is not None and is_typed else "",
        }
        for name, text in texts.items():
            self.fields[name].setText(text)
        self.show_problem(None)
        self.show()
        self.fields["on"].setFocus()
        self.fields["on"].selectAll()

    def show_problem(self, problem: Problem | None) -> None:
        """At the field it names; what was typed stays."""
        text = sentence_of(problem) if problem else ""
        wrong = None if problem is None else self.fields.get(problem.where, self.fields["on"])
        self.problem.setText(text)
        self.problem.setVisible(bool(text))
        for field in self.fields.values():
            set_tone(field, "problem" if field is wrong else "")
            field.setAccessibleDescription(text if field is wrong else "")
        if wrong is not None:
            wrong.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _follow_kind(self) -> None:
        is_own = self.kind.currentText() == "own"
        self.fields["title"].setPlaceholderText(_OWN if is_own else "as its kind says")

    def _connect(self) -> None:
        for field in self.fields.values():
            field.textEdited.connect(lambda _: self.show_problem(None))
            field.returnPressed.connect(self.asked)
        self.kind.currentIndexChanged.connect(self._follow_kind)
        self.enter.clicked.connect(self.asked)
        self.cancel.clicked.connect(self.left)

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        kind = QLabel("K&ind")
        kind.setBuddy(self.kind)
        places = {"on": (0, 2), "time": (1, 0), "source": (1, 2), "title": (2, 0)}
        grid.addWidget(kind, 0, 0)
        grid.addWidget(self.kind, 0, 1)
        for name, label, placeholder in _FIELDS:
            field, words = self.fields[name], QLabel(label)
            words.setBuddy(field)
            field.setAccessibleName(label.replace("&", ""))
            field.setPlaceholderText(placeholder)
            row, column = places[name]
            grid.addWidget(words, row, column)
            grid.addWidget(field, row, column + 1, 1, 3 if name == "title" else 1)
        for column in (1, 3):
            grid.setColumnStretch(column, 1)
        self.enter.setProperty("tone", "primary")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.problem, 1)
        buttons.addStretch()
        buttons.addWidget(self.enter)
        buttons.addWidget(self.cancel)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(8, 2, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(grid)
        rows.addLayout(buttons)
