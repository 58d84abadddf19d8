"""The window put together: it connects what others built, and decides nothing.

The first frame needs Qt, the preferences and an empty window. All else is loaded after it, inside the functions
below: the quotes, the models, the charts, and what they bring with them.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QGraphicsView, QWidget

from alvh_desktop import __version__
from alvh_desktop.domain.preferences import Preferences, Theme
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder, save_preferences
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.theme import apply_theme, theme_of, use_own_font

if TYPE_CHECKING:
    from alvh_desktop.desk.downloads import Histories
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.shelf import Shelf
    from alvh_desktop.viewmodels.background import Background
    from alvh_desktop.viewmodels.charts import PageName
    from alvh_desktop.viewmodels.feed import FeedSwitch
    from alvh_desktop.viewmodels.file_imports import FileImports
    from alvh_desktop.viewmodels.history.reading import HistoryReading
    from alvh_desktop.viewmodels.market_dock.views import MarketViews
    from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
    from alvh_desktop.viewmodels.session import Session
    from alvh_desktop.viewmodels.settings import Save, Settings
    from alvh_desktop.viewmodels.time_travel import TimeTravel
    from alvh_desktop.widgets.commands import Commands
    from alvh_desktop.widgets.menus import Menus
    from alvh_desktop.widgets.tokens import Tokens

_SWITCH_SECONDS = 0.002
"""How soon a worker gives way to the screen: at Python's 5 ms an import of quotes makes frames of 90 ms."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The window before there is anything in it."""

    app: QApplication
    window: MainWindow
    worn: Tokens
    preferences: Preferences


@dataclass(frozen=True, slots=True)
class Program:
    """All parts of a running window."""

    app: QApplication
    window: MainWindow
    session: Session
    files: PortfolioFiles
    imports: FileImports
    settings: Settings
    feed: FeedSwitch
    views: MarketViews
    travel: TimeTravel
    history: HistoryReading
    commands: Commands
    menus: Menus
    background: Background

    def wait(self) -> None:
        """Until what is shown is no longer worked out behind the screen; it comes in the next turn of the loop."""
        self.views.wait()
        self.window.contents.charts.mapper.wait()
        self.travel.wait()
        self.history.wait()

    def close(self) -> None:
        """Let go of the portfolio and of all work behind the screen."""
        self.feed.finish()
        self.views.finish()
        self.travel.finish()
        self.history.finish()
        self.window.contents.charts.mapper.finish()
        self.commands.trades.finish()
        self.imports.finish()
        self.background.finish()
        self.session.hold(None)


def run_window(load_shelf: Callable[[], Shelf], portfolio: Path | None) -> int:
    """Show the window, then open the portfolio, the last one, or the sample; the answer is the exit code.

    `load_shelf` is called after the first frame.
    """
    gc.disable()  # nothing of what is loaded goes away: looking through it would find nothing
    sys.setswitchinterval(_SWITCH_SECONDS)
    folder = preferences_folder()
    preferences, problems = load_preferences(folder)
    frame = show_first_frame(preferences, portfolio)
    with ExitStack() as ending:

        def begin() -> None:
            _say("first frame")
            try:
                _begin(frame, load_shelf, folder, problems, portfolio, ending)
            except KnownError as error:
                frame.window.show_fault(error)
            finally:
                gc.freeze()
                gc.enable()

        frame.window.painted_first.connect(begin)
        return frame.app.exec()


def show_first_frame(preferences: Preferences, portfolio: Path | None) -> Frame:
    """The window as it will stand, in its theme and place, before there is anything in it."""
    frame = _empty_frame(preferences)
    opened = portfolio or preferences.last_portfolio
    frame.window.show_opening(opened.stem if opened is not None else "Sample")
    frame.window.restoreGeometry(QByteArray(preferences.window_geometry))
    frame.window.restore_layout(preferences.window_state)
    frame.window.show()
    return frame


def assemble(shelf: Shelf, preferences: Preferences, save: Save) -> Program:
    """Build every part and connect them; nothing is shown and nothing opened yet."""
    return furnish(_empty_frame(preferences), shelf, save)


def furnish(frame: Frame, shelf: Shelf, save: Save) -> Program:
    """Load and connect all that the empty window does not have; nothing is opened yet."""
    from alvh_desktop.storage.engine import sqlite_version
    from alvh_desktop.viewmodels.background import Background
    from alvh_desktop.viewmodels.entry import Entry
    from alvh_desktop.viewmodels.feed import FeedSwitch
    from alvh_desktop.viewmodels.file_imports import FileImports
    from alvh_desktop.viewmodels.history.reading import HistoryReading
    from alvh_desktop.viewmodels.market_dock.views import MarketViews
    from alvh_desktop.viewmodels.portfolio_files import PortfolioFiles
    from alvh_desktop.viewmodels.session import Session
    from alvh_desktop.viewmodels.settings import Settings
    from alvh_desktop.viewmodels.time_travel import TimeTravel
    from alvh_desktop.widgets.asks import Asks
    from alvh_desktop.widgets.commands import Commands
    from alvh_desktop.widgets.dressing import Dressing
    from alvh_desktop.widgets.menus import Menus

    app, window, preferences = frame.app, frame.window, frame.preferences
    background = Background(app)
    session = Session(background, app)
    settings = Settings(preferences, save, session)
    files = PortfolioFiles(shelf, session, settings, background)
    imports = FileImports(session, _histories())
    feed, views = FeedSwitch(session, settings), MarketViews(session)
    travel, history = TimeTravel(app), HistoryReading(app)
    window.furnish(Entry(session), frame.worn)
    commands = Commands(window, session, files, imports, settings, feed, Asks(window), sqlite_version())
    menus = Menus(commands)
    Dressing(app, window, settings, frame.worn)
    program = Program(
        app, window, session, files, imports, settings, feed, views, travel, history, commands, menus, background
    )
    _connect(program)
    return program


def take_screenshot(
    shelf: Shelf,
    path: Path | None,
    out: Path,
    dock: str | None,
    size: tuple[int, int],
    theme: Theme,
    page: PageName = "payoff",
) -> None:
    """Draw the window, or the content of one dock, into a PNG file of `size` pixels; `page` is that of the charts.

    Layout, font and colours are the program's own, so that the same portfolio at the same moment gives the same
    bytes. Raises KnownError when the dock is not known or the file cannot be written.
    """
    from alvh_desktop.widgets.screenshot import pass_over_offscreen_noise, picture_of

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
        window.charts.turn_to(page)
        drawn = picture_of(window, dock, size, program.wait)
    finally:
        program.close()
        window.close()
    if not drawn.save(str(out), "PNG"):
        raise KnownError(f"{out} cannot be written.", "Choose another place for the picture.")


def _empty_frame(preferences: Preferences) -> Frame:
    app = _application()
    worn = apply_theme(app, theme_of(preferences), preferences.pl_colours)
    return Frame(app, MainWindow(), worn, preferences)


def _application() -> QApplication:
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("alvh-desktop")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("alvh-desktop")
    use_own_font(app)
    return app


def _histories() -> Histories:
    """What fetches is loaded when somebody asks for it."""
    from alvh_desktop.desk.downloads import Fetcher, Histories
    from alvh_desktop.market.official_files import PUBLISHERS, official_files

    def begin() -> Fetcher:
        from alvh_desktop.market.downloads import Downloads, histories_folder

        return Downloads(histories_folder())

    return Histories(PUBLISHERS, official_files, begin, lambda: datetime.now(UTC))


def _connect(program: Program) -> None:
    window, session, files = program.window, program.session, program.files
    session.held.connect(window.show_portfolio)
    session.held.connect(lambda _: window.show_welcome(files.is_first_look, files.end_first_look))
    session.painted.connect(window.show_picture)
    session.attended.connect(window.show_attention)
    session.relit.connect(window.show_relit)
    window.tree.scope.changed.connect(session.look)
    window.charts.looked.connect(session.look)
    _connect_past(program)
    window.market_panel.chosen.connect(lambda fields: program.views.choose(**fields))
    window.market_panel.watched.connect(program.views.watch)
    program.views.shown.connect(window.market_panel.show_page)
    session.noticed.connect(window.show_step)
    for notices in (files.noticed, program.imports.noticed, program.feed.noticed):
        notices.connect(window.show_notice)
    for faults in (
        session.failed,
        files.failed,
        program.imports.failed,
        program.settings.failed,
        program.background.failed,
    ):
        faults.connect(window.show_fault)
    window.closing.connect(lambda: _keep_layout(program))


def _connect_past(program: Program) -> None:
    """Past days on the charts: travelled to by the slider, or followed in the history."""
    window, session, travel, history = program.window, program.session, program.travel, program.history

    def follow(picture: Picture | None) -> None:
        travel.show(session.portfolio, None if picture is None else picture.inputs.book)
        history.show(picture, session.portfolio)

    session.painted.connect(follow)
    session.relit.connect(lambda picture: history.show(picture, session.portfolio))
    session.held.connect(lambda _: follow(None))
    window.charts.controls.travelled.connect(travel.go_to)
    travel.arrived.connect(window.contents.charts.travel)
    travel.arrived.connect(lambda view: window.charts.controls.come_back() if view is None else None)
    session.market_changed.connect(travel.look_again)
    window.charts.history.chosen.connect(lambda fields: history.choose(**fields))
    history.found.connect(lambda view: window.charts.show_page("history", view))
    window.charts.watched.connect(history.watch)
    window.area.docks["payoff"].visibilityChanged.connect(window.charts.be_seen)


def _keep_layout(program: Program) -> None:
    geometry, layout = program.window.saveGeometry().data(), program.window.layout_state()
    program.settings.change(window_geometry=bytes(geometry), window_state=layout)


def _begin(
    frame: Frame,
    load_shelf: Callable[[], Shelf],
    folder: Path,
    problems: tuple[Problem, ...],
    portfolio: Path | None,
    ending: ExitStack,
) -> None:
    """After the first frame: everything that takes time. What is typed meanwhile waits in the desktop's queue."""
    from platformdirs import user_log_dir

    from alvh_desktop.viewmodels.bug_reports import BugReports

    window = frame.window
    reports = BugReports(Path(user_log_dir("alvh-desktop", appauthor=False)), window)
    reports.found.connect(window.show_fault)
    reports.install()
    ending.callback(reports.uninstall)
    program = furnish(frame, load_shelf(), lambda changed: save_preferences(changed, folder))
    ending.callback(program.close)
    for problem in problems:
        window.show_fault(KnownError(f"{problem}.", ""))
    program.files.start(portfolio)
    program.session.paint_now()
    chart = window.payoff.findChild(QGraphicsView)
    if chart is not None:
        _PlotWatch(chart.viewport())


class _PlotWatch(QObject):
    """Says that the first payoff curves are on the screen."""

    def __init__(self, watched: QWidget) -> None:
        super().__init__(watched)
        watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, lambda: _say("live plot"))
        return False


def _say(what: str) -> None:
    """For the benchmark of the start, which asks for it by a variable."""
    if "ALVH_SAY_FIRST_FRAME" in os.environ:
        sys.stderr.write(f"{what}\n")
        sys.stderr.flush()
