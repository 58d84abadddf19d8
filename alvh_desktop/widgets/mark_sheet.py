"""A sheet under the order line in which prices are typed: of a contract held, or the level of an index."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.mark_typing import MarkTyping, MarkWords
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

_FIELDS = (
    ("subject", "&Mark of", "Contract or index", "SPXW 18DEC26 6300 P, or VIX", 200),
    ("price", "&Price", "Price in points", "", 72),
    ("moment", "&At", "Time of the price, New York", "now", 128),
    ("source", "Sou&rce", "Where the price is from", "typed", 90),
)


class MarkSheet(QFrame):
    """Stands open beside the work. `left` comes when it closes and the keyboard is free again.

    Enter types the price and goes on to the next contract whose mark is missing or stale; Esc closes.
    """

    left = Signal()

    def __init__(self, typing: MarkTyping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typing = typing
        self._done: frozenset[str] = frozenset()
        self.setObjectName("markSheet")
        self.setProperty("tone", "panel")
        self.setAccessibleName("Type a mark")
        self.fields = {name: TextLine() for name, *_ in _FIELDS}
        self.enter, self.back = QPushButton("&Type it"), QPushButton("Take &back")
        self.close_button = QToolButton(autoRaise=True)
        self.told = QLabel()
        self._lay_out()
        self._connect()
        self.hide()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (*self.fields.values(), self.enter, self.back, self.close_button)

    def ask(self, subject: str | None) -> None:
        """Open for this contract or index; without one for the first mark that is missing or stale."""
        self._done = frozenset()
        self._begin(self.typing.next_asked() or "" if subject is None else subject)
        self.show()

    def leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _begin(self, subject: str) -> None:
        for name, field in self.fields.items():
            field.setText(subject if name == "subject" else "")
        self._show_known()
        self.fields["price" if subject else "subject"].setFocus()

    def _enter(self) -> None:
        words = MarkWords(*(field.text() for field in self.fields.values()))
        was_asked = self.typing.is_asked(words.subject)
        answer = self.typing.enter(words)
        if isinstance(answer, Problem):
            self._refuse(answer)
            return
        self._done |= {words.subject.strip().upper()}
        following = self.typing.next_asked(self._done) if was_asked else None
        if following is None:
            self.leave()
        else:
            self._begin(following)

    def _take_back(self) -> None:
        answer = self.typing.take_back(self.fields["subject"].text())
        if isinstance(answer, Change):
            self._show_known()
            self.fields["price"].setFocus()
        else:
            self._refuse(answer)

    def _refuse(self, problem: Problem) -> None:
        """At the field it names; what was typed stays."""
        self._show_known()
        field = self.fields.get(problem.where, self.fields["price"])
        set_tone(field, "problem")
        field.setAccessibleDescription(sentence_of(problem))
        field.setFocus()
        self._say(sentence_of(problem), "problem")

    def _show_known(self) -> None:
        subject = self.fields["subject"].text()
        for field in self.fields.values():
            set_tone(field, "")
            field.setAccessibleDescription("")
        told, is_asked = self.typing.known(subject)
        self._say(told, "doubt" if is_asked else "dim")
        self.back.setEnabled(self.typing.has_typed(subject))

    def _follow(self, _: object) -> None:
        """The market moved on; what is wrong with the typed words stays said."""
        if self.isVisible() and not any(field.property("tone") for field in self.fields.values()):
            self._show_known()

    def _say(self, text: str, tone: str) -> None:
        set_tone(self.told, tone)
        self.told.setText(text)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(7)
        for name, label, spoken, placeholder, width in _FIELDS:
            field, words = self.fields[name], QLabel(label)
            field.setObjectName(f"mark_{name}")
            field.setAccessibleName(spoken)
            field.setPlaceholderText(placeholder)
            field.setMinimumWidth(width if name != "subject" else 130)
            field.setMaximumWidth(width)
            words.setBuddy(field)
            row.addWidget(words)
            row.addWidget(field, 1)
        self.fields["price"].setAlignment(Qt.AlignmentFlag.AlignRight)
        self.enter.setProperty("tone", "primary")
        self.back.setToolTip("Takes the newest price typed for it away: what was typed or quoted before counts again")
        self.close_button.setText("\N{MULTIPLICATION SIGN}")
        self.close_button.setAccessibleName("Close: type a mark")
        self.close_button.setToolTip("Close (Esc)")
        for button in (self.enter, self.back):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.close_button)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setWordWrap(True)
        self.told.setAccessibleName("What counts now")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 8, 6, 8)
        rows.setSpacing(4)
        rows.addLayout(row)
        rows.addWidget(self.told)

    def _connect(self) -> None:
        for field in self.fields.values():
            field.textEdited.connect(self._show_known)
            field.returnPressed.connect(self._enter)
        self.enter.clicked.connect(self._enter)
        self.back.clicked.connect(self._take_back)
        self.close_button.clicked.connect(self.leave)
        self.typing.session.painted.connect(self._follow)
        self.typing.session.held.connect(lambda _: self.hide())
