"""`check`: whatever was changed in a row or a line is found and named; nothing else is."""

import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.domain.records import TABLES
from alvh_desktop.storage.chain import BEFORE_FIRST, hash_of
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.rows import key_column
from alvh_desktop.storage.schema import GUARDS
from support.founded_books import CLOCK
from support.stored_books import book_in, create, enter_orders, findings, make_history, meddle, open_to_write

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


def statements(*texts: str) -> Callable[[Path], None]:
    return lambda path: meddle(path, *texts)


def drop_guards(path: Path) -> None:
    meddle(path, *(f"DROP TRIGGER {name}" for name in GUARDS))


def rewrite_line(number: int, change: str, *, with_hash: bool = False) -> Callable[[Path], None]:
    """Change a line as somebody would who knows the triggers, and hashes too."""

    def rewrite(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            guards = [sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE type = 'trigger'")]
            for name in GUARDS:
                connection.execute(f"DROP TRIGGER {name}")
            connection.execute(f"UPDATE edits SET {change} WHERE number = {number}")
            if with_hash:
                hash_lines_anew(connection)
            for sql in guards:
                connection.execute(sql)

    return rewrite


def hash_lines_anew(connection: sqlite3.Connection) -> None:
    hash_before = BEFORE_FIRST
    connection.row_factory = sqlite3.Row
    for line in connection.execute("SELECT * FROM edits ORDER BY number").fetchall():
        hash_before = hash_of(dict(line), hash_before)
        connection.execute("UPDATE edits SET hash = ? WHERE number = ?", (hash_before, line["number"]))


LINE_4 = "edits line 4 (+1 VX 20JAN27 @18.35 fee 2.40/ct)"
MEDDLING: list[tuple[str, Callable[[Path], None], str]] = [
    ("a price", statements("UPDATE fills SET price = 321000000 WHERE id = 98"),
     "fills row 98: price is 321000000, the edit lines say"),
    ("a price by one unit", statements("UPDATE fills SET price = price + 1 WHERE id = 98"), "fills row 98: price is "),
    ("a sign", statements("UPDATE fills SET quantity = -quantity WHERE id = 98"), "fills row 98: quantity is "),
    ("a moment", statements("UPDATE fills SET moment = '2026-11-20T20:30:00.000001Z' WHERE id = 98"),
     "fills row 98: moment is '2026-11-20T20:30:00.000001Z', the edit lines say '2026-11-20T20:30:00.000000Z'"),
    ("a strike", statements("UPDATE legs SET strike = NULL WHERE id = 93"), "legs row 93: strike is None, the edit lines say "),
    ("a rule", statements("UPDATE rules SET act = 1 WHERE id = 'hedge.short_delta'"), "rules row hedge.short_delta: act is 1"),
    ("a product", statements("UPDATE products SET multiplier = 1 WHERE root = 'SPXW'"), "products row SPXW: multiplier is 1"),
    ("the name", statements("UPDATE portfolio SET name = 'Mine'"), "portfolio row 1: name is 'Mine', the edit lines say 'Test book'"),
    ("a row removed", statements("PRAGMA foreign_keys=OFF", "DELETE FROM fills WHERE id = 98"), "fills row 98 is missing"),
    ("a row added", statements("INSERT INTO accounts VALUES (500, 'Secret')"), "accounts row 500 stands in no edit line"),
    ("a key changed", statements("UPDATE accounts SET id = 91 WHERE id = 90"), "accounts row 91 stands in no edit line"),
    ("a line's label", rewrite_line(4, "label = 'Nothing'"), "edits line 4 (Nothing) was changed: its hash does not match"),
    ("a line's moment", rewrite_line(4, "moment = '2026-11-20T20:31:00.000000Z'"), "edits line 4"),
    ("a line's rows", rewrite_line(2, "rows = replace(rows, '-10', '-11')"), "edits line 2"),
    ("a line's rows, hashed anew", rewrite_line(2, "rows = replace(rows, '-10', '-11')", with_hash=True), "fills row 9"),
    ("a line made nonsense", rewrite_line(4, "rows = 'nonsense'"), "edits line 4"),
    ("a line without rows, hashed anew", rewrite_line(4, "rows = '[]'", with_hash=True), "campaigns row 101 stands in no edit line"),
    ("a row that is no row, hashed anew", rewrite_line(4, "rows = '[[\"fills\",[7],3,4]]'", with_hash=True),
     "edits line 4 cannot be read (a row is not a table, a key and what stood there before and after)"),
    ("a line nested without end, hashed anew", rewrite_line(4, "rows = '" + "[" * 100_000 + "'", with_hash=True),
     "edits line 4 cannot be read"),
    ("a line removed", lambda path: (drop_guards(path), meddle(path, "DELETE FROM edits WHERE number = 3"))[-1],
     "edits line 3 is missing"),
    ("the last lines removed", lambda path: (drop_guards(path), meddle(path, "DELETE FROM edits WHERE number > 3"))[-1],
     "trades row "),
    ("all lines removed", lambda path: (drop_guards(path), meddle(path, "DELETE FROM edits"))[-1], "portfolio row 1 stands in no edit line"),
    ("a view", statements("CREATE VIEW mine AS SELECT * FROM fills"), "the view mine was not made by this program"),
    ("a trigger", statements("CREATE TRIGGER evil AFTER INSERT ON fills BEGIN DELETE FROM legs; END"),
     "the trigger evil was not made by this program"),
    ("a table", statements("CREATE TABLE mine (id INTEGER)"), "the table mine was not made by this program"),
    ("an index", statements("CREATE INDEX mine ON fills (price)"), "the index mine was not made by this program"),
    ("a column", statements("ALTER TABLE fills ADD COLUMN mine TEXT"), "the table fills was altered"),
    ("the guards", drop_guards, "the trigger edits_refuse_"),
    ("a table gone", statements("DROP TABLE settlements"), "settlements cannot be read (no such table: settlements)"),
    ("the lines gone", statements("DROP TABLE edits"), "edits line 1 cannot be read (no such table: edits)"),
]  # fmt: skip


@pytest.mark.parametrize(("meddling", "finding"), [case[1:] for case in MEDDLING], ids=[case[0] for case in MEDDLING])
def test_what_another_tool_did_is_named(path: Path, meddling: Callable[[Path], None], finding: str) -> None:
    meddling(path)
    found = findings(path)
    assert any(each.startswith(finding) for each in found), found


def test_one_changed_cell_is_one_finding(path: Path) -> None:
    statements("UPDATE fills SET fee = fee + 1 WHERE id = 98")(path)
    assert len(findings(path)) == 1


def test_undo_and_redo_cut_off_together_cannot_be_told_from_never(path: Path) -> None:
    """The chain proves what is there; that something newer once was can be seen in backups only."""
    drop_guards(path)
    meddle(path, "DELETE FROM edits WHERE number > 4")
    assert all("trigger" in finding for finding in findings(path))


def content_of(path: Path) -> Content | None:
    """Every row and line as SQLite reads it, bytes as they are; None where it cannot be read."""
    found: dict[tuple[str, Any], tuple[Any, ...]] = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = bytes
        try:
            for table in (*TABLES, "edits"):
                for row in connection.execute(f"SELECT * FROM {table}"):
                    key = row[0].decode(errors="replace") if isinstance(row[0], bytes) else row[0]
                    found[table, key] = tuple((type(cell), cell) for cell in row)
        except sqlite3.Error:
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
                keys = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
                missed += not any(names(finding, key) for key in keys for finding in found)
        assert_opens_soundly_or_is_refused(path, book, is_sound=not found)
    assert changed > FLIPS / 4
    assert missed == 0


def findings_or_refusal(path: Path) -> tuple[str, ...]:
    try:
        return findings(path)
    except KnownError as error:
        return (str(error),)


def names(finding: str, key: tuple[str, Any]) -> bool:
    """Whether a finding names this row or line, or says that the file as a whole cannot be read."""
    table, row = key
    return f"{table} {'line' if table == 'edits' else 'row'} {row}" in finding or "is damaged" in finding


def assert_opens_soundly_or_is_refused(path: Path, book: object, *, is_sound: bool) -> None:
    for opening in (open_to_write, lambda path: None):
        try:
            file = opening(path)
        except KnownError:
            continue
        if file is not None:
            with closing(file):
                try:
                    loaded = file.load()
                    file.recent(100)
                except KnownError:
                    continue
            assert not is_sound or loaded == book
