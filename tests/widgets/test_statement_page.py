"""A statement let fall on the window: its rows changed by the keyboard, booked by its button, undone by Undo."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.made_statements import STATEMENT
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import DELIVERY, MadeFiles, desk_with, portfolio_of

from alvh_desktop.desk.desk import Desk
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.imports import ImportsDialog
from alvh_desktop.widgets.dialogs.statement_page import StatementPage
from alvh_desktop.widgets.theme import ThemeName, apply_theme, use_own_font


class Reader:
    """Somebody before the dialog with a statement and a file of quotes in it: presses keys and lets things come."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.desk = qtbot, desk_with()
        background = Background()
        self.session = Session(background)
        background.setParent(self.session)
        self.imports = FileImports(self.session)
        files = MadeFiles({"november.csv": STATEMENT, "good.csv": DELIVERY})
        self.session.hold(portfolio_of(self.desk, files=files))
        self.dialog = ImportsDialog(self.imports)
        qtbot.addWidget(self.dialog)
        self.imports.add(Path("/nowhere") / name for name in ("november.csv", "good.csv"))
        qtbot.waitUntil(lambda: not self.imports.is_reading)
        with qtbot.waitActive(self.dialog):
            self.dialog.show()
            self.dialog.activateWindow()

    def looks(self) -> None:
        review = self.imports.lines[0].review
        assert review is not None
        for _ in range(3):
            QApplication.processEvents()
            self.qtbot.waitUntil(lambda: not review.is_looking)

    def presses(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier, on: QWidget | None = None) -> None:
        pressed = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            pressed |= modifier
        QTest.keyClick(on or self.dialog.statement.table, key, pressed)
        self.looks()


@pytest.fixture
def reader(qtbot: QtBot) -> Reader:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    use_own_font(app)
    apply_theme(app, "light")
    return Reader(qtbot)


@pytest.fixture
def dialog(reader: Reader) -> ImportsDialog:
    return reader.dialog


@pytest.fixture
def page(reader: Reader) -> StatementPage:
    """The page of the statement after its account was said by the keyboard."""
    page = reader.dialog.statement
    page.account.setFocus()
    reader.presses(Qt.Key.Key_Down, on=page.account)
    return page


@pytest.fixture
def desk(reader: Reader) -> Desk:
    return reader.desk


def column(page: StatementPage, title: str) -> list[str]:
    place = [column.title for column in page.rows.columns].index(title)
    return [page.rows.index(row, place).data() for row in range(page.rows.rowCount())]


CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_the_account_is_said_then_the_rows_are_booked_by_one_button(
    reader: Reader, dialog: ImportsDialog, desk: Desk
) -> None:
    page = dialog.statement
    assert page.counts.text().startswith("Choose the account")
    assert not page.book.isEnabled()
    assert [page.account.itemText(place) for place in range(2)] == ["Main (real)", "IRA account (real)"]
    assert (dialog.keep.isVisible(), dialog.tabs.isVisible(), page.isVisible()) == (False, False, True)
    page.account.setFocus()
    reader.presses(Qt.Key.Key_Down, on=page.account)
    reader.looks()
    assert page.counts.text() == "6 new, 0 known, 1 waiting"
    assert page.book.text() == "&Book 6 rows"
    told: list[str] = []
    reader.session.noticed.connect(told.append)
    page.book.click()
    reader.looks()
    assert len(desk.book.fills) == 6
    assert told == ["Booked: Import november.csv: 6 new"]
    assert page.counts.text() == "0 new, 6 known, 1 waiting"
    assert not page.book.isEnabled()
    reader.session.undo()
    reader.session.paint_now()
    reader.looks()
    assert (page.counts.text(), page.book.isEnabled()) == ("6 new, 0 known, 1 waiting", True)
    assert page.told.text() == "The book has changed: the rows were looked at again."


def test_space_leaves_the_chosen_rows_out_and_takes_them_in_again(reader: Reader, page: StatementPage) -> None:
    page.table.setFocus()
    page.table.selectRow(0)
    reader.presses(Qt.Key.Key_Down, SHIFT)
    reader.presses(Qt.Key.Key_Space)
    assert column(page, "Finding") == ["left out", "left out", "new", "new", "new", "new", "waiting"]
    assert len(page.table.chosen) == 2, "the choice stays"
    assert page.book.text() == "&Book 4 rows"
    reader.presses(Qt.Key.Key_Space)
    assert column(page, "Finding").count("new") == 6


def test_a_click_on_the_box_is_of_that_row_alone(reader: Reader, page: StatementPage) -> None:
    page.table.selectRow(0)
    box = page.rows.index(4, 0)
    assert page.rows.setData(box, Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole)
    reader.looks()
    assert column(page, "Finding")[:5] == ["new"] * 4 + ["left out"]


def test_rows_are_put_together_taken_apart_and_said_to_open_by_keys(reader: Reader, page: StatementPage) -> None:
    page.table.setFocus()
    page.table.selectRow(4)
    reader.presses(Qt.Key.Key_Down, SHIFT)
    becomes = "What it becomes, and why"
    assert len(set(column(page, becomes)[4:6])) == 2
    reader.presses(Qt.Key.Key_G, CTRL)
    assert len(set(column(page, becomes)[4:6])) == 1
    assert column(page, "Order")[4:6] == ["* 1", "* 1"]
    reader.presses(Qt.Key.Key_G, CTRL, SHIFT)
    assert len(set(column(page, becomes)[4:6])) == 2
    reader.presses(Qt.Key.Key_Backspace, CTRL)
    assert column(page, "Order")[4:6] == ["88200", "88201"]
    reader.presses(Qt.Key.Key_Down)
    reader.presses(Qt.Key.Key_O, CTRL, SHIFT)
    assert (column(page, "Finding")[6], column(page, "Does")[6]) == ("new", "opens *")
    assert not page.menu.one_order.isEnabled(), "one row alone is one order already"


def test_rows_are_filtered_by_finding_and_copied(reader: Reader, page: StatementPage) -> None:
    page.filter.setFocus()
    for _ in range(2):
        reader.presses(Qt.Key.Key_Down, on=page.filter)
    assert page.filter.currentText() == "1 waiting"
    assert column(page, "Line") == ["8"]
    page.table.setFocus()
    page.table.selectRow(0)
    reader.presses(Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text().split("\n")
    QGuiApplication.clipboard().clear()
    assert [line.split("\t")[1] for line in copied] == ["Line", "8"]
    reader.presses(Qt.Key.Key_Space)
    assert page.filter.currentText() == "All 7 rows", "there is no waiting row any more"


def test_what_is_not_booked_and_what_is_refused_stand_beside_the_rows(page: StatementPage) -> None:
    tabs = [page.tabs.tabText(place) for place in range(3)]
    assert tabs == ["Rows", "Not booked (3)", "Refused lines (1)"]
    assert page.refused_words.rows[0].cells == ("12", "the price '1.2.3' is no number")


def test_a_file_of_quotes_beside_it_keeps_its_own_page_and_button(reader: Reader, dialog: ImportsDialog) -> None:
    dialog.files.selectRow(1)
    reader.looks()
    assert (dialog.keep.isVisible(), dialog.tabs.isVisible()) == (True, True)
    assert not dialog.statement.isVisible()
    assert not dialog.statement.book.isVisible()
    assert dialog.keep.text() == "&Import what can be used"


def test_it_fits_a_small_screen_with_every_part_named(
    reader: Reader, dialog: ImportsDialog, page: StatementPage
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    themes: tuple[ThemeName, ...] = ("dark", "light")
    for theme in themes:
        apply_theme(app, theme)
        for size in ((884, 580), (1240, 760)):
            dialog.resize(*size)
            for tab in range(3):
                page.tabs.setCurrentIndex(tab)
                reader.looks()
                assert clipped_parts(dialog) == []
                assert nameless_parts(dialog) == []
            assert (dialog.width(), dialog.height()) == size
