"""Alerts that have become louder, made heard: toasts, the desktop's notifications, a beep, and a badge."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from alvh_desktop.viewmodels.attention.noticing import Notice, Noticing
from alvh_desktop.viewmodels.settings import Settings
from alvh_desktop.widgets.main_window import TITLE, MainWindow
from alvh_desktop.widgets.toast import ToastAction

if TYPE_CHECKING:
    from alvh_desktop.rules.transition import Transition

_BETWEEN_BEEPS_MS = 450
_STAYS_MS = 20_000
_MOST_TOASTS = 3
_ICON_PX = 64
_SIGNS = {
    "watch": QSystemTrayIcon.MessageIcon.Information,
    "warn": QSystemTrayIcon.MessageIcon.Warning,
    "act": QSystemTrayIcon.MessageIcon.Critical,
}


class Notices(QObject):
    """`acknowledged`, `put_off` and `opened` carry the key of an alert (`opened` also None: the whole panel).

    The panel is the record: nothing is said here that does not stand there. A tray icon is there only where the
    desktop has a tray, and the window is never closed to it.
    """

    acknowledged = Signal(object)
    put_off = Signal(object)
    opened = Signal(object)

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._noticing = Noticing()
        self._looks = 0
        self.tray = self._made_tray() if QSystemTrayIcon.isSystemTrayAvailable() else None
        window.asking_changed.connect(self._badge)

    def forget(self) -> None:
        """Another portfolio. What fires when it is first looked at stands in the panel, and no toast lies over it."""
        self._noticing.forget()
        self._looks = 0

    def count_look(self) -> None:
        self._looks += 1

    def tell(self, louder: Iterable[Transition], now: datetime) -> Notice:
        """Make heard what is to be heard of these; the answer is what it was."""
        notice = self._noticing.notice(louder, self._settings.value, now)
        if self._looks <= 1:
            notice = replace(notice, toasts=())
        for told in reversed(notice.toasts[:_MOST_TOASTS]):  # the most pressing one stands at the bottom, nearest
            actions = (
                ToastAction("Acknowledge", partial(self.acknowledged.emit, told.key)),
                ToastAction("Snooze 15 min", partial(self.put_off.emit, told.key)),
                ToastAction("Open", partial(self.opened.emit, told.key)),
            )
            self._window.toasts.say(told.text, f"alert {told.key}", actions, _STAYS_MS)
        if notice.title and self.tray is not None:
            self.tray.showMessage(notice.title, notice.body, _SIGNS[notice.level])
        for beep in range(notice.beeps):
            QTimer.singleShot(beep * _BETWEEN_BEEPS_MS, QApplication.beep)
        return notice

    def _made_tray(self) -> QSystemTrayIcon:
        tray = QSystemTrayIcon(self._window.windowIcon(), self)
        menu = QMenu(self._window)
        menu.addAction("Show the alerts").triggered.connect(self._come_forward)
        menu.addAction("Quit").triggered.connect(self._window.close)
        tray.setContextMenu(menu)
        tray.activated.connect(self._activate)
        tray.messageClicked.connect(self._come_forward)
        tray.setToolTip(TITLE)
        tray.show()
        return tray

    def _activate(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is not QSystemTrayIcon.ActivationReason.Context:
            self._come_forward()

    def _come_forward(self) -> None:
        self._window.showNormal() if self._window.isMinimized() else self._window.show()
        self._window.raise_()
        self._window.activateWindow()
        self.opened.emit(None)

    def _badge(self, count: int) -> None:
        if self.tray is not None:
            self.tray.setIcon(badged(self._window.windowIcon(), count))
            self.tray.setToolTip(f"{TITLE}: {count} asking for attention" if count else TITLE)


def badged(icon: QIcon, count: int) -> QIcon:
    """The icon with a number in its corner; as it is where the number is 0."""
    if not count:
        return icon
    drawn: QPixmap = icon.pixmap(_ICON_PX, _ICON_PX)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#b3261e"))
    place = QRect(_ICON_PX * 3 // 8, 0, _ICON_PX * 5 // 8, _ICON_PX * 5 // 8)
    painter.drawEllipse(place)
    font = QFont(painter.font())
    font.setPixelSize(_ICON_PX * 3 // 8)
    font.setWeight(QFont.Weight.Bold)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(count) if count < 10 else "9+")
    painter.end()
    return QIcon(drawn)
