"""Keeps the program in the theme and colours that the settings and the desktop ask for."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from alvh_desktop.domain.preferences import Preferences
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.widgets.main_window import MainWindow
from alvh_desktop.widgets.theme import Tokens, apply_theme, theme_of, tokens


class Dressing(QObject):
    """Dresses the window anew only when another table of colours is asked for."""

    def __init__(self, app: QApplication, window: MainWindow, settings: Settings, worn: Tokens) -> None:
        super().__init__(window)
        self._app, self._window, self._settings, self._worn = app, window, settings, worn
        settings.changed.connect(self._follow)
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda _: self._follow(settings.value))

    def _follow(self, preferences: Preferences) -> None:
        asked = tokens(theme_of(preferences), preferences.pl_colours)
        if asked != self._worn:
            self._worn = apply_theme(self._app, asked.name, preferences.pl_colours)
            self._window.wear(self._worn)
