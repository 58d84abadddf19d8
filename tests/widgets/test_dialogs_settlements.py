"""The settlement queue in its window: by key alone, refused at its field, followed, undone, read in both themes."""

from collections.abc import Iterator
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.waiting_books import SPX, SPXW, VIX, waiting_desk, waiting_portfolio
from support.window_parts import desk_with, portfolio_of

from alvh_desktop.desk.settlement_queue import SeriesKey
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.settlements import SettlementsDialog, show_settlements
from alvh_desktop.widgets.theme import ThemeName, apply_theme


@pytest.fixture
def session(qapp: object) -> Session:
    background = Background()
    session = Session(background)
    background.setParent(session)
    session.hold(waiting_portfolio(waiting_desk()))
    session.paint_now()
    return session


@pytest.fixture
def dialog(session: Session, qtbot: QtBot) -> Iterator[SettlementsDialog]:
    dialog = SettlementsDialog(session)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    dialog.begin()
    yield dialog
    dialog.close()


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = QApplication.focusWidget()
    assert place is not None
    QTest.keyClick(place, key, modifier)
    QApplication.processEvents()


def settled(session: Session) -> dict[SeriesKey, Decimal]:
    assert session.portfolio is not None
    book = session.portfolio.desk.book
    legs = ((book.legs[row.leg_id], row) for row in book.settlements.values())
    return {(leg.root, leg.expiry): row.value for leg, row in legs}


def test_enter_takes_the_imported_value_and_enter_again_settles_on_it(
    session: Session, dialog: SettlementsDialog
) -> None:
    assert list(dialog.series) == [VIX, SPX, SPXW]
    vix = dialog.series[VIX]
    assert QApplication.focusWidget() is vix.value
    press(Qt.Key.Key_Return)
    assert (vix.value.text(), settled(session)) == ("21.37", {})
    assert "Main: +548.00 $ of cash" in vix.outcome.text()
    press(Qt.Key.Key_Return)
    assert settled(session) == {VIX: Decimal("21.37")}
    assert "VIX 16DEC26" in dialog.told.text()
    assert QApplication.focusWidget() is dialog.series[SPX].value, "the next one waits"
    press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert settled(session) == {}
    assert list(dialog.series) == [VIX, SPX, SPXW]


def test_alt_t_takes_the_value_of_the_series_the_keyboard_is_in(dialog: SettlementsDialog) -> None:
    dialog.series[SPXW].fee.setFocus()
    press(Qt.Key.Key_T, Qt.KeyboardModifier.AltModifier)
    assert dialog.series[SPXW].value.text() == "6341.27"
    assert dialog.series[VIX].value.text() == ""


def test_a_typed_fee_is_charged_for_each_contract(session: Session, dialog: SettlementsDialog) -> None:
    row = dialog.series[SPXW]
    row.value.setFocus()
    QTest.keyClicks(row.value, "6341.27")
    row.fee.setFocus()
    QTest.keyClicks(row.fee, "1.13")
    press(Qt.Key.Key_Return)
    assert session.portfolio is not None
    fees = [row.fee for row in session.portfolio.desk.book.settlements.values()]
    assert sorted(fees) == [Decimal("1.13"), *[Decimal("11.30")] * 4]


def test_bad_words_stay_in_their_field_with_the_reason_and_are_not_lost(
    session: Session, dialog: SettlementsDialog
) -> None:
    row = dialog.series[SPX]
    row.value.setFocus()
    QTest.keyClicks(row.value, "6,340")
    assert row.problem.isVisible(), "said while it is typed"
    press(Qt.Key.Key_Return)
    assert "comma" in row.problem.text()
    assert row.value.property("tone") == "problem"
    assert row.value.accessibleDescription() == row.problem.text()
    session.paint_now()
    assert row.value.text() == "6,340"
    assert settled(session) == {}
    row.value.clear()
    row.fee.setFocus()
    QTest.keyClicks(row.value, "6340")
    QTest.keyClicks(row.fee, "-2")
    press(Qt.Key.Key_Return)
    assert row.fee.property("tone") == "problem"
    assert "without a sign" in row.problem.text()


def test_spot_vix_asks_for_its_name_first(session: Session, dialog: SettlementsDialog) -> None:
    row = dialog.series[VIX]
    assert not row.named.isVisible()
    QTest.keyClicks(row.value, "17.10")
    press(Qt.Key.Key_Return)
    assert "spot VIX" in row.problem.text()
    assert row.named.isVisible()
    row.named.setFocus()
    press(Qt.Key.Key_Space)
    QTest.mouseClick(row.settle, Qt.MouseButton.LeftButton)
    assert settled(session) == {VIX: Decimal("17.10")}


def test_all_known_settle_as_one_step_and_only_what_is_certain_or_typed(
    session: Session, dialog: SettlementsDialog
) -> None:
    assert dialog.all_known.text() == "Settle &all known (2)"
    QTest.mouseClick(dialog.all_known, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert settled(session) == {VIX: Decimal("21.37"), SPXW: Decimal("6341.27")}
    assert list(dialog.series) == [SPX]
    assert session.portfolio is not None
    assert session.portfolio.desk.undo_label == "Settle 2 expiries"
    assert not dialog.all_known.isEnabled()


def test_one_wrong_value_stops_all_and_is_marked(session: Session, dialog: SettlementsDialog) -> None:
    dialog.series[SPX].value.setText("6,340")
    QTest.mouseClick(dialog.all_known, Qt.MouseButton.LeftButton)
    assert settled(session) == {}
    assert dialog.series[SPX].value.property("tone") == "problem"
    assert dialog.series[VIX].value.property("tone") != "problem"


def test_the_wheel_changes_nothing(dialog: SettlementsDialog) -> None:
    row = dialog.series[VIX]
    row.take_proposed()
    place = QPointF(5, 5)
    wheel = QWheelEvent(
        place, row.value.mapToGlobal(place), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(row.value, wheel)
    assert row.value.text() == "21.37"


def test_it_follows_another_portfolio_and_a_read_only_one(session: Session, dialog: SettlementsDialog) -> None:
    session.hold(waiting_portfolio(waiting_desk(), read_only_because="another window holds it"))
    session.paint_now()
    assert not dialog.series[VIX].isEnabled()
    assert not dialog.all_known.isEnabled()
    assert "another window holds it" in dialog.told.text()
    session.hold(portfolio_of(desk_with()))
    session.paint_now()
    assert dialog.series == {}
    assert dialog.nothing.isVisible()


def test_a_closed_window_hears_nothing_more(session: Session, qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    show_settlements(window, session)
    show_settlements(window, session)
    QApplication.processEvents()
    (dialog,) = [each for each in window.findChildren(SettlementsDialog) if each.isVisible()]
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    session.paint_now()
    session.read_market_again()
    session.undo()
    session.hold(None)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_word_is_cut_and_everything_has_a_name(
    dialog: SettlementsDialog, qapp: QApplication, theme: ThemeName
) -> None:
    apply_theme(qapp, theme)
    dialog.series[VIX].value.setText("17.10")
    dialog.settle(VIX)
    for size in ((780, 900), (1100, 1000)):
        dialog.resize(*size)
        for _ in range(3):
            QApplication.processEvents()
        assert clipped_parts(dialog) == []
        assert nameless_parts(dialog) == []
