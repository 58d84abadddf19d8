"""File > Restore a backup: the copies of a portfolio with their date, age and number of fills."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QHeaderView, QTableView, QWidget

from alvh_desktop.desk.shelf import BackupChoice
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.figures import age_text
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WHAT_HAPPENS = (
    "The copy you choose takes the place of the open portfolio. The present file is backed up first, so you can come "
    "back to it from this list."
)
_NONE_YET = (
    "There is no backup of this portfolio yet. One is made by itself when something has changed and the last one is "
    "half an hour old; File > Save a copy makes one wherever you like."
)


def choose_backup(parent: QWidget | None, choices: tuple[BackupChoice, ...], now: datetime) -> BackupChoice | None:
    """Let a person choose one of the copies; None when the present file stays."""
    dialog = RestoreDialog(choices, now, parent)
    return dialog.chosen if dialog.exec() else None


class RestoreDialog(Sheet):
    """Keeping the present file is the default: only the button that says so restores a copy."""

    def __init__(self, choices: tuple[BackupChoice, ...], now: datetime, parent: QWidget | None = None) -> None:
        super().__init__("Restore a backup", parent)
        self._choices = choices
        self.table = _table(choices, now)
        buttons = QDialogButtonBox()
        self.restore_button = buttons.addButton("Restore this copy", QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep_button = buttons.addButton("Keep the present file", QDialogButtonBox.ButtonRole.RejectRole)
        self.rows.addWidget(toned_label(_WHAT_HAPPENS if choices else _NONE_YET))
        self.rows.addWidget(self.table, 1)
        self.add_buttons(buttons, default=self.keep_button)
        if not choices:
            self.table.hide()
            self.restore_button.hide()
            self.keep_button.setText("Close")
        self.table.selectionModel().selectionChanged.connect(self._follow_selection)
        self._follow_selection()

    @property
    def chosen(self) -> BackupChoice | None:
        rows = self.table.selectionModel().selectedRows()
        return self._choices[rows[0].row()] if rows else None

    def _follow_selection(self) -> None:
        self.restore_button.setEnabled(self.chosen is not None)


def _table(choices: tuple[BackupChoice, ...], now: datetime) -> QTableView:
    table = QTableView()
    table.setModel(_model(choices, now, table))
    table.setAccessibleName("Backups, newest first")
    table.setMinimumHeight(220)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
    return table


def _model(choices: tuple[BackupChoice, ...], now: datetime, parent: QWidget) -> QStandardItemModel:
    model = QStandardItemModel(0, 3, parent)
    model.setHorizontalHeaderLabels(["Made at", "Age", "Fills"])
    model.horizontalHeaderItem(2).setTextAlignment(_RIGHT)
    for choice in choices:
        age = age_text((now - choice.moment).total_seconds())
        items = [QStandardItem(text) for text in (new_york_text(choice.moment), age, f"{choice.fills:,d}")]
        items[0].setToolTip(str(choice.path))
        items[2].setTextAlignment(_RIGHT)
        model.appendRow(items)
    return model
