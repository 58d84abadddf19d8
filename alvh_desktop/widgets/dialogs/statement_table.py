"""The table of a statement's rows: left out or taken in by Space, copied with Ctrl+C, never typed over."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView

from alvh_desktop.desk.statements.preview import SeenRow
from alvh_desktop.viewmodels.statements.review import Previewed
from alvh_desktop.viewmodels.statements.rows import StatementRows
from alvh_desktop.widgets.dialogs.word_table import TonedDelegate
from alvh_desktop.widgets.table_look import give_look

_WIDTHS = 34, 48, 138, 178, 46, 64, 58, 78, 200, 70, 84
_WORDS, _LEAST_WORDS = 8, 200
"""The column of what a row becomes takes the room that is left."""
_ROWS_ASKED_FOR = 5


class StatementTable(QTableView):
    """`spaced` says that Space was pressed on the chosen rows."""

    spaced = Signal()

    def __init__(self, rows: StatementRows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(_TickedDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        give_look(self, "Rows of the statement")
        header = self.horizontalHeader()
        header.setMinimumSectionSize(30)
        for place, width in enumerate(_WIDTHS):
            header.resizeSection(place, width)

    @property
    def chosen(self) -> list[SeenRow]:
        """The chosen rows in the order of the file."""
        return [self._rows.rows[place] for place in self._places()]

    def show_preview(self, shown: Previewed | None, finding: str) -> None:
        """The row that has the keyboard keeps it where it is still shown."""
        current = self.currentIndex().row()
        key = self._rows.rows[current].key if 0 <= current < len(self._rows.rows) else ""
        self._rows.show_preview(shown, finding)
        place = self._rows.place_of(key) if key and not self.currentIndex().isValid() else None
        if place is not None:
            self.setCurrentIndex(self._rows.index(place, 0))

    def copy_chosen(self) -> None:
        places = self._places()
        if places:
            QGuiApplication.clipboard().setText(self._rows.text_of(places))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        elif event.key() == Qt.Key.Key_Space:
            self.spaced.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        header = self.horizontalHeader()
        others = header.length() - header.sectionSize(_WORDS)
        header.resizeSection(_WORDS, max(_LEAST_WORDS, self.viewport().width() - others))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.verticalHeader().defaultSectionSize() * _ROWS_ASKED_FOR)

    def _places(self) -> Sequence[int]:
        """By ranges: Qt takes seconds to name 40,000 chosen rows one by one."""
        chosen = self.selectionModel().selection()
        parts = [chosen.at(place) for place in range(chosen.size())]
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})


class _TickedDelegate(TonedDelegate):
    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Fusion outlines boxes to tick in a darker shade of the window, which nobody sees on a dark one, and where
        the keyboard is in the colour of the chosen row, which nobody sees on it."""
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus
        option.palette.setColor(QPalette.ColorRole.Window, option.palette.placeholderText().color().lighter(140))
