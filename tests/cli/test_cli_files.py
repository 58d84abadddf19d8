"""Files that are no portfolio, are held, are taken away or are half written: exit code 3, and nothing is lost."""

import hashlib
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.command_line import CHAINS, SAMPLE_STANDS, ask, refusal, told

from alvh_desktop.cli.files import writing
from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.book_file import BookFile


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes (text)")
        connection.commit()


def _newer(path: Path) -> None:
    shutil.copy("Sample.alvh", path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 4711")


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "zero bytes": (Path.touch, "Other.alvh is empty (0 bytes), it holds no portfolio. Restore a backup of it."),
    "a folder": (Path.mkdir, "Other.alvh is not a portfolio file. Choose a file that ends in .alvh."),
    "text": (
        lambda path: path.write_text("no portfolio " * 100),
        "Other.alvh is not a portfolio file. Choose a file that ends in .alvh.",
    ),
    "another program's": (
        _foreign,
        "Other.alvh belongs to another program, it is not a portfolio file. Choose a file that ends in .alvh.",
    ),
    "a newer version": (
        _newer,
        (
            "Other.alvh was written by a newer ALVH Desktop (format 4711, this one reads up to 9); "
            "it was left untouched. Update the program, or open a backup."
        ),
    ),
}
EVERY_COMMAND = (
    "report", "alerts", "payoff", "check", "undo", "redo", "trade -1~SPXW~18DEC26~6300P~@1", "settle 4 5",
    "backup Copy.alvh", f"import {CHAINS}/quote_table_spx.csv",
)  # fmt: skip


@pytest.mark.parametrize("fault", UNUSABLE.values(), ids=UNUSABLE)
def test_files_that_cannot_be_used_are_left_alone(sample: Path, fault: tuple[Callable[[Path], object], str]) -> None:
    make, expected = fault
    other = Path("Other.alvh")
    make(other)
    before = _fingerprint(other)
    for line in EVERY_COMMAND:
        words = [word.replace("~", " ") for word in line.split()]
        assert refusal(*words, "--portfolio", other, code=3) == expected, line
    assert _fingerprint(other) == before
    assert not Path("Copy.alvh").exists()
    assert not Path("Other.market").exists()


def test_a_file_cut_short_is_damage_to_check_and_of_no_use_to_all_others(sample: Path) -> None:
    other = Path("Other.alvh")
    other.write_bytes(sample.read_bytes()[:12000])
    expected = "Other.alvh is cut short: 12000 bytes are no whole pages."
    assert told("check", "--portfolio", other, code=1)["findings"] == [expected]
    for line in ("report", "alerts", "undo", "backup Copy.alvh"):
        said = refusal(*line.split(), "--portfolio", other, code=3)
        assert said == f"{expected} Run 'check' on it, and restore a backup."
    assert other.stat().st_size == 12000


def _fingerprint(path: Path) -> str:
    return "folder" if path.is_dir() else hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_second_writer_is_refused_and_readers_are_not(sample: Path, here: Path) -> None:
    with closing(BookFile.open_for_writing(sample, datetime(2026, 11, 20, 20, 30, tzinfo=UTC), here)):
        for line in ("undo", "redo", "settle 4 5"):
            said = refusal(*line.split(), "--portfolio", sample, code=3)
            assert said.startswith("Sample.alvh is open for writing in another ALVH Desktop (process ")
            assert said.endswith("). Close it there; 'report', 'alerts', 'payoff' and 'check' read beside it.")
        for line in ("report", "alerts", "payoff", "check", "backup Copy.alvh"):
            told(*line.split(), "--portfolio", sample, code=1 if line == "alerts" else 0)
    told("undo", "--portfolio", sample)


def test_an_older_copy_put_under_the_path_is_not_written_to(sample: Path) -> None:
    shutil.copy(sample, "Older.alvh")
    told("undo", "--portfolio", sample)
    with writing(sample, None) as desk:
        Path("Older.alvh").replace(sample)
        _refuses(desk)
    assert told("check", "--portfolio", sample)["lines"] == 7


def test_an_older_copy_laid_over_the_file_is_not_written_to(sample: Path) -> None:
    older = sample.read_bytes()
    told("undo", "--portfolio", sample)
    with writing(sample, None) as desk:
        sample.write_bytes(older)
        _refuses(desk)
    assert told("check", "--portfolio", sample)["lines"] == 7


@pytest.mark.parametrize("take", [Path.unlink, lambda path: path.rename("Elsewhere.alvh")])
def test_a_file_taken_away_is_not_written_to(sample: Path, take: Callable[[Path], object]) -> None:
    with writing(sample, None) as desk:
        take(sample)
        _refuses(desk)
    assert not sample.exists()


def _refuses(desk: Desk) -> None:
    before = desk.book
    with pytest.raises(KnownError):
        desk.undo()
    assert desk.book is before


def test_a_hot_journal_left_behind_is_rolled_back(sample: Path) -> None:
    before = told("report", "--portfolio", sample)
    _leave_hot_journal(sample, Path("Hot.alvh"))
    assert Path("Hot.alvh").read_bytes() != sample.read_bytes()
    shutil.copy("Sample.market", "Hot.market")
    after = told("report", "--portfolio", "Hot.alvh")
    assert not Path("Hot.alvh-journal").exists()
    assert {**after, "portfolio": None} == {**before, "portfolio": None}
    assert told("check", "--portfolio", "Hot.alvh")["findings"] == []
    told("undo", "--portfolio", "Hot.alvh")


@pytest.mark.parametrize("line", ["check", "undo", "alerts", "backup Copy.alvh"])
def test_every_command_rolls_a_hot_journal_back(sample: Path, line: str) -> None:
    _leave_hot_journal(sample, Path("Hot.alvh"))
    told(*line.split(), "--portfolio", "Hot.alvh", code=4 if line == "alerts" else 0)
    assert told("check", "--portfolio", "Hot.alvh")["findings"] == []


def _leave_hot_journal(path: Path, hot: Path) -> None:
    """The files of a process that died in a commit which had begun to overwrite pages."""
    shutil.copy(path, "Dying.alvh")
    with closing(sqlite3.connect("Dying.alvh", isolation_level=None)) as connection:
        connection.execute("PRAGMA cache_size = 5")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE rules SET advice = advice || hex(zeroblob(30000))")
        assert Path("Dying.alvh-journal").stat().st_size > 4096
        shutil.copy("Dying.alvh", hot)
        shutil.copy("Dying.alvh-journal", f"{hot}-journal")
        connection.execute("ROLLBACK")


def test_damage_is_found_and_named(sample: Path) -> None:
    with closing(sqlite3.connect(sample)) as connection:
        connection.execute("UPDATE fills SET price = price + 1 WHERE id = 26")
        connection.commit()
    found = told("check", "--portfolio", sample, code=1)["findings"]
    assert found
    assert found[0].startswith("fills row 26: price is ")
    assert ask("check", "--portfolio", sample).out.startswith("fills row 26: ")


@pytest.mark.parametrize(
    "name", ["my book 2026.alvh", "Zürich été 書.alvh", "a'b;c&d$e%f.alvh", "-x.alvh", "n" * 200 + ".alvh"]
)
def test_odd_names(here: Path, name: str) -> None:
    made = told("new", "--name", "Odd", "--", name)
    assert made["portfolio"] == name
    for line in (
        "trade +1~VIX~16DEC26~17C~@2", "undo", "redo", f"import {CHAINS}/quote_table_spx.csv", "report", "check"
    ):  # fmt: skip
        words = [word.replace("~", " ") for word in line.split()]
        told(*words, f"--portfolio={name}", "--at", SAMPLE_STANDS)
    told("backup", f"--portfolio={name}", "--", "copy of " + name[:100])


def test_names_that_are_too_long(empty: Path) -> None:
    for command in (["new"], ["report", "--portfolio"], ["backup", "--portfolio", empty]):
        said = refusal(*command, "n" * 300 + ".alvh", code=3)
        assert "File name too long" in said
