"""The rows of a statement as Qt's item model: what each says, what it is to the book, and whether it comes in.

A statement may hold 200,000 rows: the words of a cell are made when it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from alvh_desktop.desk.statements.preview import NOTHING_CHOSEN, Choices, Finding, SeenRow
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.statements import StatementRow
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.figures import UNKNOWN, price_text, quantity_text
from alvh_desktop.viewmodels.row_table import TONE_ROLE, Index, Role, RowTable, tabbed
from alvh_desktop.viewmodels.statements.choosing import can_leave_out, is_in
from alvh_desktop.viewmodels.statements.review import Previewed
from alvh_desktop.viewmodels.statements.words import ALL_ROWS
from alvh_desktop.viewmodels.text_table import Column, Tone

COLUMNS = (
    Column("In", "Whether the row comes in; Space leaves it out or takes it in"),
    Column("Line", "Of the file, counted from 1", is_figure=True),
    Column("When", "New York; a day alone where the statement names no time"),
    Column("Contract", "Of the products of this portfolio"),
    Column("Qty", "What it adds to the position: bought +, sold \N{MINUS SIGN}", is_figure=True),
    Column("Price", "Points; what one contract was settled for at the end of its life", is_figure=True),
    Column("Fee $", "Commissions and fees as charged", is_figure=True),
    Column("Finding", "What the row is to the book of this account"),
    Column("What it becomes, and why", "The trade it goes into, or why it goes nowhere"),
    Column("Does", "Opens, closes or ends; a star marks what you said yourself"),
    Column("Order", "The broker's order; a star marks an order that you put together or took apart"),
)
_TONES: dict[Finding, Tone] = {
    "known": "dim", "waiting": "doubt", "corrected": "dim", "conflict": "problem", "left out": "dim",
}  # fmt: skip
_STAR = "*"


class StatementRows(RowTable[Column, SeenRow]):
    """`toggled` carries the row whose box was ticked or cleared."""

    toggled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._stood: frozenset[str] = frozenset()
        self._choices: Choices = NOTHING_CHOSEN

    def show_preview(self, shown: Previewed | None, finding: str = ALL_ROWS) -> None:
        """The rows of this finding; rows of the same keys keep the choice of the person who reads them."""
        rows: Sequence[SeenRow] = shown.preview.rows if shown else ()
        self._stood, self._choices = (shown.stood, shown.choices) if shown else (frozenset(), NOTHING_CHOSEN)
        after = tuple(rows) if finding == ALL_ROWS else tuple(row for row in rows if row.finding == finding)
        if [row.key for row in after] != [row.key for row in self.rows]:
            self.take_rows(after, are_same=False)
        elif after:
            self.rows = after
            self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, len(self.columns) - 1))

    def text_of(self, places: Iterable[int]) -> str:
        """The titles and these rows with tabs between their cells, for a spreadsheet."""
        lines = [[self._text(self.rows[place], column) for column in range(len(self.columns))] for place in places]
        return tabbed([[column.title for column in self.columns], *lines])

    def place_of(self, key: str) -> int | None:
        return next((place for place, row in enumerate(self.rows) if row.key == key), None)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        can_tick = index.isValid() and index.column() == 0 and self._can_tick(self.rows[index.row()])
        return flags | Qt.ItemFlag.ItemIsUserCheckable if can_tick else flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Role.DisplayRole:
                return self._text(row, column) if column else None
            case Role.ToolTipRole:
                return _hint(row, column) or self._text(row, column)
            case Role.CheckStateRole:
                return self._tick(row) if column == 0 else None
            case Role.TextAlignmentRole:
                return self.side_of(column)
            case Role.AccessibleTextRole:
                return f"{self.columns[column].title}: {self._text(row, column) or 'none'}"
        return _TONES.get(row.finding, "") if role == TONE_ROLE else None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.CheckStateRole or not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        self.toggled.emit(self.rows[index.row()])
        return True

    def _tick(self, row: SeenRow) -> Qt.CheckState | None:
        """No box stands where nothing can be chosen."""
        if not self._can_tick(row):
            return None
        return Qt.CheckState.Checked if is_in(self._choices, row, self._stood) else Qt.CheckState.Unchecked

    def _can_tick(self, row: SeenRow) -> bool:
        return can_leave_out(row, self._stood, self._choices)

    def _text(self, seen: SeenRow, column: int) -> str:
        row = seen.row
        match self.columns[column].title:
            case "In":
                return ("in" if is_in(self._choices, seen, self._stood) else "out") if self._can_tick(seen) else ""
            case "Line":
                return str(row.line)
            case "When":
                return _when(row)
            case "Contract":
                return spoken(row.contract)
            case "Qty":
                return quantity_text(row.quantity)
            case "Price":
                return UNKNOWN if row.price is None else price_text(row.price)
            case "Fee $":
                return price_text(row.fee)
            case "Does":
                return self._does(seen)
            case "Order":
                group = self._choices.groups.get(seen.key)
                return f"{_STAR} {group}" if group else row.order_id
            case "Finding":
                return seen.finding
        return ": ".join(part for part in (seen.becomes, seen.because) if part)

    def _does(self, seen: SeenRow) -> str:
        row, choices = seen.row, self._choices
        told = {"open": "opens", "close": "closes", "": "fill"}[row.effect] if row.kind == "fill" else row.kind
        is_said = seen.key in choices.effects or seen.key in choices.kinds
        return f"{told} {_STAR}" if is_said else told


def _when(row: StatementRow) -> str:
    local = row.moment.astimezone(NEW_YORK)
    return f"{local:%Y-%m-%d %H:%M}" if row.has_time else f"{local:%Y-%m-%d}"


def _hint(seen: SeenRow, column: int) -> str:
    """What the statement itself says stands behind its contract, the second behind its minute."""
    if COLUMNS[column].title == "Contract":
        return seen.row.text
    is_timed = COLUMNS[column].title == "When" and seen.row.has_time
    return f"{seen.row.moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M:%S} New York" if is_timed else ""
