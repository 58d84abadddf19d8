"""A table of cells in a panel: chosen by row, sorted by column, copied as plain values, painted by tone."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from alvh_desktop.viewmodels.cell_table import KEY_ROLE, SORT_ROLE, CellTable
from alvh_desktop.viewmodels.row_table import TONE_ROLE
from alvh_desktop.widgets.table_look import ROW_PADDING, give_look
from alvh_desktop.widgets.theme import Tokens

Index = QModelIndex | QPersistentModelIndex
_CELL_SIDES = 18
_LEAST_STRETCHED, _HIGHEST = 180, 1000


class CellView(QTableView):
    """`widths` are those of the columns; the one at `stretched` takes what room is left."""

    def __init__(
        self, cells: CellTable, name: str, widths: Sequence[int], worn: Tokens, stretched: int | None = None
    ) -> None:
        super().__init__()
        self._cells, self._stretched = cells, stretched
        self._proxy = QSortFilterProxyModel(self)
        self._proxy.setSourceModel(cells)
        self._proxy.setSortRole(SORT_ROLE)
        self.setModel(self._proxy)
        self._delegate = _TonedDelegate(worn, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        give_look(self, name)
        self._set_up_header(widths)

    def be_sorted_by_columns(self) -> None:
        """A click on a title sorts by it, a third one brings the first order back."""
        header = self.horizontalHeader()
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)

    def wrap_words(self) -> None:
        """Long words go on in a second line, and the row is as high as they need."""
        self.setWordWrap(True)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    @property
    def chosen_key(self) -> int | None:
        key: int | None = self.currentIndex().data(KEY_ROLE)
        return key

    def choose(self, key: int | None) -> None:
        """Put the choice on the row of this key, where it is not yet."""
        place = None if key is None else self._cells.place_of(key)
        if place is not None and self.chosen_key != key:
            self.setCurrentIndex(self._proxy.mapFromSource(self._cells.index(place, 0)))

    def copy_text(self, with_headers: bool) -> str:
        """The chosen rows in the order of the screen."""
        chosen = sorted(self.selectionModel().selectedRows(), key=lambda index: index.row())
        rows = [self._proxy.mapToSource(index).row() for index in chosen]
        return self._cells.text_of(rows, with_headers) if rows else ""

    def wear(self, worn: Tokens) -> None:
        self._delegate.wear(worn)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._stretched is not None:
            header = self.horizontalHeader()
            others = header.length() - header.sectionSize(self._stretched)
            header.resizeSection(self._stretched, max(_LEAST_STRETCHED, self.viewport().width() - others))

    def _set_up_header(self, widths: Sequence[int]) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(40)
        for place, width in enumerate(widths):
            header.resizeSection(place, width)


class _TonedDelegate(QStyledItemDelegate):
    def __init__(self, worn: Tokens, view: CellView) -> None:
        super().__init__(view)
        self._view = view
        self.wear(worn)

    def wear(self, worn: Tokens) -> None:
        toned = {"gain": worn.gain, "loss": worn.loss, "dim": worn.dim, "doubt": worn.doubt}
        self._tones = {tone: QColor(colour) for tone, colour in toned.items()}
        self._text = QColor(worn.text)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        colour = self._tones.get(index.data(TONE_ROLE), self._text)
        option.palette.setColor(QPalette.ColorRole.Text, colour)
        option.palette.setColor(QPalette.ColorRole.HighlightedText, colour)
        option.textElideMode = Qt.TextElideMode.ElideRight

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words need: Qt's own hint forgets the padding of the cells."""
        size = super().sizeHint(option, index)
        if self._view.wordWrap():
            room = QRect(0, 0, self._view.columnWidth(index.column()) - _CELL_SIDES, _HIGHEST)
            words = option.fontMetrics.boundingRect(room, Qt.TextFlag.TextWordWrap, index.data())
            size.setHeight(words.height() + ROW_PADDING)
        return size
