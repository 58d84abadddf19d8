"""Typing marks in the window: by key, one after the other, refused where it stands, taken back, undone."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot
from support.shown_windows import clipped_parts, nameless_parts
from support.window_parts import CONDOR, SHORT_CALLS, UNQUOTED, MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.domain.preferences import Theme
from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.widgets.mark_sheet import MarkSheet

ALSO_UNQUOTED = "-1 SPXW 24DEC26 6600P @30"
SECOND, FIRST = "SPXW 24DEC26 6600 P", "SPXW 24DEC26 6500 P"


@pytest.fixture
def trader(qtbot: QtBot) -> Iterator[Trader]:
    """Somebody who holds two puts that no file quotes."""
    desk = desk_with(CONDOR, SHORT_CALLS, UNQUOTED, ALSO_UNQUOTED)
    trader = Trader(qtbot, MadeShelf(sample=lambda: portfolio_of(desk)))
    yield trader
    trader.leaves()


def sheet_of(trader: Trader) -> MarkSheet:
    sheet = trader.program.commands.marks
    assert sheet is not None
    return sheet


def leg_row(trader: Trader, name: str) -> Row:
    (row,) = [row for row in trader.rows("leg") if row.cells[0].text == name]
    return row


def test_nothing_chosen_begins_with_what_is_missing_and_goes_on_to_the_next(trader: Trader) -> None:
    sheet = sheet_of(trader)
    assert not sheet.isVisible()
    trader.presses(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier, on=trader.window)
    assert sheet.isVisible()
    for name, price, following in ((FIRST, "21.5", SECOND), (SECOND, "33.25", None)):
        assert sheet.fields["subject"].text() == name
        assert QApplication.focusWidget() is sheet.fields["price"]
        assert sheet.told.property("tone") == "doubt"
        trader.types(price, into=sheet.fields["price"])
        trader.presses(Qt.Key.Key_Return)
        row = leg_row(trader, name)
        assert (row.badge, row.cells[3].sort) == ("typed", float(price))
        assert sheet.isVisible() == (following is not None)
    assert QApplication.focusWidget() is trader.window.tree.view, "the keyboard goes back to the positions"
    assert "typed" in leg_row(trader, FIRST).cells[3].hint
    assert "held just now: typed, 2026-11-20 15:30 New York" in leg_row(trader, FIRST).badge_hint
    assert trader.notices == (f"Entered: Mark {SECOND} 33.25",), "the newest step, which Ctrl+Z takes back"


def test_a_chosen_leg_is_typed_over_taken_back_and_undone(trader: Trader) -> None:
    sheet, name = sheet_of(trader), "VIX 16DEC26 20 C"
    quoted = leg_row(trader, name).cells[3].text
    trader.chooses(leg_row(trader, name).key)
    assert not trader.command("Take the typed mark back").isEnabled()
    trader.takes("Type a mark")
    assert sheet.fields["subject"].text() == name
    assert sheet.told.text().startswith(f"Now {quoted}: mid, ")
    assert not sheet.back.isEnabled()
    trader.types("1.31", into=sheet.fields["price"])
    trader.types("broker", into=sheet.fields["source"])
    trader.clicks(sheet.enter)
    assert not sheet.isVisible(), "its mark was good before: nothing follows"
    assert leg_row(trader, name).cells[3].text == "1.31"
    assert "typed, broker" in leg_row(trader, name).cells[3].hint
    trader.takes("Take the typed mark back")
    assert (leg_row(trader, name).cells[3].text, leg_row(trader, name).badge) == (quoted, "")
    trader.takes("Undo")
    assert leg_row(trader, name).cells[3].text == "1.31"
    trader.takes("Type a mark")
    trader.clicks(sheet.back)
    assert leg_row(trader, name).cells[3].text == quoted
    assert sheet.isVisible()
    trader.looks()
    assert sheet.told.text().startswith(f"Now {quoted}: mid, ")
    assert not sheet.back.isEnabled()


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("price", "1,5", "1,5"),
        ("subject", "AAPL", "'AAPL' is neither a contract such as"),
        ("moment", "15:31", "2026-11-20 15:31 New York is still to come"),
        ("moment", "noon", "'noon' is no time"),
    ],
)
def test_a_refused_text_stays_with_one_sentence_at_its_field(
    trader: Trader, field: str, text: str, said: str
) -> None:
    sheet = sheet_of(trader)
    trader.takes("Type a mark")
    sheet.fields["price"].setText("3.10")
    sheet.fields[field].setText(text)
    trader.presses(Qt.Key.Key_Return, on=sheet.fields["price"])
    trader.program.session.paint_now()
    assert sheet.fields[field].text() == text
    assert QApplication.focusWidget() is sheet.fields[field]
    assert sheet.fields[field].property("tone") == "problem"
    assert (said in sheet.told.text(), sheet.told.property("tone")) == (True, "problem")
    assert sheet.fields[field].accessibleDescription() == sheet.told.text()
    trader.types("0", into=sheet.fields[field])
    assert sheet.told.property("tone") != "problem", "typing on takes the red away"


def test_escape_leaves_and_an_order_being_typed_stays(trader: Trader) -> None:
    trader.types("-1 SPXW")
    trader.presses(Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    sheet = sheet_of(trader)
    assert QApplication.activeModalWidget() is None
    trader.presses(Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    assert trader.window.entry.line.text() == "-1 SPXW"


def test_tab_goes_through_its_fields_in_the_order_of_reading(trader: Trader) -> None:
    trader.takes("Type a mark")
    sheet = sheet_of(trader)
    sheet.fields["subject"].setFocus()
    reached = []
    for _ in range(6):
        reached.append(QApplication.focusWidget())
        trader.presses(Qt.Key.Key_Tab)
    assert reached == [stop for stop in sheet.stops if stop.isEnabled()]
    assert QApplication.focusWidget() is trader.window.tree.search


@pytest.mark.parametrize(("index", "offer", "subject"), [
    (0, "Type a level of SPX…", "SPX"),
    (0, "Type SPX as its futures imply it…", "SPX.implied"),
    (1, "Type a level of VIX…", "VIX"),
])  # fmt: skip
def test_a_click_on_an_index_offers_to_type_its_level(trader: Trader, index: int, offer: str, subject: str) -> None:
    shown = trader.window.market.items[index]
    trader.clicks(shown)
    (menu,) = [menu for menu in shown.findChildren(QMenu) if menu.isVisible()]
    (action,) = [action for action in menu.actions() if action.text() == offer]
    action.trigger()
    menu.close()
    sheet = sheet_of(trader)
    assert sheet.fields["subject"].text() == subject
    trader.types("17.9", into=sheet.fields["price"])
    trader.presses(Qt.Key.Key_Return)
    picture = trader.program.session.picture
    assert picture is not None
    assert str(picture.inputs.market.levels[subject].value) == "17.9"
    assert not sheet.isVisible()


def test_a_click_beside_the_indices_offers_nothing(trader: Trader) -> None:
    for shown in trader.window.market.items[2:]:
        trader.clicks(shown)
        assert not shown.findChildren(QMenu)


def test_another_portfolio_closes_it(trader: Trader) -> None:
    trader.takes("Type a mark")
    trader.program.session.hold(None)
    trader.looks()
    assert not sheet_of(trader).isVisible()
    assert not trader.command("Type a mark").isEnabled()


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_of_it_is_clipped_or_without_a_name(trader: Trader, size: tuple[int, int], theme: Theme) -> None:
    trader.program.settings.change(theme=theme)
    trader.window.resize(*size)
    trader.takes("Type a mark")
    sheet = sheet_of(trader)
    assert clipped_parts(sheet) == []
    assert nameless_parts(sheet) == []
    assert sheet.width() <= trader.window.width() - 20
