"""A table of cells that are typed over where they stand, each with the text that an editor begins with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, Literal

from PySide6.QtCore import Qt

from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.input_cells import Refused, sentence_of
from alvh_desktop.viewmodels.row_table import TONE_ROLE, C, Index, Role, RowTable

Tone = Literal["", "dim", "problem", "doubt", "strong", "gain", "loss"]


@dataclass(frozen=True, slots=True)
class TypedCell:
    """`edit` is what an editor begins with."""

    text: str
    tone: Tone = ""
    hint: str = ""
    edit: str = ""


def refused_cell(refused: Refused) -> TypedCell:
    """What was typed stands where it was typed."""
    return TypedCell(refused.text or UNKNOWN, "problem", sentence_of(refused.problem), refused.text)


class TypedTable(RowTable[C, tuple[TypedCell, ...]], Generic[C]):
    """Its kinds say which cells `can_type`, and enter a text by `setData`."""

    def can_type(self, index: Index) -> bool:
        """Whether a text may be typed into this cell."""
        raise NotImplementedError

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.can_type(index) else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.rows[index.row()][index.column()]
        match role:
            case Role.DisplayRole:
                return cell.text
            case Role.EditRole:
                return cell.edit
            case Role.ToolTipRole:
                return cell.hint or None
            case Role.TextAlignmentRole:
                return self.side_of(index.column())
            case Role.AccessibleTextRole:
                return f"{self.columns[index.column()].title}: {cell.text}"
            case _:
                return cell.tone if role == TONE_ROLE else None
