"""Rows under titled columns as Qt's item model: what all tables of the window have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alvh_desktop.domain.spreadsheet_text import guarded

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
_NUMBER = re.compile(r"[+-]?[0-9][0-9,.]*%?", re.ASCII)
TONE_ROLE = Role.UserRole
"""How a cell or its row is painted."""
OWN_ROLE = Role.UserRole + 1
"""The first role that a kind of table may use for itself."""


class Titled(Protocol):
    """A column: title, meaning, and whether its figures stand right."""

    @property
    def title(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def is_figure(self) -> bool: ...


C = TypeVar("C", bound=Titled)
R = TypeVar("R")


class RowTable(QAbstractTableModel, Generic[C, R]):
    """`columns` stay, `rows` are taken as a whole by `take_rows`; what a cell says is its kind's own `data`."""

    def __init__(self, columns: Sequence[C], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[R, ...] = ()

    def take_rows(self, rows: Iterable[R], are_same: bool) -> None:
        """`are_same` says that they stand for what the present rows stand for, one by one: then only what differs is
        told as changed, and choice and open editor of the person stay."""
        before, after = self.rows, tuple(rows)
        if not are_same:
            self.beginResetModel()
            self.rows = after
            self.endResetModel()
            return
        self.rows = after
        for place, (old, new) in enumerate(zip(before, after, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))

    def side_of(self, column: int) -> Qt.AlignmentFlag:
        """Figures stand right, words left."""
        side = Qt.AlignmentFlag.AlignRight if self.columns[column].is_figure else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        match role:
            case Role.DisplayRole:
                return self.columns[section].title
            case Role.ToolTipRole:
                return self.columns[section].meaning
            case Role.TextAlignmentRole:
                return self.side_of(section)
        return None


def tabbed(lines: Iterable[Iterable[str]]) -> str:
    """Lines of cells with tabs between them, for a spreadsheet: numbers stay numbers, and no text is a formula."""
    return "\n".join("\t".join(spreadsheet_cell(cell.replace("\t", " ")) for cell in line) for line in lines)


def spreadsheet_cell(text: str) -> str:
    """A number as it is; of any other text no line is a formula."""
    return text if _NUMBER.fullmatch(text) else guarded(text)
