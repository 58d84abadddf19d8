"""The reconcile window: by key alone, refused at its field, copied, undone, opened from the status line."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.founded_books import CLOCK, enter
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.snapshots import Snapshot
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.reconcile import ReconcileDialog
from alvh_desktop.widgets.theme import ThemeName, apply_theme

LINES = "SPXW 18DEC26 6350P=-10", "SPXW 18DEC26 6300P=10"
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk() -> Desk:
    desk = desk_with(now=CLOCK + timedelta(hours=4))
    enter(desk, CONDOR, CLOCK)
    return desk


@pytest.fixture
def lists() -> dict[str, Snapshot | Problem]:
    return {}


@pytest.fixture
def session(qapp: object, desk: Desk, lists: dict[str, Snapshot | Problem]) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(replace(portfolio_of(desk), read_positions=lambda path: lists[path.name]))
    session.paint_now()
    return session


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> Iterator[ReconcileDialog]:
    dialog = ReconcileDialog(session, lambda: Path("broker.csv"))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    yield dialog
    dialog.close()


def press(
    key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, on: QWidget | None = None
) -> None:
    place = on or QApplication.focusWidget()
    assert place is not None
    QTest.keyClick(place, key, modifier)
    QApplication.processEvents()


def type_lines(dialog: ReconcileDialog, *lines: str) -> None:
    dialog.form.lines.setFocus()
    for line in lines:
        QTest.keyClicks(dialog.form.lines, line)
        press(Qt.Key.Key_Return, on=dialog.form.lines)


def test_lines_are_typed_compared_and_remembered_by_key_alone(
    desk: Desk, dialog: ReconcileDialog, qtbot: QtBot
) -> None:
    type_lines(dialog, *LINES)
    press(Qt.Key.Key_Return, CONTROL)
    assert [row.cells[0] for row in dialog.words.rows[:2]] == ["SPXW 18DEC26 6350 P", "SPXW 18DEC26 6300 P"]
    assert "2 agree" in dialog.verdict.text()
    press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: len(desk.book.assertions) == 2)  # a pressed mnemonic is seen to be pressed first
    assert "Remembered" in dialog.told.text()
    assert not dialog.remember.isEnabled()
    press(Qt.Key.Key_Z, CONTROL, on=dialog.table)
    assert not desk.book.assertions
    assert dialog.remember.isEnabled()


def test_refused_words_stay_at_their_field_and_an_answer_to_other_words_goes(dialog: ReconcileDialog) -> None:
    type_lines(dialog, *LINES)
    QTest.keyClicks(dialog.form.cash, "1,000")
    press(Qt.Key.Key_Return, on=dialog.form.cash)
    assert "comma" in dialog.form.problem_text("cash")
    assert QApplication.focusWidget() is dialog.form.cash
    assert dialog.form.cash.text() == "1,000"
    assert not dialog.words.rows
    dialog.form.cash.clear()
    assert dialog.form.problem_text("cash") == ""
    press(Qt.Key.Key_Return, on=dialog.form.at)
    assert dialog.words.rows
    QTest.keyClicks(dialog.form.at, "2")
    assert not dialog.words.rows, "what was compared is no answer to what stands there now"
    assert not dialog.remember.isEnabled()


def test_the_first_difference_is_chosen_and_its_moves_stand_below(dialog: ReconcileDialog) -> None:
    type_lines(dialog, LINES[1], "SPXW 18DEC26 6350P=-9")
    dialog.form.compare.click()
    assert dialog.table.currentIndex().row() == 1
    assert [row.cells[2:4] for row in dialog.move_words.rows] == [("-10", "3.20")]
    dialog.copy_table.click()
    copied = QGuiApplication.clipboard().text().splitlines()
    assert copied[0].split("\t")[:4] == ["Contract", "Book", "Broker", "Difference"]
    assert copied[2].split("\t")[1:4] == ["-10", "-9", "+1"]


def test_a_list_is_loaded_compared_at_once_and_left(
    dialog: ReconcileDialog, lists: dict[str, Snapshot | Problem]
) -> None:
    lists["broker.csv"] = Snapshot("broker.csv", is_complete=True)
    dialog.form.load.click()
    assert dialog.form.complete.isChecked()
    assert "4 differ" in dialog.verdict.text()
    lists["broker.csv"] = Problem("broker.csv", "line 3: it has 1 cells")
    dialog.form.load.click()
    assert "line 3" in dialog.form.problem_text("file")
    dialog.form.leave.click()
    assert not dialog.form.complete.isChecked()
    assert not dialog.words.rows


def test_the_status_line_tells_a_broken_match_and_opens_the_window(qtbot: QtBot, desk: Desk) -> None:
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk)))
    try:
        assert not trader.window.status_line.broken.isVisible()
        trader.takes("Reconcile")
        dialog = trader.window.findChild(ReconcileDialog)
        assert isinstance(dialog, ReconcileDialog)
        type_lines(dialog, *LINES)
        dialog.compare()
        dialog.remember.click()
        trader.looks()
        assert not dialog.broken.isVisible()
        enter(desk, "-1 SPXW 18DEC26 6350P @3", CLOCK)
        trader.looks()
        button = trader.window.status_line.broken
        assert button.text() == "1 match no longer holds"
        assert "6350 P was -10" in button.toolTip()
        assert button.accessibleDescription() == button.toolTip()
        trader.clicks(button)
        assert trader.window.findChildren(ReconcileDialog) == [dialog], "the open one, with what was typed"
        assert dialog.form.stated.positions
        assert dialog.broken.isVisible()
        dialog.broken.table.selectRow(0)
        dialog.broken.forget.click()
        trader.looks()
        assert not button.isVisible()
        assert not dialog.broken.isVisible()
        assert "Forget" in dialog.told.text()
        dialog.close()
    finally:
        trader.leaves()


def test_where_nothing_is_kept_it_compares_and_remembers_nothing(qapp: object, desk: Desk, qtbot: QtBot) -> None:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(portfolio_of(desk, read_only_because="another window has it"))
    session.paint_now()
    dialog = ReconcileDialog(session, lambda: None)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    assert "another window has it" in dialog.told.text()
    dialog.form.lines.setPlainText(LINES[0])
    dialog.compare()
    assert dialog.words.rows
    assert not dialog.remember.isEnabled()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_is_named_and_nothing_is_clipped(
    qapp: QApplication, dialog: ReconcileDialog, theme: ThemeName
) -> None:
    apply_theme(qapp, theme)
    type_lines(dialog, *LINES, "VIX 16DEC26 20C=4")
    dialog.compare()
    for size in ((960, 700), (1300, 900)):
        dialog.resize(*size)
        for _ in range(3):
            QApplication.processEvents()
        assert clipped_parts(dialog) == []
        assert nameless_parts(dialog) == []
