"""Matches with the broker that no longer hold, in the reconcile window: what is off, and a way to forget one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.match_rows import BROKEN
from alvh_desktop.viewmodels.reconciling import Reconciling
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.dialogs.word_table import WordTable

_WIDTHS = 110, 130, 170, 90, 90, 90
_SAID = (
    "Book and broker agreed on this once, and the book says otherwise of that moment now. Correct or undo the edit "
    "that changed it; a match that was wrong itself may be forgotten."
)


class BrokenPart(QWidget):
    """Seen only while something no longer holds. `asked` that the chosen one be forgotten."""

    asked = Signal()

    def __init__(self, reconciling: Reconciling) -> None:
        super().__init__()
        self._reconciling = reconciling
        self.words = TextTable(BROKEN, self)
        self.table = WordTable(self.words, "Matches that no longer hold", _WIDTHS)
        self.forget = QPushButton("&Forget this match")
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self.asked)
        self.table.selectionModel().selectionChanged.connect(self._show_button)
        self._lay_out()

    @property
    def place(self) -> int:
        """The row that is chosen; -1 where none is."""
        chosen = self.table.selectionModel().selectedRows()
        return chosen[0].row() if len(chosen) == 1 else -1

    def follow(self) -> None:
        rows = self._reconciling.broken_rows
        self.words.show_rows(rows)
        self.setVisible(bool(rows))
        self._show_button()

    def _show_button(self) -> None:
        self.forget.setEnabled(self.place >= 0 and self._reconciling.why_read_only is None)

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(toned_label(_SAID, "doubt"), 1)
        head.addWidget(self.forget)
        rows.addLayout(head)
        rows.addWidget(self.table)
        self.table.setMaximumHeight(
            self.table.sizeHint().height() + self.table.horizontalHeader().sizeHint().height()
        )
