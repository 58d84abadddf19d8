"""One condor by two ways: typed into the order line, and by the template of the ticket; both books are the same."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from support.founded_books import done
from support.window_parts import MadeShelf, desk_with, portfolio_of
from support.windows import Trader

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.accounts import ChangeAccount
from alvh_desktop.domain.edits.fee_rows import EnterFeeRows
from alvh_desktop.domain.records import TABLES, FeeRow
from alvh_desktop.domain.symbols import strike_text

CONTROL = Qt.KeyboardModifier.ControlModifier
KEYS = (
    (Qt.Key.Key_T, CONTROL),
    (Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier),
    (Qt.Key.Key_Return, CONTROL),
)
"""Open the ticket, which proposes a condor by delta; ten lots; book."""


def charged_desk() -> Desk:
    """Without a position, at a broker that takes 0.65 $ a contract."""
    desk = desk_with()
    first = desk.next_id
    rows = [
        FeeRow(first + n, "House", "", action, "", None, date(2026, 1, 1), Decimal("0.65"), "statement")
        for n, action in enumerate(("open", "close"))
    ]
    done(desk, EnterFeeRows(tuple(rows)))
    done(desk, ChangeAccount(replace(desk.book.accounts[2], broker="House")))
    return desk


@pytest.fixture
def desks() -> tuple[Desk, Desk]:
    return charged_desk(), charged_desk()


@pytest.fixture
def traders(qtbot: QtBot, desks: tuple[Desk, Desk]) -> Iterator[tuple[Trader, Trader]]:
    both = tuple(Trader(qtbot, MadeShelf(sample=lambda desk=desk: portfolio_of(desk))) for desk in desks)
    yield both  # type: ignore[misc]  # two desks, two traders
    for trader in both:
        trader.leaves()


def presses_all(trader: Trader) -> None:
    trader.window.activateWindow()
    trader.window.tree.view.setFocus()
    for key, modifier in KEYS:
        if key == Qt.Key.Key_T:
            trader.takes("New ticket")  # Ctrl+T; offscreen no shortcut reaches a window behind another
        else:
            trader.presses(key, modifier, on=QApplication.focusWidget())
    trader.looks()


def line_of(book: Book) -> str:
    """The order line of the only condor of a book, at the credit it was filled at."""
    held = sorted(book.holdings.values(), key=lambda h: (h.leg.right != "P", h.leg.strike))
    strikes = [strike_text(h.leg.strike or Decimal(0)) for h in held]
    credit = -sum(f.quantity * f.price for h in held for f in h.fills) / 10
    expiry = f"{held[0].leg.expiry:%d%b%y}".upper()
    return f"-10 SPXW {expiry} {strikes[0]}/{strikes[1]}P {strikes[2]}/{strikes[3]}C @{credit:f} fee 0.65/ct"


def test_a_template_takes_under_ten_keys_and_gives_the_book_of_the_line(
    traders: tuple[Trader, Trader], desks: tuple[Desk, Desk]
) -> None:
    by_template, by_line = traders
    assert len(KEYS) < 10
    presses_all(by_template)
    book = desks[0].book
    assert [abs(h.position.quantity) for h in book.holdings.values()] == [10] * 4
    assert sum(h.position.fees for h in book.holdings.values()) == Decimal("26.00")
    assert [trade.structure for trade in book.trades.values()] == ["condor"]
    by_line.enters(line_of(book))
    other = desks[1].book
    for table in TABLES:
        assert getattr(other, table) == getattr(book, table), table
    assert book.verdicts, "what the checks said is kept with the trade, by both ways"
