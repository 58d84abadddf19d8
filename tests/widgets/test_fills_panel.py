"""The table of booked fills by its keys: corrected in place, refused where it is typed, and no key guesses."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.founded_books import enter
from support.rolled_sheets import book_desk, session_on
from support.shown_windows import clipped_parts, nameless_parts

from alvh_desktop.domain.records import Fill
from alvh_desktop.viewmodels.fill_cells import PLACES, ColumnName
from alvh_desktop.viewmodels.fills_table import FillsModel
from alvh_desktop.viewmodels.position_rows import position_rows
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.ticket.door import SessionDoor
from alvh_desktop.widgets.fill_editor import FillEditor
from alvh_desktop.widgets.fills_panel import FillsPanel
from alvh_desktop.widgets.theme import ThemeName, apply_theme, tokens, use_own_font

Key = Qt.Key
CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7190C @3.20 fee 0.65/ct at 2026-11-19T10:00"


def made_panel(qtbot: QtBot, width: int = 760) -> FillsPanel:
    desk = book_desk(CONDOR)
    enter(desk, "+5 SPXW 18DEC26 6350P @1 fee 0.65/ct")
    session = session_on(desk)
    model = FillsModel()
    assert session.portfolio is not None
    assert session.picture is not None
    model.serve(session, SessionDoor(session, session.portfolio))
    model.choose([position_rows(session.picture)[0].children[0].children[0]])
    panel = FillsPanel(model, tokens("light"))
    qtbot.addWidget(panel)
    panel.resize(width, 240)
    panel.show()
    panel.activateWindow()
    qtbot.waitActive(panel)
    panel.table.setFocus()
    return panel


def session_of(model: FillsModel) -> Session:
    assert model.session is not None
    return model.session


@pytest.fixture
def panel(qtbot: QtBot) -> FillsPanel:
    return made_panel(qtbot)


def stands(panel: FillsPanel, row: int, column: ColumnName) -> None:
    panel.table.setCurrentIndex(panel.fills.index(row, PLACES[column]))


def press(key: Qt.Key, on: QWidget | None = None) -> None:
    place = on or QApplication.focusWidget()
    assert place is not None
    QTest.keyClick(place, key)
    QApplication.processEvents()


def editor(panel: FillsPanel) -> FillEditor:
    (found,) = [each for each in panel.table.findChildren(FillEditor) if each.isVisible()]
    return found


def is_open(panel: FillsPanel) -> bool:
    return any(each.isVisible() for each in panel.table.findChildren(FillEditor))


def fill(panel: FillsPanel, row: int) -> Fill:
    assert session_of(panel.fills).portfolio is not None
    return session_of(panel.fills).portfolio.desk.book.fills[panel.fills.fills[row].id]


def test_a_price_typed_over_is_booked_on_enter(panel: FillsPanel) -> None:
    stands(panel, 1, "price")
    QTest.keyClicks(panel.table, "2")
    QTest.keyClicks(editor(panel), ".75")
    press(Key.Key_Return, on=editor(panel))
    assert str(fill(panel, 1).price) == "2.75"
    assert not is_open(panel)
    assert panel.told.property("tone") == "dim"


def test_what_is_refused_stays_open_with_one_red_sentence_until_it_is_right(panel: FillsPanel) -> None:
    stands(panel, 1, "price")
    press(Key.Key_Return, on=panel.table)
    QTest.keyClicks(editor(panel), "1,5")
    press(Key.Key_Return, on=editor(panel))
    assert editor(panel).text() == "1,5"
    assert panel.told.text().startswith("Price of SPXW 18DEC26 6350 P: '1,5' holds a comma")
    assert panel.told.property("tone") == "problem"
    assert editor(panel).property("tone") == "problem"
    assert editor(panel).accessibleDescription() == panel.told.text()
    assert str(fill(panel, 1).price) == "3.20"
    QTest.keyClicks(editor(panel), "1.5")
    assert editor(panel).property("tone") == "", "typing on takes the red away"
    press(Key.Key_Return, on=editor(panel))
    assert str(fill(panel, 1).price) == "1.5"
    assert panel.told.property("tone") == "dim"
    assert not is_open(panel)


def test_escape_brings_the_booked_value_back(panel: FillsPanel) -> None:
    stands(panel, 1, "fee")
    press(Key.Key_F2, on=panel.table)
    QTest.keyClicks(editor(panel), "x")
    press(Key.Key_Return, on=editor(panel))
    press(Key.Key_Escape, on=editor(panel))
    assert panel.fills.index(1, PLACES["fee"]).data() == "6.50"
    assert panel.fills.problem == ""


def test_leaving_a_cell_keeps_a_refused_text_in_it(panel: FillsPanel) -> None:
    stands(panel, 1, "quantity")
    press(Key.Key_F2, on=panel.table)
    QTest.keyClicks(editor(panel), "1,5")
    panel.table.setFocus()
    stands(panel, 3, "fee")
    QApplication.processEvents()
    assert panel.fills.index(1, PLACES["quantity"]).data() == "1,5"
    assert "'1,5' is no whole number" in panel.told.text()
    stands(panel, 1, "quantity")
    press(Key.Key_F2, on=panel.table)
    assert editor(panel).text() == "1,5", "it is there to be typed on"
    press(Key.Key_Escape, on=editor(panel))
    assert panel.fills.index(1, PLACES["quantity"]).data() == "\N{MINUS SIGN}10"


def test_opening_a_cell_and_leaving_it_books_nothing(panel: FillsPanel) -> None:
    assert session_of(panel.fills).portfolio is not None
    desk = session_of(panel.fills).portfolio.desk
    before = desk.book
    for column in ("moment", "contract", "quantity", "price", "fee"):
        stands(panel, 1, column)
        press(Key.Key_F2, on=panel.table)
        press(Key.Key_Return, on=editor(panel))
    assert desk.book is before
    assert panel.fills.problem == ""


def test_plus_and_minus_turn_a_quantity_and_nothing_else(panel: FillsPanel) -> None:
    stands(panel, 1, "quantity")
    QTest.keyClicks(panel.table, "+")
    assert fill(panel, 1).quantity == 10
    QTest.keyClicks(panel.table, "-")
    assert fill(panel, 1).quantity == -10
    stands(panel, 1, "price")
    QTest.keyClicks(panel.table, "-")
    assert is_open(panel), "it begins a text"
    press(Key.Key_Escape, on=editor(panel))
    assert fill(panel, 1).quantity == -10


def test_up_and_down_step_a_strike_and_enter_books_it(panel: FillsPanel) -> None:
    stands(panel, 1, "contract")
    press(Key.Key_F2, on=panel.table)
    press(Key.Key_Up, on=editor(panel))
    press(Key.Key_Up, on=editor(panel))
    press(Key.Key_Down, on=editor(panel))
    assert editor(panel).text() == "SPXW 18DEC26 6360 P"
    assert panel.fills.index(1, PLACES["contract"]).data() == "SPXW 18DEC26 6350 P", "nothing is booked by stepping"
    press(Key.Key_Return, on=editor(panel))
    assert panel.fills.index(1, PLACES["contract"]).data() == "SPXW 18DEC26 6360 P"
    assert session_of(panel.fills).portfolio is not None
    assert session_of(panel.fills).portfolio.desk.undo_label == "Correct leg SPXW 18DEC26 6350 P to 6360 P"


def test_arrows_without_an_open_cell_only_go(panel: FillsPanel) -> None:
    assert session_of(panel.fills).portfolio is not None
    before = session_of(panel.fills).portfolio.desk.book
    stands(panel, 1, "contract")
    press(Key.Key_Up, on=panel.table)
    press(Key.Key_Down, on=panel.table)
    press(Key.Key_Down, on=panel.table)
    assert panel.table.currentIndex().row() == 2
    assert session_of(panel.fills).portfolio.desk.book is before


def test_the_wheel_changes_nothing_in_an_open_cell(panel: FillsPanel) -> None:
    stands(panel, 1, "quantity")
    press(Key.Key_F2, on=panel.table)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, 120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(editor(panel), wheel)
    assert editor(panel).text() == "-10"


def test_a_paint_meanwhile_takes_no_typed_letter_away(panel: FillsPanel) -> None:
    stands(panel, 1, "price")
    press(Key.Key_F2, on=panel.table)
    QTest.keyClicks(editor(panel), "2.7")
    session_of(panel.fills).paint_now()
    assert editor(panel).text() == "2.7"


def test_tab_goes_on_to_the_next_cell_that_can_be_typed_in(panel: FillsPanel) -> None:
    stands(panel, 1, "fee")
    press(Key.Key_F2, on=panel.table)
    QTest.keyClicks(editor(panel), "7")
    press(Key.Key_Tab, on=editor(panel))
    assert str(fill(panel, 1).fee) == "7"
    at = panel.table.currentIndex()
    assert (at.row(), at.column()) == (2, PLACES["moment"])


def test_copied_rows_are_plain_columns(panel: FillsPanel) -> None:
    stands(panel, 4, "price")
    QTest.keyClick(panel.table, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    copied = QGuiApplication.clipboard().text()
    assert copied.split("\t") == ["2026-11-20 15:30", "SPXW 18DEC26 6350 P", "+5", "1.00", "3.25", "typed", ""]
    assert panel.copy_text(with_headers=True).startswith("When\tContract\tQty")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [900, 480])
def test_nothing_is_clipped_or_without_a_name(qtbot: QtBot, qapp: QApplication, theme: ThemeName, width: int) -> None:
    use_own_font(qapp)
    worn = apply_theme(qapp, theme)
    panel = made_panel(qtbot, width)
    panel.wear(worn)
    stands(panel, 1, "contract")
    press(Key.Key_F2, on=panel.table)
    QTest.keyClicks(editor(panel), "VIX")
    press(Key.Key_Return, on=editor(panel))
    QApplication.processEvents()
    assert panel.fills.problem
    assert clipped_parts(panel) == []
    assert nameless_parts(panel) == []
