"""Processes that die in the middle: what was acknowledged is there, what was not is there whole or not at all."""

import random
import time
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest
from support.founded_books import CLOCK
from support.stored_books import (
    book_in,
    findings,
    make_history,
    next_entry,
    open_to_read,
    open_to_write,
    reading_beside,
    run_child,
    told_to_stop,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import back_up_to, restore
from alvh_desktop.storage.lock import WriterLock

KILLS = 12


def test_a_kill_at_any_moment_loses_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    moments = random.Random(7)
    acknowledged, before = 6, 6
    for _ in range(KILLS):
        with reading_beside(run_child("storing_child.py", "save_until_killed", path)) as numbers:
            time.sleep(moments.uniform(0.0, 0.06))
        acknowledged = numbers[-1] if numbers else before
        with closing(open_to_read(path)) as file:
            before = file.recent(1)[0].number
        # One more than acknowledged: killed between the save and the word that it is done.
        assert acknowledged <= before <= acknowledged + 1
        assert findings(path) == ()
    with closing(open_to_write(path)) as file:
        assert file.commit(next_entry(file)).number == before + 1


@pytest.fixture
def half_saved(tmp_path: Path) -> Path:
    """A portfolio whose writer was killed when half of a save stood in the file."""
    path = make_history(tmp_path / "book.alvh")
    whole = path.stat().st_size
    with told_to_stop(run_child("storing_child.py", "die_inside_a_save", path, stdin=PIPE)) as child:
        child.kill()
        child.wait()
    assert (tmp_path / "book.alvh-journal").stat().st_size > 0
    assert path.stat().st_size > whole
    return path


OPENINGS = {
    "read": lambda path: open_to_read(path).close(),
    "write": lambda path: open_to_write(path).close(),
    "check": lambda path: None if findings(path) == () else pytest.fail("half of a save was left"),
    "copy": lambda path: back_up_to(path, path.with_name("copy.alvh")),
}


@pytest.mark.parametrize("opening", list(OPENINGS.values()), ids=list(OPENINGS))
def test_half_a_save_is_taken_back_whoever_comes_first(half_saved: Path, opening: object) -> None:
    assert callable(opening)
    opening(half_saved)
    assert not half_saved.with_name("book.alvh-journal").exists()
    assert findings(half_saved) == ()
    assert len(book_in(half_saved).fills) == 6
    assert len(book_in(half_saved).campaigns) == 2


def test_a_file_cut_in_the_middle_of_a_page_is_taken_back_too(half_saved: Path) -> None:
    with half_saved.open("ab") as file:
        file.write(b"part of a page")
    assert findings(half_saved) == ()


def test_half_a_save_whose_journal_was_deleted_is_found(half_saved: Path) -> None:
    half_saved.with_name("book.alvh-journal").unlink()
    found = findings(half_saved)
    assert found
    assert any(word in found[0] for word in ("fills row", "campaigns row", "malformed", "damaged"))


def test_half_a_save_is_left_to_whoever_holds_the_lock(half_saved: Path) -> None:
    lock = WriterLock(half_saved, CLOCK)
    with pytest.raises(KnownError) as refused:
        open_to_read(half_saved)
    assert str(refused.value) == (
        f"{half_saved} holds the half of a save that was cut off. Open it once where its folder can be written."
    )
    lock.release()
    assert findings(half_saved) == ()


def test_a_restore_over_half_a_save_leaves_the_whole_copy(tmp_path: Path, half_saved: Path) -> None:
    other = make_history(tmp_path / "other.alvh")
    restore(other, half_saved, tmp_path / "backups", CLOCK)
    assert not half_saved.with_name("book.alvh-journal").exists()
    assert findings(half_saved) == ()
    (kept,) = (tmp_path / "backups").iterdir()
    assert findings(kept) == ()


def test_a_restore_over_garbage_keeps_it_aside(tmp_path: Path, half_saved: Path) -> None:
    with half_saved.open("rb+") as file:
        file.write(b"\xff" * 100)
    other = make_history(tmp_path / "other.alvh")
    restore(other, half_saved, tmp_path / "backups", CLOCK)
    assert book_in(half_saved) == book_in(other)
    assert not half_saved.with_name("book.alvh-journal").exists()
    assert (tmp_path / "book.set-aside-20261120T203000Z.alvh").read_bytes()[:100] == b"\xff" * 100


def test_a_restore_is_not_changed_by_the_journal_of_a_file_that_is_gone(tmp_path: Path, half_saved: Path) -> None:
    journal = half_saved.with_name("book.alvh-journal")
    content = journal.read_bytes()
    half_saved.unlink()
    other = make_history(tmp_path / "other.alvh")
    restore(other, half_saved, tmp_path / "backups", CLOCK)
    assert book_in(half_saved) == book_in(other)
    assert findings(half_saved) == ()
    assert (tmp_path / "book.set-aside-20261120T203000Z.alvh-journal").read_bytes() == content
