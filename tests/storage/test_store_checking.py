"""`check`: whatever was changed in a row or a line is found and named; nothing else is."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.founded_books import CLOCK
from support.stored_books import book_in, findings, make_history, meddle, open_to_write

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.chain import BEFORE_FIRST, hash_of
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.schema import GUARDS

FLIPS = 400
Content = Mapping[tuple[str, Any], tuple[Any, ...]]


def test_a_sound_file_has_no_findings_and_says_what_was_verified(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    report = check(path, CLOCK)
    book = book_in(path)
    assert report.findings == ()
    assert report.lines == 6
    assert report.rows == sum(len(getattr(book, table)) for table in TABLES)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_history(tmp_path_factory.mktemp("sound") / "book.alvh")


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    """A copy to meddle with: one condor, one hedge and one future, with an undo and a redo."""
    return Path(shutil.copyfile(sound, tmp_path / "book.alvh"))


def sql(*texts: str) -> Callable[[Path], None]:
    return lambda path: meddle(path, *texts)


def without_guards(*texts: str) -> Callable[[Path], None]:
    return sql(*(f"DROP TRIGGER {name}" for name in GUARDS), *texts)


def rewrite(number: int, change: str, *, anew: bool = False) -> Callable[[Path], None]:
    """Change a line as somebody would who knows the triggers, and when `anew` the hashes too."""

    def meddling(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            guards = [text for (text,) in connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
            for name in GUARDS:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(f"UPDATE edits SET {change} WHERE number = {number}")  # noqa: S608 - texts of this test
            if anew:
                hash_lines_anew(connection)
            for text in guards:
                connection.execute(text)

    return meddling


def hash_lines_anew(connection: sqlite3.Connection) -> None:
    hash_before = BEFORE_FIRST
    connection.row_factory = sqlite3.Row
    for line in connection.execute("SELECT * FROM edits ORDER BY number").fetchall():
        hash_before = hash_of(dict(line), hash_before)
        connection.execute("UPDATE edits SET hash = ? WHERE number = ?", (hash_before, line["number"]))


EVIL = "CREATE TRIGGER evil AFTER INSERT ON fills BEGIN DELETE FROM legs; END"
NO_ROW = '[["fills",[7],3,4]]'
NESTED = "[" * 100_000

MEDDLING: list[tuple[str, Callable[[Path], None], str]] = [
    (
        "a price",
        sql("UPDATE fills SET price = 1 WHERE id = 96"),
        "fills row 96: price is 1, the edit lines say 320000000",
    ),
    ("a price by a unit", sql("UPDATE fills SET price = price + 1 WHERE id = 98"), "fills row 98: price is 1, "),
    ("a sign", sql("UPDATE fills SET quantity = -quantity WHERE id = 98"), "fills row 98: quantity is 10, "),
    ("a moment", sql("UPDATE fills SET moment = '2026' WHERE id = 98"), "fills row 98: moment is '2026', "),
    ("a strike", sql("UPDATE legs SET strike = NULL WHERE id = 93"), "legs row 93: strike is None, "),
    (
        "a rule",
        sql("UPDATE rules SET act = 1 WHERE id = 'hedge.short_delta'"),
        "rules row hedge.short_delta: act is 1, ",
    ),
    (
        "a product",
        sql("UPDATE products SET multiplier = 1 WHERE root = 'SPXW'"),
        "products row SPXW: multiplier is 1, ",
    ),
    ("the name", sql("UPDATE portfolio SET name = 'Mine'"), "portfolio row 1: name is 'Mine', "),
    ("a row gone", sql("PRAGMA foreign_keys=OFF", "DELETE FROM fills WHERE id = 98"), "fills row 98 is missing"),
    (
        "a row more",
        sql("INSERT INTO accounts VALUES (500, 'Secret', 'real', '')"),
        "accounts row 500 stands in no edit line",
    ),
    ("a key", sql("UPDATE accounts SET id = 91 WHERE id = 90"), "accounts row 91 stands in no edit line"),
    ("a label", rewrite(4, "label = 'x'"), "edits line 4 (x) was changed: its hash does not match"),
    (
        "a line's moment",
        rewrite(4, "moment = '2026-11-20T20:31:00.000000Z'"),
        "edits line 4 (Buy 1 VX 20JAN27 future) was",
    ),
    ("a line's rows", rewrite(2, "rows = replace(rows, '-10', '-11')"), "edits line 2 ("),
    (
        "rows hashed anew",
        rewrite(2, "rows = replace(rows, '-10', '-11')", anew=True),
        "fills row 96: quantity is -10, ",
    ),
    ("nonsense", rewrite(4, "rows = 'nonsense'"), "edits line 4 cannot be read (Expecting value"),
    (
        "no rows, hashed anew",
        rewrite(4, "rows = '[]'", anew=True),
        "edits line 5 changes fills row 107, which did not",
    ),
    ("no row, hashed anew", rewrite(4, f"rows = '{NO_ROW}'", anew=True), "edits line 4 cannot be read (a row is not"),
    ("nested, hashed anew", rewrite(4, f"rows = '{NESTED}'", anew=True), "edits line 4 cannot be read ("),
    ("a line gone", without_guards("DELETE FROM edits WHERE number = 3"), "edits line 3 is missing"),
    (
        "the last lines gone",
        without_guards("DELETE FROM edits WHERE number > 3"),
        "trades row 105 stands in no edit line",
    ),
    ("all lines gone", without_guards("DELETE FROM edits"), "portfolio row 1 stands in no edit line"),
    ("the guards", without_guards(), "the trigger edits_refuse_"),
    ("a view", sql("CREATE VIEW mine AS SELECT * FROM fills"), "the view mine was not made by this program"),
    ("a trigger", sql(EVIL), "the trigger evil was not made by this program"),
    ("a table", sql("CREATE TABLE mine (id INTEGER)"), "the table mine was not made by this program"),
    ("an index", sql("CREATE INDEX mine ON fills (price)"), "the index mine was not made by this program"),
    ("a column", sql("ALTER TABLE fills ADD COLUMN mine TEXT"), "the table fills was altered"),
    ("a table gone", sql("DROP TABLE settlements"), "settlements cannot be read (no such table: settlements)"),
    ("the lines' table gone", sql("DROP TABLE edits"), "edits line 1 cannot be read (no such table: edits)"),
]


@pytest.mark.parametrize(("meddling", "finding"), [case[1:] for case in MEDDLING], ids=[case[0] for case in MEDDLING])
def test_what_another_tool_did_is_named(path: Path, meddling: Callable[[Path], None], finding: str) -> None:
    meddling(path)
    found = findings(path)
    assert any(each.startswith(finding) for each in found), found


def test_one_changed_cell_is_one_finding(path: Path) -> None:
    sql("UPDATE fills SET fee = fee + 1 WHERE id = 98")(path)
    assert len(findings(path)) == 1


def test_undo_and_redo_cut_off_together_cannot_be_told_from_never(path: Path) -> None:
    """The chain proves what is there; that something newer once was can be seen in backups only."""
    without_guards("DELETE FROM edits WHERE number > 4")(path)
    assert all("trigger" in finding for finding in findings(path))


def content_of(path: Path) -> Content | None:
    """Every row and line as SQLite reads it, bytes as they are; None where it cannot be read."""
    found: dict[tuple[str, Any], tuple[Any, ...]] = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            for table in (*TABLES, "edits"):
                for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - our names
                    key = row[0].decode(errors="replace") if isinstance(row[0], bytes) else row[0]
                    found[table, key] = tuple((type(cell), cell) for cell in row)
        except (sqlite3.Error, UnicodeDecodeError):
            return None
    return found


def test_one_changed_byte_is_found_wherever_it_changes_a_row_or_a_line(sound: Path, path: Path) -> None:
    before, book = content_of(sound), book_in(sound)
    assert before is not None
    content = sound.read_bytes()
    places = random.Random(11)
    used = [place for place, byte in enumerate(content) if byte]
    changed = missed = 0
    for _ in range(FLIPS):
        flipped = bytearray(content)
        place = places.choice(used)
        flipped[place] ^= places.randrange(1, 256)
        path.write_bytes(flipped)
        after = content_of(path)
        found = findings_or_refusal(path)
        if after != before:
            changed += 1
            assert found, f"byte {place} changed a row or a line, and nothing was found"
            if after is not None:
                keys = {key for key in before if before[key] != after.get(key)}
                missed += bool(keys) and not any(names(finding, key) for key in keys for finding in found)
        assert_opens_soundly_or_is_refused(path, book, is_sound=not found)
    assert changed > FLIPS / 4
    assert missed == 0


def findings_or_refusal(path: Path) -> tuple[str, ...]:
    try:
        return findings(path)
    except KnownError as error:
        return (str(error),)


def names(finding: str, key: tuple[str, Any]) -> bool:
    """Whether a finding names this row or line."""
    table, row = key
    return f"{table} {'line' if table == 'edits' else 'row'} {row}" in finding


def assert_opens_soundly_or_is_refused(path: Path, book: Book, *, is_sound: bool) -> None:
    try:
        with closing(open_to_write(path)) as file:
            loaded = file.load()
            file.recent(100)
    except KnownError:
        return
    assert loaded == book or not is_sound
