"""What a person is asked to confirm before a condor is rolled, as boxes to tick; hidden where nothing is asked."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QWidget

from alvh_desktop.desk.confirming import WHAT_TO_LOOK_AT
from alvh_desktop.domain.draft import CONFIRMATIONS
from alvh_desktop.viewmodels.ticket.ticket import Ticket
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow


class Confirmations(QWidget):
    """Follows a ticket."""

    def __init__(self, ticket: Ticket) -> None:
        super().__init__()
        self._ticket = ticket
        self.caption = toned_label("", "dim")
        self.boxes = {name: QCheckBox(name.capitalize()) for name in CONFIRMATIONS}
        row = FoldingRow(self)
        row.setSpacing(12)
        row.addWidget(self.caption)
        for name, box in self.boxes.items():
            box.setToolTip(f"{WHAT_TO_LOOK_AT[name].capitalize()}. Kept with the roll, ticked or not.")
            box.clicked.connect(lambda is_ticked, name=name: ticket.tick(name, is_ticked))
            row.addWidget(box)
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return tuple(self.boxes.values())

    def follow(self) -> None:
        asked = self._ticket.ticks_asked
        self.caption.setText(f"Confirmed, {asked} asked" if asked < len(self.boxes) else "Confirmed")
        for name, box in self.boxes.items():
            box.setChecked(name in self._ticket.draft.ticked)
        self.setVisible(asked > 0)
