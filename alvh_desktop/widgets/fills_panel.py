"""The fills of what is chosen: a table whose cells are corrected in place, and one sentence on what was refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.viewmodels.fill_cells import COLUMNS, PLACES
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.fill_editor import FillsDelegate
from alvh_desktop.widgets.theme import Tokens, set_tone
from alvh_desktop.widgets.typed_cells import ENTER, PLAIN, TypedView

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture

_CELL_PADDING = 6
_HOW = "What is typed over a cell is booked at once; undo takes it back."


class FillsPanel(QWidget):
    """Follows a FillsModel."""

    def __init__(self, fills: FillsModel, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fills = fills
        self.title, self.told = toned_label("", "body"), toned_label("", "problem")
        self.table = FillsTable(fills, worn)
        self.setFocusProxy(self.table)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 4, 0, 4)
        rows.setSpacing(4)
        for label in (self.title, self.told):
            label.setContentsMargins(8, 0, 8, 0)
        rows.addWidget(self.title)
        rows.addWidget(self.table, 1)
        rows.addWidget(self.told)
        fills.told.connect(self.follow)
        self.follow()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key reaches, in order."""
        return (self.table,)

    def show_picture(self, picture: Picture | None) -> None:
        """The model follows the book by itself."""
        self.fills.follow()

    def wear(self, worn: Tokens) -> None:
        self.table.wear(worn)

    def copy_text(self, with_headers: bool) -> str:
        return self.table.copy_text(with_headers)

    def follow(self) -> None:
        problem = self.fills.problem
        self.title.setText(self.fills.title)
        set_tone(self.title, "body" if self.fills.fills else "dim")
        set_tone(self.told, "problem" if problem else "dim")
        self.told.setText(problem or ("" if self.fills.is_read_only or not self.fills.fills else _HOW))
        self.told.setVisible(bool(self.told.text()))


class FillsTable(TypedView):
    """Typing, F2 or Enter opens a cell; + and - turn a quantity round; Esc drops a refused text; Ctrl+C copies."""

    def __init__(self, fills: FillsModel, worn: Tokens) -> None:
        super().__init__(fills, "Fills of what is chosen", fills.text_of)
        self._fills = fills
        self.delegate = FillsDelegate(fills, worn, self)
        self.setItemDelegate(self.delegate)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(36)
        fills.modelReset.connect(self._fit)
        fills.dataChanged.connect(self._fit)
        self._fit()

    def wear(self, worn: Tokens) -> None:
        self.delegate.wear(worn)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.is_typing or not (self.take_copy(event) or self._take_cell_key(event)):
            super().keyPressEvent(event)

    def _take_cell_key(self, event: QKeyEvent) -> bool:
        index, key = self.currentIndex(), event.key()
        if not index.isValid():
            return False
        if event.text() in ("+", "-") and index.column() == PLACES["quantity"]:
            self._fills.take_side(index, 1 if event.text() == "+" else -1)
        elif key in ENTER and event.modifiers() in PLAIN and self._fills.can_type(index):
            self.edit(index)
        elif key == Qt.Key.Key_Escape and self._fills.is_refused(index):
            self._fills.forget(index)
        else:
            return False
        return True

    def _fit(self) -> None:
        header = self.horizontalHeader()
        for place in range(len(COLUMNS) - 1):
            width = max(self.sizeHintForColumn(place), header.sectionSizeHint(place)) + _CELL_PADDING
            header.resizeSection(place, width)
