"""One series that waits for settlement: what is open of it, the fields for its value and fee, and what is wrong."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.settlement_words import SeriesWords
from alvh_desktop.viewmodels.settlements import Typed
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.price_field import PriceField
from alvh_desktop.widgets.theme import set_tone

_FIELD_WIDTH, _LABEL_WIDTH = 110, 88
_LEGS_A_LINE = 4


class SettlementRow(QFrame):
    """`asked` comes when Enter is pressed in a field or Settle is, `entered` when the keyboard comes to it.

    Enter in an empty value field takes the proposed value first. What is typed stays until the series is settled.
    """

    asked = Signal()
    entered = Signal()

    def __init__(self, words: SeriesWords, outcome_of: Callable[[Typed], str]) -> None:
        super().__init__()
        self.words = words
        self._outcome_of = outcome_of
        self.setObjectName("settlementRow")
        self.setProperty("tone", "panel")
        self.value, self.fee = _Field("value"), _Field("fee")
        self.take = QPushButton("Take (Alt+T)")
        self.settle = QPushButton("Settle")
        self.named = QCheckBox()
        self._name, self._settled = toned_label("", "body"), toned_label("", "dim")
        self._legs, self._proposal = toned_label("", "body"), toned_label("", "dim")
        self._value_label, self._fee_label = QLabel(), QLabel("Fee a contract, $")
        self.outcome, self.problem = toned_label("", "body"), toned_label("", "problem")
        self._lay_out()
        self._connect()
        self.show_words(words)

    @property
    def typed(self) -> Typed:
        return Typed(self.value.text(), self.fee.text(), self.named.isChecked())

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return self.value, self.take, self.fee, self.named, self.settle

    @property
    def is_known(self) -> bool:
        """Whether it may be settled with all others: a value was typed or taken, or the proposed one is certain."""
        return bool(self.value.text().strip()) or self.words.is_certain

    def show_words(self, words: SeriesWords) -> None:
        self.words = words
        self.setAccessibleName(f"{words.name}, {words.settled}")
        self._name.setText(words.name)
        self._settled.setText(words.settled)
        self._legs.setText(_in_lines(words.legs))
        self._value_label.setText(words.official)
        self.value.setAccessibleName(f"{words.official} of {words.name}")
        self.fee.setAccessibleName(f"Fee a contract of {words.name}, $; empty is {words.fee}")
        self.fee.setPlaceholderText(words.fee)
        self.value.setPlaceholderText(words.taken)
        self._proposal.setText(words.proposal)
        set_tone(self._proposal, "dim" if words.is_certain else "doubt")
        self.take.setVisible(bool(words.taken))
        self.take.setAccessibleName(f"Take {words.proposal}")
        self.settle.setAccessibleName(f"Settle {words.name}")
        self.named.setText(f"It is the published {words.official}")
        self._say_outcome()

    def take_proposed(self) -> None:
        """Into the value field, to be looked at before it is settled on."""
        if self.words.taken:
            self.value.setText(self.words.taken)
            self.value.setFocus()

    def refuse(self, problem: Problem) -> None:
        """At the field that it names; what was typed stays."""
        field = self.fee if problem.where == "fee" else self.value
        set_tone(field, "problem")
        text = sentence_of(problem)
        field.setAccessibleDescription(text)
        self.problem.setText(text)
        self.problem.show()
        # a value may be named once it was refused for looking like spot VIX
        self.named.setVisible("spot VIX" in problem.message or self.named.isChecked())
        field.setFocus()

    def _follow(self) -> None:
        for field in (self.value, self.fee):
            set_tone(field, "")
            field.setAccessibleDescription("")
        wrong = (self.value.problem_so_far() or self.fee.problem_so_far()) if self._is_typed else None
        self.problem.setText(sentence_of(wrong) if wrong else "")
        self.problem.setVisible(wrong is not None)
        self._say_outcome()

    @property
    def _is_typed(self) -> bool:
        return bool(self.value.text().strip() or self.fee.text().strip())

    def _say_outcome(self) -> None:
        text = self._outcome_of(self.typed)
        self.outcome.setText(text)
        self.outcome.setVisible(bool(text))

    def _press_enter(self) -> None:
        if not self.value.text().strip() and self.words.taken:
            self.take_proposed()
        else:
            self.asked.emit()

    def _connect(self) -> None:
        for field in (self.value, self.fee):
            field.textChanged.connect(lambda _: self._follow())
            field.reached.connect(self.entered)
            field.entered.connect(self._press_enter)
        self.value.textEdited.connect(lambda _: self.named.setChecked(False))
        self.named.toggled.connect(lambda _: self._follow())
        self.take.clicked.connect(self.take_proposed)
        self.settle.clicked.connect(self.asked)

    def _lay_out(self) -> None:
        set_tone(self._name, "strong")
        self._name.setWordWrap(False)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self._name)
        head.addWidget(self._settled, 1)
        fields = QGridLayout()
        fields.setHorizontalSpacing(8)
        fields.setVerticalSpacing(4)
        for field in (self.value, self.fee):
            field.setFixedWidth(_FIELD_WIDTH)
        self._value_label.setMinimumWidth(_LABEL_WIDTH)
        for label, field in ((self._value_label, self.value), (self._fee_label, self.fee)):
            label.setBuddy(field)
        for place, part in enumerate((self._value_label, self.value, self.take, self._fee_label, self.fee)):
            fields.addWidget(part, 0, place)
        fields.setColumnStretch(5, 1)
        fields.addWidget(self.settle, 0, 6)
        for button in (self.take, self.settle):
            button.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 10, 12, 10)
        rows.setSpacing(6)
        rows.addLayout(head)
        rows.addWidget(self._legs)
        rows.addLayout(fields)
        for part in (self._proposal, self.problem, self.named, self.outcome):
            rows.addWidget(part)
        for part in (self.problem, self.named, self.outcome):
            part.hide()


class _Field(PriceField):
    """Tells when the keyboard comes to it, so that Alt+T knows which series is meant."""

    reached = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit()


def _in_lines(legs: tuple[str, ...]) -> str:
    """A few legs a line."""
    parts = [legs[place : place + _LEGS_A_LINE] for place in range(0, len(legs), _LEGS_A_LINE)]
    return "\n".join("     ".join(part) for part in parts)
