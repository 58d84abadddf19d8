"""The panel of the days ahead: what they hold, what is not known of them, and events typed, struck, brought back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.events import DatedEvent
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.days_ahead import DayLine, DaysAhead, Key, event_of
from alvh_desktop.viewmodels.event_typing import EventTyping
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.event_form import EventForm
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

_WIDTHS = (100, 56, 262)


class CalendarPanel(QWidget):
    """Follows a DaysAhead; `serve` gives it what enters events."""

    def __init__(self, days: DaysAhead, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._days = days
        self._typing: EventTyping | None = None
        self._choice: Key | None = None
        self._picture: Picture | None = None
        self.unknown = toned_label("", "doubt")
        self.every = QCheckBox("E&very settlement, not only of what is held")
        self.table = WordTable(days, "The days ahead", _WIDTHS)
        self.refusal = toned_label("", "problem")
        self.form = EventForm()
        self.add, self.change, self.strike, self.back = (
            self._action(text, act)
            for text, act in (
                ("&Add an event…", self.begin_event),
                ("&Change…", self._begin_change),
                ("St&rike", self._strike),
                ("&Back to shipped", self._bring_back),
            )
        )
        self.buttons = {action: self._button(action) for action in (self.add, self.change, self.strike, self.back)}
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.every, self.table, *self.buttons.values(), *self.form.stops)

    def serve(self, typing: EventTyping) -> None:
        self._typing = typing

    def show_picture(self, picture: Picture | None) -> None:
        """The days of this picture; they are worked out when somebody sees them."""
        self._picture = picture
        if self.isVisible() or picture is None:
            self._days.show(picture)

    def showEvent(self, event: QShowEvent) -> None:
        self._days.show(self._picture)
        super().showEvent(event)

    def wear(self, worn: Tokens) -> None:
        """Its colours are those of the palette."""
        self.table.viewport().update()

    def copy_text(self, with_headers: bool) -> str:
        rows = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        text = self._days.text_of(rows) if rows else ""
        return text if with_headers else text.partition("\n")[2]

    def begin_event(self) -> None:
        """Empty fields, on the day of the chosen line."""
        line = self._chosen()
        self._open_form(None, line.on.isoformat() if line else "")

    def follow(self) -> None:
        """What can be done to the chosen line, and what is not known."""
        told = "; ".join(self._days.unknown)
        self.unknown.setText(f"{told}. What lies outside is missing here." if told else "")
        self.unknown.setVisible(bool(told) and self.form.isHidden())
        line = self._chosen()
        event = line.event if line else None
        is_struck = line is not None and line.struck is not None
        self.change.setEnabled(event is not None and not is_struck)
        self.strike.setEnabled(event is not None and not is_struck)
        is_own = event is not None and event.row_id is not None and (line is None or line.own_id is None)
        self.strike.setText("&Remove" if is_own else "St&rike")
        self.back.setEnabled(line is not None and line.own_id is not None)

    def _action(self, text: str, act: object) -> QAction:
        action = QAction(text, self)
        action.triggered.connect(act)
        self.table.addAction(action)
        return action

    def _button(self, action: QAction) -> QPushButton:
        button = QPushButton(action.text())
        button.setProperty("tone", "quiet")
        button.clicked.connect(action.trigger)

        def follow() -> None:
            button.setText(action.text())
            button.setEnabled(action.isEnabled())

        action.changed.connect(follow)
        return button

    def _chosen(self) -> DayLine | None:
        place = self.table.currentIndex().row()
        return self._days.lines[place] if 0 <= place < len(self._days.lines) else None

    def _begin_change(self) -> None:
        line = self._chosen()
        if line is not None and line.event is not None:
            self._open_form(line.event)

    def _strike(self) -> None:
        line = self._chosen()
        if line is not None and line.event is not None and self._typing is not None:
            self._answered(self._typing.strike(line.event))

    def _bring_back(self) -> None:
        line = self._chosen()
        if line is not None and line.own_id is not None and self._typing is not None:
            self._answered(self._typing.bring_back(line.own_id))

    def _enter(self) -> None:
        if self._typing is None:
            return
        answer = self._typing.enter(self.form.words, self.form.changed)
        if isinstance(answer, Problem):
            self.form.show_problem(answer)
        else:
            self._choice = event_of(answer)
            self._leave_form()

    def _choose(self) -> None:
        line = self._chosen()
        self._choice = line.key if line else None
        self.follow()

    def _settle(self) -> None:
        """The choice stays with its event, wherever the new lines have it."""
        place = None if self._choice is None else self._days.place_of(self._choice)
        if place is not None:
            self.table.selectRow(place)
            self.table.scrollTo(self.table.currentIndex().siblingAtColumn(0))
        self.follow()

    def _open_form(self, event: DatedEvent | None, day: str = "") -> None:
        """In place of the buttons, so that the table keeps its room."""
        self._make_room(True)
        self.form.begin(event, day)
        self.follow()

    def _leave_form(self) -> None:
        self._make_room(False)
        self.table.setFocus()
        self.follow()

    def _make_room(self, is_typing: bool) -> None:
        self.form.setVisible(is_typing)
        for part in (self.every, *self.buttons.values()):
            part.setVisible(not is_typing)

    def _answered(self, answer: Change | Problem) -> None:
        self.refusal.setText(sentence_of(answer) if isinstance(answer, Problem) else "")
        self.refusal.setVisible(isinstance(answer, Problem))

    def _show_every(self, is_wanted: bool) -> None:
        self._days.show_every_settlement(is_wanted)
        self.follow()

    def _connect(self) -> None:
        self.every.toggled.connect(self._show_every)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self._days.modelReset.connect(self._settle)
        self._days.dataChanged.connect(self._settle)
        self.table.doubleClicked.connect(lambda _: self._begin_change())
        self.form.asked.connect(self._enter)
        self.form.left.connect(self._leave_form)

    def _lay_out(self) -> None:
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.refusal.hide()
        self.form.hide()
        row = QHBoxLayout()
        row.setContentsMargins(8, 0, 8, 4)
        row.setSpacing(6)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        for label in (self.unknown, self.every):
            label.setContentsMargins(8, 0, 8, 0)
            rows.addWidget(label)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.refusal)
        rows.addLayout(row)
        rows.addWidget(self.form)
        self.setFocusProxy(self.table)
