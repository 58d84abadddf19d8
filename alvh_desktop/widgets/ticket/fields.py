"""The small parts of the ticket's form: a caption over each field, and fields that leave its keys alone."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QComboBox, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from alvh_desktop.widgets.dialogs.new_input import StillChoice
from alvh_desktop.widgets.text_line import TextLine

CLEAR_KEYS = QKeySequence(Qt.KeyboardModifier.ControlModifier | Qt.Key.Key_Backspace)
_ARROW_WIDTH = 38
_LEAST_COLUMN = 96


class TicketLine(TextLine):
    """Leaves Ctrl+Backspace to the ticket. `turned` comes with + and - where the field asks for it."""

    turned = Signal()
    turns = False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            pressed = QKeySequence(event.keyCombination())
            if pressed.matches(CLEAR_KEYS) == QKeySequence.SequenceMatch.ExactMatch:
                event.ignore()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.turns and event.text() in ("+", "-"):
            self.turned.emit()
        else:
            super().keyPressEvent(event)


class TicketChoice(StillChoice):
    """Choices of (value, words), as wide as the longest. `taken` carries the value that a person chose."""

    taken = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._offered: tuple[tuple[str, str], ...] = ()
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.activated.connect(lambda place: self.taken.emit(self._offered[place][0]))

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """The same ones again change nothing."""
        offered = tuple(choices)
        if offered == self._offered:
            return
        self._offered = offered
        self.clear()
        self.addItems([words for _, words in offered])
        widest = max((self.fontMetrics().horizontalAdvance(words) for _, words in offered), default=40)
        self.setFixedWidth(widest + _ARROW_WIDTH)

    def show_value(self, value: str) -> None:
        place = next((at for at, (each, _) in enumerate(self._offered) if each == value), -1)
        if place != self.currentIndex():
            self.setCurrentIndex(place)

    @property
    def value(self) -> str:
        place = self.currentIndex()
        return self._offered[place][0] if place >= 0 else ""


class Captioned(QWidget):
    """A field under its caption."""

    def __init__(self, caption: str, *fields: QWidget, hint: str = "") -> None:
        super().__init__()
        self.caption = QLabel(caption)
        self.caption.setProperty("tone", "caption")
        self.caption.setBuddy(fields[0])
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(1)
        rows.addWidget(self.caption)
        for field in fields:
            rows.addWidget(field)
            if hint:
                field.setToolTip(hint)


class Column(QScrollArea):
    """A part of the panel that scrolls where it has too little room; it asks for as much as its content needs."""

    def __init__(self, content: QWidget, name: str) -> None:
        super().__init__()
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
        self.setWidget(content)
        self._content = content
        self.setMinimumHeight(_LEAST_COLUMN)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        content = self._content
        width = max(self.viewport().width(), content.minimumSizeHint().width())
        high = content.heightForWidth(width) if content.hasHeightForWidth() else content.sizeHint().height()
        return QSize(content.minimumSizeHint().width(), high)

    def keep_high(self, most: int) -> None:
        """Be as high as the content up to this many pixels."""
        self.setMinimumHeight(max(min(self.sizeHint().height(), most), _LEAST_COLUMN))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._content.minimumSizeHint().width(), _LEAST_COLUMN)
