"""Restoring a backup: copies with New York date, age and fills; the safe answer is the default."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from alvh_desktop.desk.shelf import BackupChoice
from alvh_desktop.widgets.dialogs.restore import RestoreDialog, choose_backup

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
CHOICES = (
    BackupChoice(Path("/b/new.alvh"), NOW - timedelta(minutes=40), 1234),
    BackupChoice(Path("/b/summer.alvh"), datetime(2026, 7, 1, 3, 5, tzinfo=UTC), 8),
)


def focused() -> QWidget:
    """Where the keyboard is. (QTest aborts the whole run when it is given nothing.)"""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def dialog(qtbot: QtBot) -> RestoreDialog:
    dialog = RestoreDialog(CHOICES, NOW)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def said(dialog: RestoreDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_each_copy_tells_its_date_in_new_york_its_age_and_its_fills(dialog: RestoreDialog) -> None:
    model = dialog.table.model()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows == [
        ["2026-11-20 14:50 New York", "40 min", "1,234"],
        ["2026-06-30 23:05 New York", "142 d", "8"],
    ]


def test_it_says_that_the_present_file_is_backed_up_first(dialog: RestoreDialog) -> None:
    assert "The present file is backed up first" in said(dialog)


def test_nothing_is_chosen_at_first_and_enter_keeps_the_present_file(dialog: RestoreDialog) -> None:
    assert dialog.chosen is None
    assert not dialog.restore_button.isEnabled()
    assert dialog.keep_button.isDefault()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isHidden()
    assert dialog.result() == 0


def test_with_a_copy_chosen_neither_enter_nor_a_double_click_restores_it(dialog: RestoreDialog) -> None:
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.chosen is not None
    place = dialog.table.visualRect(dialog.table.model().index(1, 0)).center()
    QTest.mouseDClick(dialog.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert dialog.isVisible()
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.result() == 0


@pytest.mark.parametrize("press", [Qt.Key.Key_Space, Qt.Key.Key_Return])
def test_a_copy_is_restored_by_keyboard_alone(dialog: RestoreDialog, press: Qt.Key) -> None:
    dialog.table.setFocus()
    for _ in CHOICES:
        QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.chosen == CHOICES[1]
    for _ in range(5):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if QApplication.focusWidget() is dialog.restore_button:
            break
    QTest.keyClick(focused(), press)
    assert dialog.result() == 1
    assert dialog.chosen == CHOICES[1]


def test_without_a_copy_it_says_how_copies_come_to_be(qtbot: QtBot) -> None:
    dialog = RestoreDialog((), NOW)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.table.isHidden()
    assert dialog.restore_button.isHidden()
    assert "There is no backup of this portfolio yet" in said(dialog)


def test_the_function_answers_the_chosen_copy_or_none(qtbot: QtBot) -> None:
    def restore_first() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RestoreDialog)
        dialog.table.selectRow(0)
        dialog.restore_button.click()

    def keep_after_choosing() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RestoreDialog)
        dialog.table.selectRow(0)
        dialog.keep_button.click()

    QTimer.singleShot(0, restore_first)
    assert choose_backup(None, CHOICES, NOW) == CHOICES[0]
    QTimer.singleShot(0, keep_after_choosing)
    assert choose_backup(None, CHOICES, NOW) is None
