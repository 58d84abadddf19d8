"""The order line under the keys: Esc, Up and Down, and whose Ctrl+Z it is."""

from PySide6.QtCore import Qt
from support.window_parts import CONDOR, SHORT_CALLS
from support.windows import Trader

CTRL = Qt.KeyboardModifier.ControlModifier


def test_the_preview_says_what_enter_would_do_and_problems_name_their_field(newcomer: Trader) -> None:
    newcomer.types(CONDOR)
    assert newcomer.preview.startswith("Sell 10 SPXW 18DEC26 6300/6350/7150/7200 iron condor: receives $3,200.00")
    assert "opens trade" in newcomer.preview
    assert newcomer.window.entry.preview.property("tone") == "body"
    newcomer.presses(Qt.Key.Key_Backspace)
    newcomer.waits_for_the_preview()
    assert newcomer.preview.startswith("fee: ")
    assert newcomer.window.entry.preview.property("tone") == "problem"
    assert newcomer.rows("trade") == []


def test_escape_empties_the_line_and_undo_in_the_line_brings_it_back(newcomer: Trader) -> None:
    newcomer.types(CONDOR)
    newcomer.presses(Qt.Key.Key_Escape)
    assert newcomer.window.entry.line.text() == ""
    assert not newcomer.window.entry.book.isEnabled()
    newcomer.presses(Qt.Key.Key_Z, CTRL)
    assert newcomer.window.entry.line.text() == CONDOR


def test_undo_is_the_lines_while_it_has_something_and_the_books_after(trader: Trader) -> None:
    trader.enters("+1 VIX 16DEC26 25C @0.50")
    trades = len(trader.rows("trade"))
    trader.types("abc")
    trader.presses(Qt.Key.Key_Z, CTRL)
    assert trader.window.entry.line.text() == ""
    assert len(trader.rows("trade")) == trades
    trader.window.entry.line.setFocus()
    trader.presses(Qt.Key.Key_Z, CTRL)
    assert len(trader.rows("trade")) == trades - 1, "the line had nothing left, so the book's last edit went"
    trader.takes("Redo")
    assert len(trader.rows("trade")) == trades


def test_right_after_booking_undo_takes_the_booking_back(newcomer: Trader) -> None:
    newcomer.enters(CONDOR)
    assert len(newcomer.rows("trade")) == 1
    newcomer.window.entry.line.setFocus()
    newcomer.presses(Qt.Key.Key_Z, CTRL)
    assert newcomer.rows("trade") == []
    assert newcomer.window.entry.line.text() == ""


def test_up_and_down_bring_earlier_lines_back(newcomer: Trader) -> None:
    newcomer.enters(CONDOR)
    newcomer.enters(SHORT_CALLS)
    line = newcomer.window.entry.line
    line.setFocus()
    newcomer.presses(Qt.Key.Key_Up)
    assert line.text() == SHORT_CALLS
    newcomer.presses(Qt.Key.Key_Up)
    assert line.text() == CONDOR
    newcomer.presses(Qt.Key.Key_Down)
    newcomer.presses(Qt.Key.Key_Down)
    assert line.text() == ""


def test_the_button_books_too(newcomer: Trader) -> None:
    newcomer.types(CONDOR)
    newcomer.clicks(newcomer.window.entry.book)
    assert len(newcomer.rows("trade")) == 1
    assert newcomer.notices[-1].startswith("Booked: Sell 10 SPXW")
