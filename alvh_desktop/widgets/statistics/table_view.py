"""A view of rows, of groups or of rules: their figures, sorted by any of them, and what is to be known of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.cell_table import KEY_ROLE, CellTable
from alvh_desktop.viewmodels.statistics.group_cells import GROUP_COLUMNS
from alvh_desktop.viewmodels.text_table import Column
from alvh_desktop.widgets.cell_view import CellView
from alvh_desktop.widgets.market_dock.parts import sentences_text
from alvh_desktop.widgets.steady_words import SteadyWords
from alvh_desktop.widgets.tokens import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.statistics.pages import TablePage, Told

_WIDTHS = (136, 64, 118, 104, 92, 158, 138, 122, 122, 102, 122, 118, 62, 122, 112, 92, 132, 56, 56, 56)


class TableView(QFrame):
    """`pointed` carries the place of the row that was clicked, `opened` of the one on which Enter was pressed."""

    pointed = Signal(int)
    opened = Signal(int)

    def __init__(
        self,
        worn: Tokens,
        columns: Sequence[Column] = GROUP_COLUMNS,
        name: str = "Statistics by group",
        widths: Sequence[int] = _WIDTHS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._worn = worn
        self._told: Told = ()
        self.groups = CellTable(columns, self)
        self.table = CellView(self.groups, name, widths, worn)
        self.table.be_sorted_by_columns()
        self.caption = SteadyWords("caption")
        self.caption.label.setTextFormat(Qt.TextFormat.RichText)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(2)
        rows.addWidget(self.table, 1)
        below = QVBoxLayout()
        below.setContentsMargins(10, 0, 10, 0)
        below.addWidget(self.caption)
        rows.addLayout(below)
        self.setFocusProxy(self.table)
        self.table.clicked.connect(lambda index: self.pointed.emit(index.data(KEY_ROLE)))
        self.table.activated.connect(lambda index: self.opened.emit(index.data(KEY_ROLE)))

    @property
    def stops(self) -> tuple[QWidget, ...]:
        return (self.table,)

    def show_page(self, page: TablePage) -> None:
        self._told = page.told
        self.groups.show_rows(page.rows)
        self.caption.setVisible(bool(page.told))
        self._say()

    def copy_text(self, with_headers: bool) -> str:
        return self.table.copy_text(with_headers)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.table.wear(worn)
        self._say()

    def _say(self) -> None:
        self.caption.say(sentences_text(self._told, self._worn))
