"""A table of ready words as Qt's item model: what its rows say is worked out elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt

from alvh_desktop.viewmodels.row_table import TONE_ROLE, Index, Role, RowTable, tabbed

Tone = Literal["", "dim", "problem", "doubt", "strong"]
_OF_WORDS = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """Title and meaning of a column; figures stand right."""

    title: str
    meaning: str
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class TextRow:
    """The cells of a row. Of a sentence the last cell takes the room of all columns that follow it."""

    cells: tuple[str, ...]
    tone: Tone = ""
    is_sentence: bool = False


class TextTable(RowTable[Column, TextRow]):
    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Take these rows. As many as before keep the choice of the person who reads them."""
        self.take_rows(rows, are_same=len(rows) == len(self.rows))

    def text_of(self, rows: Sequence[int]) -> str:
        """The titles and these rows with tabs between their cells, for a spreadsheet."""
        return tabbed([[column.title for column in self.columns], *(self.rows[row].cells for row in rows)])

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == TONE_ROLE:
            return row.tone
        if index.column() >= len(row.cells):
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return row.cells[index.column()]
        if role == Role.TextAlignmentRole:
            return _OF_WORDS if row.is_sentence else self.side_of(index.column())
        return None
