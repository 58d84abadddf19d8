"""The first frame: the window as it will stand, empty; what is loaded later moves nothing and loses nothing."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from support.window_parts import CONDOR, MadeShelf

from alvh_desktop.app import Frame, Program, furnish, show_first_frame
from alvh_desktop.domain.preferences import Preferences, Theme
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.viewmodels.entry import TYPING_PAUSE_MS
from alvh_desktop.widgets.main_window import MainWindow

LATER = (
    *("click", "numpy", "scipy", "pyqtgraph", "pandas", "sqlite3", "sqlite_utils", "alvh_desktop.pricing"),
    *("alvh_desktop.desk", "alvh_desktop.domain.book", "alvh_desktop.viewmodels.session", "alvh_desktop.market"),
)


_programs: list[Program] = []


@pytest.fixture(autouse=True)
def _programs_are_closed() -> Iterator[None]:
    """A program left open would paint into its deleted window when its clock ticks in a later test."""
    yield
    while _programs:
        _programs.pop().close()


@pytest.fixture
def frame(qtbot: QtBot) -> Iterator[Frame]:
    yield from opened(qtbot, Preferences(is_first_run=False))


def opened(qtbot: QtBot, preferences: Preferences) -> Iterator[Frame]:
    frame = show_first_frame(preferences, Path("/nowhere/Mine.alvh"))
    qtbot.addWidget(frame.window)
    QApplication.processEvents()
    yield frame
    frame.window.close()


def filled(frame: Frame) -> None:
    program = furnish(frame, MadeShelf(), lambda _: None)
    _programs.append(program)
    program.files.start(Path("/nowhere/Mine.alvh"))
    program.session.paint_now()
    for _ in range(5):
        QApplication.processEvents()


def places(window: MainWindow) -> dict[str, QRect]:
    area = window.area
    seen = {name: dock for name, dock in area.docks.items() if not dock.visibleRegion().isEmpty()}
    parts: dict[str, QWidget] = {**seen, "area": area, "entry": window.entry, "bar": window.statusBar()}
    return {name: QRect(part.mapTo(window, part.rect().topLeft()), part.size()) for name, part in parts.items()}


def test_the_first_frame_waits_for_nothing_that_it_does_not_need() -> None:
    source = (
        "import sys, alvh_desktop.__main__, alvh_desktop.app as app\n"
        "from alvh_desktop.domain.preferences import Preferences\n"
        "frame = app.show_first_frame(Preferences(), None)\n"
        "frame.window.painted_first.connect(frame.app.quit)\n"
        "frame.app.exec()\n"
        "print(*sys.modules, sep='\\n')\n"
    )
    ended = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    loaded = ended.stdout.split()
    assert "alvh_desktop.widgets.main_window" in loaded
    assert [name for name in loaded if any(name == late or name.startswith(f"{late}.") for late in LATER)] == []


def test_the_content_moves_nothing(frame: Frame) -> None:
    before = places(frame.window)
    filled(frame)
    assert places(frame.window) == before


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_frame_wears_the_theme_and_says_what_is_opened(qtbot: QtBot, theme: Theme) -> None:
    for frame in opened(qtbot, Preferences(is_first_run=False, theme=theme)):
        ground = frame.window.grab().toImage().pixelColor(2, 40).lightness()
        assert ground > 200 if theme == "light" else ground < 60
        assert frame.window.panels["positions"].sentence.text() == "Opening Mine …"
        assert not any(panel.button.isVisible() for panel in frame.window.panels.values())
        assert not frame.window.menuBar().isEnabled()
        filled(frame)
        assert frame.window.menuBar().isEnabled()


def test_what_is_typed_before_the_content_is_there_is_kept_and_previewed(frame: Frame) -> None:
    line = frame.window.entry.line
    QTest.keyClicks(line, CONDOR)
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert line.text() == CONDOR
    filled(frame)
    QTest.qWait(TYPING_PAUSE_MS + 30)
    assert line.text() == CONDOR
    assert frame.window.entry.book.isEnabled()
    assert frame.window.entry.preview.text().startswith("Sell 10 SPXW 18DEC26")


def test_the_columns_of_the_last_time_come_with_the_content(frame: Frame, qtbot: QtBot) -> None:
    filled(frame)
    frame.window.tree.view.header().setSectionHidden(3, True)
    kept = frame.window.layout_state()
    for again in opened(qtbot, Preferences(is_first_run=False, window_state=kept)):
        filled(again)
        assert again.window.tree.view.header().isSectionHidden(3)


def test_a_fault_before_the_content_is_told_in_the_window(frame: Frame) -> None:
    frame.window.show_fault(KnownError("A file of the program is missing.", "Install it again."))
    assert frame.window.banners.texts == ("A file of the program is missing.", "Install it again.")
    assert frame.window.panels["positions"].sentence.text() == "Nothing could be opened."
