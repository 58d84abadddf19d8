"""Read-only folders, full disks and readers that go away, met by the command in a process of its own."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.command_line import CHAINS, ONE_DAY_SETTLES, is_one_line, told
from support.forked_commands import Forks

posix = pytest.mark.skipif(os.name != "posix", reason="folder modes and file limits are POSIX")
Child = Callable[..., tuple[int, str, str]]
READ_ONLY = "cannot be written. Make the file and its folder writable, or save a copy elsewhere."
FULL = "nothing was saved"
WRITING = {
    "trade": ["trade", "+1 VIX 16DEC26 17C @2"],
    "undo": ["undo"],
    "redo": ["redo"],
    "input": ["input", "response.a", "0.09"],
    "settle": ["settle", "37", "6850", "--at", ONE_DAY_SETTLES],
}
MAKING = {
    "import": ["import", f"{CHAINS}/quote_table_spx.csv", "--portfolio", "Sample.alvh"],
    "backup": ["backup", "Made.alvh", "--portfolio", "Sample.alvh"],
    "export": ["export", "Sample.alvh", "-o", "Made.csv"],
    "new": ["new", "Made.alvh"],
    "sample": ["sample", "Made.alvh"],
}
READING = ("inputs", "report", "alerts", "payoff", "check")


@pytest.fixture
def child(forks: Forks) -> Child:
    def run(*arguments: str, uid: int | None = None, limit: int | None = None) -> tuple[int, str, str]:
        ended = forks.run(*arguments, uid=uid, limit=limit)
        if ended.code in (2, 3):
            assert ended.out == ""
            assert is_one_line(ended.err), ended.err
        else:
            assert ended.err == "", ended.err
        return ended.code, ended.out, ended.err

    return run


@pytest.fixture
def locked_folder(written_sample: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[int | None]:
    """A folder with a sample in which nobody may write; the answer is the user to be there, None for ourselves."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users
    for name in ("Sample.alvh", "Sample.market"):
        shutil.copy(written_sample / name, folder / name)
        (folder / name).chmod(0o444)
    folder.chmod(0o555)
    monkeypatch.chdir(folder)
    yield 65534 if os.geteuid() == 0 else None
    folder.chmod(0o755)
    shutil.rmtree(folder)


@posix
@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_a_read_only_folder_refuses_edits(child: Child, locked_folder: int | None, command: list[str]) -> None:
    before = Path("Sample.alvh").read_bytes()
    code, _, err = child(*command, "--portfolio", "Sample.alvh", uid=locked_folder)
    assert (code, err) == (3, f"Sample.alvh {READ_ONLY}\n")
    assert Path("Sample.alvh").read_bytes() == before


@posix
@pytest.mark.parametrize("command", MAKING.values(), ids=MAKING)
def test_nothing_is_made_in_a_read_only_folder(child: Child, locked_folder: int | None, command: list[str]) -> None:
    names = sorted(os.listdir())
    code, _, err = child(*command, uid=locked_folder)
    assert code == 3
    assert "writ" in err
    assert sorted(os.listdir()) == names


@posix
def test_a_read_only_folder_can_be_read(child: Child, locked_folder: int | None) -> None:
    for command in READING:
        code, out, _ = child(command, "--portfolio", "Sample.alvh", uid=locked_folder)
        assert code == (1 if command == "alerts" else 0), command
        assert out


@posix
@pytest.mark.parametrize("limit", [0, 100, 5000])
@pytest.mark.parametrize("command", WRITING.values(), ids=WRITING)
def test_a_full_disk_keeps_the_book_as_it_was(child: Child, sample: Path, command: list[str], limit: int) -> None:
    told("undo", "--portfolio", sample)
    told("redo", "--portfolio", sample)
    told("undo", "--portfolio", sample) if command == ["redo"] else None
    before = told("report", "--portfolio", sample)
    code, _, err = child(*command, "--portfolio", str(sample), limit=limit)
    assert code == 3
    assert FULL in err
    assert told("report", "--portfolio", sample) == before
    assert told("check", "--portfolio", sample)["findings"] == []


@posix
@pytest.mark.parametrize("limit", [0, 100, 5000])
@pytest.mark.parametrize("command", MAKING.values(), ids=MAKING)
def test_nothing_half_made_stays_on_a_full_disk(child: Child, sample: Path, command: list[str], limit: int) -> None:
    code, _, err = child(*command, limit=limit)
    assert code == 3
    assert FULL in err
    assert not [name for name in os.listdir() if name.startswith("Made.") and not name.endswith(".lock")]
    assert told("check", "--portfolio", sample)["findings"] == []


@posix
def test_an_answer_that_cannot_be_written_is_told_and_the_edit_stands(sample: Path) -> None:
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "alvh_desktop", "undo", "--portfolio", str(sample)]
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (
        3,
        (
            "The answer cannot be written (No space left on device). What was asked is done: look with 'report' "
            "before you ask again.\n"
        ),
    )
    assert told("check", "--portfolio", sample)["lines"] == 8


@posix
def test_a_reader_that_goes_away_changes_no_exit_code(forks: Forks, sample: Path) -> None:
    told("trade", "-5 SPXW 23NOV26 6800P @12.00", "--portfolio", sample)  # a short without its wing: act
    for command, code in (("report --json", 0), ("alerts --json", 1), ("--help", 0)):
        extra = [] if command == "--help" else ["--portfolio", sample]
        ended = forks.run(*command.split(), *extra, stdout="gone")
        assert (ended.code, ended.err) == (code, ""), command
