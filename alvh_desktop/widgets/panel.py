"""A panel of the window: what it shows, or one sentence on what it is for and one button that fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.empty_states import EmptyState


class Panel(QWidget):
    """`asked` carries what the button of the empty panel stands for: open, enter or import.

    Until `hold` gives it its content it is empty, without a button. `ground` is the tone of its empty page.
    """

    asked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None, ground: str = "panel") -> None:
        super().__init__(parent)
        self._ground = ground
        self.content: QWidget | None = None
        self._filler = ""
        self.sentence = QLabel()
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.sentence.setProperty("tone", "dim")
        self.button = QPushButton()
        self.button.setObjectName(f"fill{name}")
        self.button.clicked.connect(lambda: self.asked.emit(self._filler))
        self.button.hide()
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty_page())

    @property
    def is_empty(self) -> bool:
        return self._stack.currentIndex() == 0

    def say(self, sentence: str) -> None:
        """The empty panel with this sentence and no button: there is nothing to do but wait."""
        self.sentence.setText(sentence)
        self.button.hide()

    def show_waiting(self, sentence: str) -> None:
        """This sentence in place of the content, until there is something to show again."""
        self.say(sentence)
        self._stack.setCurrentIndex(0)

    def hold(self, content: QWidget) -> None:
        """The content, which an empty state may hide again."""
        self.content = content
        self._stack.addWidget(content)

    def show_state(self, empty: EmptyState | None) -> None:
        """The content, or this empty state in its place."""
        if empty is not None:
            self._filler = empty.filler or ""
            self.sentence.setText(empty.sentence)
            self.button.setText(empty.button)
            self.button.setVisible(empty.filler is not None)
            self.button.setAccessibleDescription(empty.sentence)
        self._stack.setCurrentIndex(1 if empty is None else 0)

    def minimumSizeHint(self) -> QSize:
        """Of what it shows: its empty page asks for more room than some contents do."""
        whole = super().minimumSizeHint()
        return (
            whole
            if self.content is None or self.is_empty
            else self.content.minimumSizeHint().expandedTo(QSize(whole.width(), 0))
        )

    def focus_inside(self) -> None:
        """Give the keyboard to what the panel shows now."""
        inside = self.button if self.content is None or self.is_empty else self.content
        inside.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _empty_page(self) -> QWidget:
        page = QFrame()
        page.setProperty("tone", self._ground)
        rows = QVBoxLayout(page)
        rows.setContentsMargins(24, 24, 24, 24)
        rows.setSpacing(14)
        rows.addStretch()
        rows.addWidget(self.sentence)
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        rows.addStretch()
        return page
