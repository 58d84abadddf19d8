"""Typed values in the file: kept exactly, followed by check, and there after a migration from format 1."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from support.founded_books import CLOCK, done
from support.stored_books import book_in, create, desk_of, findings, meddle, open_to_write

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits.inputs import EnterInputs, RemoveInput
from alvh_desktop.domain.inputs import family_on, value_on
from alvh_desktop.domain.records import Input
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.schema import MIGRATIONS

BOOKS = Path(__file__).parents[1] / "data" / "books"
DAY = date(2026, 11, 20)


def rows(first: int) -> tuple[Input, ...]:
    return (
        Input(first, "response.a", DAY, Decimal("0.07800001"), "own fit, \N{GREEK SMALL LETTER ALPHA} and 'b'"),
        Input(first + 1, "pm.spx_down", date(2026, 11, 2), Decimal("-7.5"), "typed"),
    )


def test_typed_values_come_back_exactly_and_check_follows_them(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        desk = desk_of(file)
        entered = rows(desk.next_id)
        done(desk, EnterInputs(entered))
        changed = Input(entered[0].id, "response.a", DAY, Decimal("0.09"), "typed")
        done(desk, EnterInputs((Input(desk.next_id, "response.a", DAY, Decimal("0.09"), "typed"),)))
        done(desk, RemoveInput(entered[1].id))
        book = desk.book
    assert book_in(path) == book
    assert book_in(path).inputs == {changed.id: changed}
    with closing(open_to_write(path)) as file:
        desk = desk_of(file)
        for _ in range(2):
            desk.undo()
        assert dict(desk.book.inputs) == {row.id: row for row in entered}
    assert findings(path) == ()


def test_a_value_changed_behind_the_program_is_found(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        desk = desk_of(file)
        first = desk.next_id
        done(desk, EnterInputs(rows(first)))
    meddle(path, "UPDATE inputs SET value = 1 WHERE name = 'response.a'")
    assert findings(path) == (f"inputs row {first}: value is 1, the edit lines say 7800001",)


def test_a_book_of_format_1_has_no_typed_values_and_takes_them(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-1.alvh", tmp_path / "book.alvh"))
    with closing(BookFile.open_for_writing(path, CLOCK, tmp_path / "backups")) as file:
        desk = desk_of(file)
        assert desk.book.inputs == {}
        assert value_on(desk.book.inputs, "response.a", DAY) == Decimal("0.078")
        done(desk, EnterInputs(rows(desk.next_id)))
        book = desk.book
    assert check(path, CLOCK).findings == ()
    assert book_in(path) == book
    (backup,) = (tmp_path / "backups").iterdir()
    assert check(backup, CLOCK, MIGRATIONS[:1]).findings == ()


def test_the_values_of_the_kept_book_of_format_3(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-3.alvh", tmp_path / "book.alvh"))
    open_to_write(path).close()
    inputs = book_in(path).inputs
    assert value_on(inputs, "response.a", DAY) == Decimal("0.088")
    assert value_on(inputs, "response.a", date(2026, 11, 19)) == Decimal("0.085")
    assert value_on(inputs, "response.a", date(2025, 12, 31)) == Decimal("0.078")
    assert value_on(inputs, "pm.spx_down", DAY) == -8
    assert value_on(inputs, "equity", DAY) == Decimal("250000.50")
    assert {n: row.value for n, row in family_on(inputs, "rate", DAY).items()} == {
        30: Decimal("3.71"), 90: Decimal("3.68")
    }  # fmt: skip
    assert {n: row.source for n, row in family_on(inputs, "margin.VX", DAY).items()} == {1: "broker", 2: "broker"}
    assert family_on(inputs, "margin.VX", date(2026, 11, 15)) == {}


def test_values_are_found_by_name_through_an_index(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    create(path).close()
    with closing(sqlite3.connect(path)) as connection:
        (plan,) = connection.execute("EXPLAIN QUERY PLAN SELECT * FROM inputs WHERE name = 'equity'").fetchall()
    assert "USING INDEX idx_inputs_name" in plan[3]


def test_the_events_and_marks_of_the_kept_book_of_format_3(tmp_path: Path) -> None:
    path = Path(shutil.copy(BOOKS / "format-3.alvh", tmp_path / "book.alvh"))
    open_to_write(path).close()
    book = book_in(path)
    assert [(row.kind, row.on.isoformat(), row.at, row.is_on) for row in book.events.values()] == [
        ("own", "2026-11-25", time(16, 0), True), ("FOMC", "2026-12-09", None, False),
        ("CPI", "2027-01-13", time(8, 30), True),
    ]  # fmt: skip
    at = datetime(2026, 11, 20, 20, 50, tzinfo=UTC)
    assert [(row.contract, row.moment, row.price, row.source) for row in book.typed_marks.values()] == [
        (Contract("VIX", date(2026, 12, 16), Decimal(25), "C"), at, Decimal("1.12"), "typed"),
        (Contract("VX", date(2026, 12, 16)), at, Decimal("18.45"), "broker"),
    ]
    assert findings(BOOKS / "format-3.alvh") == ()
