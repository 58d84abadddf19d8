"""Which system packages are asked for, how they are got, and when there is no display."""

import importlib.util
import os
import sys
from collections.abc import Sequence

import libraries
import pytest
from environment import PYTHON, SetupError
from libraries import (
    OFFSCREEN,
    WAYLAND,
    XCB,
    lacks_display,
    libraries_for,
    missing_packages,
    opens_window,
    present_names,
    provide,
)

X11 = {"DISPLAY": ":0"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", True),
        ("--portfolio demo.alvh", True),
        ("--portfolio=demo.alvh", True),
        ("--portfolio report", True),
        ("report --portfolio demo.alvh", False),
        ("--portfolio demo.alvh report", False),
        ("check", False),
        ("screenshot out.png", False),
        ("--help", False),
        ("--version", False),
    ],
)
def test_the_window_opens_when_no_command_is_named(line: str, expected: bool) -> None:
    assert opens_window(line.split()) is expected


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, True),
        ({"DISPLAY": ""}, True),
        (X11, False),
        ({"WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"QT_QPA_PLATFORM": "offscreen"}, False),
        ({"QT_QPA_PLATFORM": "minimal"}, False),
        ({"QT_QPA_PLATFORM": "xcb"}, True),
        ({"QT_QPA_PLATFORM": "xcb:nograb"}, True),
        ({"QT_QPA_PLATFORM": "wayland;xcb"}, True),
        ({"QT_QPA_PLATFORM": "vnc:port=5900"}, False),
    ],
)
def test_a_display_is_missed_on_linux(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], expected: bool
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    assert lacks_display(environment) is expected


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_the_display_is_taken_for_granted(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert not lacks_display({})


@pytest.mark.parametrize(
    ("line", "environment", "expected"),
    [
        ("", X11, OFFSCREEN | XCB),
        ("", {"WAYLAND_DISPLAY": "wayland-0"}, OFFSCREEN | WAYLAND),
        ("", X11 | {"WAYLAND_DISPLAY": "wayland-0"}, OFFSCREEN | XCB | WAYLAND),
        ("", {"QT_QPA_PLATFORM": "offscreen"}, OFFSCREEN),
        ("screenshot out.png", X11, OFFSCREEN),
        ("report --portfolio demo.alvh", X11, {}),
        ("--help", X11, {}),
    ],
)
def test_a_command_asks_only_for_the_libraries_it_loads(
    line: str, environment: dict[str, str], expected: dict[str, str]
) -> None:
    assert libraries_for(line.split(), environment) == expected


def test_what_is_missing_is_named_by_its_package() -> None:
    absent = {"libGL.so.1", "libxcb-cursor.so.0"}
    missing = missing_packages(OFFSCREEN | XCB, makes_venv=False, is_present=lambda name: name not in absent)
    assert missing == ["libgl1", "libxcb-cursor0"]


@pytest.mark.parametrize(("makes_venv", "expected"), [(True, [f"python{PYTHON}-venv"]), (False, [])])
def test_a_python_without_venv_asks_for_it_only_to_make_an_environment(
    monkeypatch: pytest.MonkeyPatch, makes_venv: bool, expected: list[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert missing_packages({}, makes_venv) == expected


def test_the_loader_knows_what_is_there() -> None:
    assert not libraries.is_loadable("libno-such-library.so.9")
    if sys.platform.startswith("linux"):
        assert libraries.is_loadable("libc.so.6")


def test_a_renamed_package_goes_by_the_name_of_this_release() -> None:
    packages = ["libglib2.0-0", "libgl1"]
    assert present_names(packages, is_known=lambda name: False) == packages
    assert present_names(packages, is_known=lambda name: True) == ["libglib2.0-0t64", "libgl1"]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Debian where GL and xcb-cursor are missing; what would be run is recorded."""
    recorded: list[list[str]] = []

    def record(command: Sequence[str], failure: str) -> None:
        recorded.append(list(command))

    monkeypatch.setattr(libraries, "carry_out", record)
    monkeypatch.setattr(libraries, "is_debian", lambda: True)
    monkeypatch.setattr(libraries, "is_in_lists", lambda package: False)
    monkeypatch.setattr(libraries, "missing_packages", lambda wanted, makes_venv: ["libglib2.0-0", "libxcb-cursor0"])
    return recorded


def test_root_refreshes_the_lists_once_and_installs(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    provide(OFFSCREEN | XCB, makes_venv=False)
    update, install = commands
    assert update[-1] == "update"
    assert install[-5:] == ["install", "-y", "--no-install-recommends", "libglib2.0-0", "libxcb-cursor0"]


def test_a_broken_package_source_does_not_stop_the_installation(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    def refuse_update(command: Sequence[str], failure: str) -> None:
        commands.append(list(command))
        if command[-1] == "update":
            raise SetupError(failure)

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(libraries, "carry_out", refuse_update)
    provide(OFFSCREEN, makes_venv=False)
    assert "install" in commands[-1]


def test_others_are_told_in_one_line_what_to_install(
    monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(SetupError) as refused:
        provide(OFFSCREEN | XCB, makes_venv=False)
    assert str(refused.value).endswith(": sudo apt-get install libglib2.0-0 libxcb-cursor0")
    assert "\n" not in str(refused.value)
    assert commands == []


def test_nothing_missing_runs_nothing(monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]) -> None:
    monkeypatch.setattr(libraries, "missing_packages", lambda wanted, makes_venv: [])
    provide(OFFSCREEN | XCB, makes_venv=True)
    assert commands == []


def test_other_systems_are_left_alone(monkeypatch: pytest.MonkeyPatch, commands: list[list[str]]) -> None:
    monkeypatch.setattr(libraries, "is_debian", lambda: False)
    provide(OFFSCREEN | XCB, makes_venv=True)
    assert commands == []
