"""A table of ready words in a dialog: chosen by row, copied with Ctrl+C, never edited."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.table_look import give_look
from alvh_desktop.widgets.tokens import tokens

_ROWS_ASKED_FOR = 4
_MID_GREY = 128


class WordTable(QTableView):
    """`widths` are those of the first columns; the last one takes what is left."""

    def __init__(self, words: TextTable, name: str, widths: Sequence[int]) -> None:
        super().__init__()
        self._words = words
        self.setModel(words)
        self.setItemDelegate(TonedDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        give_look(self, name)
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setMinimumSectionSize(40)
        for place, width in enumerate(widths):
            header.resizeSection(place, width)
        words.modelReset.connect(self._span_sentences)
        words.dataChanged.connect(self._span_sentences)

    def copy_chosen(self) -> None:
        self._copy(sorted(index.row() for index in self.selectionModel().selectedRows()))

    def copy_all(self) -> None:
        self._copy(range(len(self._words.rows)))

    def sizeHint(self) -> QSize:
        """A few rows: it takes what room there is, and asks for little."""
        return QSize(super().sizeHint().width(), self.verticalHeader().defaultSectionSize() * _ROWS_ASKED_FOR)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is chosen stays in sight when other parts of the dialog take room."""
        super().resizeEvent(event)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex().siblingAtColumn(0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_chosen()
        else:
            super().keyPressEvent(event)

    def _copy(self, rows: Sequence[int]) -> None:
        if rows:
            QGuiApplication.clipboard().setText(self._words.text_of(rows))

    def _span_sentences(self) -> None:
        """A sentence takes the room of the figures that are not there."""
        self.clearSpans()
        for place, row in enumerate(self._words.rows):
            if row.is_sentence:
                first = len(row.cells) - 1
                self.setSpan(place, first, 1, len(self._words.columns) - first)


class TonedDelegate(QStyledItemDelegate):
    """Words in the colour of their tone."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        worn = tokens("dark" if option.palette.base().color().lightness() < _MID_GREY else "light")
        colour = {"dim": worn.dim, "problem": worn.problem, "doubt": worn.doubt}.get(index.data(TONE_ROLE))
        if index.data(TONE_ROLE) == "strong":
            option.font.setWeight(QFont.Weight.DemiBold)
        if colour is not None:
            option.palette.setColor(QPalette.ColorRole.Text, QColor(colour))
            option.palette.setColor(QPalette.ColorRole.HighlightedText, QColor(colour))
        option.textElideMode = Qt.TextElideMode.ElideRight
