"""Migrations: what the lines say and what the tables hold stay one, and whatever fails leaves the old file."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from subprocess import PIPE
from typing import Any

import pytest
from support.founded_books import CLOCK, founding_entry
from support.old_books import LADDER, OLD, TODAY, make_old_history
from support.stored_books import book_in, create, make_history, meddle, next_entry, run_child

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.storage.book_file import BookFile
from alvh_desktop.storage.checking import check
from alvh_desktop.storage.rows import PlainRow
from alvh_desktop.storage.schema import Migration, row_reader


@pytest.fixture(scope="module")
def old_history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_old_history(tmp_path_factory.mktemp("old") / "book.alvh")


@pytest.fixture
def path(old_history: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(old_history, tmp_path / "book.alvh"))


def open_with(path: Path, migrations: tuple[Migration, ...]) -> BookFile:
    return BookFile.open_for_writing(path, CLOCK, path.parent / "backups", migrations)


def lines_of(path: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("SELECT * FROM edits ORDER BY number").fetchall()


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_an_older_file_is_sound_in_its_own_format(path: Path) -> None:
    assert check(path, CLOCK, LADDER).findings == ()
    assert check(path, CLOCK, (OLD,)).findings == ()
    meddle(path, "UPDATE fills SET commission = 1 WHERE id = 98")
    (finding,) = check(path, CLOCK, LADDER).findings
    assert finding.startswith("fills row 98: commission is 1, ")


def test_a_migrated_book_is_the_book_rebuilt_from_its_lines(path: Path, tmp_path: Path) -> None:
    before = lines_of(path)
    with closing(open_with(path, LADDER)) as file:
        book = file.load()
    assert lines_of(path) == before, "old lines were rewritten"
    assert check(path, CLOCK, LADDER).findings == ()
    expected = book_in(make_history(tmp_path / "expected.alvh"))
    assert book.fills == {key: replace(fill, basis="own") for key, fill in expected.fills.items()}
    assert replace(book, fills={}, holdings={}) == replace(expected, fills={}, holdings={})
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (2,)
        assert connection.execute("SELECT name FROM sqlite_schema WHERE name = 'moods'").fetchall() == []


def test_the_whole_old_file_is_backed_up_first(path: Path) -> None:
    old = lines_of(path)
    open_with(path, LADDER).close()
    (backup,) = (path.parent / "backups").iterdir()
    assert backup.name == "book-before-format-2-20261120T203000Z.alvh"
    assert check(backup, CLOCK, (OLD,)).findings == ()
    assert lines_of(backup) == old


def test_what_was_done_before_a_migration_is_undone_after_it(path: Path) -> None:
    with closing(open_with(path, LADDER)) as file:
        desk = Desk(file, lambda: CLOCK)
        before = desk.book
        for _ in range(3):
            assert not isinstance(desk.undo(), Problem)
        assert not desk.book.fills
        for _ in range(3):
            assert not isinstance(desk.redo(), Problem)
        assert desk.book == before
    assert [line[1] for line in lines_of(path)] == [1] * 6 + [2] * 6
    assert check(path, CLOCK, LADDER).findings == ()
    with closing(open_with(path, LADDER)) as file:
        assert file.load() == before


def test_an_older_file_is_not_read_but_named(path: Path) -> None:
    before = sha256_of(path)
    with pytest.raises(KnownError) as refused:
        BookFile.open_for_reading(path, CLOCK, LADDER)
    assert str(refused.value) == f"{path} has an older format (1). Open it in the window once to bring it up."
    assert sha256_of(path) == before


def test_a_new_file_is_written_in_the_newest_format(tmp_path: Path) -> None:
    path = tmp_path / "new.alvh"
    with closing(BookFile.create(path, founding_entry(), CLOCK, LADDER)) as file:
        file.commit(next_entry(file))
    assert [line[1] for line in lines_of(path)] == [2, 2]
    assert check(path, CLOCK, LADDER).findings == ()


def stop(*_: object) -> None:
    raise RuntimeError("a bug in the step")


def stop_after_the_tables(database: Any) -> None:
    TODAY.tables(database)
    stop()


def forget_legs(table: str, row: PlainRow) -> PlainRow | None:
    return None if table == "legs" else TODAY.row(table, row)


class Fickle:
    """A step that answers otherwise the second time, as one does that looks at a clock."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, table: str, row: PlainRow) -> PlainRow | None:
        self.calls += 1
        moved = TODAY.row(table, row)
        return {**moved, "name": f"call {self.calls}"} if moved and table == "accounts" else moved


FAILURES: dict[str, tuple[Callable[[], Migration], type[Exception], str]] = {
    "tables": (lambda: replace(TODAY, tables=stop), RuntimeError, "a bug in the step"),
    "after the tables": (lambda: replace(TODAY, tables=stop_after_the_tables), RuntimeError, "a bug in the step"),
    "a row": (lambda: replace(TODAY, row=stop), RuntimeError, "a bug in the step"),
    "missing parents": (lambda: replace(TODAY, row=forget_legs), KnownError, "a row of fills refers to nothing"),
    "rows that differ from the lines": (lambda: replace(TODAY, row=Fickle()), KnownError, "accounts row 2: name is "),
}


@pytest.mark.parametrize(("step", "error", "message"), list(FAILURES.values()), ids=list(FAILURES))
def test_a_migration_that_fails_leaves_the_old_file(
    path: Path, step: Callable[[], Migration], error: type[Exception], message: str
) -> None:
    before = sha256_of(path)
    with pytest.raises(error, match=message):
        open_with(path, (OLD, step()))
    assert sha256_of(path) == before
    with closing(open_with(path, LADDER)) as file:
        assert len(file.load().fills) == 6
    assert len(list((path.parent / "backups").iterdir())) == 2


@pytest.mark.parametrize("place", ["die_after_the_tables", "die_in_a_row"])
def test_a_kill_inside_a_migration_leaves_the_old_file(path: Path, place: str) -> None:
    before = sha256_of(path)
    with run_child("migrating_child.py", path, place, stdin=PIPE) as child:
        assert child.wait() == -9
    assert sha256_of(path) == before
    assert len(list(path.parent.glob("*.part"))) == 1
    with closing(open_with(path, LADDER)) as file:
        assert len(file.load().fills) == 6
    assert check(path, CLOCK, LADDER).findings == ()
    assert list(path.parent.glob("*.part*")) == []


def test_a_migrated_file_has_the_same_readers_and_writers(path: Path) -> None:
    path.chmod(0o640)
    open_with(path, LADDER).close()
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_fault_of_the_disk_makes_no_tables_without_types(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library asks whether types are supported by making a table, and takes any error for a no."""
    before = sha256_of(path)
    monkeypatch.setattr("sqlite_utils.Database.supports_strict", False)
    for work in (lambda: open_with(path, LADDER), lambda: create(path.with_name("new.alvh"))):
        with pytest.raises(KnownError, match="A table could not be made: the disk failed"):
            work()
    assert sha256_of(path) == before
    assert not path.with_name("new.alvh").exists()


def test_a_damaged_file_is_not_migrated(path: Path) -> None:
    meddle(path, "UPDATE fills SET price = 1 WHERE id = 98")
    before = sha256_of(path)
    with pytest.raises(KnownError, match="is damaged: fills row 98: price is 1"):
        open_with(path, LADDER)
    assert sha256_of(path) == before


def test_without_a_backup_there_is_no_migration(path: Path) -> None:
    before = sha256_of(path)
    (path.parent / "backups").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(KnownError, match="backups cannot be used: File exists"):
        open_with(path, LADDER)
    assert sha256_of(path) == before


def test_lines_are_read_through_every_step_since_they_were_written() -> None:
    steps = tuple(
        Migration(
            version, f"m{version}", lambda _: None, lambda _, row, v=version: {**row, "path": [*row["path"], v]}
        )
        for version in (1, 2, 3)
    )
    read = row_reader(steps)
    assert [read(schema, "fills", {"path": []}) for schema in (1, 2, 3)] == [
        {"path": [2, 3]},
        {"path": [3]},
        {"path": []},
    ]
    gone = (steps[0], Migration(2, "m2", lambda _: None, lambda *_: None), steps[2])
    assert row_reader(gone)(1, "fills", {"path": []}) is None
