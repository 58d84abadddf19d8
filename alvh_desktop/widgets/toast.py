"""Short notices in the lower right corner of a window.

They go by themselves, so they only tell what can be seen elsewhere too: the result of something just done, never
the one place where something is said.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QEnterEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStatusBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

_WIDTH = 380
_MARGIN = 16
_SHORTEST_REST_MS = 1500


@dataclass(frozen=True, slots=True)
class ToastAction:
    """A button of a notice; pressing it closes the notice."""

    words: str
    act: Callable[[], object]


class ToastStack(QWidget):
    """The notices of one window, newest at the bottom; the oldest makes room when there are too many.

    While the pointer or the keyboard is on one of them, all of them stay.
    """

    def __init__(self, window: QWidget, stays_ms: int = 6000, most: int = 4) -> None:
        super().__init__(window)
        self._window = window
        self._stays_ms = stays_ms
        self._most = most
        self._has_pointer = False
        self._spare: list[Toast] = []
        self._came_from: QWidget | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(8)
        self.setAccessibleName("Notices")
        self.hide()
        window.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)

    @property
    def toasts(self) -> tuple["Toast", ...]:
        """What is shown, oldest first."""
        items = (self._rows.itemAt(place) for place in range(self._rows.count()))
        return tuple(toast for item in items if item and isinstance(toast := item.widget(), Toast))

    @property
    def is_held(self) -> bool:
        """Whether somebody reads: then nothing goes away."""
        return self._has_pointer or self._holds(QApplication.focusWidget())

    def say(
        self, text: str, about: str = "", actions: tuple[ToastAction, ...] = (), stays_ms: int | None = None
    ) -> None:
        """Show a sentence for a few seconds, and say it where a screen reader listens.

        It takes the place of the newest one where both are `about` one thing."""
        newest = self.toasts[-1] if self.toasts else None
        if newest is not None and about and newest.about == about:
            newest.tell(text, about, actions)
            self._arrange()
        else:
            newest = self._added(text, about, actions)
        newest.stay(self._stays_ms if stays_ms is None else stays_ms)
        self._pause_or_resume()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _added(self, text: str, about: str, actions: tuple[ToastAction, ...]) -> "Toast":
        toast = self._spare.pop() if self._spare else self._made()
        toast.tell(text, about, actions)
        self._rows.addWidget(toast)
        toast.show()
        had_focus = [self._put_away(old) for old in self.toasts[: -self._most]]
        self._arrange()
        if any(had_focus):
            self._pass_focus_on()
        return toast

    def _made(self) -> "Toast":
        toast = Toast(self)
        toast.is_over.connect(lambda: self._remove(toast))
        return toast

    def focus_newest(self) -> None:
        """Put the keyboard on the newest notice; closing the last one goes back to where it was."""
        if self.toasts:
            self.toasts[-1].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.toasts:
            self._arrange()
        return False

    def enterEvent(self, event: QEnterEvent) -> None:
        self._has_pointer = True
        self._pause_or_resume()

    def leaveEvent(self, event: QEvent) -> None:
        self._has_pointer = False
        self._pause_or_resume()

    def _remove(self, toast: "Toast") -> None:
        had_focus = self._put_away(toast)
        if self.toasts:
            self._arrange()
        else:
            self._has_pointer = False
            self.hide()
        if had_focus:
            self._pass_focus_on()

    def _put_away(self, toast: "Toast") -> bool:
        """Whether it had the keyboard. One is kept for the next notice: to dress a new one takes longer than all else
        that is said and shown of an edit."""
        had_focus = toast.isAncestorOf(QApplication.focusWidget() or self)
        self._rows.removeWidget(toast)
        toast.end()
        toast.hide()
        if self._spare:
            toast.deleteLater()
        else:
            self._spare.append(toast)
        return had_focus

    def _pass_focus_on(self) -> None:
        if self.toasts:
            self.focus_newest()
        elif self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrange(self) -> None:
        """Lower right, above the status bar, in front of everything."""
        width = min(_WIDTH, self._window.width() - 2 * _MARGIN)
        height = self._rows.totalHeightForWidth(width)
        bar = self._window.findChild(QStatusBar)
        below = bar.height() if bar is not None and bar.isVisible() else 0
        left = self._window.width() - width - _MARGIN
        top = max(self._window.height() - below - height - _MARGIN, 0)
        # a size that is fixed: else every word of a notice lays out the window under it
        self.setFixedSize(width, height)
        self.move(left, top)
        self.show()
        self.raise_()

    def _follow_focus(self, old: QWidget | None, new: QWidget | None) -> None:
        if self._holds(new) and not self._holds(old):
            self._came_from = old
        for toast in self.toasts:
            toast.update()
        self._pause_or_resume()

    def _holds(self, widget: QWidget | None) -> bool:
        return widget is not None and self.isAncestorOf(widget)

    def _pause_or_resume(self) -> None:
        for toast in self.toasts:
            if self.is_held:
                toast.pause()
            else:
                toast.resume()


class Toast(QFrame):
    """One notice with a button that closes it; Esc on it does the same."""

    is_over = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = self.about = ""
        self.setProperty("tone", "notice")
        self._rest_ms = 0
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.is_over)
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.close_button = QToolButton()
        self.close_button.setText("\N{MULTIPLICATION SIGN}")
        self.close_button.setAutoRaise(True)
        self.close_button.setToolTip("Close (Esc)")
        self.close_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.close_button.clicked.connect(self.is_over)
        self.setFocusProxy(self.close_button)
        row = QHBoxLayout()
        row.addWidget(self._words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons: list[QPushButton] = []
        self._foot = QHBoxLayout()
        self._foot.setSpacing(6)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(12, 8, 8, 8)
        rows.setSpacing(6)
        rows.addLayout(row)
        rows.addLayout(self._foot)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return tuple(self._buttons)

    def tell(self, text: str, about: str, actions: tuple[ToastAction, ...] = ()) -> None:
        self.text, self.about = text, about
        self._words.setText(text)
        self._offer(actions)
        self.updateGeometry()  # at once, for the stack asks for the new height in the same turn
        self.close_button.setAccessibleName(f"Close the notice: {text}")

    def _offer(self, actions: tuple[ToastAction, ...]) -> None:
        """Buttons below the words; most notices have none, and then nothing is laid out."""
        while self._foot.count():
            self._foot.takeAt(0)
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(each) for each in actions]
        for button in self._buttons:
            self._foot.addWidget(button)
        if actions:
            self._foot.addStretch()

    def _button(self, action: ToastAction) -> QPushButton:
        button = QPushButton(action.words, self)
        button.setProperty("tone", "quiet")
        button.setAccessibleDescription(self.text)
        button.clicked.connect(action.act)
        button.clicked.connect(self.is_over)
        button.show()
        return button

    def end(self) -> None:
        """It is shown no longer, and nothing runs on."""
        self._timer.stop()

    @property
    def is_paused(self) -> bool:
        return not self._timer.isActive()

    def stay(self, milliseconds: int) -> None:
        self._timer.start(milliseconds)

    def pause(self) -> None:
        if self._timer.isActive():
            self._rest_ms = self._timer.remainingTime()
            self._timer.stop()

    def resume(self) -> None:
        """Go on with what was left of the time, and never so short that the eye misses the end."""
        if not self._timer.isActive():
            self._timer.start(max(self._rest_ms, _SHORTEST_REST_MS))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A frame in the accent colour shows where the keyboard is."""
        super().paintEvent(event)
        if self.close_button.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.is_over.emit()
        else:
            super().keyPressEvent(event)
