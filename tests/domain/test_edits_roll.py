"""A roll: close and open in one edit, in one campaign, never more than the trade holds."""

from dataclasses import replace
from decimal import Decimal

import pytest
from support.founded_books import CLOCK, done, enter, founded_desk, moment, order_of, quantities, refusal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.book import rows_between
from alvh_desktop.domain.edits.roll import RollTrade
from alvh_desktop.domain.orders import PricedLeg, price_legs
from alvh_desktop.domain.records import TABLES

OLD = "SPXW 18DEC26 6300/6350P 7150/7200C"
NEW = "SPXW 28DEC26 6250/6300P 7150/7200C"


def priced(line: str) -> tuple[PricedLeg, ...]:
    legs = price_legs(order_of(line), {})
    assert isinstance(legs, tuple)
    return legs


def roll_of(desk: Desk, trade_id: int, closing: str, opening: str) -> RollTrade:
    at = order_of(opening).moment
    return RollTrade(trade_id, priced(closing), priced(opening), desk.clock(), desk.next_id, at)


def rolled() -> tuple[Desk, int]:
    desk = founded_desk()
    enter(desk, f"-10 {OLD} @3.20 fee 0.65/ct")
    (trade_id,) = desk.book.trades
    done(desk, roll_of(desk, trade_id, f"+10 {OLD} @5.00 fee 0.65/ct", f"-10 {NEW} @6.10 fee 0.65/ct"))
    return desk, trade_id


def test_a_roll_stays_in_its_campaign_and_knows_where_it_came_from() -> None:
    desk, old_id = rolled()
    new = desk.book.trades[max(desk.book.trades)]
    assert new.rolled_from == old_id
    assert len(desk.book.campaigns) == 1
    assert new.campaign_id == desk.book.trades[old_id].campaign_id
    assert {h.position.quantity for h in desk.book.holdings_by_trade[old_id]} == {0}
    assert quantities(desk.book) == {
        "SPXW 28DEC26 6250P": 10,
        "SPXW 28DEC26 6300P": -10,
        "SPXW 28DEC26 7150C": -10,
        "SPXW 28DEC26 7200C": 10,
    }


def test_the_campaign_carries_the_money_of_both() -> None:
    desk, _ = rolled()
    # 3.20 received, 5.00 paid, 6.10 received: 4.30 x 1000 less 120 contracts' fees of 0.65
    assert sum(h.position.cash_flow for h in desk.book.holdings.values()) == Decimal("4222.00")


def test_a_roll_is_one_undo_step() -> None:
    desk, _ = rolled()
    label = desk.undo_label
    assert label == "Roll of 10 SPXW 18DEC26 condor"
    desk.undo()
    assert len(desk.book.trades) == 1
    assert {abs(h.position.quantity) for h in desk.book.holdings.values()} == {10}
    desk.redo()
    assert desk.undo_label == label


def test_applying_twice_gives_the_same_change() -> None:
    desk = founded_desk()
    enter(desk, f"-10 {OLD} @3.20")
    (trade_id,) = desk.book.trades
    edit = roll_of(desk, trade_id, f"+10 {OLD} @5.00", f"-10 {NEW} @6.10")
    first, second = edit.apply(desk.book), edit.apply(desk.book)
    assert first == second
    assert frozenset(first.rows) == rows_between(desk.book, first.book, TABLES)


def test_only_the_named_trade_is_closed() -> None:
    desk = founded_desk()
    enter(desk, "-5 SPXW 18DEC26 6350P @3.00")
    enter(desk, "-5 SPXW 18DEC26 6350P @3.10")
    older, newer = desk.book.trades
    done(desk, roll_of(desk, newer, "+5 SPXW 18DEC26 6350P @2", "-5 SPXW 28DEC26 6300P @4"))
    assert [h.position.quantity for t in (older, newer) for h in desk.book.holdings_by_trade[t]] == [-5, 0]


def test_a_layer_goes_along() -> None:
    desk = founded_desk()
    enter(desk, "+4 VIX 16DEC26 25C @1.10", role="long")
    (trade,) = desk.book.trades.values()
    done(desk, roll_of(desk, trade.id, "-4 VIX 16DEC26 25C @0.50", "+4 VIX 20JAN27 25C @1.50"))
    assert desk.book.trades[max(desk.book.trades)].layer_id == trade.layer_id


def test_a_roll_goes_into_the_account_of_its_trade() -> None:
    desk = founded_desk()
    enter(desk, "-5 SPXW 18DEC26 6350P @3.00 in IRA account")
    (trade,) = desk.book.trades.values()
    done(desk, roll_of(desk, trade.id, "+5 SPXW 18DEC26 6350P @2", "-5 SPXW 28DEC26 6300P @4"))
    assert {t.account_id for t in desk.book.trades.values()} == {90}


PUT = "SPXW 18DEC26 6350P"


@pytest.mark.parametrize(
    ("closing", "opening", "sentence"),
    [
        (
            [f"+6 {PUT} @2"],
            "-5 SPXW 28DEC26 6300P @4",
            "quantity: trade 92 holds -5 {name}: you cannot buy back 1 more of it",
        ),
        (
            [f"-1 {PUT} @2"],
            "-5 SPXW 28DEC26 6300P @4",
            "quantity: trade 92 holds -5 {name}: you cannot sell 1 more of it",
        ),
        ([f"+5 {PUT} @2"] * 2, "-5 SPXW 28DEC26 6300P @4", "legs: {name} stands twice"),
        ([], "-5 SPXW 28DEC26 6300P @4", "legs: a roll closes at least one leg and opens at least one"),
        (
            [f"+5 {PUT} @2"],
            "-5 SPXW 28DEC26 6300P @4 at 2026-11-20T15:31",
            "at: 2026-11-20 15:31 New York lies in the future; it is 2026-11-20 15:30 New York",
        ),
    ],
)
def test_refusals(closing: list[str], opening: str, sentence: str) -> None:
    desk = founded_desk()
    enter(desk, f"-5 {PUT} @3.00")
    assert list(desk.book.trades) == [92]
    legs = tuple(leg for line in closing for leg in priced(line))
    edit = RollTrade(92, legs, priced(opening), CLOCK, desk.next_id, order_of(opening).moment)
    assert refusal(desk, edit) == sentence.format(name="SPXW 18DEC26 6350 P")
    assert refusal(desk, replace(edit, trade_id=7)) == "trade: there is no trade 7"


def test_what_has_stopped_trading_cannot_be_rolled() -> None:
    desk = founded_desk(now=moment("2026-12-18 16:30"))
    enter(desk, f"-5 {PUT} @3.00 at 2026-12-01T10:00")
    (trade_id,) = desk.book.trades
    edit = roll_of(desk, trade_id, f"+5 {PUT} @2", "-5 SPXW 28DEC26 6300P @4")
    assert refusal(desk, edit).startswith("at: SPXW 18DEC26 6350 P stopped trading at 2026-12-18 16:00 New York")


def test_nothing_opened_is_no_roll() -> None:
    desk = founded_desk()
    enter(desk, f"-5 {PUT} @3.00")
    edit = RollTrade(92, priced(f"+5 {PUT} @2"), (), CLOCK, desk.next_id)
    assert refusal(desk, edit) == "legs: a roll closes at least one leg and opens at least one"
