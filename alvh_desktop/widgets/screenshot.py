"""The window, or one dock of it, as a picture that is the same each time."""

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from alvh_desktop.widgets.main_window import MainWindow

_NOISE = "This plugin does not support"
_TURNS = 6
"""Turns of the event loop after which every layout has come to rest."""


def pass_over_offscreen_noise() -> None:
    """Leave out what Qt's platform without a screen says about itself; all else goes to stderr as before."""

    def tell(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if not text.startswith(_NOISE):
            sys.stderr.write(f"{text}\n")

    qInstallMessageHandler(tell)


def picture_of(window: MainWindow, dock: str | None, size: tuple[int, int], wait: Callable[[], object]) -> QPixmap:
    """`dock` None draws the whole window; without the blinking cursor of a focused line.

    `wait` waits for what a dock has worked out off the screen's thread.
    """
    _settle()
    focused = window.focusWidget()
    if focused is not None:
        focused.clearFocus()
    window.reset_layout()
    if dock is not None:
        window.area.docks[dock].show()
        window.area.docks[dock].raise_()
    _settle()
    wait()
    _settle()
    if dock is None:
        return window.grab()
    panel = window.panels[dock]
    panel.setParent(None, Qt.WindowType.Widget)
    panel.resize(*size)
    panel.show()
    _settle()
    return panel.grab()


def _settle() -> None:
    for _ in range(_TURNS):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # bars of tabs that are no more
