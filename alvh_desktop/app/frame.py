"""The window before there is anything in it: all that the first frame needs."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QApplication

from alvh_desktop import __version__
from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.theme import apply_theme, theme_of, use_own_font

if TYPE_CHECKING:
    from alvh_desktop.widgets.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Frame:
    """The window before there is anything in it."""

    app: QApplication
    window: MainWindow
    worn: Tokens
    preferences: Preferences


def show_first_frame(preferences: Preferences, portfolio: Path | None) -> Frame:
    """The window as it will stand, in its theme and place, before there is anything in it."""
    frame = empty_frame(preferences)
    opened = portfolio or preferences.last_portfolio
    frame.window.show_opening(opened.stem if opened is not None else "Sample")
    frame.window.restoreGeometry(QByteArray(preferences.window_geometry))
    frame.window.restore_layout(preferences.window_state)
    frame.window.show()
    return frame


def empty_frame(preferences: Preferences) -> Frame:
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
