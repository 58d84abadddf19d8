"""The campaigns behind what was clicked, below the view: each row opens its campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.cell_table import KEY_ROLE, CellTable
from alvh_desktop.viewmodels.statistics.behind_rows import BEHIND_COLUMNS
from alvh_desktop.widgets.cell_view import CellView
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.statistics.behind_rows import BehindView

_WIDTHS = (176, 106, 118, 106, 100, 70, 86, 62, 116, 54, 128, 100, 140)


class BehindList(QWidget):
    """`opened` carries the number of a campaign to go to; `closed` comes when the list is put away."""

    opened = Signal(int)
    closed = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = toned_label("")
        self.close_button = QPushButton("Close")
        self.close_button.setProperty("tone", "quiet")
        self.close_button.setAccessibleName("Close the campaigns behind it")
        self.close_button.setToolTip("Put these campaigns away (Esc)")
        self.campaigns = CellTable(BEHIND_COLUMNS, self)
        self.table = CellView(self.campaigns, "Campaigns behind it", _WIDTHS, worn)
        self.table.be_sorted_by_columns()
        above = QHBoxLayout()
        above.setContentsMargins(10, 0, 10, 0)
        above.addWidget(self.words, 1)
        above.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(above)
        rows.addWidget(self.table, 1)
        self.setFocusProxy(self.table)
        self.table.activated.connect(lambda index: self.opened.emit(index.data(KEY_ROLE)))
        self.close_button.clicked.connect(self.closed)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.table, self.close_button)

    def show_behind(self, behind: BehindView) -> None:
        self.words.setText(behind.words)
        self.campaigns.show_rows(behind.rows)
        self.table.choose(next(iter(behind.campaign_ids), None))

    def copy_text(self, with_headers: bool) -> str:
        return self.table.copy_text(with_headers)

    def wear(self, worn: Tokens) -> None:
        self.table.wear(worn)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
