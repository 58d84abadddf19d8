"""The top of the ticket: which template, what it asks for, and how large the trade is to be."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.viewmodels.ticket.ports import SizeBy
from alvh_desktop.viewmodels.ticket.templates import TEMPLATES, TemplateField
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.theme import set_tone
from alvh_desktop.widgets.ticket.fields import Captioned, TicketChoice, TicketLine

_SIZES: tuple[tuple[SizeBy, str], ...] = (("lots", "Lots"), ("risk", "Risk $"), ("account", "% of account"))
_FIELD_WIDTH = 66
_WIDE_FIELD_WIDTH = 104
_WIDE = ("puts", "calls", "tenors")


class TemplateForm(QWidget):
    """Follows a ticket. `rebuilt` says that another template brought other fields; `entered` that Enter was pressed
    in the size."""

    rebuilt = Signal()
    entered = Signal()

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self._ticket = ticket
        self._shown = ""
        self.template = TicketChoice("Template")
        self.template.offer((template.name, template.title) for template in TEMPLATES)
        self.size_by = TicketChoice("What the size counts")
        self.size_by.offer(_SIZES)
        self.amount = TicketLine()
        self.amount.setAccessibleName("Size")
        self.amount.setFixedWidth(_FIELD_WIDTH)
        self.amount.setToolTip("Lots; + and - buy what the ticket sells and sell what it buys")
        self.values: dict[str, TicketLine | TicketChoice] = {}
        self._row = FoldingRow(self)
        self._row.setSpacing(6)
        self._fixed = (Captioned("Template", self.template),)
        self._sizes = Captioned("Size in", self.size_by), Captioned("Lots", self.amount)
        self._added: list[Captioned] = []
        for part in (*self._fixed, *self._sizes):
            self._row.addWidget(part)
        self._connect()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.template, *self.values.values(), self.size_by, self.amount)

    def follow(self) -> None:
        """Show what the ticket holds; what is being typed stays."""
        ticket, chosen = self._ticket, self._ticket.chosen
        self._build()
        self.template.show_value(chosen.template.name)
        for each in chosen.template.fields:
            part, value = self.values[each.name], chosen.values.get(each.name, "")
            if isinstance(part, TicketChoice):
                part.offer(self._choices(each))
                part.show_value(value)
            elif part.text() != value:
                part.setText(value)
        self.size_by.show_value(ticket.size.by)
        self.amount.turns = ticket.size.by == "lots"
        if not ticket.means("quantity", self.amount.text()):
            self.amount.setText(ticket.field_text("quantity"))
        lots = f"{ticket.draft.lots:,} lots" if ticket.draft.legs else "Amount"
        self._sizes[1].caption.setText("Lots" if self.amount.turns else f"= {lots}")

    def _build(self) -> None:
        """The fields of another template."""
        template = self._ticket.chosen.template
        if template.name == self._shown:
            return
        self._shown = template.name
        for part in self._added:
            self._row.removeWidget(part)
            part.hide()
            part.deleteLater()
        for part in (*self._fixed, *self._sizes):
            self._row.removeWidget(part)
        self.values = {each.name: self._field(each) for each in template.fields}
        self._added = list(self._captioned())
        for part in (*self._fixed, *self._added, *self._sizes):
            self._row.addWidget(part)
            part.show()
        self.updateGeometry()
        self.rebuilt.emit()

    def _captioned(self) -> Iterator[Captioned]:
        for each in self._ticket.chosen.template.fields:
            caption = f"{each.label}, {each.unit}" if each.unit else each.label
            yield Captioned(caption, self.values[each.name], hint=each.hint)

    def _field(self, each: TemplateField) -> TicketLine | TicketChoice:
        spoken = f"{each.label}, {each.unit}" if each.unit else each.label
        name, ticket = each.name, self._ticket
        if each.kind != "text":
            box = TicketChoice(spoken)
            box.taken.connect(lambda value: ticket.type_value(name, value))
            return box
        line = TicketLine()
        line.setAccessibleName(spoken)
        line.setFixedWidth(_WIDE_FIELD_WIDTH if name in _WIDE else _FIELD_WIDTH)
        line.textEdited.connect(lambda text: ticket.type_value(name, text))
        line.editingFinished.connect(lambda: ticket.finish_field(name, is_value=True))
        return line

    def _choices(self, each: TemplateField) -> Iterator[tuple[str, str]]:
        if each.kind == "choice":
            yield from each.choices
            return
        ticket, shown = self._ticket, self._ticket.chosen
        listed = () if ticket.door is None else ticket.door.expiries(shown.root)
        if not listed:
            yield "", "none quoted"
        for day in listed:
            left = (day - ticket.today).days
            if left >= 0:
                yield day.isoformat(), f"{expiry_text(day)}, {left} d"

    def _connect(self) -> None:
        ticket = self._ticket
        self.template.taken.connect(ticket.choose_template)
        self.size_by.taken.connect(self._size_with)
        self.amount.textEdited.connect(lambda text: ticket.type_field("quantity", text))
        self.amount.editingFinished.connect(lambda: ticket.finish_field("quantity"))
        self.amount.returnPressed.connect(self.entered)
        self.amount.turned.connect(ticket.turn)

    def _size_with(self, by: str) -> None:
        self._ticket.size_with(next(each for each, _ in _SIZES if each == by))
        self.amount.setText(self._ticket.field_text("quantity"))

    def mark(self, name: str, is_value: bool, sentence: str) -> None:
        """What is wrong with a field, at the field; `sentence` is empty where nothing is."""
        part = self.values.get(name) if is_value else self.amount
        if part is not None:
            set_tone(part, "problem" if sentence else "")
            part.setAccessibleDescription(sentence)
