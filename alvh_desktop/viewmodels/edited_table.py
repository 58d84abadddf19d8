"""A table typed over in place: each cell is an edit of its own, and a refused text keeps its place and its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import Refused, sentence_of
from alvh_desktop.viewmodels.row_table import OWN_ROLE, TONE_ROLE, Index, Role, RowTable, tabbed

CHOICES_ROLE = OWN_ROLE
"""(text, label) of each value that a cell may take; None where it is typed freely."""

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


class EditedTable(RowTable[EditedColumn, EditedRow]):
    """Says of itself what a cell takes and does. `told` carries True and the sentence of a refusal, or False and
    nothing when a cell was entered."""

    told = Signal(bool, str)

    def __init__(self, columns: Sequence[EditedColumn], parent: QObject | None = None) -> None:
        super().__init__(columns, parent)
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
        kept = {row.id for row in rows}
        self._refused = {key: each for key, each in self._refused.items() if key[0] in kept}
        self.take_rows(rows, are_same=[row.id for row in rows] == [row.id for row in self.rows])

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
        return tabbed([[column.title for column in self.columns], *(self.rows[row].shown for row in rows)])

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
                return self.side_of(index.column())
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

    def _refused_at(self, index: Index) -> Refused | None:
        row = self.row_of(index)
        return self._refused.get((row.id, self.columns[index.column()].field)) if row else None
