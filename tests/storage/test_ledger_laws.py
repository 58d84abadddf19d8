"""What every ledger owes the desk, in memory and on disk: what was kept comes back, in order, exactly."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.founded_books import CLOCK, MemoryLedger, enter, founded_desk, founding_entry

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.ports import Entry, Ledger
from alvh_desktop.domain.book import Book, Row, book_of
from alvh_desktop.domain.events import KINDS
from alvh_desktop.domain.records import (
    TABLES,
    Account,
    Campaign,
    Event,
    Fill,
    Input,
    Layer,
    Record,
    TypedMark,
    id_of,
)
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
amounts = st.decimals(Decimal("-9999999999.99999999"), Decimal("9999999999.99999999"), places=8)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
names = texts.filter(bool)


@st.composite
def changed_records(draw: st.DrawFn) -> tuple[str, Record]:
    """A row of a founded book with new values, or a new one."""
    table = draw(st.sampled_from(
        ["accounts", "campaigns", "layers", "rules", "products", "portfolio", "fills", "inputs", "events",
         "typed_marks"]
    ))  # fmt: skip
    book = founded_desk().book
    if table == "accounts":
        return table, Account(draw(st.sampled_from([2, 90, 500, 501])), draw(names))
    if table == "campaigns":
        sleeve = draw(st.sampled_from(["core", "alvh", "second_engine"]))
        return table, Campaign(draw(st.integers(600, 603)), 2, draw(names), sleeve)
    if table == "layers":
        return table, Layer(draw(st.integers(3, 6)), "long", draw(st.integers(0, 99)), 30, 5, draw(amounts))
    if table == "inputs":
        number, on = draw(st.integers(800, 802)), draw(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
        return table, Input(number, draw(names), on, draw(amounts), draw(texts))
    if table == "events":
        number, on = draw(st.integers(820, 822)), draw(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
        kind, at = draw(st.sampled_from(KINDS)), draw(st.none() | st.times().map(_without_zone))
        return table, Event(number, kind, on, at, draw(names), draw(texts), draw(st.booleans()))
    if table == "typed_marks":
        number, price = draw(st.integers(840, 842)), draw(amounts)
        of = draw(st.sampled_from([("VIX", None, None, None), ("VX", date(2026, 12, 16), None, None),
                                   ("SPXW", date(2026, 12, 18), Decimal(6350), "P")]))  # fmt: skip
        return table, TypedMark(number, *of, draw(moments), price, draw(texts))
    if table == "fills":
        return table, Fill(
            draw(st.integers(700, 702)), 93, draw(st.integers(-(10**5), 10**5)), draw(amounts), draw(amounts),
            draw(moments), draw(st.sampled_from(["own", "mid", "remainder", "package"])),
        )  # fmt: skip
    if table == "rules":
        rule = draw(st.sampled_from(list(book.rules.values())))
        new = {"watch": draw(st.none() | amounts), "is_on": draw(st.booleans()), "advice": draw(texts)}
        return table, replace(rule, hold_seconds=draw(st.integers(0, 10**9)), **new)
    if table == "products":
        product = draw(st.sampled_from(list(book.products.values())))
        ticks = draw(st.permutations(product.ticks))
        return table, replace(product, multiplier=draw(amounts), ticks=tuple(ticks), forward_root=draw(st.none()))
    return table, replace(book.portfolio[1], simulated_at=draw(st.none() | moments), name=draw(names))


def _without_zone(at: time) -> time:
    return at.replace(tzinfo=None)


changes = st.lists(st.tuples(changed_records(), texts), max_size=8)


@contextmanager
def a_file() -> Iterator[BookFile]:
    with TemporaryDirectory() as folder:
        file = BookFile.create(Path(folder) / "book.alvh", founding_entry(), CLOCK)
        try:
            enter(Desk(file, lambda: CLOCK), "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct")
            yield file
        finally:
            file.close()


def commit_all(ledger: Ledger, drawn: list[tuple[tuple[str, Record], str]]) -> Book:
    book = ledger.load()
    for number, ((table, record), label) in enumerate(drawn):
        before = getattr(book, table).get(id_of(record))
        if before == record:
            continue
        row = Row(table, id_of(record), before, record)
        ledger.commit(Entry("edit", CLOCK, label, None, (row,), 1000 + number))
        book = book.after([row])
    return book


@settings(max_examples=40)
@given(changes)
def test_what_was_kept_comes_back_exactly(drawn: list[tuple[tuple[str, Record], str]]) -> None:
    with a_file() as file:
        book = commit_all(file, drawn)
        for path in (file.path,):
            reader = BookFile.open_for_reading(path, CLOCK)
            stored = reader.load()
            assert reader.recent(1000) == file.recent(1000)
            reader.close()
            assert stored == book
            assert stored.holdings == book.holdings
            assert [list(getattr(stored, table)) for table in TABLES] == [
                list(getattr(book, table)) for table in TABLES
            ]
            assert _types(stored) == _types(book)
        assert check(file.path, CLOCK).findings == ()


@settings(max_examples=40)
@given(changes)
def test_the_book_is_what_its_lines_add_up_to(drawn: list[tuple[tuple[str, Record], str]]) -> None:
    with a_file() as file:
        book = commit_all(file, drawn)
        from_lines = Book()
        for line in file.recent(1000):
            from_lines = from_lines.after(line.entry.rows)
        assert from_lines == book
        assert from_lines.holdings == book.holdings


@settings(max_examples=20)
@given(changes, st.integers(1, 12))
def test_recent_lines_are_the_last_ones_oldest_first(drawn: list[tuple[tuple[str, Record], str]], count: int) -> None:
    with a_file() as file:
        commit_all(file, drawn)
        every = file.recent(1000)
        assert [line.number for line in every] == list(range(1, len(every) + 1))
        assert file.recent(count) == every[-count:]


@settings(max_examples=40)
@given(changes)
def test_memory_and_disk_are_one_to_the_desk(drawn: list[tuple[tuple[str, Record], str]]) -> None:
    memory = MemoryLedger()
    enter(founded_desk(memory), "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct")
    with a_file() as file:
        assert commit_all(file, drawn) == commit_all(memory, drawn)
        assert file.recent(1000) == memory.recent(1000)
        desk = Desk(file, lambda: CLOCK), Desk(memory, lambda: CLOCK)
        for step in ("undo", "undo", "redo", "undo"):
            answers = [getattr(one, step)() for one in desk]
            assert answers[0] == answers[1]
        assert desk[0].book == desk[1].book


def test_rows_out_of_order_are_put_in_order_by_every_road() -> None:
    """The skeleton of this design once found an undone removal at another place in the file than on the screen."""
    rows = [Row("accounts", number, None, Account(number, "x")) for number in (7, 3, 5)]
    book = Book().after(rows)
    assert list(book.accounts) == [3, 5, 7]
    book = book.after([rows[1].turned()])
    assert list(book.after([rows[1]]).accounts) == [3, 5, 7]
    assert book_of({"accounts": {}}) == Book()


def test_a_row_that_stands_on_another_is_refused_before_it_is_put() -> None:
    account = Account(3, "x")
    book = Book().after([Row("accounts", 3, None, account)])
    for row in (
        Row("accounts", 3, None, Account(3, "y")),
        Row("accounts", 3, Account(3, "y"), None),
        Row("accounts", 4, account, None),
    ):
        with pytest.raises(ValueError, match="is not what the edit found there"):
            book.after([row])


def _types(book: Book) -> list[Any]:
    """The type of every value: a text "1" and a whole number 1 are equal nowhere else, 0 and False are."""
    return [
        [(key, [type(getattr(record, field.name)) for field in fields(record)]) for key, record in table.items()]
        for table in (getattr(book, name) for name in TABLES)
    ]
