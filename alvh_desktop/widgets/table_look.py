"""What every table of the window looks like: banded rows of one height, no grid, columns moved by pixels."""

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

ROW_PADDING = 8
"""Pixels above and below the words of a row."""
TYPED_ROW_PADDING = 9
"""Of a row whose cells are typed over: an editor has a frame."""
BY_TYPING = (
    QAbstractItemView.EditTrigger.DoubleClicked
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
)


def give_look(table: QTableView, name: str, row_padding: int = ROW_PADDING) -> None:
    """`name` is what a screen reader calls it. The Tab key leaves the table."""
    table.setAccessibleName(name)
    table.setProperty("tone", "spaced")
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(True)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = table.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(table.fontMetrics().height() + row_padding)
    table.horizontalHeader().setHighlightSections(False)
