"""The hedge ladder as Qt's item model: cells change in place while the rows stand, else the table is made anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from alvh_desktop.desk.ladder import ladder_of
from alvh_desktop.viewmodels.attention.marks import Marks, RowMark
from alvh_desktop.viewmodels.ladder_cells import AXIS, COLUMNS
from alvh_desktop.viewmodels.ladder_rows import LadderRow, ladder_rows
from alvh_desktop.viewmodels.row_table import OWN_ROLE, TONE_ROLE, Index, Role, RowTable, tabbed
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

ROW_ROLE = OWN_ROLE
"""The whole LadderRow."""
MARK_ROLE = OWN_ROLE + 1
"""The RowMark of a row that alerts speak of; None of others."""


class LadderModel(RowTable[Column, LadderRow]):
    """A row a ladder, layer and trade in no layer, in the order of `ladder_rows`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.marks: Marks = {}
        """What alerts say of rows, by their keys."""

    def show(self, picture: Picture | None, units: int | None = None) -> None:
        """The ladders of this picture; targets are those of so many `units`, or of the programme."""
        self.show_rows(() if picture is None else ladder_rows(ladder_of(picture, units), picture.inputs.book))

    def show_rows(self, rows: tuple[LadderRow, ...]) -> None:
        self.take_rows(rows, are_same=[row.key for row in rows] == [row.key for row in self.rows])

    def show_marks(self, marks: Marks) -> None:
        before, self.marks = self.marks, marks
        for place, row in enumerate(self.rows):
            if before.get(row.key) != marks.get(row.key):
                self.dataChanged.emit(self.index(place, 0), self.index(place, 0))

    def place_of(self, key: str) -> int | None:
        """The row of this key; None where it is gone."""
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def text_of(self, rows: Sequence[int], with_headers: bool = True) -> str:
        """These rows as plain numbers with tabs between, for a spreadsheet; the axis has no column there."""
        kept = [place for place in range(len(COLUMNS)) if place != AXIS]
        lines = [[COLUMNS[place].title for place in kept]] if with_headers else []
        lines += [[self.rows[row].cells[place].raw for place in kept] for row in rows]
        return tabbed(lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        cell = row.cells[column]
        mark: RowMark | None = None if column else self.marks.get(row.key)
        match role:
            case Role.DisplayRole:
                return cell.text
            case Role.ToolTipRole:
                return cell.hint if mark is None else f"{mark.said}\n{cell.hint}".strip()
            case Role.TextAlignmentRole:
                return self.side_of(column)
            case Role.AccessibleTextRole:
                told = row.told if column == AXIS else cell.text or "none"
                return f"{COLUMNS[column].title}: {told}{'' if mark is None else f', alert at {mark.level}'}"
            case _:
                return {ROW_ROLE: row, TONE_ROLE: cell.tone, MARK_ROLE: mark}.get(role)
