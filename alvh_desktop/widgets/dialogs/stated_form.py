"""The form of what a broker says: account, moment, a list from a file, lines of positions, cash, and completeness."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from alvh_desktop.domain.orders.moment import moment_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.viewmodels.import_texts import counted
from alvh_desktop.viewmodels.stated_positions import Stated
from alvh_desktop.widgets.dialogs.field import Field
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.theme import set_tone

_NO_FILE = "A CSV file whose first line is symbol,quantity"
_LINES = "One a line, bought +, sold -. They are compared together with the list."
_LEAST_HEIGHT = 80
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ENTER = Qt.Key.Key_Return, Qt.Key.Key_Enter


class StatedForm(QWidget):
    """`asked` that it be compared (Enter in a field, Ctrl+Enter in the lines), `changed` by hand or by a list,
    `asked_file` and `left_file` for the list."""

    asked = Signal()
    changed = Signal()
    asked_file = Signal()
    left_file = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.account = StillChoice()
        self.at, self.cash, self.lines = _Line(), _Line(), _Lines()
        self.load, self.leave = QPushButton("&Load a list…"), QPushButton("&Without it")
        self.complete = QCheckBox("&It is the complete list")
        self.compare = QPushButton("&Compare")
        self._fields = {
            "account": Field("Account", self.account),
            "at": Field("Moment, New York", self.at, "Such as 2026-11-20 16:15"),
            "file": Field("List of positions", self.load, _NO_FILE, self._file_row()),
            "position": Field("Positions", self.lines, _LINES),
            "cash": Field("Cash, $", self.cash),
            "complete": Field(
                "The complete list", self.complete, "What it does not name is then said not to be held."
            ),
        }
        self._lay_out()
        self._connect()

    @property
    def stated(self) -> Stated:
        account = self.account.currentData()
        return Stated(
            -1 if account is None else account,
            self.at.text(),
            self.lines.toPlainText(),
            self.cash.text(),
            self.complete.isChecked(),
        )

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        fields = self.account, self.at, self.load, self.leave, self.lines, self.cash, self.complete
        return (*fields, self.compare)

    def problem_text(self, where: str) -> str:
        return self._fields[where].problem_text

    def show_accounts(self, accounts: Iterable[tuple[int, str]]) -> None:
        """Keep the one that is chosen, where it is still there."""
        accounts = tuple(accounts)
        if accounts == tuple((self.account.itemData(at), self.account.itemText(at)) for at in range(self._count)):
            return
        chosen = self.account.currentData()
        with QSignalBlocker(self.account):
            self.account.clear()
            for number, name in accounts:
                self.account.addItem(name, number)
            self.account.setCurrentIndex(max(0, self.account.findData(chosen)))
        if self.account.currentData() != chosen:
            self.changed.emit()

    def show_list(self, loaded: Snapshot | None) -> None:
        """What was loaded; its moment stands for an empty one, and the box says what it says."""
        field = self._fields["file"]
        field.show_problem(None)
        field.show_hint(_NO_FILE if loaded is None else _loaded_text(loaded))
        self.leave.setVisible(loaded is not None)
        of_list = loaded.moment if loaded is not None else None
        self.at.setPlaceholderText("now" if of_list is None else moment_text(of_list))
        self.complete.setChecked(loaded is not None and loaded.is_complete)

    def refuse(self, problem: Problem) -> None:
        """At the field it names; what was typed stays."""
        self.clear_problems()
        field = self._fields.get(problem.where, self._fields["position"])
        field.show_problem(problem)
        set_tone(field.editor, "problem")
        field.setFocus()

    def clear_problems(self) -> None:
        for field in self._fields.values():
            field.show_problem(None)
            set_tone(field.editor, "")

    def clear(self) -> None:
        for part in (self.at, self.cash, self.lines):
            part.clear()

    @property
    def _count(self) -> int:
        return self.account.count()

    def _change(self) -> None:
        self.clear_problems()
        self.changed.emit()

    def _connect(self) -> None:
        for line in (self.at, self.cash):
            line.textChanged.connect(self._change)
            line.entered.connect(self.asked)
        self.lines.textChanged.connect(self._change)
        self.lines.entered.connect(self.asked)
        self.account.currentIndexChanged.connect(self._change)
        self.complete.toggled.connect(self._change)
        self.compare.clicked.connect(self.asked)
        self.load.clicked.connect(self.asked_file)
        self.leave.clicked.connect(self.left_file)

    def _file_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.load)
        layout.addWidget(self.leave)
        layout.addStretch()
        return row

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        named = {"account": "&Account", "at": "&Moment, New York", "position": "&Positions", "cash": "Ca&sh, $"}
        for where, field in self._fields.items():
            if where in named:
                label = QLabel(named[where])
                label.setBuddy(field.editor)
                rows.addWidget(label)
            rows.addWidget(field, 1 if where == "position" else 0)
            rows.addSpacing(6)
        self.account.view().setAccessibleName("Account")
        self.lines.setPlaceholderText("SPXW 18DEC26 6300P=-10")
        self.lines.setTabChangesFocus(True)
        self.lines.setMinimumHeight(_LEAST_HEIGHT)
        for button in (self.load, self.leave, self.compare):
            button.setAutoDefault(False)
        self.leave.setAccessibleName("Without the list that was loaded")
        set_tone(self.compare, "primary")
        rows.addWidget(self.compare)
        self.show_list(None)


class _Line(QLineEdit):
    """`entered` comes with Enter, which goes no further."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class _Lines(QPlainTextEdit):
    """`entered` comes with Ctrl+Enter: Enter begins a line. It takes what room there is, and asks for little."""

    entered = Signal()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), _LEAST_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & _CONTROL:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _loaded_text(loaded: Snapshot) -> str:
    cash = "" if loaded.cash is None else " and the cash"
    return f"{loaded.source}: {counted(len(loaded.quantities), 'position')}{cash}"
