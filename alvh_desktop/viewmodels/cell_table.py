"""A table of cells as Qt's item model: each with its figure, its reason, its tone and what copying gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from alvh_desktop.viewmodels.position_cells import Cell
from alvh_desktop.viewmodels.row_table import OWN_ROLE, TONE_ROLE, Index, Role, RowTable, tabbed
from alvh_desktop.viewmodels.text_table import Column

SORT_ROLE = OWN_ROLE
"""What a column sorts by: a number, or text where there is none."""
KEY_ROLE = OWN_ROLE + 1
"""What names the row for as long as it lives."""


@dataclass(frozen=True, slots=True)
class CellRow:
    key: int
    cells: tuple[Cell, ...]


class CellTable(RowTable[Column, CellRow]):
    def show_rows(self, rows: Sequence[CellRow]) -> None:
        """Take these rows. The same keys in the same order keep the choice of the person who reads them."""
        self.take_rows(rows, are_same=[row.key for row in rows] == [row.key for row in self.rows])

    def place_of(self, key: int) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def text_of(self, rows: Sequence[int], with_headers: bool) -> str:
        """These rows with tabs between their plain values, for a spreadsheet."""
        lines = [[column.title for column in self.columns]] if with_headers else []
        lines += [[cell.raw for cell in self.rows[row].cells] for row in rows]
        return tabbed(lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        cell = row.cells[index.column()]
        match role:
            case Role.DisplayRole:
                return cell.text
            case Role.ToolTipRole:
                return cell.hint or None
            case Role.TextAlignmentRole:
                return self.side_of(index.column())
            case Role.AccessibleTextRole:
                return f"{column.title}: {cell.text or 'none'}"
            case _:
                is_number = column.is_figure or cell.sort is not None
                sort: float | str | None = cell.sort if is_number else cell.raw
                return {SORT_ROLE: sort, TONE_ROLE: cell.tone, KEY_ROLE: row.key}.get(role)
