"""One account at a moment is the book of that moment; what moved since makes up the difference."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, enter, founded_desk
from support.reconciled_books import JANUARY, MAIN_ID, accounts, at, bring, entered, steps

from alvh_desktop.desk.equity import cash_of
from alvh_desktop.desk.scope import seen_book
from alvh_desktop.domain.account_at import account_at, moves_of
from alvh_desktop.domain.as_of import as_of
from alvh_desktop.domain.book import Row
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.lens import Lens

hours = st.integers(-2, 1000)


@settings(max_examples=25)
@given(steps, st.booleans(), accounts, hours)
def test_it_is_what_the_book_of_then_says(
    drawn: list[tuple[str | int, int, int]], is_settled: bool, account_id: int, hour: int
) -> None:
    book = entered(drawn, is_settled).book
    then = account_at(book, account_id, at(hour))
    past = seen_book(as_of(book, at(hour)), Lens(account_id=account_id))
    expected: Counter[Contract] = Counter()
    for held in past.holdings.values():
        expected[held.leg.contract] += held.position.quantity
    assert then.quantities == {contract: quantity for contract, quantity in expected.items() if quantity}
    assert then.moved == sum((held.position.cash_flow for held in past.holdings.values()), Decimal(0))
    assert then.cash == cash_of(past)


@settings(max_examples=25)
@given(steps, st.booleans(), accounts, hours, hours)
def test_what_was_held_and_what_moved_since_is_what_is_held(
    drawn: list[tuple[str | int, int, int]], is_settled: bool, account_id: int, one: int, other: int
) -> None:
    book = entered(drawn, is_settled).book
    since, until = at(min(one, other)), at(max(one, other))
    before, after = (account_at(book, account_id, moment) for moment in (since, until))
    for contract in {held.leg.contract for held in book.holdings.values()}:
        moved = sum(move.quantity for move in moves_of(book, account_id, contract, since, until))
        assert before.quantities.get(contract, 0) + moved == after.quantities.get(contract, 0)
    moves = moves_of(book, account_id, None, since, until)
    brought = sum((move.usd for move in moves if move.kind == "cash"), Decimal(0))
    assert before.moved + sum((move.usd for move in moves), Decimal(0)) - brought == after.moved
    assert [move.moment for move in moves] == sorted(move.moment for move in moves)


def test_the_figures_of_a_condor_a_future_and_cash() -> None:
    desk = founded_desk(now=JANUARY)
    enter(desk, "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct", at(0))
    enter(desk, "+1 VX 20JAN27 @18.35 fee 2.40/ct", at(1))
    assert account_at(desk.book, MAIN_ID, at(1)).cash is None
    bring(desk, MAIN_ID, "25000", at(2))
    then = account_at(desk.book, MAIN_ID, at(2))
    # 25,000 + 10 x 3.20 x 100 - 40 x 0.65, and a future moves its fee alone
    assert then.cash == Decimal("28171.60")
    assert then.holds_futures
    assert [*then.quantities.values()] == [10, -10, -10, 10, 1]
    assert not account_at(desk.book, MAIN_ID, at(0)).holds_futures


def test_a_fill_dated_after_the_settlement_of_its_leg() -> None:
    book = entered([("+4 VIX 16DEC26 17C @2.02 fee 0.79/ct", MAIN_ID, 0)], is_settled=True).book
    (fill,) = book.fills.values()
    late = replace(fill, id=9999, quantity=3, moment=JANUARY)
    book = book.after([Row("fills", late.id, None, late)])
    for moment in (CLOCK, at(600), at(700), JANUARY):
        past = as_of(book, moment)
        then = account_at(book, MAIN_ID, moment)
        open_now = [h.position.quantity for h in past.holdings.values() if h.position.quantity]
        assert [*then.quantities.values()] == open_now
        assert then.moved == sum(h.position.cash_flow for h in past.holdings.values())
