"""The window put together: it connects what others built, and decides nothing."""

import gc
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs
from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from alvh_desktop import __version__
from alvh_desktop.desk.shelf import Shelf
from alvh_desktop.domain.preferences import Preferences, Theme
from alvh_desktop.domain.problems import KnownError
from alvh_desktop.storage.engine import sqlite_version
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder, save_preferences
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.bug_reports import BugReports
from alvh_desktop.viewmodels.entry import Entry
from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.settings import Save, Settings
from alvh_desktop.widgets.asks import Asks
from alvh_desktop.widgets.commands import Commands
from alvh_desktop.widgets.dressing import Dressing
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.menus import Menus
from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise, picture_of
from alvh_desktop.widgets.theme import apply_theme, theme_of, use_own_font

_SWITCH_SECONDS = 0.002
"""How soon a worker gives way to the screen: at Python's 5 ms an import of quotes makes frames of 90 ms."""


@dataclass(frozen=True, slots=True)
class Program:
    """All parts of a running window."""

    app: QApplication
    window: MainWindow
    session: Session
    files: PortfolioFiles
    settings: Settings
    commands: Commands
    menus: Menus
    background: Background

    def close(self) -> None:
        """Let go of the portfolio and of all work behind the screen."""
        self.background.finish()
        self.session.hold(None)


def run_window(shelf: Shelf, portfolio: Path | None) -> int:
    """Show the window, then open the portfolio, the last one, or the sample; the answer is the exit code."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    folder = preferences_folder()
    preferences, problems = load_preferences(folder)
    program = assemble(shelf, preferences, lambda changed: save_preferences(changed, folder))
    reports = BugReports(Path(platformdirs.user_log_dir("alvh-desktop", appauthor=False)), program.window)
    reports.found.connect(program.window.show_fault)
    reports.install()
    program.window.painted_first.connect(lambda: _begin(program, portfolio))
    for problem in problems:
        program.window.show_fault(KnownError(f"{problem}.", ""))
    program.window.restoreGeometry(QByteArray(preferences.window_geometry))
    program.window.restore_layout(preferences.window_state)
    program.window.show()
    code = program.app.exec()
    program.close()
    reports.uninstall()
    return code


def assemble(shelf: Shelf, preferences: Preferences, save: Save) -> Program:
    """Build every part and connect them; nothing is shown and nothing opened yet."""
    app = _application()
    worn = apply_theme(app, theme_of(preferences), preferences.pl_colours)
    background = Background(app)
    session = Session(background, app)
    settings = Settings(preferences, save, session)
    files = PortfolioFiles(shelf, session, settings, background)
    window = MainWindow(Entry(session), worn)
    commands = Commands(window, session, files, settings, Asks(window), sqlite_version())
    menus = Menus(commands)
    Dressing(app, window, settings, worn)
    program = Program(app, window, session, files, settings, commands, menus, background)
    _connect(program)
    return program


def take_screenshot(
    shelf: Shelf, path: Path | None, out: Path, dock: str | None, size: tuple[int, int], theme: Theme
) -> None:
    """Draw the window, or the content of one dock, into a PNG file of `size` pixels.

    Layout, font and colours are the program's own, so that the same portfolio at the same moment gives the same
    bytes. Raises KnownError when the dock is not known or the file cannot be written.
    """
    os.environ.update(QT_SCALE_FACTOR="1", QT_FONT_DPI="96")
    if QApplication.instance() is None:
        pass_over_offscreen_noise()
    program = assemble(shelf, Preferences(is_first_run=False, theme=theme), lambda _: None)
    window = program.window
    if dock is not None and dock not in window.panels:
        raise KnownError(f"There is no dock {dock!r}.", f"Choose one of {', '.join(window.panels)}.")
    window.resize(*size)
    window.show()
    try:
        program.session.hold(shelf.open(path) if path else shelf.open_sample())
        program.session.paint_now()
        drawn = picture_of(window, dock, size)
    finally:
        program.close()
        window.close()
    if not drawn.save(str(out), "PNG"):
        raise KnownError(f"{out} cannot be written.", "Choose another place for the picture.")


def _application() -> QApplication:
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("alvh-desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("alvh-desktop")
    use_own_font(app)
    return app


def _connect(program: Program) -> None:
    window, session, files = program.window, program.session, program.files
    session.held.connect(window.show_portfolio)
    session.held.connect(lambda _: window.show_welcome(files.is_first_look, files.end_first_look))
    session.painted.connect(window.show_picture)
    for notices in (session.noticed, files.noticed):
        notices.connect(window.show_notice)
    for faults in (session.failed, files.failed, program.settings.failed, program.background.failed):
        faults.connect(window.show_fault)
    window.closing.connect(lambda: _keep_layout(program))


def _begin(program: Program, portfolio: Path | None) -> None:
    """After the first frame: everything that takes time."""
    if "ALVH_SAY_FIRST_FRAME" in os.environ:
        sys.stderr.write("first frame\n")
        sys.stderr.flush()
    program.files.start(portfolio)
    program.session.paint_now()
    gc.freeze()


def _keep_layout(program: Program) -> None:
    geometry, layout = program.window.saveGeometry().data(), program.window.layout_state()
    program.settings.change(window_geometry=bytes(geometry), window_state=layout)
