"""What the pages of the dock are put together from: boxes, a row of buttons, a legend and sentences in rich text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from alvh_desktop.viewmodels.market_dock.chart import Chart, Shape
from alvh_desktop.widgets.lens.boxes import ChoiceBox
from alvh_desktop.widgets.tokens import Tokens

_ARROW_WIDTH = 38
_SAMPLES: Mapping[Shape, str] = {
    "line": "\N{EM DASH}\N{EM DASH}",
    "thick": "<b>\N{EM DASH}\N{EM DASH}</b>",
    "dashes": "&nbsp;".join(["\N{MINUS SIGN}"] * 3),
    "dots": "\N{BLACK CIRCLE}",
    "rings": "\N{WHITE CIRCLE}",
    "squares": "\N{WHITE SQUARE}",
    "diamonds": "\N{WHITE DIAMOND}",
    "triangles": "\N{WHITE UP-POINTING TRIANGLE}",
    "stems": "<b>|</b>",
    "bars": "\N{BLACK SQUARE}",
    "shade": "\N{MEDIUM SHADE}",
}


class WideBox(ChoiceBox):
    """As wide as its longest choice; what it offers may change."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        self._offered: tuple[tuple[object, str], ...] = ()

    def offer_all(self, choices: Iterable[tuple[object, str]]) -> None:
        """These choices in place of those before; the same ones again change nothing."""
        offered = tuple(choices)
        if offered == self._offered:
            return
        self._offered = offered
        self.clear()
        if not offered:
            return
        self.offer((data, label, "") for data, label in offered)
        widest = max(self.fontMetrics().horizontalAdvance(label) for _, label in offered)
        self.setMinimumWidth(widest + _ARROW_WIDTH)

    def show_chosen(self, data: object) -> None:
        """By what is equal: Qt compares what it does not know by where it lies."""
        self.setCurrentIndex(next((place for place, (each, _) in enumerate(self._offered) if each == data), -1))
        self.setToolTip(f"{self._hint}: {self.currentText()}")


class ButtonRow(QWidget):
    """Buttons of which one is down; `chosen` carries what the pressed one stands for."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Mapping[str, str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        for key, words in choices.items():
            button = QPushButton(words)
            button.setCheckable(True)
            button.setProperty("tone", "quiet")
            button.setAccessibleName(f"{name}: {words}")
            button.clicked.connect(lambda _, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            row.addWidget(button)
            self.buttons[key] = button

    def show_chosen(self, key: str) -> None:
        """The button of this choice is down; none is where it has no button."""
        if key in self.buttons:
            self.buttons[key].setChecked(True)
        elif (down := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            down.setChecked(False)
            self._group.setExclusive(True)


def legend_text(charts: Iterable[Chart], worn: Tokens) -> str:
    """A sample of each thing drawn in its colour, and what it is."""
    told = []
    for shape, ink, name in (entry for chart in charts for entry in chart.legend):
        if shape != "none":
            words = escape(name).replace(" ", "&nbsp;")
            told.append(f'<span style="color:{getattr(worn, ink)}">{_SAMPLES[shape]}</span>&nbsp;{words}')
    return " &nbsp; ".join(told)


def sentences_text(told: Iterable[tuple[str, bool]], worn: Tokens) -> str:
    """Sentences one after the other; those that ask for attention in the colour of doubt."""
    return " ".join(
        f'<span style="color:{worn.doubt}">{escape(sentence)}</span>' if is_doubt else escape(sentence)
        for sentence, is_doubt in told
    )
