"""A table of ready words as Qt's item model: what its rows say is worked out elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
Tone = Literal["", "dim", "problem", "doubt", "strong"]
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
TONE_ROLE = Role.UserRole
"""How a row is painted."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


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


class TextTable(QAbstractTableModel):
    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[TextRow, ...] = ()

    def show_rows(self, rows: Sequence[TextRow]) -> None:
        """Take these rows. As many as before keep the choice of the person who reads them."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        if len(rows) != len(self.rows):
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        self.rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def text_of(self, rows: Sequence[int]) -> str:
        """The titles and these rows with tabs between their cells, for a spreadsheet."""
        lines = [[column.title for column in self.columns], *(self.rows[row].cells for row in rows)]
        return "\n".join("\t".join(cell.replace("\t", " ") for cell in line) for line in lines)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

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
            is_right = self.columns[index.column()].is_figure and not row.is_sentence
            return _RIGHT if is_right else _LEFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
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
