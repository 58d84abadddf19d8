"""Opening: what is no portfolio is refused in one sentence and left as it was; connections share one set of rules."""

import hashlib
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support.stored_books import (
    book_in,
    findings,
    make_history,
    meddle,
    open_to_write,
)
from support.stored_books import (
    open_to_read as read_book,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.opening import look
from alvh_desktop.storage.schema import MIGRATIONS, version_of

Spoil = Callable[[Path], object]


def cut(count: int) -> Spoil:
    return lambda path: os.truncate(path, path.stat().st_size - count)


def cut_to(size: int) -> Spoil:
    return lambda path: os.truncate(path, size)


def tell(*statements: str) -> Spoil:
    return lambda path: meddle(path, *statements)


def overwrite(offset: int, content: bytes) -> Spoil:
    def spoil(path: Path) -> None:
        with path.open("rb+") as file:
            file.seek(offset)
            file.write(content)

    return spoil


def become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def become_a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def become_another_programs(path: Path) -> None:
    path.unlink()
    meddle(path, "CREATE TABLE notes (id INTEGER)", "PRAGMA application_id=7")


def become_html(path: Path) -> None:
    path.write_text("<!doctype html><title>Sign in</title>" * 100, encoding="utf-8")


NOT_OURS = "{file} is not a portfolio file. Choose a file that ends in .alvh."
FOREIGN = "{file} belongs to another program, it is not a portfolio file. Choose a file that ends in .alvh."
EMPTY = "{file} is empty (0 bytes), it holds no portfolio. Restore a backup of it."
CUT = "{file} is cut short: {size} bytes are no whole pages. {restore}"
NEWER = (
    "{file} was written by a newer ALVH Desktop (format 999, this one reads up to 9); it was left untouched. "
    "Update the program, or open a backup."
)
TABLE_GONE = "{file} is damaged: the table settlements is missing. {restore}"

REFUSALS: list[tuple[str, Spoil, str]] = [
    ("missing", Path.unlink, "There is no file {file}. Name a portfolio, or make one with 'new'."),
    ("folder", become_a_folder, NOT_OURS),
    ("pipe", become_a_pipe, NOT_OURS),
    ("empty", cut_to(0), EMPTY),
    ("99 bytes", cut_to(99), NOT_OURS),
    ("half a page", cut_to(2048), CUT),
    ("one byte cut", cut(1), CUT),
    ("100 bytes cut", cut(100), CUT),
    ("4095 bytes cut", cut(4095), CUT),
    ("one page cut", cut(4096), "{file} is damaged (database disk image is malformed). {restore}"),
    ("garbage header", overwrite(0, b"\xff" * 100), NOT_OURS),
    ("web page", become_html, NOT_OURS),
    ("another program's", become_another_programs, FOREIGN),
    ("newer", tell("PRAGMA user_version=999"), NEWER),
    ("format 0", tell("PRAGMA user_version=0"), "{file} is damaged (it says format 0). {restore}"),
    ("schema format 9", overwrite(47, b"\x09"), "{file} is damaged (unsupported file format). {restore}"),
    ("table gone", tell("DROP TABLE settlements"), TABLE_GONE),
    ("a view in its place", tell("DROP TABLE settlements", "CREATE VIEW settlements AS SELECT 1 AS id"), TABLE_GONE),
]


@pytest.mark.parametrize(("spoil", "sentence"), [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS])
@pytest.mark.parametrize("opening", [open_to_write, read_book], ids=["to write", "to read"])
def test_what_is_no_sound_portfolio_is_refused_and_left_as_it_was(
    tmp_path: Path, spoil: Spoil, sentence: str, opening: Callable[[Path], object]
) -> None:
    path = make_history(tmp_path / "book.alvh")
    spoil(path)
    before = _told(path)
    with pytest.raises(KnownError) as refused:
        opening(path)
    told = sentence.format(
        file=path,
        restore="Run 'check' on it, and restore a backup.",
        size=path.stat().st_size if path.exists() else 0,
    )
    assert str(refused.value) == told
    assert _told(path) == before
    assert {other.name for other in tmp_path.iterdir()} <= {"book.alvh", "book.alvh.lock"}


def _told(path: Path) -> object:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else path.exists()


RESTORE = "Run 'check' on it, and restore a backup."
TRIGGER = (
    "{file} holds a trigger 'evil' that this program did not make. "
    "Remove it with the tool that made it, or restore a backup."
)
READ_ONLY: list[tuple[str, Spoil, str]] = [
    (
        "a trigger of others",
        tell("CREATE TRIGGER evil AFTER INSERT ON fills BEGIN DELETE FROM legs; END"),
        TRIGGER,
    ),
    (
        "a changed line",
        tell("DROP TRIGGER edits_refuse_update", "UPDATE edits SET label = 'x' WHERE number = 5"),
        f"{{file}} is damaged: edits line 5 (x) was changed: its hash does not match. {RESTORE}",
    ),
    (
        "a line gone",
        tell("DROP TRIGGER edits_refuse_delete", "DELETE FROM edits WHERE number = 5"),
        f"{{file}} is damaged: edits line 5 is missing. {RESTORE}",
    ),
    (
        "the first line changed",
        tell("DROP TRIGGER edits_refuse_update", "UPDATE edits SET label = 'x' WHERE number = 1"),
        f"{{file}} is damaged: edits line 1 (x) was changed: its hash does not match. {RESTORE}",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), [case[1:] for case in READ_ONLY], ids=[case[0] for case in READ_ONLY])
def test_what_could_spoil_the_next_save_is_read_but_not_written_to(
    tmp_path: Path, spoil: Spoil, sentence: str
) -> None:
    path = make_history(tmp_path / "book.alvh")
    before = book_in(path)
    spoil(path)
    with pytest.raises(KnownError) as refused:
        open_to_write(path)
    assert str(refused.value) == sentence.format(file=path)
    assert book_in(path) == before


def test_a_row_without_what_it_refers_to_is_no_book(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    meddle(path, "PRAGMA foreign_keys=OFF", "DELETE FROM trades WHERE id = 92")
    with closing(read_book(path)) as file, pytest.raises(KnownError) as refused:
        file.load()
    assert str(refused.value) == f"{path} is damaged: row 93 of legs refers to a missing row. {RESTORE}"


UNREADABLE = [
    ("fills", "moment = 'yesterday'", "row 94 of fills cannot be read (Invalid isoformat string: 'yesterday')"),
    (
        "fills",
        "moment = '2026-11-20T20:30:00'",
        "row 94 of fills cannot be read ('2026-11-20T20:30:00' has no time zone)",
    ),
    ("fills", "basis = 'guess'", "row 94 of fills cannot be read ('guess' is none of own, mid, remainder, package)"),
    ("legs", "expiry = '2026-13-01'", "row 93 of legs cannot be read ("),
    ("products", "ticks = '[1]'", "row SPX of products cannot be read ("),
    ("products", "trades_last_on_expiry = 7", "row SPX of products cannot be read (7 is neither 0 nor 1)"),
]


@pytest.mark.parametrize(("table", "change", "sentence"), UNREADABLE)
def test_a_cell_that_cannot_be_read_is_named(tmp_path: Path, table: str, change: str, sentence: str) -> None:
    path = make_history(tmp_path / "book.alvh")
    meddle(path, f"UPDATE {table} SET {change}")  # noqa: S608 - texts of this test
    with closing(open_to_write(path)) as file, pytest.raises(KnownError) as refused:
        file.load()
    assert f"{path} is damaged: {sentence}" in str(refused.value)


def test_a_last_line_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    meddle(path, "DROP TRIGGER edits_refuse_update", "UPDATE edits SET rows = '[' WHERE number = 5")
    with closing(read_book(path)) as file, pytest.raises(KnownError) as refused:
        file.recent(100)
    assert f"{path} is damaged: edits line 5 cannot be read (Expecting value" in str(refused.value)


@pytest.mark.parametrize(
    ("spoil", "finding"),
    [
        (cut(1), "is cut short"),
        (cut(4096), "database disk image is malformed"),
        (overwrite(47, b"\x09"), "unsupported file format"),
        (lambda path: meddle(path, "PRAGMA user_version=0"), "it says format 0"),
    ],
    ids=["cut", "page cut", "schema format", "format 0"],
)
def test_check_reports_a_damaged_file_instead_of_refusing_it(tmp_path: Path, spoil: Spoil, finding: str) -> None:
    path = make_history(tmp_path / "book.alvh")
    spoil(path)
    (found,) = findings(path)
    assert finding in found


def test_a_look_calls_no_file_damaged_whose_pages_are_still_on_their_way(tmp_path: Path) -> None:
    """In the middle of a save the header counts pages that are written after it."""
    path = make_history(tmp_path / "book.alvh")
    cut(4096)(path)
    assert look(path) == version_of(MIGRATIONS)


def test_a_refused_file_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    meddle(path, "DROP TABLE settlements")
    for _ in range(2):
        with pytest.raises(KnownError, match="settlements"):
            open_to_write(path)


def test_a_path_that_no_system_takes_is_a_missing_file() -> None:
    with pytest.raises(KnownError, match="There is no file"):
        look(Path("a\0b.alvh"))
