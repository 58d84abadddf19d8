"""The sheet of ways to close or roll, by its keys: one row goes to the ticket, and nothing typed is lost."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.rolled_sheets import CONDOR, book_desk, choices_on, seen_at
from support.shown_windows import clipped_parts, nameless_parts
from support.template_chains import DECEMBER, SPXW_QUOTES

from alvh_desktop.domain.draft import Draft
from alvh_desktop.widgets.roll_sheet import RollSheet
from alvh_desktop.widgets.theme import ThemeName, apply_theme, use_own_font

Key = Qt.Key


@pytest.fixture
def sheet(qtbot: QtBot) -> Iterator[RollSheet]:
    sheet = RollSheet(choices_on(book_desk(CONDOR), seen_at("6330")))
    qtbot.addWidget(sheet)
    opened(qtbot, sheet)
    yield sheet
    sheet.choices.finish()


def opened(qtbot: QtBot, sheet: RollSheet) -> None:
    sheet.resize(1100, 340)
    sheet.ask(92)
    sheet.activateWindow()
    qtbot.waitActive(sheet)
    sheet.table.setFocus()
    qtbot.waitUntil(lambda: not sheet.choices.is_looking, timeout=5000)


def press(key: Qt.Key, on: QWidget | None = None) -> None:
    place = on or QApplication.focusWidget()
    assert place is not None
    QTest.keyClick(place, key)
    QApplication.processEvents()


def test_arrows_and_enter_put_a_row_on_the_ticket(sheet: RollSheet) -> None:
    chosen: list[tuple[Draft, str]] = []
    sheet.chosen.connect(lambda draft, title: chosen.append((draft, title)))
    assert sheet.table.currentIndex().row() == 0
    press(Key.Key_Down)
    assert sheet.about.text() == "Tested: SPX 6,330.00 is 40% of the way to the wing."
    press(Key.Key_Down)
    press(Key.Key_Down)
    press(Key.Key_Return)
    ((draft, title),) = chosen
    assert title == "Roll, same delta into 28DEC26: 10 of trade 92"
    assert draft.purpose == "roll"
    assert not sheet.isVisible()
    assert sheet.choices.trade_id is None


def test_lots_are_typed_and_enter_takes_the_chosen_row_from_there(sheet: RollSheet) -> None:
    chosen: list[Draft] = []
    sheet.chosen.connect(lambda draft, _: chosen.append(draft))
    sheet.lots.setFocus()
    QTest.keyClicks(sheet.lots, "1,5")
    press(Key.Key_Return)
    assert chosen == []
    assert sheet.lots.text() == "1,5"
    assert sheet.lots.property("tone") == "problem"
    assert sheet.told.text().startswith("'1,5' is no number of lots")
    sheet.lots.clear()
    QTest.keyClicks(sheet.lots, "5")
    assert (sheet.lots.property("tone"), sheet.told.text()) == ("", "")
    press(Key.Key_Return)
    assert [draft.lots for draft in chosen] == [5]


def test_more_than_is_held_is_said_at_the_field(sheet: RollSheet) -> None:
    QTest.keyClicks(sheet.lots, "11")
    press(Key.Key_Return, on=sheet.table)
    assert sheet.told.text() == "Close all: it can be done with 1 to 10 lots, not with 11."
    assert QApplication.focusWidget() is sheet.lots


def test_escape_leaves_from_everywhere(sheet: RollSheet, qtbot: QtBot) -> None:
    left: list[None] = []
    sheet.left.connect(lambda: left.append(None))
    for stop in (sheet.table, sheet.lots):
        opened(qtbot, sheet)
        press(Key.Key_Escape, on=stop)
        assert not sheet.isVisible()
    assert len(left) == 2


def test_the_choice_stays_with_its_way_when_quotes_come(sheet: RollSheet, qtbot: QtBot) -> None:
    names = [way.name for way in sheet.choices.ways]
    sheet.table.selectRow(names.index("Call side up"))
    sheet.choices.session.paint_now()
    qtbot.waitUntil(lambda: not sheet.choices.is_looking, timeout=5000)
    assert sheet.choices.ways[sheet.table.currentIndex().row()].name == "Call side up"


def test_the_wheel_changes_no_lots_and_ctrl_c_copies_columns(sheet: RollSheet) -> None:
    sheet.lots.setText("5")
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(sheet.lots, wheel)
    assert sheet.lots.text() == "5"
    QTest.keyClick(sheet.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    titles, row = QGuiApplication.clipboard().text().split("\n")
    assert titles.split("\t")[:3] == ["How", "Into", "Strikes"]
    assert row.split("\t")[:3] == ["Close all", "", "6300/6350P 7150/7190C"]
    assert sheet.copy_text(with_headers=False) == row


def test_tab_goes_as_one_reads(sheet: RollSheet) -> None:
    sheet.lots.setFocus()
    for stop in sheet.stops:
        assert QApplication.focusWidget() is stop
        press(Key.Key_Tab)


@pytest.mark.parametrize("width", [1100, 860])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("is_quoted", [True, False])
def test_nothing_of_it_is_clipped_or_without_a_name(
    qtbot: QtBot, qapp: QApplication, width: int, theme: ThemeName, is_quoted: bool
) -> None:
    use_own_font(qapp)
    apply_theme(qapp, theme)
    only = {key: quote for key, quote in SPXW_QUOTES.items() if key.expiry == DECEMBER}
    sheet = RollSheet(choices_on(book_desk(CONDOR), seen_at("6330", None if is_quoted else only, 45)))
    qtbot.addWidget(sheet)
    opened(qtbot, sheet)
    sheet.resize(width, sheet.heightForWidth(width) if sheet.hasHeightForWidth() else 400)
    QApplication.processEvents()
    assert clipped_parts(sheet) == []
    assert nameless_parts(sheet) == []
    assert sheet.minimumSizeHint().width() <= width
    sheet.choices.finish()


def test_a_chain_that_is_not_there_is_a_doubt_and_lots_that_cannot_be_are_wrong(qtbot: QtBot) -> None:
    only = {key: quote for key, quote in SPXW_QUOTES.items() if key.expiry == DECEMBER}
    sheet = RollSheet(choices_on(book_desk(CONDOR), seen_at("6330", only, 45)))
    qtbot.addWidget(sheet)
    opened(qtbot, sheet)
    assert sheet.told.text()
    assert sheet.told.property("tone") == "doubt"
    sheet.lots.setFocus()
    QTest.keyClicks(sheet.lots, "x")
    assert sheet.told.property("tone") == "problem"
    sheet.choices.finish()
