"""Accounts and fees in their window: added, typed over, booked by key, refused where it stands, undone."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMainWindow
from pytestqt.qtbot import QtBot
from support.founded_books import IRA, MAIN
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, desk_with, portfolio_of

from alvh_desktop.domain.book import Book
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.accounts import FEES, AccountsDialog, show_accounts
from alvh_desktop.widgets.theme import ThemeName, apply_theme


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk_with(CONDOR)))
    session.paint_now()
    return session


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> Iterator[AccountsDialog]:
    dialog = AccountsDialog(session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    yield dialog
    dialog.close()


def book_of(session: Session) -> Book:
    assert session.portfolio is not None
    return session.portfolio.desk.book


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QApplication.focusWidget()
    assert place is not None
    QTest.keyClick(place, key, modifier)
    QApplication.processEvents()


def types(field: QLineEdit, text: str) -> None:
    field.setFocus()
    QTest.keyClicks(field, text)


def test_an_account_is_added_by_its_name_and_enter(session: Session, dialog: AccountsDialog) -> None:
    page = dialog.accounts
    page.kind.setCurrentIndex(page.kind.findData("paper"))
    page.broker.setCurrentIndex(page.broker.findData("Schwab"))
    types(page.name, IRA)
    press(Qt.Key.Key_Return)
    assert "already" in page.problem.text()
    assert (page.name.text(), page.name.property("tone")) == (IRA, "problem")
    types(page.name, " 2")
    assert not page.problem.isVisible()
    press(Qt.Key.Key_Return)
    new = book_of(session).accounts[max(book_of(session).accounts)]
    assert (new.name, new.kind, new.broker) == (f"{IRA} 2", "paper", "Schwab")
    assert page.table.chosen_id == new.id
    assert page.name.text() == ""
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert new.id not in book_of(session).accounts


def test_a_name_is_typed_over_by_key_and_refused_in_its_cell(session: Session, dialog: AccountsDialog) -> None:
    page = dialog.accounts
    page.table.setFocus()
    press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, IRA)
    press(Qt.Key.Key_Return)
    assert page.model.index(0, 0).data() == IRA
    assert "already" in page.problem.text()
    page.table.setFocus()
    press(Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == IRA, "the refused text is there to be put right"
    editor.selectAll()
    QTest.keyClicks(editor, "Margin")
    press(Qt.Key.Key_Return)
    assert book_of(session).accounts[2].name == "Margin"
    assert not page.problem.isVisible()


def test_a_kind_is_chosen_from_a_list_by_key(session: Session, dialog: AccountsDialog) -> None:
    page = dialog.accounts
    page.table.setFocus()
    page.table.choose(90, "kind")
    press(Qt.Key.Key_Return)
    box = QApplication.focusWidget()
    assert isinstance(box, QComboBox)
    QTest.keyClick(box, Qt.Key.Key_Down)
    QTest.keyClick(box, Qt.Key.Key_Return)
    page.table.setFocus()
    QApplication.processEvents()
    assert book_of(session).accounts[90].kind == "paper"


def test_cash_is_booked_for_the_chosen_account(session: Session, dialog: AccountsDialog) -> None:
    page = dialog.accounts
    types(page.amount, "1,5")
    press(Qt.Key.Key_Return)
    assert "comma" in page.cash_problem.text()
    assert page.amount.text() == "1,5"
    page.amount.clear()
    types(page.amount, "250000")
    types(page.moment, "noon")
    press(Qt.Key.Key_Return)
    assert page.moment.property("tone") == "problem"
    page.moment.clear()
    types(page.moment, "2026-11-02 09:30")
    types(page.note, "wire")
    press(Qt.Key.Key_Return)
    (row,) = book_of(session).cash.values()
    assert (row.account_id, row.amount, row.note) == (2, Decimal(250000), "wire")
    assert page.model.rows[0].shown[3] == "+253,174.00"
    page.cash.selectRow(0)
    QTest.mouseClick(page.unbook, Qt.MouseButton.LeftButton)
    assert not book_of(session).cash


def test_equity_is_typed_here_too(session: Session, dialog: AccountsDialog) -> None:
    page = dialog.accounts
    types(page.equity, "x")
    press(Qt.Key.Key_Return)
    assert page.equity.property("tone") == "problem"
    page.equity.clear()
    types(page.equity, "250000")
    press(Qt.Key.Key_Return)
    assert [row.value for row in book_of(session).inputs.values()] == [Decimal(250000)]
    assert "250,000.00 $" in page.equity_told.text()


def test_an_empty_account_is_removed_and_one_with_trades_is_not(session: Session, dialog: AccountsDialog) -> None:
    page = dialog.accounts
    page.table.choose(2, "name")
    assert not page.remove.isEnabled()
    page.table.choose(90, "name")
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert [account.name for account in book_of(session).accounts.values()] == [MAIN]


def test_a_shipped_schedule_is_taken_over_and_a_fee_typed_over(session: Session, dialog: AccountsDialog) -> None:
    dialog.pages.setCurrentIndex(FEES)
    page = dialog.fees
    page.schedule.setCurrentIndex(page.schedule.findData("Schwab"))
    page.schedule.activated.emit(page.schedule.currentIndex())
    assert page.take_over.isVisible()
    QTest.mouseClick(page.take_over, Qt.MouseButton.LeftButton)
    assert not page.take_over.isVisible()
    page.table.choose(page.model.rows[0].id, "amount")
    page.table.setFocus()
    press(Qt.Key.Key_1)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, ",05")
    press(Qt.Key.Key_Return)
    assert "comma" in page.problem.text()
    page.table.setFocus()
    press(Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "1,05"
    editor.selectAll()
    QTest.keyClicks(editor, "1.05")
    press(Qt.Key.Key_Return)
    assert next(iter(book_of(session).fee_rows.values())).amount == Decimal("1.05")


def test_a_row_of_an_own_schedule_is_added_and_refused_at_its_field(session: Session, dialog: AccountsDialog) -> None:
    dialog.pages.setCurrentIndex(FEES)
    page = dialog.fees
    page.broker.clear()
    types(page.broker, "House")
    types(page.amount, "0,65")
    press(Qt.Key.Key_Return)
    assert page.effective.property("tone") == "problem", "it comes first, and is empty"
    types(page.effective, "2026-01-01")
    press(Qt.Key.Key_Return)
    assert page.amount.property("tone") == "problem"
    assert page.amount.text() == "0,65"
    page.amount.clear()
    types(page.amount, "0.65")
    press(Qt.Key.Key_Return)
    (row,) = book_of(session).fee_rows.values()
    assert (row.broker, row.amount, row.root, row.action) == ("House", Decimal("0.65"), "", "open")
    assert page.schedule.currentData() == "House"
    QTest.mouseClick(page.remove, Qt.MouseButton.LeftButton)
    assert not book_of(session).fee_rows


def test_a_closed_window_hears_nothing_more(session: Session, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    show_accounts(window, session)
    show_accounts(window, session, FEES)
    QApplication.processEvents()
    (dialog,) = [each for each in window.findChildren(AccountsDialog) if each.isVisible()]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    session.paint_now()
    session.undo()
    session.hold(None)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("page", [0, FEES])
def test_no_word_is_cut_and_everything_has_a_name(
    dialog: AccountsDialog, qapp: QApplication, theme: ThemeName, page: int
) -> None:
    apply_theme(qapp, theme)
    dialog.pages.setCurrentIndex(page)
    for size in ((900, 640), (1200, 800)):
        dialog.resize(*size)
        for _ in range(3):
            QApplication.processEvents()
        assert clipped_parts(dialog) == []
        assert nameless_parts(dialog) == []
