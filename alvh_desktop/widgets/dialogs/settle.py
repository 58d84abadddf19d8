"""Settle a leg: ask for the official value by its name, show what it pays, refuse what cannot be right."""

from collections.abc import Callable
from decimal import Decimal

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from alvh_desktop.desk.picture import LegLine
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding, settlement_price
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.widgets.dialogs.field import Field, add_field, form_layout, grow_to_fit, toned_label
from alvh_desktop.widgets.price_edit import PriceEdit

Check = Callable[[Decimal, str | None], Problem | None]
"""What the book would say to this value and named source; nothing is stored."""

_ABOUT = {
    "SET": "SET is the special opening quotation of the SPX on the settlement morning, not the first level shown.",
    "SPX close": "The closing level of the SPX on the settlement day.",
    "VRO": "VRO is the special opening quotation of the VIX. Spot VIX cannot stand in for it.",
}


def ask_settlement(parent: QWidget | None, leg_line: LegLine, check: Check) -> tuple[Decimal, str | None] | None:
    """The official value in points of the leg's own index, and its source where the person names it; None: not now."""
    dialog = SettleDialog(leg_line.holding, check, parent)
    return dialog.settled if dialog.exec() else None


class SettleDialog(QDialog):
    """Stays open with the reason beside the field until `check` has nothing to say; then `settled` is set."""

    def __init__(self, holding: Holding, check: Check, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settled: tuple[Decimal, str | None] | None = None
        self._holding = holding
        self._check = check
        self._official = holding.product.official_value
        self.setWindowTitle(f"Settle {spoken(holding.leg.contract)}")
        self.setMinimumWidth(520)
        self.value = PriceEdit("value")
        self.value_field = Field(_value_name(holding), self.value, _ABOUT.get(self._official, ""))
        self.source = QCheckBox(f"I read this value as the published {self._official}")
        self.source_field = Field(f"The value is the published {self._official}", self.source)
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
        form = form_layout()
        add_field(form, self.value_field)
        form.addRow("", self.source_field)
        form.addRow("Outcome", self.outcome)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton("Settle", QDialogButtonBox.ButtonRole.AcceptRole).setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(toned_label(self.windowTitle(), "title"))
        layout.addWidget(toned_label(_facts(self._holding)))
        layout.addLayout(form)
        layout.addWidget(self.refusal)
        layout.addStretch()
        layout.addWidget(buttons)
        self.refusal.hide()

    def _follow_value(self) -> None:
        self._forget_refusals()
        value = self.value.read()
        self.outcome.setText(
            _outcome(self._holding, value) if isinstance(value, Decimal) else "Type the value first."
        )
        self.value_field.show_problem(self.value.problem_so_far())

    def _refuse(self, problem: Problem) -> None:
        """At the field that the problem names; above the buttons where it names none of them."""
        fields = {"value": self.value_field, "source": self.source_field}
        if problem.where in fields:
            fields[problem.where].show_problem(problem)
        else:
            self.refusal.setText(str(problem))
            self.refusal.show()
            grow_to_fit(self)
        self.value.setFocus()

    def _forget_refusals(self) -> None:
        self.refusal.hide()
        self.value_field.show_problem(None)
        self.source_field.show_problem(None)


def _value_name(holding: Holding) -> str:
    divisor = holding.product.index_divisor
    return holding.product.official_value + (f" / {divisor}" if divisor != 1 else "")


def _facts(holding: Holding) -> str:
    moment = settlement_moment(holding.product, holding.leg.expiry)
    held = holding.position.quantity
    return f"{held:+d} held. It settles at {new_york_text(moment)} in cash by {_value_name(holding)}."


def _outcome(holding: Holding, value: Decimal) -> str:
    price = settlement_price(holding.leg, value)
    worth, result = holding.market_value(price), holding.unrealised(price)
    flow = "paid" if worth < 0 else "received"
    return (
        f"{money_text(price)} points a contract: $ {money_text(abs(worth))} {flow}. "
        f"Profit of these contracts: $ {result:+.2f} before the fee of settlement."
    )
