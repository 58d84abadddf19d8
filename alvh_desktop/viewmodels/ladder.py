"""The hedge ladder as Qt's item model: cells change in place while the rows stand, else the table is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alvh_desktop.desk.ladder import ladder_of
from alvh_desktop.viewmodels.ladder_cells import AXIS, COLUMNS
from alvh_desktop.viewmodels.ladder_rows import LadderRow, ladder_rows

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
ROW_ROLE = Role.UserRole
"""The whole LadderRow."""
TONE_ROLE = Role.UserRole + 1
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class LadderModel(QAbstractTableModel):
    """A row a ladder, layer and trade in no layer, in the order of `ladder_rows`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[LadderRow, ...] = ()

    def show(self, picture: Picture | None, units: int | None = None) -> None:
        """The ladders of this picture; targets are those of so many `units`, or of the programme."""
        self.show_rows(() if picture is None else ladder_rows(ladder_of(picture, units), picture.inputs.book))

    def show_rows(self, rows: tuple[LadderRow, ...]) -> None:
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        before, self.rows = self.rows, rows
        for place, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(COLUMNS) - 1))

    def place_of(self, key: str) -> int | None:
        """The row of this key; None where it is gone."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def text_of(self, rows: Sequence[int], with_headers: bool = True) -> str:
        """These rows as plain numbers with tabs between, for a spreadsheet; the axis has no column there."""
        kept = [place for place in range(len(COLUMNS)) if place != AXIS]
        lines = [[COLUMNS[place].title for place in kept]] if with_headers else []
        lines += [[self.rows[row].cells[place].raw for place in kept] for row in rows]
        return "\n".join("\t".join(cell.replace("\t", " ") for cell in line) for line in lines)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        cell = row.cells[column]
        match role:
            case Role.DisplayRole:
                return cell.text
            case Role.ToolTipRole:
                return cell.hint
            case Role.TextAlignmentRole:
                return _side(column)
            case Role.AccessibleTextRole:
                return f"{COLUMNS[column].title}: {row.told if column == AXIS else cell.text or 'none'}"
            case _:
                return {ROW_ROLE: row, TONE_ROLE: cell.tone}.get(role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        answers = {
            Role.DisplayRole: column.title,
            Role.ToolTipRole: column.meaning,
            Role.TextAlignmentRole: _side(section),
        }
        return answers.get(Role(role))


def _side(column: int) -> Qt.AlignmentFlag:
    return _RIGHT if COLUMNS[column].is_figure else _LEFT
