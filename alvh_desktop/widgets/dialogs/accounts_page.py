"""The page of accounts: the list, a new one, the cash of the chosen one, and the equity that is typed."""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.accounts import KINDS, AccountsModel
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.typed_equity import TypedEquity
from alvh_desktop.widgets.dialogs.edit_table import EditTable
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.price_field import PriceField
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

_WIDTHS = (190, 80, 120, 130, 130)
_CASH_WIDTHS = (190, 130)


class AccountsPage(QWidget):
    def __init__(self, model: AccountsModel, equity: TypedEquity) -> None:
        super().__init__()
        self.model, self._equity = model, equity
        self.table = EditTable(model, "Accounts", _WIDTHS)
        self.cash = WordTable(model.cash, "Cash brought in and taken out", _CASH_WIDTHS)
        self.name, self.kind, self.broker = TextLine(), StillChoice(), StillChoice()
        self.amount, self.moment, self.note = PriceField("amount"), TextLine(), TextLine()
        self.equity = PriceField("value")
        self.add, self.remove = _button("&Add account"), _button("&Remove")
        self.book, self.unbook = _button("&Book cash"), _button("Remove &entry")
        self.type_equity = _button("T&ype equity")
        self.problem, self.cash_problem = toned_label("", "problem"), toned_label("", "problem")
        self.equity_told, self._cash_of = toned_label("", "dim"), QLabel()
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        new = (self.name, self.kind, self.broker, self.add, self.remove)
        cash = (self.cash, self.amount, self.moment, self.note, self.book, self.unbook)
        return (self.table, *new, *cash, self.equity, self.type_equity)

    def follow(self) -> None:
        """What can be done to the chosen account now, and what counts."""
        chosen = self.table.chosen_id
        self.model.choose(chosen)
        name = next((row.typed[0] for row in self.model.rows if row.id == chosen), "")
        self._cash_of.setText(f"Cash of {name}" if name else "Cash: choose an account")
        self.remove.setEnabled(self.model.can_remove(chosen))
        is_chosen = chosen is not None and self.model.is_editable
        for part in (self.amount, self.moment, self.note, self.book):
            part.setEnabled(is_chosen)
        self.unbook.setEnabled(is_chosen and self.cash.currentIndex().isValid())
        for typed in (self.name, self.kind, self.broker, self.add, self.equity, self.type_equity):
            typed.setEnabled(self.model.is_editable)
        self._offer_brokers()
        self.equity_told.setText(self._equity.told)
        refused = self.model.problem_at(self.table.currentIndex())
        if refused:
            self._show(self.problem, refused)

    def _offer_brokers(self) -> None:
        choices = self.model.broker_choices()
        if [self.broker.itemText(place) for place in range(self.broker.count())] != [label for _, label in choices]:
            chosen = self.broker.currentData()
            self.broker.clear()
            for text, label in choices:
                self.broker.addItem(label, text)
            self.broker.setCurrentIndex(max(self.broker.findData(chosen), 0))

    def _add(self) -> None:
        answer = self.model.add(self.name.text(), self.kind.currentData(), self.broker.currentData())
        if self._answered(answer, self.problem, {"name": self.name}, self.name):
            self.name.setText("")
            self.table.choose(self.model.rows[-1].id, "name")

    def _remove(self) -> None:
        if self.table.chosen_id is not None:
            self._answered(self.model.remove(self.table.chosen_id), self.problem, {}, self.table)

    def _enter_cash(self) -> None:
        account_id = self.table.chosen_id
        if account_id is None:
            return
        typed = self.amount.read()
        answer: Change | Problem
        if isinstance(typed, Problem):
            answer = typed
        else:
            texts = self.amount.text(), self.moment.text(), self.note.text()
            answer = self.model.enter_cash(account_id, *texts)
        fields: dict[str, QWidget] = {"amount": self.amount, "moment": self.moment}
        if self._answered(answer, self.cash_problem, fields, self.amount):
            for field in (self.amount, self.moment, self.note):
                field.setText("")

    def _remove_cash(self) -> None:
        place = self.cash.currentIndex().row()
        if place >= 0:
            self._answered(self.model.remove_cash(place), self.cash_problem, {}, self.cash)

    def _type_equity(self) -> None:
        read = self.equity.read()
        answer = self._equity.enter(self.equity.text()) if isinstance(read, Decimal) else read
        if isinstance(answer, Problem):
            set_tone(self.equity, "problem")
            self.equity.setAccessibleDescription(sentence_of(answer))
            self.equity.setFocus()
            self._show(self.cash_problem, sentence_of(answer))
        else:
            self.equity.setText("")
            self.follow()

    def _answered(self, answer: Change | Problem, said: QLabel, fields: dict[str, QWidget], usual: QWidget) -> bool:
        """Whether it was done; else what is wrong stands in red, and the field it names has the keyboard."""
        problem = answer if isinstance(answer, Problem) else None
        self._show(said, sentence_of(problem) if problem else "")
        field = fields.get(problem.where, usual) if problem else None
        if field is not None:
            if isinstance(field, TextLine):
                set_tone(field, "problem")
            field.setAccessibleDescription(said.text())
            field.setFocus()
        self.follow()
        return problem is None

    def _show(self, said: QLabel, text: str) -> None:
        said.setText(text)
        said.setVisible(bool(text))

    def _forget(self) -> None:
        for field in (self.name, self.amount, self.moment, self.equity):
            set_tone(field, "")
            field.setAccessibleDescription("")
        for said in (self.problem, self.cash_problem):
            self._show(said, "")

    def _tell(self, is_wrong: bool, sentence: str) -> None:
        self._show(self.problem, sentence if is_wrong else "")
        self.follow()

    def _connect(self) -> None:
        self.table.selectionModel().currentChanged.connect(lambda *_: self._move())
        self.cash.selectionModel().currentChanged.connect(lambda *_: self.follow())
        self.model.told.connect(self._tell)
        self.model.modelReset.connect(self.follow)
        self.model.dataChanged.connect(self.follow)
        self.name.returnPressed.connect(self._add)
        self.equity.entered.connect(self._type_equity)
        self.amount.entered.connect(self._enter_cash)
        for line in (self.moment, self.note):
            line.returnPressed.connect(self._enter_cash)
        for field in (self.name, self.amount, self.moment, self.note, self.equity):
            field.textEdited.connect(lambda _: self._forget())
        for button, act in (
            (self.add, self._add),
            (self.remove, self._remove),
            (self.book, self._enter_cash),
            (self.unbook, self._remove_cash),
            (self.type_equity, self._type_equity),
        ):
            button.clicked.connect(act)

    def _move(self) -> None:
        self._forget()
        self.follow()

    def _lay_out(self) -> None:
        for text, label in KINDS:
            self.kind.addItem(label, text)
        names = {
            self.name: "Name of the new account", self.kind: "Real or paper money", self.broker: "Fees of it",
            self.amount: "Amount in $, in + or out -", self.moment: "When, New York; empty is now", self.note: "Note",
            self.equity: "Equity typed in $",
        }  # fmt: skip
        for part, name in names.items():
            part.setAccessibleName(name)
        self.name.setPlaceholderText("New account")
        self.amount.setPlaceholderText("+ in, \N{MINUS SIGN} out")
        self.moment.setPlaceholderText("now, or 2026-11-20 15:45")
        self.note.setPlaceholderText("Note")
        self.amount.setFixedWidth(120)
        self.equity.setFixedWidth(120)
        self.moment.setFixedWidth(206)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addWidget(self.table, 3)
        rows.addLayout(_line((self.name, 1), (self.kind, 0), (self.broker, 1), (self.add, 0), (self.remove, 0)))
        rows.addWidget(self.problem)
        set_tone(self._cash_of, "strong")
        rows.addWidget(self._cash_of)
        rows.addWidget(self.cash, 2)
        rows.addLayout(_line((self.amount, 0), (self.moment, 0), (self.note, 1), (self.book, 0), (self.unbook, 0)))
        rows.addWidget(self.cash_problem)
        typed = QLabel("Equity of the real accounts, $")
        typed.setBuddy(self.equity)
        rows.addLayout(_line((typed, 0), (self.equity, 0), (self.type_equity, 0), (self.equity_told, 1)))
        for said in (self.problem, self.cash_problem):
            said.hide()


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    return button


def _line(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    line = QHBoxLayout()
    line.setSpacing(8)
    for part, stretch in parts:
        line.addWidget(part, stretch)
    return line
