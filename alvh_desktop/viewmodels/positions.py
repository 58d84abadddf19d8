"""The positions tree as Qt's item model: rows are changed in place while the structure stands, else made anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from alvh_desktop.viewmodels.attention.marks import Marks
from alvh_desktop.viewmodels.position_cells import COLUMNS
from alvh_desktop.viewmodels.position_rows import Row, ShownRows, position_rows

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()

SORT_ROLE = Role.UserRole
"""What a column sorts by: a number, or text in the first column."""
TONE_ROLE = Role.UserRole + 1
ROW_ROLE = Role.UserRole + 2
"""The whole Row."""
RAW_ROLE = Role.UserRole + 3
"""What copying gives: plain numbers."""


class _Item:
    """A row with its place in the tree; `number` is what Qt's indexes carry."""

    def __init__(self, number: int, row: Row, parent: _Item | None, place: int) -> None:
        self.number, self.row, self.parent, self.place = number, row, parent, place
        self.children: list[_Item] = []


class PositionsModel(QAbstractItemModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: list[_Item] = []
        self._items: list[_Item] = []
        self._shown: ShownRows | None = None
        self.marks: Marks = {}
        """What alerts say of rows, by their keys."""

    def show(self, picture: Picture) -> None:
        """Take the rows of this picture. Only cells that differ are told as changed."""
        rows = position_rows(picture, self._shown)
        self.show_rows(rows)
        self._shown = ShownRows(picture, rows)

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        self._shown = None
        if _has_shape(self._roots, rows):
            self._replace_all(self._roots, rows)
            return
        self.beginResetModel()
        self._items = []
        self._roots = self._grown(rows, None)
        self.endResetModel()

    def show_marks(self, marks: Marks) -> None:
        """Rows of which alerts say something else now are told as changed."""
        before, self.marks = self.marks, marks
        if marks == before:
            return
        for item in self._items:
            key = item.row.key
            if before.get(key) != marks.get(key):
                index = self.createIndex(item.place, 0, item.number)
                self.dataChanged.emit(index, index)

    def find(self, key: str) -> QModelIndex:
        """Where the row of this key stands; an invalid index when it is gone."""
        item = next((item for item in self._items if item.row.key == key), None)
        return QModelIndex() if item is None else self.createIndex(item.place, 0, item.number)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        siblings = self._children(parent)
        if not (0 <= row < len(siblings) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, siblings[row].number)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        above = self._items[index.internalId()].parent if index.isValid() else None
        return QModelIndex() if above is None else self.createIndex(above.place, 0, above.number)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.column() > 0 else len(self._children(parent))

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._items[index.internalId()].row, index.column()
        cell = row.cells[column]
        match role:
            case Role.DisplayRole:
                return cell.text
            case Role.ToolTipRole:
                return cell.hint if column else self._name_hint(row, cell.hint)
            case Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignVCenter | side_of(column)
            case Role.AccessibleTextRole:
                mark = self.marks.get(row.key)
                told = [cell.text or "none", row.badge, "" if mark is None else f"alert at {mark.level}"]
                return f"{COLUMNS[column][0]}: {', '.join(word for word in told if word)}"
            case _:
                return {SORT_ROLE: cell.sort if column else cell.text, TONE_ROLE: cell.tone, ROW_ROLE: row,
                        RAW_ROLE: cell.raw}.get(role)  # fmt: skip

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        title, meaning = COLUMNS[section]
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | side_of(section)
        return {Role.DisplayRole: title, Role.ToolTipRole: meaning}.get(Role(role))

    def _name_hint(self, row: Row, hint: str) -> str:
        """The alerts of a row first."""
        mark = self.marks.get(row.key)
        return "\n".join(part for part in ("" if mark is None else mark.said, hint, row.badge_hint) if part)

    def _children(self, parent: Index) -> list[_Item]:
        return self._items[parent.internalId()].children if parent.isValid() else self._roots

    def _grown(self, rows: tuple[Row, ...], parent: _Item | None) -> list[_Item]:
        grown = []
        for place, row in enumerate(rows):
            item = _Item(len(self._items), row, parent, place)
            self._items.append(item)
            item.children = self._grown(row.children, item)
            grown.append(item)
        return grown

    def _replace_all(self, items: list[_Item], rows: tuple[Row, ...]) -> None:
        for item, row in zip(items, rows, strict=True):
            if item.row is not row:
                self._replace(item, row)
                self._replace_all(item.children, row.children)

    def _replace(self, item: _Item, row: Row) -> None:
        before, item.row = item.row, row
        differ = [column for column, cell in enumerate(row.cells) if cell != before.cells[column]]
        if before.badge != row.badge or before.badge_hint != row.badge_hint:
            differ.insert(0, 0)
        if differ:
            first = self.createIndex(item.place, min(differ), item.number)
            self.dataChanged.emit(first, self.createIndex(item.place, max(differ), item.number))


def side_of(column: int) -> Qt.AlignmentFlag:
    """Which side the texts of a column stand on."""
    return Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft


def _has_shape(items: list[_Item], rows: tuple[Row, ...]) -> bool:
    """Whether the tree under `items` has the keys and numbers of children of these rows, in their order."""
    return len(items) == len(rows) and all(
        item.row is row or (item.row.key == row.key and _has_shape(item.children, row.children))
        for item, row in zip(items, rows, strict=True)
    )
