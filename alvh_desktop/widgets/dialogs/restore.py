"""File > Restore a backup: the copies of a portfolio with their date, age and number of fills."""

from datetime import datetime, timedelta

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from alvh_desktop.desk.shelf import BackupChoice
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.widgets.dialogs.field import toned_label

_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def choose_backup(parent: QWidget | None, choices: tuple[BackupChoice, ...], now: datetime) -> BackupChoice | None:
    """Let a person choose one of the copies; None when nothing is to be restored."""
    dialog = RestoreDialog(choices, now, parent)
    return dialog.chosen if dialog.exec() else None


def age_text(age: timedelta) -> str:
    """How long ago in its largest unit: `3 hours ago`."""
    seconds = int(age.total_seconds())
    for size, unit in _UNITS:
        count = seconds // size
        if count:
            return f"{count} {unit}{'' if count == 1 else 's'} ago"
    return "just now"


class RestoreDialog(QDialog):
    """Keeping the present file is the default, also for Enter and a double click in the list."""

    def __init__(self, choices: tuple[BackupChoice, ...], now: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Restore a backup")
        self.setMinimumSize(560, 380)
        self._choices = choices
        self.table = _table(choices, now)
        self.table.setVisible(bool(choices))
        buttons = QDialogButtonBox()
        self.restore_button = buttons.addButton("Restore this copy", QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep_button = buttons.addButton("Keep the present file", QDialogButtonBox.ButtonRole.RejectRole)
        self.restore_button.setAutoDefault(False)
        self.keep_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        layout.addWidget(toned_label("Restore a backup", "title"))
        layout.addWidget(toned_label(_what_happens(choices)))
        layout.addWidget(self.table, 1)
        if not choices:
            layout.addStretch(1)
        layout.addWidget(buttons)
        self.table.selectionModel().selectionChanged.connect(self._follow_selection)
        self._follow_selection()
        self.table.setFocus()

    @property
    def chosen(self) -> BackupChoice | None:
        rows = self.table.selectionModel().selectedRows()
        return self._choices[rows[0].row()] if rows else None

    def _follow_selection(self) -> None:
        self.restore_button.setEnabled(self.chosen is not None)


def _what_happens(choices: tuple[BackupChoice, ...]) -> str:
    if not choices:
        return (
            "There is no backup of this portfolio yet. One is made by itself when something has changed and the "
            "last one is half an hour old; File, Save a copy makes one wherever you like."
        )
    return (
        "The copy you choose takes the place of the open portfolio. The present file is backed up first, so you can "
        "come back to it from this list."
    )


def _table(choices: tuple[BackupChoice, ...], now: datetime) -> QTableView:
    model = QStandardItemModel(0, 3)
    model.setHorizontalHeaderLabels(["Made at", "Age", "Fills"])
    for choice in choices:
        texts = (new_york_text(choice.moment), age_text(now - choice.moment), str(choice.fills))
        items = [QStandardItem(text) for text in texts]
        items[2].setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        items[0].setToolTip(str(choice.path))
        model.appendRow(items)
    table = QTableView()
    model.setParent(table)
    table.setModel(model)
    table.setAccessibleName("Backups, newest first")
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setAlternatingRowColors(True)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
    return table
