"""Each account for itself: cash that was brought in and moved, equity where it is kept, real and paper apart."""

from datetime import date
from decimal import Decimal

from support.founded_books import CLOCK, done, enter, founded_desk, moment
from support.window_parts import MARKET

from alvh_desktop.desk.account_lines import account_lines, cash_edit
from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.picture import Inputs, paint
from alvh_desktop.domain.edits.accounts import EnterAccount
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Account

TODAY = date(2026, 11, 20)


def book_of_two() -> Desk:
    desk = founded_desk()
    done(desk, EnterAccount(Account(desk.next_id, "Trial", "paper")))
    return desk


def bring(desk: Desk, account_id: int, amount: str) -> None:
    edit = cash_edit(desk, account_id, amount, note=" wire ")
    assert not isinstance(edit, Problem)
    done(desk, edit)


def test_cash_is_what_was_brought_in_and_what_trades_moved() -> None:
    desk = book_of_two()
    trial = max(desk.book.accounts)
    bring(desk, 2, "250000")
    bring(desk, 2, "-1000.50")
    bring(desk, trial, "50000")
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct")
    enter(desk, "+4 VIX 16DEC26 20C @1.10 fee 0.79/ct in Trial")
    picture = paint(Inputs(desk.book, MARKET))
    main, ira, paper = account_lines(desk.book, picture.values, TODAY)
    # 249,000 - 0.50 + 3200 - 26 of fees
    assert main.cash == Decimal("252173.50")
    # 4 x 110 + 3.16 paid
    assert paper.cash == Decimal("49556.84")
    unkept = Problem("equity", "no cash was brought into it")
    assert (ira.cash, ira.equity, ira.open_trades, ira.is_empty) == (None, unkept, 0, True)
    assert (main.open_trades, paper.open_trades, main.is_empty) == (1, 1, False)
    marks = {leg: value.market_value for leg, value in picture.values.items()}
    holdings = {leg: desk.book.trades[h.leg.trade_id].account_id for leg, h in desk.book.holdings.items()}
    for line in (main, paper):
        held = sum(marks[leg] or 0 for leg, owner in holdings.items() if owner == line.account.id)
        assert line.equity == (line.cash or 0) + held
    assert [row.note for row in desk.book.cash.values()] == ["wire"] * 3


def test_an_amount_that_is_none_and_a_moment_to_come_are_refused() -> None:
    desk = book_of_two()
    assert isinstance(cash_edit(desk, 2, "1,5"), Problem)
    late = cash_edit(desk, 2, "100", moment("2026-11-21 10:00"))
    assert not isinstance(late, Problem)
    answer = desk.do(late)
    assert isinstance(answer, Problem)
    assert answer.where == "at"
    assert desk.clock() == CLOCK
