"""A restore leaves the old file or the new one, and keeps what stood there."""

import os
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from subprocess import PIPE

import pytest
from support.founded_books import CLOCK
from support.stored_books import (
    book_in,
    findings,
    meddle,
    names_in,
    run_child,
    save_one_more,
    sha256_of,
    told_to_stop,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import (
    back_up_now,
    backups_in,
    restore,
)


def test_a_restore_keeps_what_was_there_as_a_backup(path: Path, folder: Path) -> None:
    old = book_in(path)
    backup = back_up_now(path, folder, CLOCK)
    save_one_more(path)
    new = book_in(path)
    restore(backup, path, folder, CLOCK)
    assert book_in(path) == old
    assert findings(path) == ()
    assert [book_in(copy.path) for copy in backups_in(folder)] == [new, old]
    save_one_more(path)


def test_a_restore_brings_back_a_file_that_is_gone(path: Path, folder: Path) -> None:
    old = book_in(path)
    backup = back_up_now(path, folder, CLOCK)
    path.unlink()
    restore(backup, path, folder, CLOCK)
    assert book_in(path) == old
    assert names_in(path.parent) == ["book.alvh", "book.alvh.lock", "data"]


UNSOUND: dict[str, Callable[[Path], object]] = {
    "damaged": lambda path: meddle(path, "UPDATE fills SET price = 1 WHERE id = 98"),
    "empty": lambda path: os.truncate(path, 0),
    "cut": lambda path: os.truncate(path, path.stat().st_size - 1),
    "garbage": lambda path: path.write_bytes(b"\xff" * 9000),
    "newer": lambda path: meddle(path, "PRAGMA user_version=999"),
}


@pytest.mark.parametrize("spoil", list(UNSOUND.values()), ids=list(UNSOUND))
def test_a_restore_keeps_aside_what_cannot_be_backed_up(
    path: Path, folder: Path, spoil: Callable[[Path], object]
) -> None:
    old = book_in(path)
    backup = back_up_now(path, folder, CLOCK)
    for name in ("book.set-aside-20261120T203000Z.alvh", "book.set-aside-20261120T203000Z-2.alvh"):
        spoil(path)
        before = sha256_of(path)
        restore(backup, path, folder, CLOCK)
        assert book_in(path) == old
        assert sha256_of(path.with_name(name)) == before
        assert path.with_name(name).stat().st_nlink == 1
    assert names_in(folder) == [backup.name]


def test_a_damaged_backup_is_not_restored(path: Path, folder: Path) -> None:
    backup = back_up_now(path, folder, CLOCK)
    meddle(backup, "UPDATE fills SET price = 1 WHERE id = 98")
    before = sha256_of(path)
    with pytest.raises(KnownError, match=r"is damaged: fills row 98: price is 1, .* Choose another backup\."):
        restore(backup, path, folder, CLOCK)
    assert sha256_of(path) == before


def test_a_file_that_is_open_elsewhere_is_not_restored(path: Path, folder: Path) -> None:
    backup = back_up_now(path, folder, CLOCK)
    before = sha256_of(path)
    with (
        told_to_stop(run_child("storing_child.py", "hold", path, stdin=PIPE)),
        pytest.raises(KnownError, match="open for writing in another"),
    ):
        restore(backup, path, folder, CLOCK)
    assert sha256_of(path) == before


def test_a_folder_in_the_place_of_a_portfolio_is_not_moved(path: Path, folder: Path) -> None:
    backup = back_up_now(path, folder, CLOCK)
    place = path.with_name("elsewhere.alvh")
    place.mkdir()
    with pytest.raises(KnownError, match=r"elsewhere.alvh is not a file\."):
        restore(backup, place, folder, CLOCK)
    assert place.is_dir()


FAILING = ["copy_into", "back_up_now", "copying._flush_folder", "pathlib.Path.replace"]


@pytest.mark.parametrize("is_damaged", [False, True])
@pytest.mark.parametrize("place", FAILING)
def test_a_restore_that_fails_leaves_the_old_file_or_the_new(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, is_damaged: bool
) -> None:
    backup = back_up_now(path, folder, CLOCK)
    restored = book_in(backup)
    save_one_more(path)
    if is_damaged:
        os.truncate(path, path.stat().st_size - 1)
    before = sha256_of(path)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        where = place if "pathlib" in place else f"alvh_desktop.storage.{'' if '.' in place else 'backups.'}{place}"
        patched.setattr(where, fail)
        with pytest.raises((KnownError, OSError)):
            restore(backup, path, folder, CLOCK)
    assert sha256_of(path) == before or book_in(path) == restored
    assert [name for name in names_in(path.parent) if "part" in name] == []
    restore(backup, path, folder, CLOCK)
    assert book_in(path) == restored


def test_a_backup_thinned_in_its_own_restore_is_restored_all_the_same(path: Path, folder: Path) -> None:
    """The present file's backup may thin the folder: the copy to restore has arrived by then."""
    newest = back_up_now(path, folder, CLOCK - timedelta(days=5))
    twin = Path(shutil.copyfile(newest, folder / newest.name.replace("T203000Z", "T103000Z")))
    save_one_more(path)
    old = book_in(twin)
    restore(twin, path, folder, CLOCK)
    assert book_in(path) == old
    assert not twin.exists()
