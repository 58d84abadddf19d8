"""One writer a file: the lock says who holds it, dies with its holder, and never stands in a reader's way."""

import os
import socket
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest
from support.founded_books import CLOCK
from support.stored_books import (
    book_in,
    create,
    findings,
    make_history,
    next_entry,
    open_to_read,
    open_to_write,
    run_child,
    told_to_stop,
)

from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.lock import WriterLock


def test_the_lock_says_process_host_and_start(tmp_path: Path) -> None:
    path = tmp_path / "book.alvh"
    with closing(create(path)):
        told = (tmp_path / "book.alvh.lock").read_text(encoding="utf-8").split()
    assert told == [str(os.getpid()), socket.gethostname(), CLOCK.isoformat()]


def test_a_second_writer_is_refused_and_told_who_holds_the_file(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with told_to_stop(run_child("storing_child.py", "hold", path, stdin=PIPE)) as child:
        with pytest.raises(KnownError) as refused:
            open_to_write(path)
        holder = f"process {child.pid} on {socket.gethostname()} since 2026-11-20 15:30 New York"
        assert str(refused.value) == (
            f"{path} is open for writing in another ALVH Desktop ({holder}). "
            "Close it there; 'report', 'alerts', 'payoff' and 'check' read beside it."
        )
        # Whoever was refused has not changed what the lock says.
        with pytest.raises(KnownError, match=f"process {child.pid}"):
            open_to_write(path)
    open_to_write(path).close()


def test_readers_need_no_lock(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with closing(open_to_write(path)) as writer, closing(open_to_read(path)) as reader:
        before = reader.load()
        writer.commit(next_entry(writer))
        assert findings(path) == ()
        assert len(reader.load().campaigns) == len(before.campaigns) + 1


def test_a_reader_that_stays_open_does_not_hold_a_save_up(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with closing(open_to_read(path)) as reader:
        reader.load()
        reader.recent(3)
        with closing(open_to_write(path)) as writer:
            writer.commit(next_entry(writer))


def test_the_lock_of_a_killed_process_stops_nobody(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    with told_to_stop(run_child("storing_child.py", "hold", path, stdin=PIPE)) as child:
        child.kill()
        child.wait()
        with closing(open_to_write(path)) as file:
            assert file.commit(next_entry(file)).number == 7
    assert (tmp_path / "book.alvh.lock").exists()


@pytest.mark.parametrize(
    ("content", "holder"),
    [
        (b"", "unknown process"),
        (b"\xff\xfe garbage \x00", "unknown process"),
        (b" 12 desk yesterday\n", "unknown process"),
        (b" 12 desk -\n", "process 12 on desk"),
    ],
)
def test_a_lock_that_does_not_say_who_holds_it_still_holds(tmp_path: Path, content: bytes, holder: str) -> None:
    path = make_history(tmp_path / "book.alvh")
    with closing(open_to_write(path)):
        (tmp_path / "book.alvh.lock").write_bytes(content)
        with pytest.raises(KnownError) as refused:
            open_to_write(path)
        assert f"in another ALVH Desktop ({holder})." in str(refused.value)


def test_a_lock_that_cannot_be_made_is_a_known_error(tmp_path: Path) -> None:
    path = make_history(tmp_path / "book.alvh")
    (tmp_path / "book.alvh.lock").unlink()
    (tmp_path / "book.alvh.lock").mkdir()
    with pytest.raises(KnownError) as refused:
        open_to_write(path)
    assert str(refused.value) == f"{path} cannot be used: Is a directory. Choose another folder."
    assert len(book_in(path).fills) == 6


def test_a_drive_without_locks_is_a_known_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(38, "Function not implemented")

    path = make_history(tmp_path / "book.alvh")
    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(KnownError) as refused:
        WriterLock(path, CLOCK)
    assert str(refused.value) == f"{path} cannot be locked on this drive. Move it to a local disk."
