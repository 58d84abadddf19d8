"""A table of cells as Qt's item model: each with its figure, its reason, its tone and what copying gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alvh_desktop.viewmodels.position_cells import Cell
from alvh_desktop.viewmodels.text_table import Column

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
SORT_ROLE = Role.UserRole
"""What a column sorts by: a number, or text where there is none."""
TONE_ROLE = Role.UserRole + 1
KEY_ROLE = Role.UserRole + 2
"""What names the row for as long as it lives."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class CellRow:
    key: int
    cells: tuple[Cell, ...]


class CellTable(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[CellRow, ...] = ()

    def show_rows(self, rows: Sequence[CellRow]) -> None:
        """Take these rows. The same keys in the same order keep the choice of the person who reads them."""
        rows, before = tuple(rows), self.rows
        if rows == before:
            return
        if [row.key for row in rows] != [row.key for row in before]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        self.rows = rows
        differ = [place for place, row in enumerate(rows) if row != before[place]]
        last = len(self.columns) - 1
        self.dataChanged.emit(self.index(differ[0], 0), self.index(differ[-1], last))

    def place_of(self, key: int) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def text_of(self, rows: Sequence[int], with_headers: bool) -> str:
        """These rows with tabs between their plain values, for a spreadsheet."""
        lines = [[column.title for column in self.columns]] if with_headers else []
        lines += [[cell.raw for cell in self.rows[row].cells] for row in rows]
        return "\n".join("\t".join(value.replace("\t", " ") for value in line) for line in lines)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

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
                return _RIGHT if column.is_figure else _LEFT
            case Role.AccessibleTextRole:
                return f"{column.title}: {cell.text or 'none'}"
            case _:
                sort: float | str | None = cell.sort if column.is_figure else cell.raw
                return {SORT_ROLE: sort, TONE_ROLE: cell.tone, KEY_ROLE: row.key}.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Role.DisplayRole:
                return column.title
            case Role.ToolTipRole:
                return column.meaning
            case Role.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
        return None
