"""Words that change with every frame beside a chart that must not move."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class SteadyWords(QWidget):
    """Keeps the height its longest text needed at this width, so that the chart beside it does not jump.

    The label stands in no layout: a text that changes with every frame would lay out the whole window each time.
    """

    def __init__(self, tone: str) -> None:
        super().__init__()
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        return self.label.text()

    def say(self, text: str) -> None:
        if text != self.label.text():
            self.label.setText(text)
            self._grow(self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow(0)

    def _grow(self, least: int) -> None:
        self.label.ensurePolished()
        high = max(self.label.heightForWidth(self.width()), least)
        if high != self.height():
            self.setFixedHeight(high)
        self.label.resize(self.width(), high)
