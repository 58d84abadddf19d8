"""Pictures of the real window without a display: of the size asked for, and the same bytes twice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage


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
def test_one_dock_alone_is_a_picture_of_its_size(tmp_path: Path, dock: str) -> None:
    image = QImage(str(shot(tmp_path, f"{dock}.png", "--dock", dock, "--size", "640x480")))
    assert image.size().toTuple() == (640, 480)
    colours = {image.pixel(x, y) for x in range(0, 640, 3) for y in range(0, 480, 3)}
    assert len(colours) > 20, "something is drawn"


def test_an_unknown_dock_and_a_folder_that_is_not_there_are_said_in_one_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "alvh_desktop", "screenshot"]
    for options in ([str(tmp_path / "a.png"), "--dock", "moon"], [str(tmp_path / "no" / "a.png")]):
        done = subprocess.run([*command, *options], check=False, capture_output=True, text=True, timeout=120)
        assert done.returncode in {2, 3}
        assert len(done.stderr.splitlines()) == 1, done.stderr
