"""Below the legs: the net, the fee, the time of the fill and the account."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from alvh_desktop.viewmodels.ticket.fields import FieldName, net_words, signed_net
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.theme import set_tone
from alvh_desktop.widgets.ticket.fields import Captioned, TicketChoice, TicketLine

_TYPED: tuple[tuple[FieldName, str, str, int, str], ...] = (
    ("net", "Net", "Net of one lot, points: + paid, - received", 74, "Empty: the sum of the legs' prices"),
    ("fee", "Fee", "Fee", 80, "0.65/ct, or 26.00 total; empty: by the fee schedule of the account"),
    ("at", "Time", "Time of the fill, New York", 120, "15:45, or 2026-11-20 15:45, New York; empty: now"),
)
_PLACEHOLDERS = {"fee": "schedule", "at": "now"}


class Foot(QWidget):
    """Follows a ticket. `entered` comes with Enter in the net."""

    entered = Signal()

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self._ticket = ticket
        self.lines: dict[FieldName, TicketLine] = {}
        self.account = TicketChoice("Account")
        self._captions: dict[FieldName, Captioned] = {}
        row = FoldingRow(self)
        row.setSpacing(6)
        for name, caption, spoken, width, hint in _TYPED:
            line = self.lines[name] = TicketLine()
            line.setAccessibleName(spoken)
            line.setFixedWidth(width)
            line.setPlaceholderText(_PLACEHOLDERS.get(name, ""))
            line.textEdited.connect(lambda text, name=name: ticket.type_field(name, text))
            line.editingFinished.connect(lambda name=name: ticket.finish_field(name))
            self._captions[name] = Captioned(caption, line, hint=hint)
            row.addWidget(self._captions[name])
        self.lines["net"].setAlignment(Qt.AlignmentFlag.AlignRight)
        self.lines["net"].returnPressed.connect(self.entered)
        self.account.taken.connect(lambda account: ticket.type_field("in", account))
        row.addWidget(Captioned("Account", self.account))

    @property
    def fields(self) -> dict[str, QWidget]:
        """By the name a Problem has for them."""
        found: dict[str, QWidget] = {"in": self.account}
        return dict(self.lines) | found

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self.fields.values())

    def fill(self) -> None:
        """Another draft: its texts in place of what was typed for the one before."""
        for name, line in self.lines.items():
            line.setText(self._ticket.field_text(name))

    def follow(self) -> None:
        """What a person typed stays as it was typed while it means what the draft holds."""
        ticket = self._ticket
        for name, line in self.lines.items():
            if not ticket.means(name, line.text()):
                line.setText(ticket.field_text(name))
        known, net = ticket.known, ticket.draft.net
        # a net of the draft before would be read as this one's
        mid = "" if known is None or net is not None or not ticket.is_settled else signed_net(known.net)
        self.lines["net"].setPlaceholderText(mid)
        self._captions["net"].caption.setText("Net" if net is None else f"Net {net_words(net)}")
        accounts = () if ticket.door is None else ticket.door.accounts
        self.account.offer((account, account) for account in accounts)
        self.account.show_value(ticket.draft.account or (accounts[0] if accounts else ""))

    def go_to_net(self) -> None:
        self.lines["net"].setFocus()
        self.lines["net"].selectAll()

    def mark(self, name: str, sentence: str) -> None:
        part = self.fields[name]
        set_tone(part, "problem" if sentence else "")
        part.setAccessibleDescription(sentence)
