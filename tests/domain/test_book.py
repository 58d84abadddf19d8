"""The Book as a value: rows in, another book out, what was untouched kept, everything in the order of its ids."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.founded_books import CLOCK, PRODUCTS, MemoryLedger, enter, founded_desk

from alvh_desktop.domain.book import Book, Row, book_of, rows_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import added, replaced
from alvh_desktop.domain.records import TABLES, Account, Campaign, Fill, Leg, Record, Settlement, Trade, id_of

CONDOR = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
LEG_TABLES = ("legs", "fills", "settlements")


def book_with(*lines: str) -> Book:
    desk = founded_desk()
    for line in lines:
        enter(desk, line)
    return desk.book


# Laws


@st.composite
def steps(draw: st.DrawFn) -> list[tuple[Row, ...]]:
    """Rows of three legs, their fills and settlements: added, changed and removed in any order that keys allow."""
    book = Book().after(
        [
            added("products", PRODUCTS["SPXW"]),
            added("accounts", Account(1, "Main")),
            added("campaigns", Campaign(2, 1, "x", "core")),
            added("trades", Trade(3, 1, 2, "core", "single", None, CLOCK)),
        ]
    )
    found: list[tuple[Row, ...]] = [tuple(sorted(rows_between(Book(), book, TABLES), key=lambda row: str(row.id)))]
    for _ in range(draw(st.integers(1, 8))):
        step = []
        for _ in range(draw(st.integers(1, 4))):
            row = draw(st.one_of(_leg_row(book), _fill_row(book), _settlement_row(book)))
            if row is not None:
                book = book.after([row])
                step.append(row)
        found.append(tuple(step))
    return found


def _leg_row(book: Book) -> st.SearchStrategy[Row | None]:
    def make(number: int, strike: int, is_removed: bool) -> Row | None:
        before = book.legs.get(number)
        has_children = before is not None and (book.holdings[number].fills or book.holdings[number].settlement)
        if before and is_removed:
            return None if has_children else Row("legs", number, before, None)
        after = Leg(number, 3, "SPXW", date(2026, 12, 18), Decimal(strike), "P")
        return None if after == before else Row("legs", number, before, after)

    return st.builds(make, st.integers(10, 12), st.sampled_from([6300, 6350]), st.booleans())


def _fill_row(book: Book) -> st.SearchStrategy[Row | None]:
    def make(number: int, leg: int, quantity: int, hours: int, is_removed: bool) -> Row | None:
        before = book.fills.get(number)
        if before and is_removed:
            return Row("fills", number, before, None)
        if leg not in book.legs:
            return None
        after = Fill(number, leg, quantity, Decimal("2.5"), Decimal(1), CLOCK + timedelta(hours=hours), "own")
        return None if after == before else Row("fills", number, before, after)

    quantities = st.integers(-5, 5).filter(bool)
    return st.builds(make, st.integers(20, 29), st.integers(10, 12), quantities, st.integers(0, 2), st.booleans())


def _settlement_row(book: Book) -> st.SearchStrategy[Row | None]:
    def make(leg: int, value: int, is_removed: bool) -> Row | None:
        before = book.settlements.get(leg + 20)
        if before and is_removed:
            return Row("settlements", leg + 20, before, None)
        if leg not in book.legs:
            return None
        after = Settlement(leg + 20, leg, Decimal(value), "SPX close", Decimal(0), CLOCK)
        return None if after == before else Row("settlements", leg + 20, before, after)

    return st.builds(make, st.integers(10, 12), st.integers(6290, 6360), st.booleans())


@given(steps())
def test_a_book_reached_by_steps_is_the_book_made_at_once(all_steps: list[tuple[Row, ...]]) -> None:
    book = Book()
    for step in all_steps:
        book = book.after(step)
    at_once = book_of({table: getattr(book, table) for table in TABLES})
    assert at_once == book
    assert at_once.holdings == book.holdings
    assert list(at_once.holdings) == list(book.holdings) == sorted(book.legs)
    assert {h.leg.id: h.position for h in at_once.holdings.values()} == {
        h.leg.id: h.position for h in book.holdings.values()
    }


@given(steps())
def test_turned_rows_lead_all_the_way_back(all_steps: list[tuple[Row, ...]]) -> None:
    books = [Book()]
    for step in all_steps:
        books.append(books[-1].after(step))
    book = books[-1]
    for step, before in zip(reversed(all_steps), reversed(books[:-1]), strict=True):
        book = book.after(row.turned() for row in reversed(step))
        assert book == before
        assert book.holdings == before.holdings
        for table in TABLES:
            assert list(getattr(book, table)) == sorted(getattr(book, table))


@given(steps())
def test_what_a_step_does_not_touch_is_kept_as_it_is(all_steps: list[tuple[Row, ...]]) -> None:
    book = Book()
    for step in all_steps:
        after = book.after(step)
        touched = {row.table for row in step}
        for table in set(TABLES) - touched:
            assert getattr(after, table) is getattr(book, table)
        legs = {row.id for row in step if row.table == "legs"}
        legs |= {
            side.leg_id for row in step for side in (row.before, row.after) if isinstance(side, Fill | Settlement)
        }
        for leg_id in set(book.holdings) - legs:
            assert after.holdings[leg_id] is book.holdings[leg_id]
        if not touched & set(LEG_TABLES):
            assert after.holdings is book.holdings or "products" in touched
        book = after


@given(steps())
def test_rows_between_are_the_least_that_lead_from_one_to_the_other(all_steps: list[tuple[Row, ...]]) -> None:
    before = Book().after(all_steps[0])
    after = before
    for step in all_steps[1:]:
        after = after.after(step)
    between = rows_between(before, after, TABLES)
    order = {table: place for place, table in enumerate(TABLES)}
    removed = sorted((row for row in between if row.after is None), key=lambda row: -order[row.table])
    put = sorted((row for row in between if row.after is not None), key=lambda row: order[row.table])
    assert before.after([*put, *removed]) == after
    assert all(row.before != row.after for row in between)
    assert rows_between(after, after, TABLES) == frozenset()


@given(st.randoms(use_true_random=False), st.lists(st.integers(1, 10**9), unique=True, max_size=20))
def test_tables_stand_in_the_order_of_their_ids(random: Random, ids: list[int]) -> None:
    random.shuffle(ids)
    book = Book()
    for number in ids:
        book = book.after([added("accounts", Account(number, "x"))])
    assert list(book.accounts) == sorted(ids)


# Examples


def test_a_book_is_never_changed_in_place() -> None:
    ledger = MemoryLedger()
    desk = founded_desk(ledger)
    before, copy = desk.book, ledger.load()
    enter(desk, CONDOR)
    assert before == copy
    assert before.holdings == {}
    assert desk.book != before


def test_a_changed_product_is_seen_by_its_legs_alone() -> None:
    book = book_with("-1 SPXW 18DEC26 6350P @3", "-1 XSP 18DEC26 635P @0.3")
    dearer = replace(PRODUCTS["SPXW"], multiplier=Decimal(1000))
    after = book.after([replaced("products", PRODUCTS["SPXW"], dearer)])
    spxw, xsp = after.holdings.values()
    assert (spxw.position.cash_flow, xsp.position.cash_flow) == (3000, 30)
    assert xsp is list(book.holdings.values())[1]


def test_a_fill_may_move_to_another_leg() -> None:
    book = book_with("-1 SPXW 18DEC26 6350P @3", "-1 SPXW 18DEC26 6300P @2")
    first, second = book.legs
    fill = next(iter(book.fills.values()))
    after = book.after([replaced("fills", fill, replace(fill, leg_id=second))])
    assert [h.position.quantity for h in after.holdings.values()] == [0, -2]
    assert list(after.holdings) == [first, second]


def test_held_contracts_are_those_still_open() -> None:
    book = book_with(CONDOR, "+10 SPXW 18DEC26 7150/7200C @0.5")
    assert book.held_contracts == {
        Contract("SPXW", date(2026, 12, 18), Decimal(strike), "P") for strike in (6300, 6350)
    }


def test_holdings_by_trade_name_every_trade() -> None:
    book = book_with(CONDOR, "+4 VIX 16DEC26 25C @1.10")
    by_trade = book.holdings_by_trade
    assert list(by_trade) == list(book.trades)
    assert [len(held) for held in by_trade.values()] == [4, 1]
    assert Book().holdings_by_trade == {}


def test_the_name_and_clock_of_a_book() -> None:
    assert (Book().name, Book().simulated_at) == ("", None)
    book = book_with()
    row = book.portfolio[1]
    sample = book.after([replaced("portfolio", row, replace(row, simulated_at=CLOCK))])
    assert sample.simulated_at == CLOCK


@pytest.mark.parametrize(
    "row",
    [
        Row("accounts", 2, None, Account(2, "again")),
        Row("accounts", 2, Account(2, "other"), None),
        Row("accounts", 77, Account(77, "none"), Account(77, "new")),
    ],
)
def test_a_row_that_does_not_stand_on_what_is_there_is_a_bug(row: Row) -> None:
    with pytest.raises(ValueError, match=f"accounts row {row.id} is not what the edit found there"):
        book_with().after([row])


def test_records_know_their_keys() -> None:
    records: list[Record] = [Account(7, "x"), PRODUCTS["VX"]]
    assert [id_of(record) for record in records] == [7, "VX"]
