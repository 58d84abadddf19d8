"""Backups: whole copies of sound books, never over anything, due after half an hour and a change."""

import shutil
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from support.founded_books import CLOCK
from support.stored_books import (
    book_in,
    create,
    enter_orders,
    findings,
    meddle,
    names_in,
    next_entry,
    open_to_write,
    save_one_more,
    sha256_of,
    write_career,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import (
    Backup,
    back_up_now,
    back_up_to,
    back_up_when_due,
    backup_folder,
    backups_in,
    remove_leftovers,
)


def test_a_copy_is_the_whole_book_also_of_a_file_that_is_open(tmp_path: Path) -> None:
    path, target = tmp_path / "book.alvh", tmp_path / "copy.alvh"
    with closing(create(path)) as file:
        enter_orders(file)
        back_up_to(path, target)
        book = file.load()
    assert book_in(target) == book
    assert findings(target) == ()


def test_copies_are_made_in_a_worker_while_the_window_saves(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    write_career(path, trades=400)
    with closing(open_to_write(path)) as file, ThreadPoolExecutor(1) as worker:
        targets = [tmp_path / f"copy {number}.alvh" for number in range(4)]
        copies = [worker.submit(back_up_to, path, target) for target in targets]
        saved_beside = 0
        while not all(copy.done() for copy in copies):
            file.commit(next_entry(file))
            saved_beside += 1
            time.sleep(0.002)
        for copy in copies:
            copy.result()
    assert saved_beside > 3
    assert [findings(target) for target in (path, *targets)] == [()] * 5


@pytest.mark.parametrize("kind", ["file", "folder", "link", "link to nothing"])
def test_a_copy_never_takes_the_place_of_anything(path: Path, tmp_path: Path, kind: str) -> None:
    target, other = tmp_path / "copy.alvh", tmp_path / "other"
    if kind == "folder":
        target.mkdir()
    elif kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        if kind == "link":
            other.write_text("mine", encoding="utf-8")
        target.symlink_to(other)
    before = names_in(tmp_path)
    with pytest.raises(KnownError) as refused:
        back_up_to(path, target)
    assert str(refused.value) == f"{target} exists already. Choose another name; nothing is overwritten."
    assert names_in(tmp_path) == before
    for kept in (target, other):
        assert not kept.is_file() or kept.read_text(encoding="utf-8") == "mine"


def test_a_copy_into_a_missing_folder_is_refused(path: Path, tmp_path: Path) -> None:
    with pytest.raises(KnownError, match="cannot be opened or its folder cannot be written"):
        back_up_to(path, tmp_path / "nowhere" / "copy.alvh")
    assert not (tmp_path / "nowhere").exists()


def test_a_file_whose_pages_do_not_hold_together_is_not_copied(path: Path, tmp_path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[5 * 4096 + 3 : 5 * 4096 + 5] = b"\xff\xff"
    path.write_bytes(content)
    with pytest.raises(KnownError, match=r"What was to be copied to .*copy.alvh is damaged"):
        back_up_to(path, tmp_path / "copy.alvh")
    assert names_in(tmp_path) == ["book.alvh", "book.alvh.lock"]


@pytest.mark.parametrize("place", ["replace", "_flush_folder"])
def test_a_failure_at_the_end_leaves_no_part(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    target = tmp_path / "copy.alvh"
    where = "pathlib.Path.replace" if place == "replace" else "alvh_desktop.storage.copying._flush_folder"
    monkeypatch.setattr(where, fail)
    with pytest.raises(KnownError) as refused:
        back_up_to(path, target)
    assert str(refused.value) == (
        f"The disk is full: nothing was saved to {target}. Free some space and do it again."
    )
    assert [name for name in names_in(tmp_path) if "part" in name] == []


# The backup folder


def test_each_path_has_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "one")
    data = tmp_path / "data"
    one, two = (
        backup_folder(data, tmp_path / "one" / "book.alvh"),
        backup_folder(data, tmp_path / "two" / "book.alvh"),
    )
    assert one != two
    assert one.parent == two.parent == data / "backups"
    assert backup_folder(data, tmp_path / "two" / ".." / "one" / "book.alvh") == one
    assert backup_folder(data, tmp_path / "link" / "book.alvh") == one


def test_a_backup_says_its_moment_its_fills_and_its_last_line(path: Path, folder: Path) -> None:
    new_york = CLOCK.astimezone(timezone(timedelta(hours=-5)))
    made = back_up_now(path, folder, new_york)
    assert made.name == "book-20261120T203000Z.alvh"
    with closing(sqlite3.connect(path)) as connection:
        (tail,) = connection.execute("SELECT hash FROM edits WHERE number = 6").fetchone()
    assert backups_in(folder) == (Backup(made, CLOCK, 6, tail),)


def test_two_states_of_one_second_are_two_backups(path: Path, folder: Path) -> None:
    first = back_up_now(path, folder, CLOCK)
    save_one_more(path)
    second = back_up_now(path, folder, CLOCK)
    assert second.name == "book-20261120T203000Z-2.alvh"
    assert len({copy.tail_hash for copy in backups_in(folder)}) == 2
    assert backups_in(folder)[0].path == second
    assert book_in(first) != book_in(second) == book_in(path)


def test_what_is_no_backup_is_not_listed(path: Path, folder: Path) -> None:
    good = back_up_now(path, folder, CLOCK)
    shutil.copyfile(good, folder / "no stamp.alvh")
    shutil.copyfile(good, folder / "book-20261399T000000Z.alvh")
    (folder / "book-20261121T000000Z.alvh").write_bytes(b"")
    (folder / "book-20261122T000000Z.alvh").write_bytes(b"\xff" * 5000)
    (folder / "book-20261123T000000Z.alvh").mkdir()
    meddle(Path(shutil.copyfile(good, folder / "book-20261124T000000Z.alvh")), "PRAGMA user_version=999")
    meddle(Path(shutil.copyfile(good, folder / "book-20261125T000000Z.alvh")), "DROP TABLE fills")
    assert [copy.path for copy in backups_in(folder)] == [good]


def test_no_folder_holds_no_backups(folder: Path) -> None:
    assert backups_in(folder) == ()
    remove_leftovers(folder)


def test_leftovers_of_a_dead_process_go_and_backups_stay(path: Path, folder: Path) -> None:
    good = back_up_now(path, folder, CLOCK)
    for name in ("book-20261121T000000Z.alvh.77.part", "book-20261121T000000Z.alvh.77.part-journal"):
        (folder / name).write_bytes(b"half")
    remove_leftovers(folder)
    assert names_in(folder) == [good.name]


def test_a_damaged_book_joins_no_good_copies(path: Path, folder: Path) -> None:
    good = back_up_now(path, folder, CLOCK)
    before = sha256_of(good)
    meddle(path, "UPDATE fills SET price = 1 WHERE id = 98")
    save_past_the_store(path)
    for work in (back_up_now, back_up_when_due):
        with pytest.raises(KnownError, match=r"book\.alvh is damaged: edits line 7 .* was changed"):
            work(path, folder, CLOCK + timedelta(hours=1))
    assert names_in(folder) == [good.name]
    assert sha256_of(good) == before


def save_past_the_store(path: Path) -> None:
    """A line more, so that a backup is due; with a hash that holds nothing."""
    meddle(
        path, "INSERT INTO edits SELECT max(number) + 1, 1, kind, moment, label, NULL, top_id, '[]', 'new' FROM edits"
    )


def test_a_backup_folder_that_cannot_be_made_is_a_known_error(path: Path, tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file", encoding="utf-8")
    with pytest.raises(KnownError, match=r"backups/book cannot be used: Not a directory\. Choose another folder\."):
        back_up_now(path, tmp_path / "data" / "backups" / "book", CLOCK)


DUE = [
    ("nothing yet", None, False, True),
    ("changed, 29:59 old", timedelta(minutes=29, seconds=59), True, False),
    ("changed, 30:00 old", timedelta(minutes=30), True, True),
    ("unchanged, 30:00 old", timedelta(minutes=30), False, False),
    ("unchanged, a year old", timedelta(days=365), False, False),
    ("changed, made under a clock a year ahead", timedelta(days=-365), True, True),
    ("unchanged, made under a clock a year ahead", timedelta(days=-365), False, False),
]


@pytest.mark.parametrize(("age", "has_changed", "is_due"), [case[1:] for case in DUE], ids=[case[0] for case in DUE])
def test_a_backup_is_due_after_half_an_hour_and_a_change(
    path: Path, folder: Path, age: timedelta | None, has_changed: bool, is_due: bool
) -> None:
    if age is not None:
        back_up_now(path, folder, CLOCK - age)
    if has_changed:
        save_one_more(path)
    assert (back_up_when_due(path, folder, CLOCK) is not None) == is_due


def test_the_stamp_keeps_the_order_of_moments(path: Path, folder: Path) -> None:
    moments = [
        datetime.fromisoformat(f"2026-11-{day}T{hour}:00:00+00:00") for day in (18, 19) for hour in ("09", "10")
    ]
    for now in (moments[2], moments[0], moments[3], moments[1]):
        save_one_more(path)
        back_up_now(path, folder, now)
    assert [copy.moment for copy in backups_in(folder)] == moments[::-1]
