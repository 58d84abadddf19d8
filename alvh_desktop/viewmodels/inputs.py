"""Typed values and constants as Qt's item model: groups of lines, values typed in place, refused text kept."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from alvh_desktop.desk.inputs import today
from alvh_desktop.domain.inputs import InputLine, input_families
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import (
    COLUMNS,
    VALUE,
    Refused,
    about,
    cells_of,
    sentence_of,
    side_of,
    text_to_edit,
    tone_of,
)
from alvh_desktop.viewmodels.input_groups import ASKED_GROUP, Groups, asked_names, grouped_inputs, places_of
from alvh_desktop.viewmodels.session import Session

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
_WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)

LINE_ROLE = Role.UserRole
"""The InputLine; None in the row of a group."""
TONE_ROLE = Role.UserRole + 1
"""How a cell is painted: a Tone."""
FIND_ROLE = Role.UserRole + 2
"""What a person may look a line up by."""


class InputsModel(QAbstractItemModel):
    """Follows the portfolio at hand. A value is entered by `setData`; one that is refused keeps its place.

    `told` carries True and the sentence of a refusal, or False and an empty text when it is gone.
    """

    told = Signal(bool, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._groups: Groups = []
        self._refused: dict[str, Refused] = {}
        self._asked: frozenset[str] = frozenset()
        self._first: frozenset[str] | None = None
        session.held.connect(self._forget)
        session.painted.connect(self.refresh)
        self.refresh()

    @property
    def day(self) -> date | None:
        """The day whose values are shown; None without a portfolio."""
        portfolio = self._session.portfolio
        return today(portfolio.desk) if portfolio else None

    @property
    def is_editable(self) -> bool:
        portfolio = self._session.portfolio
        return portfolio is not None and portfolio.read_only_because is None

    @property
    def asked_count(self) -> int:
        """How many lines are missing or stale."""
        return len(self._asked)

    def put_asked_first(self, is_wanted: bool) -> None:
        """What is missing or stale in a group of its own on top, or every line under its usual group.

        What is typed stays in that group until this is asked for anew, so that no line moves under the hand.
        """
        self._first = frozenset() if is_wanted else None
        self.refresh()

    def refresh(self) -> None:
        """Take what stands in the book; only values that differ are told as changed."""
        self._asked = asked_names(self._session)
        if self._first is not None:
            self._first |= self._asked
        groups = grouped_inputs(self._session, self._first or ())
        if places_of(groups) != places_of(self._groups):
            self.beginResetModel()
            self._groups = groups
            self.endResetModel()
            return
        if self._first:
            self.dataChanged.emit(self.index(0, 0), self.index(0, 0))
        before, self._groups = self._groups, groups
        for place, ((_, old), (_, new)) in enumerate(zip(before, groups, strict=True)):
            for row, (one, other) in enumerate(zip(old, new, strict=True)):
                if one != other:
                    self._tell_changed(place, row)

    def find(self, name: str) -> QModelIndex:
        """Where the line of this name stands; an invalid index when there is none."""
        for place, (_, lines) in enumerate(self._groups):
            for row, line in enumerate(lines):
                if line.kind.name == name:
                    return self.createIndex(row, 0, place + 1)
        return QModelIndex()

    def enter_member(self, family: str, number: str, value: str) -> str | Problem:
        """A new value of a family: the name it has now. The Problem names "number" or "value"."""
        declared = input_families()[family]
        if not _WHOLE.fullmatch(number.strip()) or not declared.first <= int(number) <= declared.last:
            return Problem("number", f"type a whole number from {declared.first} to {declared.last}")
        if not value.strip():
            return Problem("value", f"type a number; it counts in {declared.model.unit}")
        name = f"{family}.{int(number)}"
        answer = self._session.enter_input(name, value)
        if isinstance(answer, Problem):
            return Problem("value", answer.message)
        self._refused.pop(name, None)
        self.refresh()
        return name

    def take_back(self, index: Index) -> None:
        """Forget a refused text, and take the typed value of this line away where one counts."""
        line = self._line(index)
        if line is None:
            return
        if self._refused.pop(line.kind.name, None) is not None:
            self._tell_changed(index.internalId() - 1, index.row())
            self.told.emit(False, "")
        if line.typed is not None:
            answer = self._session.take_input_back(line.kind.name)
            if isinstance(answer, Problem):
                self.told.emit(True, sentence_of(answer))
        self.refresh()

    def can_take_back(self, index: Index) -> bool:
        line = self._line(index)
        return line is not None and self.is_editable and (line.typed is not None or line.kind.name in self._refused)

    def index(self, row: int, column: int, parent: Index = NOWHERE) -> QModelIndex:
        if not (0 <= row < self.rowCount(parent) and 0 <= column < len(COLUMNS)):
            return QModelIndex()
        return self.createIndex(row, column, parent.row() + 1 if parent.isValid() else 0)

    def parent(self, index: Index = NOWHERE) -> QModelIndex:  # type: ignore[override]  # QObject.parent() shares the name
        if not index.isValid() or index.internalId() == 0:
            return QModelIndex()
        return self.createIndex(index.internalId() - 1, 0, 0)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        if not parent.isValid():
            return len(self._groups)
        return 0 if parent.internalId() or parent.column() else len(self._groups[parent.row()][1])

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        is_value = index.column() == VALUE and self._line(index) is not None
        return flags | Qt.ItemFlag.ItemIsEditable if is_value and self.is_editable else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._line(index)
        if line is None:
            return self._group_data(index, role)
        refused, column = self._refused.get(line.kind.name), index.column()
        is_asked = line.kind.name in self._asked
        match role:
            case Role.DisplayRole:
                return cells_of(line, refused, is_asked)[column]
            case Role.EditRole:
                return text_to_edit(line, refused)
            case Role.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignVCenter | side_of(column)
            case Role.AccessibleTextRole:
                return f"{COLUMNS[column][0]}: {cells_of(line, refused, is_asked)[column]}"
            case Role.ToolTipRole:
                return about(line, refused)
            case _:
                words = f"{line.kind.name} {line.kind.title} {line.kind.meaning} {line.kind.group}"
                tone = tone_of(line, refused, column, is_asked)
                return {LINE_ROLE: line, TONE_ROLE: tone, FIND_ROLE: words}.get(role)

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        """Enter what was typed. False when it was refused or changes nothing; emptied text takes a refusal back.

        A stale value is entered for today also when it is the same.
        """
        line = self._line(index)
        if line is None or index.column() != VALUE or role != Role.EditRole:
            return False
        text, refused, place = (
            str(value).strip(),
            self._refused.get(line.kind.name),
            (index.internalId(), index.row()),
        )
        if text == text_to_edit(line, refused) and refused is None and not line.is_stale:
            return False
        answer = None
        if text and not self._is_that_already(line, text):
            answer = self._session.enter_input(line.kind.name, text)
        if isinstance(answer, Problem):
            self._refused[line.kind.name] = Refused(text, answer)
        else:
            self._refused.pop(line.kind.name, None)
        self.told.emit(isinstance(answer, Problem), sentence_of(answer) if isinstance(answer, Problem) else "")
        self._tell_changed(place[0] - 1, place[1])
        self.refresh()
        return not isinstance(answer, Problem)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        title, meaning = COLUMNS[section]
        if role == Role.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | side_of(section)
        return {Role.DisplayRole: title, Role.ToolTipRole: meaning}.get(Role(role))

    def _is_that_already(self, line: InputLine, text: str) -> bool:
        number = parse_decimal(text, "value")
        return line.typed is not None and line.typed.on == self.day and line.typed.value == number

    def _forget(self, _: object) -> None:
        self._refused.clear()
        self._first = None if self._first is None else frozenset()
        self.refresh()

    def _line(self, index: Index) -> InputLine | None:
        if not index.isValid() or index.internalId() == 0:
            return None
        return self._groups[index.internalId() - 1][1][index.row()]

    def _group_data(self, index: Index, role: int) -> Any:
        title = self._groups[index.row()][0] if index.column() == 0 else ""
        if title == ASKED_GROUP:
            title += f": {len(self._asked)}"
        return {Role.DisplayRole: title, Role.AccessibleTextRole: title, TONE_ROLE: "strong"}.get(role)

    def _tell_changed(self, place: int, row: int) -> None:
        first = self.createIndex(row, 0, place + 1)
        self.dataChanged.emit(first, self.createIndex(row, len(COLUMNS) - 1, place + 1))
