"""What every dialog keeps: names for screen readers, the whole of it by keyboard, Esc harmless, no text clipped."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QRadioButton, QWidget
from pytestqt.qtbot import QtBot
from support.window_parts import desk_with, portfolio_of

from alvh_desktop.desk.shelf import BackupChoice
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.records import Fill, Leg
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.file_imports import FileImports
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.about import AboutDialog, running_versions
from alvh_desktop.widgets.dialogs.field import Field
from alvh_desktop.widgets.dialogs.help_pages import KeyboardPage, WordsPage, shortcuts_of
from alvh_desktop.widgets.dialogs.imports import ImportsDialog
from alvh_desktop.widgets.dialogs.inputs import InputsDialog
from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolioDialog
from alvh_desktop.widgets.dialogs.restore import RestoreDialog
from alvh_desktop.widgets.dialogs.settle import SettleDialog
from alvh_desktop.widgets.dialogs.sheet import Sheet
from alvh_desktop.widgets.theme import ThemeName, apply_theme

NOW = datetime(2026, 11, 20, 20, 30, tzinfo=UTC)


def focused() -> QWidget:
    """Where the keyboard is. (QTest aborts the whole run when it is given nothing.)"""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def new_portfolio() -> Sheet:
    return NewPortfolioDialog(Path.home())


def restore() -> Sheet:
    dialog = RestoreDialog((BackupChoice(Path("/b/1.alvh"), NOW - timedelta(hours=3), 12),), NOW)
    dialog.table.selectRow(0)
    return dialog


def restore_nothing() -> Sheet:
    return RestoreDialog((), NOW)


def settle() -> Sheet:
    leg = Leg(1, 1, "SPXW", date(2026, 11, 20), Decimal(6300), "P")
    held = Holding(leg, load_products()["SPXW"], (Fill(2, 1, -1, Decimal(5), Decimal(0), NOW, "own"),))
    return SettleDialog(held, lambda value, source: None)


def about() -> Sheet:
    return AboutDialog(running_versions("3.40.1"))


def keyboard() -> Sheet:
    action = QAction("&New portfolio")
    action.setShortcut("Ctrl+N")
    return KeyboardPage(shortcuts_of([action]))


def inputs() -> Sheet:
    session = Session(Background())
    session.hold(portfolio_of(desk_with()))
    dialog = InputsDialog(session)
    dialog.choose("equity")
    return dialog


def imports() -> Sheet:
    return ImportsDialog(FileImports(Session(Background())))


Make = Callable[[], Sheet]
every_dialog = pytest.mark.parametrize(
    "make", [new_portfolio, restore, restore_nothing, settle, about, keyboard, inputs, imports, WordsPage]
)


def shown(make: Make, qtbot: QtBot) -> Sheet:
    dialog = make()
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def reachable(dialog: Sheet) -> set[QWidget]:
    """What Tab must reach: of a group of radio buttons only the checked one."""
    return {
        widget
        for widget in dialog.findChildren(QWidget)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
        and not (isinstance(widget, QRadioButton) and not widget.isChecked())
    }


@every_dialog
def test_everything_that_takes_the_focus_has_a_name(make: Make, qtbot: QtBot) -> None:
    dialog = shown(make, qtbot)
    for widget in dialog.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            name = QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
            assert name.strip(), widget


@every_dialog
def test_tab_reaches_every_control_once_and_comes_home(make: Make, qtbot: QtBot) -> None:
    dialog = shown(make, qtbot)
    wanted, first = reachable(dialog), focused()
    met = [first]
    for _ in range(2 * len(wanted) + 2):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if focused() is first:
            break
        if focused() is not met[-1]:  # a label goes through its links before it passes the focus on
            met.append(focused())
    assert focused() is first
    assert len(met) == len(set(met))
    assert set(met) == wanted


@every_dialog
def test_escape_closes_it_with_no_as_the_answer(make: Make, qtbot: QtBot) -> None:
    dialog = shown(make, qtbot)
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert dialog.isHidden()
    assert dialog.result() == 0


@every_dialog
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_paragraph_is_clipped_and_it_fits_a_small_screen(make: Make, theme: ThemeName, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    palette, sheet = app.palette(), app.styleSheet()
    apply_theme(app, theme)
    try:
        dialog = shown(make, qtbot)
        for label in dialog.findChildren(QLabel):
            if label.isVisible() and label.wordWrap():
                assert label.height() >= label.heightForWidth(label.width()), label.text()
        assert dialog.width() <= 1000
        assert dialog.height() <= 640
    finally:
        app.setPalette(palette)
        app.setStyleSheet(sheet)


@every_dialog
def test_words_of_a_person_are_never_read_as_markup(make: Make, qtbot: QtBot) -> None:
    dialog = shown(make, qtbot)
    licences = dialog.licences if isinstance(dialog, AboutDialog) else None
    for label in dialog.findChildren(QLabel):
        if label is not licences and label.wordWrap():
            assert label.textFormat() == Qt.TextFormat.PlainText


def test_red_words_take_the_place_of_the_hint_and_the_window_makes_room(qtbot: QtBot) -> None:
    dialog = shown(new_portfolio, qtbot)
    assert isinstance(dialog, NewPortfolioDialog)
    field: Field = dialog.fields["name"]
    before = dialog.height()
    field.show_problem(Problem("name", "this is wrong for a reason that takes many words " * 4))
    QApplication.processEvents()
    assert field.problem_text.startswith("This is wrong")
    assert dialog.name.accessibleDescription() == field.problem_text
    assert dialog.height() > before
    red = next(label for label in field.findChildren(QLabel) if label.text() == field.problem_text)
    assert red.height() >= red.heightForWidth(red.width())
    field.show_problem(None)
    QApplication.processEvents()
    assert field.problem_text == ""
    assert dialog.name.accessibleDescription() == "Also names the file."
    assert red.isHidden()
