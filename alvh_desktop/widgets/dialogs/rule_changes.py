"""Before a profile, defaults or a file are taken into the rulebook: everything that would change."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from alvh_desktop.viewmodels.rule_changes import COLUMNS, Weighed
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.dialogs.word_table import WordTable

_WIDTHS = (240, 110, 230)


class RuleChanges(Sheet):
    """`agreed` carries the proposal of a person who wants it done."""

    agreed = Signal(object)

    def __init__(self, weighed: Weighed, parent: QWidget | None = None) -> None:
        super().__init__(weighed.title, parent, width_px=860)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._weighed = weighed
        self.words = TextTable(COLUMNS, self)
        self.table = WordTable(self.words, "What would change", _WIDTHS)
        self.words.show_rows(weighed.rows)
        self.rows.addWidget(toned_label(weighed.about, "dim"))
        if weighed.rows:
            self.table.setMinimumHeight(240)
            self.rows.addWidget(self.table, 1)
        self.take = QPushButton(weighed.verb)
        self.take.setEnabled(weighed.proposal is not None)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        buttons.addButton(self.take, QDialogButtonBox.ButtonRole.AcceptRole)
        self.add_buttons(buttons, default=None)
        self.accepted.connect(self._agree)

    def _agree(self) -> None:
        if self._weighed.proposal is not None:
            self.agreed.emit(self._weighed.proposal)
