"""The window from its first frame to its end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QGraphicsView, QWidget

from alvh_desktop.app.frame import Frame, show_first_frame
from alvh_desktop.app.wiring import furnish
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.storage.preferences_file import load_preferences, preferences_folder, save_preferences

if TYPE_CHECKING:
    from alvh_desktop.desk.shelf import Shelf

_SWITCH_SECONDS = 0.002
"""How soon a worker gives way to the screen: at Python's 5 ms an import of quotes makes frames of 90 ms."""


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
