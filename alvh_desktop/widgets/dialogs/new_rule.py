"""A rule of one's own from any fact: which fact, on which side, and at what it warns."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.viewmodels.input_cells import as_sentence
from alvh_desktop.viewmodels.rule_cells import SIDES
from alvh_desktop.viewmodels.rule_words import scope_words
from alvh_desktop.viewmodels.rulebook import RulebookModel
from alvh_desktop.widgets.dialogs.field import Field, Form
from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.price_field import PriceField
from alvh_desktop.widgets.text_line import TextLine

_LEAD = (
    "It is judged like every other rule. What it measures stays; all else can be changed in the table later. It falls"
    " again when the value is back by a twentieth of its first threshold."
)


class NewRule(Sheet):
    """Stays open until the rule stands in the book; what is wrong is told at its field."""

    def __init__(self, model: RulebookModel, parent: QWidget | None = None) -> None:
        super().__init__("New rule of your own", parent, width_px=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._model = model
        self.fact, self.side = StillChoice(), StillChoice()
        self.title, self.advice = TextLine(), TextLine()
        self.watch, self.warn, self.act = PriceField("watch"), PriceField("warn"), PriceField("act")
        self.fields = {
            "title": Field("&Title", self.title, "What it is called in the list of alerts."),
            "fact": Field("&Fact", self.fact),
            "comparison": Field("Fi&res", self.side, "On which side of its thresholds."),
            "watch": Field("&Watch", self.watch, "The mildest threshold; leave it empty where it is not used."),
            "warn": Field("W&arn", self.warn),
            "act": Field("A&ct", self.act),
            "advice": Field("A&dvice", self.advice, "What to do when it fires."),
        }
        self.add_rule = QPushButton("&Add rule")
        self._lay_out()
        self._follow_fact()
        self.fact.currentIndexChanged.connect(self._follow_fact)

    @property
    def typed(self) -> dict[str, str]:
        lines = {"title": self.title, "watch": self.watch, "warn": self.warn, "act": self.act, "advice": self.advice}
        return {name: line.text() for name, line in lines.items()} | {"comparison": str(self.side.currentData())}

    def accept(self) -> None:
        """Add it; only then the sheet is done."""
        for field in self.fields.values():
            field.show_problem(None)
        answer = self._model.add(str(self.fact.currentData() or ""), self.typed)
        if isinstance(answer, Change):
            super().accept()
            return
        self._show(answer)

    def _show(self, problem: Problem) -> None:
        field = self.fields.get(problem.where, self.fields["title"])
        field.show_problem(problem)
        field.editor.setFocus()

    def _follow_fact(self) -> None:
        fact = FACTS.get(str(self.fact.currentData() or ""))
        if fact is None:
            self.fields["fact"].show_hint("This version has no facts to choose from.")
            return
        span = f"{value_text_of(fact.low)} to {value_text_of(fact.high)}"
        told = f"In {fact.unit}, of {scope_words(fact.scope)}, {span}. {as_sentence(fact.formula)}"
        self.fields["fact"].show_hint(told)

    def _lay_out(self) -> None:
        for fact in sorted(FACTS.values(), key=lambda each: each.title.casefold()):
            self.fact.addItem(f"{fact.title} ({fact.unit})", fact.id)
        for text, label in SIDES:
            self.side.addItem(f"{label} its thresholds", text)
        self.rows.addWidget(toned_label(_LEAD, "dim"))
        form = Form()
        for field in self.fields.values():
            form.add_field(field)
        self.rows.addLayout(form)
        self.rows.addStretch()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.add_rule, QDialogButtonBox.ButtonRole.AcceptRole)
        self.add_buttons(buttons, default=self.add_rule)


def value_text_of(number: float) -> str:
    from decimal import Decimal

    return value_text(Decimal(str(number)))
