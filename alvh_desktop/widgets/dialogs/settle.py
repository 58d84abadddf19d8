"""Settle a leg: ask for the official value by its name, show what it pays, refuse what cannot be right."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QWidget

from alvh_desktop.desk.lines import LegLine
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding, settlement_price
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.figures import price_text, profit_text, quantity_text, usd_text
from alvh_desktop.widgets.dialogs.field import Field, Form, as_sentence
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.price_edit import PriceEdit

Check = Callable[[Decimal, str | None], Problem | None]
"""What the book would say to this value and named source; nothing is stored."""

_ABOUT = {
    "SET": "The special opening quotation of the SPX on the settlement morning, not the first level shown.",
    "SPX close": "The closing level of the SPX on the settlement day.",
    "VRO": "The special opening quotation of the VIX. Spot VIX cannot stand in for it.",
}

_NO_OUTCOME = "Shown here as soon as there is a value."


def ask_settlement(parent: QWidget | None, leg_line: LegLine, check: Check) -> tuple[Decimal, str | None] | None:
    """The official value in points of the leg's own index and, where the person names it, its source.

    None when the person leaves it for later.
    """
    dialog = SettleDialog(leg_line.holding, check, parent)
    return dialog.settled if dialog.exec() else None


class SettleDialog(Sheet):
    """Stays open with the reason beside the field until `check` has nothing to say; then `settled` is set."""

    def __init__(self, holding: Holding, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(f"Settle {spoken(holding.leg.contract)}", parent)
        self.settled: tuple[Decimal, str | None] | None = None
        self._holding = holding
        self._check = check
        self._official = holding.product.official_value
        self.value = PriceEdit("value")
        self.value_field = Field(_value_name(holding), self.value, _ABOUT.get(self._official, ""))
        self.source = QCheckBox(f"The source is the published {self._official}")
        self.source_field = Field(self.source.text(), self.source)
        self.outcome = toned_label("")
        self.refusal = toned_label("", "problem")
        self._lay_out()
        self.value.textChanged.connect(self._follow_value)
        self.source.toggled.connect(self._forget_refusals)
        self._follow_value()

    def accept(self) -> None:
        self._forget_refusals()
        value = self.value.read()
        source = self._official if self.source.isChecked() else None
        problem = value if isinstance(value, Problem) else self._check(value, source)
        if problem is not None:
            self._refuse(problem)
        elif isinstance(value, Decimal):
            self.settled = (value, source)
            super().accept()

    def _lay_out(self) -> None:
        form = Form()
        form.add_field(self.value_field)
        form.add("", self.source_field)
        form.add("Outcome", self.outcome)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        settle = buttons.addButton("Settle", QDialogButtonBox.ButtonRole.AcceptRole)
        self.rows.addWidget(toned_label(_facts(self._holding)))
        self.rows.addLayout(form)
        self.rows.addWidget(self.refusal)
        self.refusal.hide()
        self.rows.addStretch()
        self.add_buttons(buttons, default=settle)

    def _follow_value(self) -> None:
        self._forget_refusals()
        value = self.value.read()
        self.outcome.setText(_outcome(self._holding, value) if isinstance(value, Decimal) else _NO_OUTCOME)
        self.value_field.show_problem(self.value.problem_so_far())

    def _refuse(self, problem: Problem) -> None:
        """At the field that the problem names; above the buttons where it names none of them."""
        fields = {"value": self.value_field, "source": self.source_field}
        if problem.where in fields:
            fields[problem.where].show_problem(problem)
        else:
            self.refusal.setText(as_sentence(problem))
            self.refusal.show()
        self.value.setFocus()

    def _forget_refusals(self) -> None:
        self.refusal.hide()
        self.value_field.show_problem(None)
        self.source_field.show_problem(None)


def _value_name(holding: Holding) -> str:
    divisor = holding.product.index_divisor
    return holding.product.official_value + (f" / {divisor}" if divisor != 1 else "")


def _facts(holding: Holding) -> str:
    moment = new_york_text(settlement_moment(holding.product, holding.leg.expiry))
    quantity = quantity_text(holding.position.quantity)
    return f"You hold {quantity}. Settles in cash at {moment}, by {_value_name(holding)}."


def _outcome(holding: Holding, value: Decimal) -> str:
    price = settlement_price(holding.leg, value)
    worth, gain = holding.market_value(price), holding.unrealised(price)
    flow = f"{usd_text(worth)} $ for the position" if worth else "no money moves"
    return f"{price_text(price)} points a contract, {flow}. Profit or loss before fees: {profit_text(gain)} $."
