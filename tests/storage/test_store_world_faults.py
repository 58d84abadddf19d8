"""No room, no rights, no descriptors: nothing is lost, nothing half-made stays, and one sentence says what to do."""

from contextlib import closing
from pathlib import Path

import pytest
from support.stored_books import findings, make_history, open_to_write, run_child

NO_ROOM = (
    "The disk refused to write {file} (full, or a size limit): nothing was saved. Free some space and do it again."
)
NO_RIGHTS = "{file} cannot be written. Make the file and its folder writable, or save a copy elsewhere."
NOT_OPENED = (
    "{file} cannot be opened or its folder cannot be written: nothing was saved. "
    "See that the file is there, that its folder is writable and that not too many files are open."
)
TOO_MANY = "Too many files are open to use {file}. Close some windows or programs and do it again."


def said(task: str, path: Path) -> list[str]:
    """The lines that a child said about its task."""
    with run_child("storing_child.py", task, path) as child:
        out, err = child.communicate(timeout=60)
    assert (child.returncode, err) == (0, "")
    return out.splitlines()


def test_without_room_nothing_is_saved_and_with_room_again_it_goes_on(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    assert said("with_little_room", path) == [
        NO_ROOM.format(file=path),
        NO_ROOM.format(file=tmp_path / "copy.alvh"),
        NO_ROOM.format(file=tmp_path / "new.alvh"),
        "1",
    ]
    assert findings(path) == ()
    assert {file.name for file in tmp_path.iterdir()} == {"book.alvh", "book.alvh.lock", "new.alvh.lock"}


def test_without_descriptors_nothing_is_saved_and_with_some_again_it_goes_on(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    assert said("with_no_descriptors", path) == [
        NOT_OPENED.format(file=path),
        NOT_OPENED.format(file=path),
        TOO_MANY.format(file=tmp_path / "new.alvh"),
        "1",
    ]
    assert findings(path) == ()


@pytest.mark.parametrize("has_lock_file", [False, True])
def test_without_rights_it_is_read_and_checked_and_nothing_is_made(
    everybodys_folder: Path, has_lock_file: bool
) -> None:
    path = make_history(everybodys_folder / "book.alvh")
    lock = everybodys_folder / "book.alvh.lock"
    if has_lock_file:
        lock.chmod(0o666)
    else:
        lock.unlink()
    path.chmod(0o444)
    everybodys_folder.chmod(0o555)
    before = path.read_bytes()
    open_read_only = f"{path} is open read-only. Close the program that holds it, then open it again."
    assert said("as_nobody", path) == [
        NO_RIGHTS.format(file=path),
        f"6 {open_read_only}",
        "()",
        NO_RIGHTS.format(file=everybodys_folder / "new.alvh"),
        NOT_OPENED.format(file=everybodys_folder / "copy.alvh"),
    ]
    assert path.read_bytes() == before


def test_half_a_save_where_nothing_can_be_written_is_named(everybodys_folder: Path) -> None:
    path = make_history(everybodys_folder / "book.alvh")
    (everybodys_folder / "book.alvh-journal").write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + bytes(505))
    path.chmod(0o444)
    (everybodys_folder / "book.alvh.lock").unlink()
    everybodys_folder.chmod(0o555)
    (sentence,) = said("read_as_nobody", path)
    assert sentence == (
        f"{path} holds the half of a save that was cut off, which cannot be taken back. {NO_RIGHTS.format(file=path)}"
    )
    everybodys_folder.chmod(0o755)
    path.chmod(0o644)
    with closing(open_to_write(path)) as file:
        assert len(file.load().fills) == 6
