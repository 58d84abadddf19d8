"""The table of a statement's rows: left out or taken in by Space, copied with Ctrl+C, never typed over."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from alvh_desktop.desk.statements.preview import SeenRow
from alvh_desktop.viewmodels.statements.review import Previewed
from alvh_desktop.viewmodels.statements.rows import StatementRows
from alvh_desktop.widgets.dialogs.word_table import TonedDelegate
from alvh_desktop.widgets.table_look import give_look

_WIDTHS = 34, 52, 146, 172, 52, 74, 62, 78, 92, 80
_LEAST_LAST = 300
_ROWS_ASKED_FOR = 5


class StatementTable(QTableView):
    """`spaced` says that Space was pressed on the chosen rows."""

    spaced = Signal()

    def __init__(self, rows: StatementRows) -> None:
        super().__init__()
        self._rows = rows
        self.setModel(rows)
        self.setItemDelegate(TonedDelegate(self))
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
        """The words of the last column take what room is left, and scroll into sight where there is little."""
        super().resizeEvent(event)
        header = self.horizontalHeader()
        last = header.count() - 1
        others = header.length() - header.sectionSize(last)
        header.resizeSection(last, max(_LEAST_LAST, self.viewport().width() - others))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.verticalHeader().defaultSectionSize() * _ROWS_ASKED_FOR)

    def _places(self) -> Sequence[int]:
        return sorted(index.row() for index in self.selectionModel().selectedRows())
