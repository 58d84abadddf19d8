"""The first day with the program, from the sample to a portfolio of one's own."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from support.windows import Trader

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.widgets.dialogs.new_portfolio import NewPortfolio

CONDOR = "-10 SPXW 4JAN27 6400/6450P 7150/7200C @3.20 fee 0.65/ct"
CTRL = Qt.KeyboardModifier.ControlModifier
Sit = Callable[..., Trader]


def test_somebody_new_sees_the_sample_and_what_it_is(sits_down: Sit) -> None:
    trader = sits_down(Preferences())
    assert "Sample" in trader.window.windowTitle()
    assert trader.window.market.simulated.isVisible()
    assert len(trader.banners) == 3
    assert [row.cells[0].text for row in trader.rows("sleeve")] == ["Core", "ALVH hedge"]
    assert len(trader.rows("leg")) == 12
    assert not any(panel.is_empty for panel in trader.window.panels.values())


def test_they_type_a_condor_see_what_it_would_do_book_it_and_take_it_back(sits_down: Sit) -> None:
    trader = sits_down()
    trader.types(CONDOR)
    assert trader.preview.startswith("Sell 10 SPXW 04JAN27 6400/6450/7150/7200 iron condor: receives $3,200.00")
    assert "(mid)" in trader.preview
    trader.presses(Qt.Key.Key_Return)
    assert trader.window.entry.line.text() == ""
    assert len(trader.rows("leg")) == 16
    assert any(notice.startswith("Booked: Sell 10 SPXW 04JAN27") for notice in trader.notices)
    trader.presses(Qt.Key.Key_Z, CTRL, on=trader.window.entry.line)
    assert len(trader.rows("leg")) == 12
    trader.takes("Redo sell 10 SPXW 04JAN27")
    assert len(trader.rows("leg")) == 16


def test_they_begin_a_portfolio_of_their_own_and_find_it_again_tomorrow(sits_down: Sit, tmp_path: Path) -> None:
    today = sits_down()
    path = tmp_path / "Condors 2026.alvh"
    today.answers.new = NewPortfolio(path, "Condors 2026", "Main", "Steward")
    today.takes("New")
    # the calendar has its holidays and news whatever is held, and each page of market and charts says what it lacks
    full = {name for name, panel in today.window.panels.items() if not panel.is_empty}
    assert full == {"calendar", "journal", "market", "payoff", "sizing", "statistics", "ticket"}
    today.clicks(today.window.panels["positions"].button)
    assert today.window.entry.line.hasFocus()
    today.enters(f"{CONDOR} at 2026-11-20T15:45-05:00")
    assert len(today.rows("leg")) == 4
    today.leaves()
    tomorrow = sits_down(today.kept[-1])
    assert tomorrow.program.files.path == path
    assert len(tomorrow.rows("leg")) == 4
    tomorrow.takes("Undo sell 10 SPXW 04JAN27")
    assert tomorrow.rows("leg") == []


def test_a_mistyped_fee_is_refused_in_words_and_stays_to_be_corrected(sits_down: Sit) -> None:
    trader = sits_down()
    trader.enters(CONDOR.removesuffix("/ct"))
    assert trader.window.entry.line.text() == CONDOR.removesuffix("/ct")
    assert trader.preview.startswith("fee: fee 0.65: write 'fee 0.65/ct'")
    trader.types("/ct")
    trader.presses(Qt.Key.Key_Return)
    assert len(trader.rows("leg")) == 16


def test_the_keyboard_alone_is_enough(sits_down: Sit) -> None:
    trader = sits_down()
    trader.presses(Qt.Key.Key_F, CTRL, on=trader.window)
    trader.types("alvh", into=focused())
    assert [row.cells[0].text for row in trader.rows("sleeve")] == ["ALVH hedge"]
    trader.presses(Qt.Key.Key_L, CTRL)
    trader.types("+2 VIX 16DEC26 17C @2.00", into=focused())
    trader.presses(Qt.Key.Key_Return)
    assert len(trader.rows("leg")) == 5
    trader.presses(Qt.Key.Key_K, CTRL)
    trader.types("undo", into=focused())
    trader.presses(Qt.Key.Key_Return)
    assert len(trader.rows("leg")) == 4


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
