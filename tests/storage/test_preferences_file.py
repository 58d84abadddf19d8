"""The file of settings: replaced whole, survives garbage and full disks, and never loses what it cannot replace."""

import errno
import json
import os
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.preferences_file import FILE, load_preferences, preferences_folder, save_preferences

GARBAGE = [
    b"",
    b"\x00\xff\xfe",
    b"[]",
    b"3",
    b"{",
    b'{"theme"',
    b"[" * 100_000,
    b"1" * 10_000,
    b" " * 2_000_000 + b"{}",
]


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_without_a_file_the_defaults_hold_and_nothing_is_said(tmp_path: Path) -> None:
    assert load_preferences(tmp_path / "not there") == (Preferences(), ())
    assert not (tmp_path / "not there").exists()


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    wanted = Preferences(theme="dark", is_layout_locked=True, window_state=b"\x00\xffabc").opened(
        Path("/Ünï/\udcff.alvh")
    )
    save_preferences(wanted, tmp_path / "deep" / "folder")
    assert load_preferences(tmp_path / "deep" / "folder") == (wanted, ())


def test_the_file_is_plain_json_that_a_person_can_read(tmp_path: Path) -> None:
    save_preferences(Preferences(theme="dark"), tmp_path)
    kept = json.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    assert kept["theme"] == "dark"
    assert kept["is_layout_locked"] is False
    assert names_in(tmp_path) == {FILE}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_gives_the_defaults_with_a_notice_and_stays_untouched(garbage: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(garbage)
    preferences, problems = load_preferences(tmp_path)
    assert preferences == Preferences()
    assert [problem.where for problem in problems] == [FILE]
    assert "default settings" in problems[0].message
    assert "portfolios are untouched" in problems[0].message
    assert (tmp_path / FILE).read_bytes() == garbage


@given(st.binary(max_size=300))
def test_no_bytes_whatever_stop_the_program(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    folder = tmp_path_factory.mktemp("settings")
    (folder / FILE).write_bytes(content)
    preferences, _ = load_preferences(folder)
    save_preferences(preferences, folder)
    assert load_preferences(folder) == (preferences, ())


def test_a_folder_in_place_of_the_file_gives_the_defaults_with_a_notice(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    preferences, problems = load_preferences(tmp_path)
    assert preferences == Preferences()
    assert [problem.where for problem in problems] == [FILE]
    with pytest.raises(KnownError, match="cannot be saved"):
        save_preferences(Preferences(theme="dark"), tmp_path)


@pytest.mark.parametrize("garbage", GARBAGE)
def test_after_garbage_the_version_before_is_taken_and_never_overwritten_by_it(
    garbage: bytes, tmp_path: Path
) -> None:
    save_preferences(Preferences(theme="dark"), tmp_path)
    save_preferences(Preferences(theme="light"), tmp_path)
    (tmp_path / FILE).write_bytes(garbage)
    preferences, problems = load_preferences(tmp_path)
    assert preferences.theme == "dark"
    assert "saved before" in problems[0].message
    save_preferences(preferences, tmp_path)
    assert json.loads((tmp_path / f"{FILE}.bak").read_bytes())["theme"] == "dark"
    assert load_preferences(tmp_path) == (preferences, ())


def test_saving_the_same_again_keeps_the_version_before(tmp_path: Path) -> None:
    save_preferences(Preferences(theme="dark"), tmp_path)
    for _ in range(3):
        save_preferences(Preferences(theme="light"), tmp_path)
    assert json.loads((tmp_path / f"{FILE}.bak").read_bytes())["theme"] == "dark"
    assert names_in(tmp_path) == {FILE, f"{FILE}.bak"}


def test_one_bad_setting_does_not_cost_the_others(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"theme": "dark", "is_layout_locked": "yes", "of the future": 1}', encoding="utf-8")
    preferences, problems = load_preferences(tmp_path)
    assert preferences == Preferences(theme="dark")
    assert [problem.where for problem in problems] == ["is_layout_locked"]


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file_and_no_litter(
    broken: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_preferences(Preferences(theme="dark"), tmp_path)

    def fail(*_: object) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if broken == "fsync" else Path, broken, fail)
    with pytest.raises(KnownError, match="No space left") as told:
        save_preferences(Preferences(theme="light"), tmp_path)
    assert "portfolio is not affected" in told.value.remedy
    monkeypatch.undo()
    assert load_preferences(tmp_path) == (Preferences(theme="dark"), ())
    assert names_in(tmp_path) == {FILE}


def test_the_content_is_on_the_disk_before_it_takes_the_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace
    monkeypatch.setattr(os, "fsync", lambda number: (steps.append("fsync"), fsync(number))[1])
    monkeypatch.setattr(Path, "replace", lambda path, to: (steps.append(to.name), replace(path, to))[1])
    save_preferences(Preferences(theme="dark"), tmp_path)
    save_preferences(Preferences(theme="light"), tmp_path)
    assert steps == ["fsync", FILE, "fsync", f"{FILE}.bak", "fsync", FILE]


def test_settings_lie_in_the_users_own_folder() -> None:
    assert preferences_folder().name == "alvh-desktop"
