"""Saving: all or nothing, and never into a file that is not the one that was opened."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from subprocess import PIPE

import pytest
from support.founded_books import enter
from support.stored_books import (
    ORDERS,
    book_in,
    create,
    desk_of,
    enter_orders,
    findings,
    make_history,
    meddle,
    next_entry,
    open_to_read,
    open_to_write,
    reading_beside,
    run_child,
    told_to_stop,
)

from alvh_desktop.domain.book import Row
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage import opening
from alvh_desktop.storage.backups import back_up_to

MOVED = (
    "{file} was deleted, moved or replaced while it was open: nothing was saved. "
    "Save a copy under another name, or open the file again."
)
CHANGED = (
    "{file} changed outside the program; your edit is not lost but not saved either. "
    "Save a copy under another name, or reload it."
)


def replace_by(other: str) -> Callable[[Path], object]:
    return lambda path: os.replace(path.with_name(other), path)


def write_over_with(other: str) -> Callable[[Path], object]:
    """As a sync program does that writes into the file itself."""
    return lambda path: shutil.copyfile(path.with_name(other), path)


def change_a_cell(path: Path) -> None:
    meddle(path, "UPDATE fills SET price = price + 1 WHERE id = (SELECT min(id) FROM fills)")


def add_a_trigger(path: Path) -> None:
    meddle(path, "CREATE TRIGGER evil AFTER INSERT ON campaigns BEGIN DELETE FROM fills; END")


NO_TABLE = "{file} is damaged (no such table: edits). Run 'check' on it, and restore a backup."
FOREIGN = "{file} belongs to another program, it is not a portfolio file. Choose a file that ends in .alvh."
EMPTY = "{file} is empty (0 bytes), it holds no portfolio. Restore a backup of it."

OUTSIDE: list[tuple[str, Callable[[Path], object], str, str]] = [
    ("deleted", Path.unlink, MOVED, MOVED),
    ("renamed", lambda path: path.rename(path.with_name("elsewhere.alvh")), MOVED, MOVED),
    ("replaced by an older copy", replace_by("older.alvh"), MOVED, MOVED),
    ("replaced by another program's", replace_by("foreign.db"), MOVED, MOVED),
    ("written over by an older copy", write_over_with("older.alvh"), CHANGED, CHANGED),
    ("written over by a copy that took another way", write_over_with("other way.alvh"), CHANGED, CHANGED),
    ("written over by another program's", write_over_with("foreign.db"), NO_TABLE, FOREIGN),
    ("emptied", lambda path: os.truncate(path, 0), NO_TABLE, EMPTY),
    ("one cell changed", change_a_cell, CHANGED, CHANGED),
    ("a trigger added", add_a_trigger, CHANGED, CHANGED),
    ("vacuumed", lambda path: meddle(path, "VACUUM"), CHANGED, CHANGED),
]


@pytest.mark.parametrize(
    ("happens", "first", "again"), [case[1:] for case in OUTSIDE], ids=[case[0] for case in OUTSIDE]
)
def test_nothing_is_saved_into_a_file_that_changed_while_it_was_open(
    tmp_path: Path, happens: Callable[[Path], object], first: str, again: str
) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        enter_orders(file, ORDERS[:1])
        make_copies(path)
        desk = desk_of(file)
        enter(desk, ORDERS[1])
        before = desk.book
        happens(path)
        content = path.read_bytes() if path.exists() else None
        for sentence in (first, again, again):
            with pytest.raises(KnownError) as refused:
                enter(desk, ORDERS[2])
            assert str(refused.value) == sentence.format(file=path)
            assert desk.book is before
        assert (path.read_bytes() if path.exists() else None) == content


def make_copies(path: Path) -> None:
    """Beside the file: itself as it stands, itself with another next line of the same size, and a foreign file."""
    for name in ("older.alvh", "other way.alvh"):
        shutil.copyfile(path, path.with_name(name))
    with closing(open_to_write(path.with_name("other way.alvh"))) as file:
        enter_orders(file, ("+4 VIX 16DEC26 18C @2.02 fee 0.79/ct",))
    meddle(path.with_name("foreign.db"), "CREATE TABLE notes (id INTEGER)")


@pytest.mark.parametrize("happens", [case[1] for case in OUTSIDE[:4]], ids=[case[0] for case in OUTSIDE[:4]])
def test_what_was_saved_can_be_copied_out_of_a_file_that_is_gone(
    tmp_path: Path, happens: Callable[[Path], object]
) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        make_copies(path)
        enter_orders(file)
        before = desk_of(file).book
        happens(path)
        with pytest.raises(KnownError, match="nothing was saved"):
            file.commit(next_entry(file))
        file.copy_to(tmp_path / "saved.alvh")
    assert book_in(tmp_path / "saved.alvh") == before
    assert findings(tmp_path / "saved.alvh") == ()


def test_a_save_is_refused_where_a_row_is_not_what_the_book_believes(tmp_path: Path) -> None:
    with closing(create(tmp_path / "book.alvh")) as file:
        enter_orders(file, ORDERS[:1])
        campaign = next(iter(file.load().campaigns.values()))
        stale = replace(campaign, name="what once stood there")
        row = Row("campaigns", campaign.id, stale, replace(stale, name="new"))
        with pytest.raises(KnownError) as refused:
            file.commit(replace(next_entry(file), rows=(row,)))
        assert str(refused.value).endswith(f"Row {campaign.id} of campaigns differs: run 'check'.")
        assert file.load().campaigns[campaign.id] == campaign
        assert file.commit(next_entry(file)).number == 3


def test_a_file_open_for_reading_takes_nothing(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with closing(open_to_read(path)) as file, pytest.raises(KnownError) as refused:
        file.commit(next_entry(file))
    assert str(refused.value) == (f"{path} is open read-only. Close the program that holds it, then open it again.")


def test_a_closed_file_takes_nothing(tmp_path: Path) -> None:
    file = create(tmp_path / "book.alvh")
    entry = next_entry(file)
    file.close()
    file.close()
    with pytest.raises(KnownError, match="open read-only"):
        file.commit(entry)


def test_another_program_in_the_middle_of_a_write_is_waited_for_and_then_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_BUSY_MS", 100)
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        entry = next_entry(file)
        with told_to_stop(run_child("storing_child.py", "hold_the_database", path, stdin=PIPE)):
            with pytest.raises(KnownError) as refused:
                file.commit(entry)
            assert str(refused.value) == (
                f"Another program holds {path}: nothing was saved. Close it there and do it again."
            )
            for work in (lambda: back_up_to(path, tmp_path / "copy.alvh"), lambda: findings(path)):
                with pytest.raises(KnownError, match="Another program holds"):
                    work()
        assert file.commit(entry).number == 2
    assert not (tmp_path / "copy.alvh").exists()


def test_what_changed_while_a_save_waited_in_vain_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "_BUSY_MS", 50)
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        enter_orders(file)
        entry = next_entry(file)
        with closing(sqlite3.connect(path, isolation_level=None)) as reader:
            reader.execute("BEGIN")
            reader.execute("SELECT * FROM fills").fetchone()
            with pytest.raises(KnownError, match="Another program holds"):
                file.commit(entry)
        change_a_cell(path)
        with pytest.raises(KnownError, match="changed outside the program"):
            file.commit(entry)


VALUES = {
    "an emoji and a quote": "Peter's \U0001f680 'book'; DROP TABLE fills; --",
    "a NUL inside": "before\0after",
    "right to left": "\u202edetrevni",
    "one megabyte": "x" * 1_000_000,
    "nothing": "",
}


@pytest.mark.parametrize("text", list(VALUES.values()), ids=list(VALUES))
def test_every_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        entry = next_entry(file, text)
        file.commit(entry)
        assert file.recent(1)[0].entry == entry
    assert book_in(path).campaigns[entry.top_id].name == text
    assert findings(path) == ()


FITS_NOT = {
    "half of a surrogate pair": ("name", "\ud800", UnicodeEncodeError),
    "more than 64 bits": ("id", 2**63, OverflowError),
    "a float": ("account_id", 2.0, TypeError),
    "a number as a name": ("name", 7, TypeError),
}


@pytest.mark.parametrize(("column", "value", "error"), list(FITS_NOT.values()), ids=list(FITS_NOT))
def test_what_no_column_holds_is_a_bug_and_nothing_of_it_is_stored(
    tmp_path: Path, column: str, value: object, error: type[Exception]
) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        entry = next_entry(file)
        campaign = replace(entry.rows[0].after, **{column: value})
        row = Row("campaigns", campaign.id, None, campaign)
        with pytest.raises(error):
            file.commit(replace(entry, rows=(*entry.rows, row) if column != "name" else (row,)))
        assert file.commit(entry).number == 2
    assert findings(path) == ()
    assert len(book_in(path).campaigns) == 1


def test_money_with_more_than_eight_decimals_is_a_bug_and_nothing_of_it_is_stored(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)) as file:
        enter_orders(file, ORDERS[:1])
        fill = next(iter(file.load().fills.values()))
        entry = next_entry(file)
        row = Row("fills", fill.id, fill, replace(fill, price=Decimal("0.000000001")))
        with pytest.raises(ValueError, match="does not fit 8 decimal places"):
            file.commit(replace(entry, rows=(*entry.rows, row)))
        assert file.commit(entry).number == 3
    assert findings(path) == ()


def test_a_reader_sees_one_moment_while_another_process_saves(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with reading_beside(run_child("storing_child.py", "save_until_killed", path, 0.005)) as numbers:
        for _ in range(60):
            with closing(open_to_read(path)) as file:
                book, line = file.load(), file.recent(1)[0]
                assert line.number >= 6
                assert len(book.fills) == 6
            assert findings(path) == ()
    assert numbers[-1] > 20, "readers kept the writer from saving"
