"""Banners above the panels: what went wrong and what to do, that a portfolio is read-only, and the first welcome.

Each stays until it is closed or no longer true.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import KnownError

WELCOME = (
    "This is a sample on an invented market: two SPX condors and a layered VIX hedge beside them.",
    "Left: what is held, with profit and Greeks. Right: the payoff over SPX, and alerts that give their reasons.",
    "Type an order into the order line and press Enter; Ctrl+Z takes it back. File > New begins your own portfolio.",
)


class Banner(QFrame):
    def __init__(self, name: str, lines: tuple[str, ...], tone: str, close: Callable[[], None] | None) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("tone", tone)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        rows = QVBoxLayout()
        rows.setSpacing(3)
        for line in lines:
            words = QLabel(line)
            words.setTextFormat(Qt.TextFormat.PlainText)
            words.setWordWrap(True)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            rows.addWidget(words)
        row.addLayout(rows, 1)
        self.lines = lines
        if close is not None:
            self.close_button = QToolButton(autoRaise=True)
            self.close_button.setText("\N{MULTIPLICATION SIGN}")
            self.close_button.setAccessibleName(f"Close: {lines[0]}")
            self.close_button.setToolTip("Close")
            self.close_button.clicked.connect(close)
            row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)


class Banners(QWidget):
    """One banner of each kind at most; the newest fault replaces the one before of the same words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(6)
        self._shown: dict[str, Banner] = {}
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        """Every line shown, from the top."""
        return tuple(line for banner in self._shown.values() for line in banner.lines)

    def show_fault(self, error: KnownError) -> None:
        lines = (error.what, error.remedy) if error.remedy else (error.what,)
        self._put(f"fault {error}", lines, "banner", lambda: self._remove(f"fault {error}"))

    def show_read_only(self, reason: str | None) -> None:
        """None: the portfolio is open for writing."""
        self._remove("read-only")
        if reason is not None:
            self._put("read-only", ("Read-only: nothing you enter can be kept.", reason), "banner", None)

    def show_welcome(self, dismissed: Callable[[], None]) -> None:
        def close() -> None:
            self._remove("welcome")
            dismissed()

        self._put("welcome", WELCOME, "notice", close)

    def close_welcome(self) -> None:
        self._remove("welcome")

    def _put(self, key: str, lines: tuple[str, ...], tone: str, close: Callable[[], None] | None) -> None:
        self._remove(key)
        self._shown[key] = Banner(key.split()[0], lines, tone, close)
        self._rows.addWidget(self._shown[key])
        self.show()

    def _remove(self, key: str) -> None:
        banner = self._shown.pop(key, None)
        if banner is not None:
            self._rows.removeWidget(banner)
            banner.hide()
            banner.deleteLater()
        self.setVisible(bool(self._shown))
