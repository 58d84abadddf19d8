"""The page of fee schedules: one broker's rows typed over in place, added, taken away, or taken over."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.fee_table import ACTIONS, FIELDS, SIDES, FeesModel
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.widgets.dialogs.edit_table import EditTable
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.price_field import PriceField
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

_WIDTHS = (70, 130, 66, 116, 96, 104)
_KEPT = (
    "Fees are filled in by the row of a contract's own root and side, its lowest premium band, and the newest day. "
    "What no row names costs nothing."
)
_SHIPPED = "This schedule comes with the program and charges nothing yet: take it over to use and change it."
_LABELS = ("Broker", "Root", "Action", "Side", "Below", "From", "$ a contract", "Source")


class FeesPage(QWidget):
    def __init__(self, model: FeesModel) -> None:
        super().__init__()
        self.model = model
        self.schedule = StillChoice()
        self.take_over, self.remove = QPushButton("&Take over"), QPushButton("&Remove row")
        self.table = EditTable(model, "Fee schedule", _WIDTHS)
        self.broker = TextLine()
        self.root, self.action, self.side = StillChoice(), StillChoice(), StillChoice()
        self.below, self.amount = PriceField("below"), PriceField("amount")
        self.effective, self.source = TextLine(), TextLine()
        self.add = QPushButton("&Add row")
        self.about, self.problem = toned_label("", "dim"), toned_label("", "problem")
        self.source_of_row = toned_label("", "dim")
        self._lay_out()
        self._connect()
        self.follow()

    @property
    def fields(self) -> dict[str, QWidget]:
        """What a new row is typed into, by the names that Problems use."""
        parts = (self.root, self.action, self.side, self.below, self.effective, self.amount, self.source)
        return {"broker": self.broker, **dict(zip(FIELDS, parts, strict=True))}

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.schedule, self.take_over, self.table, *self.fields.values(), self.add, self.remove)

    def follow(self) -> None:
        """The schedules there are, the one shown, and what can be done to it."""
        self._offer(self.schedule, [(name, _schedule_text(name, kept)) for name, kept in self.model.brokers])
        self.schedule.setCurrentIndex(self.schedule.findData(self.model.broker))
        self._offer(self.root, self.model.roots)
        row = self.model.row_of(self.table.currentIndex())
        self.source_of_row.setText(f"Source: {row.hint}." if row else "")
        self.take_over.setVisible(self.model.can_take_over)
        self.remove.setEnabled(self.model.is_editable and self.table.currentIndex().isValid())
        self.about.setText(_KEPT if self.model.is_kept else _SHIPPED if self.model.brokers else "")
        for part in (*self.fields.values(), self.add):
            part.setEnabled(self.model.is_writable)
        refused = self.model.problem_at(self.table.currentIndex())
        if refused:
            self._say(refused)

    def _choose(self) -> None:
        self.model.choose(self.schedule.currentData() or "")
        if not self.broker.isModified():
            self.broker.setText(self.model.broker)
        self._forget()
        self.follow()

    def _add(self) -> None:
        combos = {"root": self.root, "action": self.action, "side": self.side}
        lines = {"below": self.below, "effective": self.effective, "amount": self.amount, "source": self.source}
        cells = {name: str(box.currentData()) for name, box in combos.items()}
        cells |= {name: line.text() for name, line in lines.items()}
        if self._answered(self.model.add(self.broker.text(), cells)):
            for line in (self.below, self.amount, self.source):
                line.setText("")
            self.broker.setModified(False)
            self.table.choose(self.model.rows[-1].id, "amount")

    def _remove(self) -> None:
        if self.table.chosen_id is not None:
            self._answered(self.model.remove(self.table.chosen_id))

    def _take(self) -> None:
        self._answered(self.model.take_over())

    def _answered(self, answer: Change | Problem) -> bool:
        problem = answer if isinstance(answer, Problem) else None
        self._forget()
        self._say(sentence_of(problem) if problem else "")
        field = self.fields.get(problem.where) if problem else None
        if field is not None:
            if isinstance(field, TextLine):
                set_tone(field, "problem")
            field.setAccessibleDescription(self.problem.text())
            field.setFocus()
        self.follow()
        return problem is None

    def _forget(self) -> None:
        for field in self.fields.values():
            field.setAccessibleDescription("")
            if isinstance(field, TextLine):
                set_tone(field, "")
        self._say("")

    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def _tell(self, is_wrong: bool, sentence: str) -> None:
        self._say(sentence if is_wrong else "")
        self.follow()

    def _move(self) -> None:
        self._forget()
        self.follow()

    def _offer(self, box: StillChoice, choices: object) -> None:
        """Put these choices in, where they are others than before; the chosen one stays."""
        wanted = list(choices)  # type: ignore[call-overload]  # pairs of text and label
        if [(box.itemData(place), box.itemText(place)) for place in range(box.count())] != wanted:
            chosen = box.currentData()
            box.clear()
            for text, label in wanted:
                box.addItem(label, text)
            box.setCurrentIndex(max(box.findData(chosen), 0))

    def _connect(self) -> None:
        self.schedule.activated.connect(lambda _: self._choose())
        self.take_over.clicked.connect(self._take)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(self._remove)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._move())
        self.model.told.connect(self._tell)
        self.model.modelReset.connect(self.follow)
        self.model.dataChanged.connect(self.follow)
        for field in self.fields.values():
            if isinstance(field, TextLine):
                (field.entered if isinstance(field, PriceField) else field.returnPressed).connect(self._add)
                field.textEdited.connect(lambda _: self._forget())

    def _lay_out(self) -> None:
        for box, choices in ((self.action, ACTIONS), (self.side, SIDES)):
            self._offer(box, choices)
        self.broker.setText(self.model.broker)
        self.effective.setPlaceholderText("2026-01-01")
        self.below.setPlaceholderText("any")
        self.amount.setPlaceholderText("0.65")
        self.source.setPlaceholderText("typed")
        head = QHBoxLayout()
        head.setSpacing(8)
        chosen = QLabel("&Schedule")
        chosen.setBuddy(self.schedule)
        self.schedule.setAccessibleName("Schedule of")
        self.schedule.setMinimumWidth(230)
        head.addWidget(chosen)
        head.addWidget(self.schedule)
        head.addWidget(self.take_over)
        head.addStretch()
        head.addWidget(self.remove)
        new = QGridLayout()
        new.setHorizontalSpacing(6)
        new.setVerticalSpacing(2)
        for place, (label, part) in enumerate(zip(_LABELS, self.fields.values(), strict=True)):
            words = QLabel(label)
            words.setProperty("tone", "caption")
            words.setBuddy(part)
            part.setAccessibleName(f"{label} of the new row")
            new.addWidget(words, 0, place)
            new.addWidget(part, 1, place)
        for part, width in ((self.broker, 104), (self.below, 70), (self.effective, 104), (self.amount, 84)):
            part.setFixedWidth(width)
        new.setColumnStretch(7, 1)
        new.addWidget(self.add, 1, 8)
        for button in (self.take_over, self.remove, self.add):
            button.setAutoDefault(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        rows.addLayout(head)
        rows.addWidget(self.about)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.source_of_row)
        rows.addLayout(new)
        rows.addWidget(self.problem)
        self.problem.hide()


def _schedule_text(name: str, is_kept: bool) -> str:
    return name if is_kept else f"{name} (comes with the program)"
