"""A watched folder: the newest whole file, once."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.delayed_pages import spx_page, vix_page

from alvh_desktop.desk.feed import Look, state_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.feeds.folder_watch import FolderWatch

NOW = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def watch(tmp_path: Path) -> FolderWatch:
    return FolderWatch(tmp_path)


def put(folder: Path, name: str, content: bytes, age: int = 100) -> Path:
    """A file changed `age` seconds before an arbitrary moment: the smaller the newer."""
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (1_000_000_000 - age,) * 2)
    return path


def index_of(look: Look) -> str:
    assert isinstance(look.found, Delivery), look
    return look.found.levels[0].index


def test_an_empty_folder_brings_nothing_and_is_no_fault(watch: FolderWatch) -> None:
    look = watch.look(NOW)
    assert (look.found, look.state.kind, look.due) == (None, "delayed", NOW + 5 * SECOND)
    assert state_text(look.state, NOW) == "no quotes yet"


def test_a_file_is_read_when_it_stood_still_and_once(watch: FolderWatch, tmp_path: Path) -> None:
    put(tmp_path, "a.json", spx_page())
    first = watch.look(NOW)
    assert (first.found, first.due) == (None, NOW + SECOND)
    second = watch.look(NOW + SECOND)
    assert index_of(second) == "SPX"
    assert state_text(second.state, NOW) == "delayed by 15 min"
    for after in range(2, 5):
        assert watch.look(NOW + after * SECOND).found is None
    put(tmp_path, "the same again.json", spx_page(), age=50)
    for after in range(5, 8):
        assert watch.look(NOW + after * SECOND).found is None


def test_a_file_that_is_being_written_is_left_until_it_is_whole(watch: FolderWatch, tmp_path: Path) -> None:
    content = spx_page()
    for step in range(1, 5):
        put(tmp_path, "a.json", content[: step * 500], age=100 - step)
        assert watch.look(NOW + step * SECOND).found is None
    put(tmp_path, "a.json", content, age=10)
    assert watch.look(NOW + 5 * SECOND).found is None
    assert index_of(watch.look(NOW + 6 * SECOND)) == "SPX"


def test_the_newest_file_wins_whatever_it_is_called(watch: FolderWatch, tmp_path: Path) -> None:
    put(tmp_path, "z.json", spx_page(), age=90)
    put(tmp_path, "a.csv", vix_page(), age=20)
    watch.look(NOW)
    assert index_of(watch.look(NOW + SECOND)) == "VIX"
    assert watch.look(NOW + 2 * SECOND).found is None


@pytest.mark.parametrize("name", [".hidden.json", "~lock.json", "a.json.part", "a.CRDOWNLOAD", "a.tmp"])
def test_what_is_no_finished_file_is_left_alone(watch: FolderWatch, tmp_path: Path, name: str) -> None:
    put(tmp_path, "whole.json", spx_page(), age=90)
    put(tmp_path, name, vix_page(), age=1)
    (tmp_path / "folder").mkdir()
    put(tmp_path, "nothing in it yet", b"", age=0)
    watch.look(NOW)
    assert index_of(watch.look(NOW + SECOND)) == "SPX"


def test_a_file_that_cannot_be_used_is_told_once_and_read_again_when_it_changes(
    watch: FolderWatch, tmp_path: Path
) -> None:
    put(tmp_path, "a.json", spx_page()[:-1])
    watch.look(NOW)
    look = watch.look(NOW + SECOND)
    assert isinstance(look.found, Problem)
    assert look.found.where == "a.json"
    again = watch.look(NOW + 2 * SECOND)
    assert (again.found, again.state.kind) == (None, "retrying")
    assert "a.json: this is no whole JSON text" in state_text(again.state, NOW)
    put(tmp_path, "a.json", spx_page(), age=3)
    watch.look(NOW + 3 * SECOND)
    look = watch.look(NOW + 4 * SECOND)
    assert (index_of(look), look.state.kind) == ("SPX", "delayed")


def test_quotes_from_the_future_are_refused(watch: FolderWatch, tmp_path: Path) -> None:
    put(tmp_path, "a.json", spx_page())
    before = NOW - timedelta(minutes=16)
    watch.look(before)
    look = watch.look(before + SECOND)
    assert str(look.found) == "a.json: the quotes are from later than this computer's clock"


def test_a_folder_that_is_gone_is_told_and_comes_back(tmp_path: Path) -> None:
    watch = FolderWatch(tmp_path / "later")
    look = watch.look(NOW)
    assert isinstance(look.found, Problem)
    assert "cannot be read (No such file or directory)" in state_text(look.state, NOW)
    (tmp_path / "later").mkdir()
    put(tmp_path / "later", "a.json", spx_page())
    watch.look(NOW + SECOND)
    assert index_of(watch.look(NOW + 2 * SECOND)) == "SPX"
