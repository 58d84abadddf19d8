"""A strip of figures: the caption small before each number, in as many lines as the panel's width asks for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.theme import Tokens

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.campaign_words import Figure

_BETWEEN, _BETWEEN_LINES, _BESIDE = 14, 3, 5


class FigureStrip(QWidget):
    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._figures: tuple[Figure, ...] = ()
        self._shown: list[_ShownFigure] = []
        self._row = FoldingRow(self, between_lines=_BETWEEN_LINES)
        self._row.setSpacing(_BETWEEN)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Each in its place; what is shown already stays as it is."""
        if tuple(figures) == self._figures:
            return
        self._figures = tuple(figures)
        while len(self._shown) < len(figures):
            self._shown.append(_ShownFigure())
            self._row.addWidget(self._shown[-1])
        for place, shown in enumerate(self._shown):
            shown.setVisible(place < len(figures))
        self.setAccessibleName(", ".join(f"{one.caption} {one.text}" for one in figures))
        self._fill()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._fill()

    def _fill(self) -> None:
        worn = self._worn
        colours = {"gain": worn.gain, "loss": worn.loss, "dim": worn.dim, "doubt": worn.doubt}
        for shown, figure in zip(self._shown, self._figures, strict=False):
            shown.say(figure, colours.get(figure.tone, worn.text))


class _ShownFigure(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._caption, self._number = QLabel(), QLabel()
        self._caption.setProperty("tone", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_BESIDE)
        for label in (self._caption, self._number):
            label.setTextFormat(Qt.TextFormat.PlainText)
            row.addWidget(label)

    def say(self, figure: Figure, colour: str) -> None:
        self.setToolTip(figure.hint)
        self._caption.setText(figure.caption)
        self._number.setText(figure.text)
        self._number.setStyleSheet(f"color: {colour};")
