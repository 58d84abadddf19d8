"""Notices: stacked in the lower right, gone by themselves unless somebody reads, reachable by keyboard."""

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from alvh_desktop.widgets.toast import ToastStack

SHORT_MS, LONG_MS = 60, 60_000


def focused() -> QWidget:
    """Where the keyboard is. (QTest aborts the whole run when it is given nothing.)"""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    window = QMainWindow()
    window.resize(900, 600)
    window.setCentralWidget(QLineEdit())
    window.statusBar().showMessage("Ready")
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.centralWidget().setFocus()
    return window


def texts(stack: ToastStack) -> list[str]:
    return [toast.text for toast in stack.toasts]


def point_at(stack: ToastStack, is_there: bool) -> None:
    here = QPointF(1, 1)
    event = QEnterEvent(here, here, here) if is_there else QEvent(QEvent.Type.Leave)
    QApplication.sendEvent(stack, event)


def test_a_notice_goes_by_itself_and_the_corner_is_free_again(window: QMainWindow, qtbot: QtBot) -> None:
    stack = ToastStack(window, SHORT_MS)
    assert stack.isHidden()
    stack.say("Booked.")
    assert stack.isVisible()
    assert texts(stack) == ["Booked."]
    qtbot.waitUntil(lambda: stack.toasts == ())
    assert stack.isHidden()


def test_the_newest_step_takes_the_place_of_the_last_one_and_stays_its_own_time(window: QMainWindow) -> None:
    stack = ToastStack(window, LONG_MS)
    stack.say("Copy saved.")
    stack.say("Booked one.", "step")
    (_, first) = stack.toasts
    first.stay(SHORT_MS)
    long = "Booked two, in many words that need a second and perhaps a third line of it. " * 2
    stack.say(long, "step")
    assert texts(stack) == ["Copy saved.", long]
    assert stack.toasts[1] is first
    assert first._timer.interval() == LONG_MS
    assert first.close_button.accessibleName() == f"Close the notice: {long}"
    QApplication.processEvents()
    assert first.height() > stack.toasts[0].height(), "it grew with its words"
    stack.say("Copy saved again.")
    stack.say("Booked three.", "step")
    assert len(texts(stack)) == 4, "only the newest one gives its place"


def test_notices_stay_six_seconds_unless_told_otherwise(window: QMainWindow) -> None:
    stack = ToastStack(window)
    stack.say("Booked.")
    (toast,) = stack.toasts
    toast.pause()
    assert toast._rest_ms == pytest.approx(6000, rel=0.06)  # Qt's coarse timers keep to 5 %


def test_notices_stand_in_the_lower_right_above_the_status_bar_newest_last(window: QMainWindow) -> None:
    stack = ToastStack(window, LONG_MS)
    for text in (
        "one",
        "two",
        "a long sentence that needs more than a single line, so the others move up for it " * 2,
    ):
        stack.say(text)
    for width, height in ((900, 600), (700, 400), (300, 500)):
        window.resize(width, height)
        QApplication.processEvents()
        bar = window.statusBar()
        assert stack.geometry().right() < window.width()
        assert window.width() - stack.geometry().right() <= 20
        assert stack.geometry().bottom() < bar.mapTo(window, bar.rect().topLeft()).y()
        assert stack.geometry().left() >= 0
        tops = [toast.geometry().top() for toast in stack.toasts]
        assert tops == sorted(tops)
        for toast in stack.toasts:
            label = toast.findChild(QLabel)
            assert label.height() >= label.heightForWidth(label.width())


def test_the_oldest_makes_room_when_there_are_too_many(window: QMainWindow) -> None:
    stack = ToastStack(window, LONG_MS, most=3)
    for number in range(5):
        stack.say(str(number))
    assert texts(stack) == ["2", "3", "4"]


def test_under_the_pointer_nothing_goes_away(window: QMainWindow, qtbot: QtBot) -> None:
    stack = ToastStack(window, SHORT_MS)
    stack.say("one")
    point_at(stack, True)
    stack.say("two")
    qtbot.wait(SHORT_MS * 3)
    assert texts(stack) == ["one", "two"]
    assert all(toast.is_paused for toast in stack.toasts)
    point_at(stack, False)
    assert not any(toast.is_paused for toast in stack.toasts)
    qtbot.waitUntil(lambda: stack.toasts == (), timeout=4000)


def test_the_keyboard_holds_them_and_escape_closes_one_after_the_other(window: QMainWindow, qtbot: QtBot) -> None:
    stack = ToastStack(window, SHORT_MS)
    stack.say("one")
    stack.say("two")
    stack.focus_newest()
    qtbot.wait(SHORT_MS * 3)
    assert texts(stack) == ["one", "two"]
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert texts(stack) == ["one"]
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert texts(stack) == []
    assert QApplication.focusWidget() is window.centralWidget()


def test_tab_reaches_every_notice_and_space_closes_it(window: QMainWindow) -> None:
    stack = ToastStack(window, LONG_MS)
    stack.say("one")
    stack.say("two")
    for toast in stack.toasts:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is toast.close_button
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert texts(stack) == ["one"]


def test_without_a_notice_the_keyboard_stays_where_it_is(window: QMainWindow) -> None:
    ToastStack(window).focus_newest()
    assert QApplication.focusWidget() is window.centralWidget()


def test_a_screen_reader_hears_what_is_closed_and_markup_is_only_text(window: QMainWindow) -> None:
    stack = ToastStack(window, LONG_MS)
    stack.say("<b>Imported</b> quotes.csv")
    (toast,) = stack.toasts
    assert toast.findChild(QLabel).textFormat() == Qt.TextFormat.PlainText
    name = QAccessible.queryAccessibleInterface(toast.close_button).text(QAccessible.Text.Name)
    assert name == "Close the notice: <b>Imported</b> quotes.csv"


def test_a_window_that_is_gone_leaves_nothing_that_follows_the_focus(window: QMainWindow, qtbot: QtBot) -> None:
    other = QMainWindow()
    ToastStack(other, SHORT_MS).say("one")
    other.deleteLater()
    qtbot.wait(SHORT_MS)
    again = QLineEdit(window)
    again.show()
    again.setFocus()
    assert QApplication.focusWidget() is again
