"""Time travel: a past book holds what was filled and settled by then, and nothing that came later."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, MemoryLedger, done, enter, founded_desk, held, moment, quantities

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.as_of import as_of, began_at
from alvh_desktop.domain.book import Book, book_of
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.settle import SettleLeg
from alvh_desktop.domain.records import TABLES, Campaign

LINES = (
    "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct",
    "+4 SPXW 18DEC26 6300/6350P 7150/7200C @1.10 fee 0.65/ct",
    "-1 SPXW 18DEC26 6350P @3",
    "+2 SPXW 18DEC26 6350P @2",
    "+4 VIX 16DEC26 17C @2.02 fee 0.79/ct",
    "-6 VIX 16DEC26 17C @1.50",
    "+1 VX 20JAN27 @18.35 fee 2.40/ct",
)
JANUARY = moment("2027-01-04 12:00")
steps = st.lists(st.tuples(st.sampled_from(LINES), st.integers(0, 3)), max_size=8)
hours = st.integers(-2, 26)


def entered(drawn: list[tuple[str, int]], is_settled: bool = False) -> tuple[Book, list[Book]]:
    """The book after these orders, each so many hours after the one before, with the book after each of them."""
    now = CLOCK
    desk = Desk(MemoryLedger(), lambda: now)
    books = [desk.book]
    for line, wait in drawn:
        now = now + timedelta(hours=wait)
        enter(desk, line, now)
        books.append(desk.book)
    if is_settled:
        for leg_id, holding in desk.book.holdings.items():
            if holding.position.quantity and holding.leg.expiry < JANUARY.date():
                edit = SettleLeg(desk.next_id, leg_id, Decimal(6340 if holding.leg.root == "SPXW" else 19), JANUARY)
                done(desk, edit)
    return desk.book, books


def at(hour: int) -> datetime:
    return CLOCK + timedelta(hours=hour)


@settings(max_examples=40)
@given(steps, st.booleans())
def test_the_book_as_of_now_is_the_book(drawn: list[tuple[str, int]], is_settled: bool) -> None:
    book, _ = entered(drawn, is_settled)
    now = as_of(book, JANUARY)
    assert now == book
    assert now.holdings == book.holdings
    assert list(now.holdings) == list(book.holdings)


@settings(max_examples=40)
@given(steps, hours, hours)
def test_a_past_book_is_part_of_every_later_one(drawn: list[tuple[str, int]], one: int, other: int) -> None:
    book, _ = entered(drawn, is_settled=True)
    earlier, later = (as_of(book, at(hour)) for hour in sorted((one, other)))
    assert as_of(later, at(min(one, other))) == earlier
    for table in TABLES:
        assert getattr(earlier, table).items() <= getattr(later, table).items()


@settings(max_examples=40)
@given(steps)
def test_before_the_first_fill_nothing_is_held(drawn: list[tuple[str, int]]) -> None:
    book, _ = entered(drawn)
    first = began_at(book)
    assert (first is None) == (not drawn)
    before = as_of(book, (first or CLOCK) - timedelta(microseconds=1))
    for table in ("campaigns", "trades", "legs", "fills", "settlements", "holdings"):
        assert not getattr(before, table)
    assert (before.accounts, before.rules, before.layers) == (book.accounts, book.rules, book.layers)


@settings(max_examples=40)
@given(steps, steps, st.integers(0, 20))
def test_later_fills_change_no_past_book(
    drawn: list[tuple[str, int]], more: list[tuple[str, int]], hour: int
) -> None:
    """Entering goes on after the moment: whatever is opened, added to or closed then, the past stays."""
    book, books = entered([*drawn, *((line, 30 if n == 0 else wait) for n, (line, wait) in enumerate(more))])
    past = at(min(hour, sum(wait for _, wait in drawn) + 1))
    assert as_of(book, past) == as_of(books[len(drawn)], past)


@settings(max_examples=40)
@given(steps, hours)
def test_positions_are_those_of_the_fills_up_to_then(drawn: list[tuple[str, int]], hour: int) -> None:
    """Against a book that lost every later fill and settlement and kept all its legs."""
    book, _ = entered(drawn, is_settled=True)
    tables = {table: getattr(book, table) for table in TABLES}
    for table in ("fills", "settlements"):
        tables[table] = {key: row for key, row in tables[table].items() if row.moment <= at(hour)}
    cut, past = book_of(tables), as_of(book, at(hour))
    assert quantities(past) == quantities(cut)
    assert {h.leg.id: h.position for h in past.holdings.values()} == {
        h.leg.id: h.position for h in cut.holdings.values() if h.fills
    }


def test_a_book_entered_in_time_passes_through_its_own_past() -> None:
    book, books = entered([(line, 1) for line in LINES])
    for number, before in enumerate(books):
        assert as_of(book, at(number)) == before


def test_a_settled_leg_is_open_the_moment_before() -> None:
    book, _ = entered([(LINES[4], 0)], is_settled=True)
    (holding,) = book.holdings.values()
    settles_at = settlement_moment(holding.product, holding.leg.expiry)
    assert quantities(as_of(book, settles_at)) == {}
    assert held(as_of(book, settles_at - timedelta(seconds=1)), "VIX 16DEC26 17C").position.quantity == 4


def test_a_correction_of_today_reaches_into_the_past() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 18DEC26 6350P @3")
    (fill,) = desk.book.fills
    done(desk, CorrectFill(fill, CLOCK, quantity=-5))
    assert quantities(as_of(desk.book, CLOCK)) == {"SPXW 18DEC26 6350P": -5}


def test_what_nothing_dates_stands_as_it_does_today() -> None:
    desk = founded_desk()
    enter(desk, "-1 SPXW 18DEC26 6350P @3")
    (leg,) = desk.book.legs.values()
    tables = {table: getattr(desk.book, table) for table in TABLES}
    tables["fills"] = {}
    tables["campaigns"] = {**tables["campaigns"], 500: Campaign(500, 2, "planned", "core")}
    book = book_of(tables)
    early = as_of(book, CLOCK - timedelta(days=1))
    assert list(early.campaigns) == [500]
    assert not early.trades
    assert as_of(book, CLOCK).legs == {leg.id: replace(leg)}
    tables["legs"] = {}
    assert as_of(book_of(tables), CLOCK).trades == book.trades
    assert not as_of(book_of(tables), CLOCK - timedelta(days=1)).trades
