"""Pictures of the real window without a display: of the size asked for, and the same bytes twice."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from support.forked_commands import Forks, forking


@pytest.fixture(scope="module")
def forks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Forks]:
    if os.name != "posix":
        pytest.skip("fork is POSIX")
    with forking(tmp_path_factory.mktemp("forks"), loads_windows=True) as forks:
        yield forks


def shot(folder: Path, name: str, *options: str) -> Path:
    """One run of the command in a process of its own, which must say nothing but the file's name."""
    out = folder / name
    environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
    command = [sys.executable, "-m", "alvh_desktop", "screenshot", str(out), *options]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert done.stdout == f"{out}\n"
    return out


def test_the_same_window_is_the_same_picture_twice(tmp_path: Path) -> None:
    first, second = shot(tmp_path, "1.png"), shot(tmp_path, "2.png")
    assert first.read_bytes() == second.read_bytes()
    assert QImage(str(first)).size().toTuple() == (1280, 800)


def test_size_and_theme_are_as_asked(tmp_path: Path) -> None:
    dark = QImage(str(shot(tmp_path, "dark.png", "--theme", "dark", "--size", "1600x900")))
    assert dark.size().toTuple() == (1600, 900)
    assert dark.pixelColor(2, 40).lightness() < 60


@pytest.mark.parametrize("dock", ["positions", "payoff", "alerts", "market"])
def test_one_dock_alone_is_a_picture_of_its_size(forks: Forks, tmp_path: Path, dock: str) -> None:
    out = tmp_path / f"{dock}.png"
    ended = forks.run("screenshot", out, "--dock", dock, "--size", "640x480")
    assert (ended.code, ended.out, ended.err) == (0, f"{out}\n", "")
    image = QImage(str(out))
    assert image.size().toTuple() == (640, 480)
    colours = {image.pixel(x, y) for x in range(0, 640, 3) for y in range(0, 480, 3)}
    assert len(colours) > 20, "something is drawn"


def test_an_unknown_dock_and_a_folder_that_is_not_there_are_said_in_one_line(forks: Forks, tmp_path: Path) -> None:
    for options in ([tmp_path / "a.png", "--dock", "moon"], [tmp_path / "no" / "a.png"]):
        ended = forks.run("screenshot", *options)
        assert ended.code in {2, 3}
        assert len(ended.err.splitlines()) == 1, ended.err
