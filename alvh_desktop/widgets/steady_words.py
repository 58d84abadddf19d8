"""Words that change with every frame beside a chart that must not move."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

_SPARE = 40
"""Pixels that a line may be wider than its words: a few figures fewer."""


class SteadyWords(QWidget):
    """Keeps the height its longest text needed at this width, so that the chart beside it does not jump.

    Short, it is one line that ends in an ellipsis, with the whole text in its hint. The label stands in no layout: a
    text that changes with every frame would lay out the whole window each time.
    """

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._text = ""
        self._is_short = False
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """All of it, also where less is shown."""
        return self._text

    def say(self, text: str) -> None:
        if text != self._text:
            self._text = text
            self._show(self.height())

    def shorten(self, is_short: bool) -> None:
        """Down to one line, or back to all of it."""
        if is_short != self._is_short:
            self._is_short = is_short
            self._show(0)

    @property
    def whole_height(self) -> int:
        """Of all of the text at this width, px."""
        self.label.ensurePolished()
        room = self.label.fontMetrics().boundingRect(
            0, 0, max(self.width(), 1), 0, Qt.TextFlag.TextWordWrap, self._text
        )
        return room.height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._show(0)

    def _show(self, least: int) -> None:
        label = self.label
        label.ensurePolished()
        metrics = label.fontMetrics()
        shown = _kept_together(self._text)
        if self._is_short:
            shown, least = metrics.elidedText(self._text, Qt.TextElideMode.ElideRight, self.width()), 0
        label.setWordWrap(not self._is_short)
        label.setToolTip(self._text if self._is_short and shown != self._text else "")
        if label.text() != shown:
            label.setText(shown)
        high = metrics.height() if self._is_short else max(label.heightForWidth(self.width()), least)
        if high != self.height():
            self.setFixedHeight(high)
        label.resize(self.width(), high)


def _kept_together(text: str) -> str:
    """No line ends between the arrow of a gain or loss and its figure, nor within a unit."""
    for arrow in ("\N{BLACK UP-POINTING TRIANGLE}", "\N{BLACK DOWN-POINTING TRIANGLE}"):
        text = text.replace(f"{arrow} ", f"{arrow}\N{NO-BREAK SPACE}")
    return text.replace("$/pt", "$/\N{WORD JOINER}pt")


class SteadyLine(QLabel):
    """One line that grows with its words and never shrinks back a little: Qt lays out the whole window for every text
    of a label whose size is not fixed."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._fit()

    def say(self, text: str) -> None:
        if text != self.text():
            self.setText(text)
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.setFixedSize(0, 0)
            self._fit()

    def _fit(self) -> None:
        wanted, room = self.sizeHint(), self.size()
        fits = wanted.width() <= room.width() <= wanted.width() + _SPARE and wanted.height() == room.height()
        if not fits or self.minimumSize() != self.maximumSize():
            self.setFixedSize(wanted)
