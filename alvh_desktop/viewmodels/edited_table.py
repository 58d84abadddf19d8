"""A table typed over in place: each cell is an edit of its own, and a refused text keeps its place and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
TONE_ROLE = Role.UserRole
"""How a cell is painted."""
CHOICES_ROLE = Role.UserRole + 1
"""(text, label) of each value that a cell may take; None where it is typed freely."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EditedColumn:
    """`field` is how edits and Problems name it."""

    field: str
    title: str
    meaning: str
    is_figure: bool = False
    is_edited: bool = True


@dataclass(frozen=True, slots=True)
class EditedRow:
    """A row of the book by its id: what stands in its cells, and the text that an editor begins with."""

    id: int
    shown: tuple[str, ...]
    typed: tuple[str, ...]
    hint: str = ""
    is_dim: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    text: str
    problem: Problem


class EditedTable(QAbstractTableModel):
    """Says of itself what a cell takes and does. `told` carries True and the sentence of a refusal, or False and
    nothing when a cell was entered."""

    told = Signal(bool, str)

    def __init__(self, columns: Sequence[EditedColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[EditedRow, ...] = ()
        self._refused: dict[tuple[int, str], Refused] = {}

    @property
    def is_editable(self) -> bool:
        raise NotImplementedError

    def choices(self, row: EditedRow, field: str) -> Choices | None:
        """The values that a cell is chosen from; None where it is typed."""
        return None

    def enter(self, row: EditedRow, field: str, text: str) -> Change | Problem:
        """Do the edit behind a cell as it was typed."""
        raise NotImplementedError

    def show_rows(self, rows: Sequence[EditedRow]) -> None:
        """Take these rows. The same ids in the same order keep choice and open editor."""
        rows = tuple(rows)
        if rows == self.rows:
            return
        kept = {row.id for row in rows}
        self._refused = {key: each for key, each in self._refused.items() if key[0] in kept}
        if [row.id for row in rows] != [row.id for row in self.rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        self.rows = rows
        self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(self.columns) - 1))

    def forget_refused(self) -> None:
        self._refused = {}

    def row_of(self, index: Index) -> EditedRow | None:
        return self.rows[index.row()] if index.isValid() else None

    def problem_at(self, index: Index) -> str:
        """What is wrong with the text of a cell; empty where it is what counts."""
        refused = self._refused_at(index)
        return sentence_of(refused.problem) if refused else ""

    def text_of(self, rows: Sequence[int]) -> str:
        """The titles and these rows with tabs between their cells, for a spreadsheet."""
        lines = [[column.title for column in self.columns], *(self.rows[row].shown for row in rows)]
        return "\n".join("\t".join(cell.replace("\t", " ") for cell in line) for line in lines)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_edited = index.isValid() and self.columns[index.column()].is_edited and self.is_editable
        return flags | Qt.ItemFlag.ItemIsEditable if is_edited else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row = self.row_of(index)
        if row is None:
            return None
        column, refused = self.columns[index.column()], self._refused_at(index)
        match role:
            case Role.DisplayRole:
                return refused.text if refused else row.shown[index.column()]
            case Role.EditRole:
                return refused.text if refused else row.typed[index.column()]
            case Role.TextAlignmentRole:
                return _RIGHT if column.is_figure else _LEFT
            case Role.ToolTipRole:
                return self.problem_at(index) or row.hint or row.shown[index.column()]
            case Role.AccessibleTextRole:
                return f"{column.title}: {self.problem_at(index) or row.shown[index.column()]}"
            case _:
                tone = "problem" if refused else "dim" if row.is_dim or not column.is_edited else ""
                return {TONE_ROLE: tone, CHOICES_ROLE: self.choices(row, column.field)}.get(role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Enter what was typed; False where it was refused or is what stands there."""
        row = self.row_of(index)
        if row is None or role != Role.EditRole or not self.flags(index) & Qt.ItemFlag.ItemIsEditable:
            return False
        field, text = self.columns[index.column()].field, str(value).strip()
        is_same = text == row.typed[index.column()].strip()
        answer = None if is_same else self.enter(row, field, text)
        if isinstance(answer, Problem):
            self._refused[row.id, field] = Refused(text, answer)
        else:
            self._refused.pop((row.id, field), None)
        self.told.emit(isinstance(answer, Problem), sentence_of(answer) if isinstance(answer, Problem) else "")
        if index.isValid():
            self.dataChanged.emit(index, index)
        return isinstance(answer, Change)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        alignment = _RIGHT if column.is_figure else _LEFT
        known = {Role.DisplayRole: column.title, Role.ToolTipRole: column.meaning, Role.TextAlignmentRole: alignment}
        return known.get(Role(role))

    def _refused_at(self, index: Index) -> Refused | None:
        row = self.row_of(index)
        return self._refused.get((row.id, self.columns[index.column()].field)) if row else None
