"""A new portfolio takes its place whole, never over anything, and a failed one leaves nothing."""

from pathlib import Path

import pytest
from support.stored_books import (
    create,
    make_history,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.backups import back_up_to


def test_what_a_dead_creation_left_is_cleared_away(tmp_path: Path) -> None:
    for name in ("book.alvh.77.part", "book.alvh.77.part-journal", "other.alvh.77.part"):
        (tmp_path / name).write_bytes(b"half")
    create(tmp_path / "book.alvh").close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.alvh", "book.alvh.lock", "other.alvh.77.part"]


def test_creating_refuses_what_stands_there_and_a_missing_folder(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    before = path.read_bytes()
    with pytest.raises(KnownError) as refused:
        create(path)
    assert str(refused.value) == f"{path} exists already. Choose another name; nothing is overwritten."
    assert path.read_bytes() == before
    with pytest.raises(KnownError) as refused:
        create(tmp_path / "nowhere" / "book.alvh")
    assert str(refused.value) == f"There is no folder {tmp_path / 'nowhere'}. Make it, or choose another one."
    assert not (tmp_path / "nowhere").exists()


def test_a_journal_of_a_file_that_is_gone_is_not_played_into_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    journal = tmp_path / "book.alvh-journal"
    journal.write_bytes(b"the old pages of another file")
    source = make_history(tmp_path / "other.alvh")
    sentence = f"{journal} was left by a file that is gone. Move it away, or choose another name."
    for work in (lambda: create(path), lambda: back_up_to(source, path)):
        with pytest.raises(KnownError) as refused:
            work()
        assert str(refused.value) == sentence
    assert not path.exists()
    assert journal.read_bytes() == b"the old pages of another file"


def test_a_failed_creation_leaves_nothing_but_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a bug")

    monkeypatch.setattr("alvh_desktop.storage.creating.insert", fail)
    with pytest.raises(RuntimeError, match="a bug"):
        create(tmp_path / "book.alvh")
    assert [path.name for path in tmp_path.iterdir()] == ["book.alvh.lock"]
    monkeypatch.undo()
    create(tmp_path / "book.alvh").close()
