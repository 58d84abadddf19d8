"""The bar of filters, the same for all views: which days, which campaigns, and by what they are put together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.scope import PAPER_HINT
from alvh_desktop.viewmodels.statistics.choices import SPANS, StatisticsChoices
from alvh_desktop.widgets.dialogs.sheet import toned_label
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.market_dock.parts import ButtonRow, WideBox
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

if TYPE_CHECKING:
    from alvh_desktop.domain.problems import Problem
    from alvh_desktop.viewmodels.statistics.filtering import Offered

_LONGEST_DAY = "2026-11-20"
_BESIDE_DAY = 22
"""Pixels beside a day in its field."""


class FilterBar(QWidget):
    """`chosen` carries choices by their names, `days_typed` the first and the last closing day as they are written;
    `cleared` lets every campaign and day through again."""

    chosen = Signal(dict)
    days_typed = Signal(str, str)
    cleared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.paper, self.scope = QLabel("PAPER"), QLabel()
        self.span = ButtonRow("Closed in", SPANS)
        self.first, self.last = _day_line("Closed from", "from"), _day_line("Closed to", "to")
        self.sleeve = WideBox("Sleeve", "Of which part of the book")
        self.strategy = WideBox("Strategy", "What they were opened as")
        self.tag = WideBox("Tag", "With this tag in a note about them")
        self.regime = WideBox("VIX at entry", "Where VIX stood when they were opened")
        self.grouping = WideBox("Put together", "What the rows of the table are")
        self.clear = QPushButton("Clear")
        self.problem = toned_label("", "problem")
        self._lay_out()
        self._connect()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        boxes = (self.sleeve, self.strategy, self.tag, self.regime, self.grouping)
        return (*self.span.buttons.values(), self.first, self.last, *boxes, self.clear)

    def show_filters(self, offered: Offered, choices: StatisticsChoices, days: tuple[str, str]) -> None:
        """What may be chosen and what is; a box without a choice is not there."""
        self.scope.setText(offered.scope)
        self.paper.setVisible(offered.is_paper)
        self.span.show_chosen(choices.span)
        for field, text in zip((self.first, self.last), days, strict=True):
            if not (field.hasFocus() and field.isModified()):
                field.setText(text)
        for box, choices_of, value in (
            (self.sleeve, offered.sleeves, choices.sleeve),
            (self.strategy, offered.strategies, choices.strategy),
            (self.tag, offered.tags, choices.tag),
            (self.regime, offered.regimes, choices.regime),
            (self.grouping, offered.groupings, choices.by),
        ):
            box.offer_all(choices_of)
            box.show_chosen(value)
            box.setVisible(_is_a_choice(choices_of, value))
        self.clear.setVisible(choices.is_filtered)

    def show_problem(self, problem: Problem | None) -> None:
        """What is wrong with the days that were typed."""
        for field in (self.first, self.last):
            set_tone(field, "problem" if problem is not None else "quiet")
        self.problem.setText("" if problem is None else f"{problem.message[:1].upper()}{problem.message[1:]}.")
        self.problem.setVisible(problem is not None)

    def _type(self) -> None:
        for field in (self.first, self.last):
            field.setModified(False)
        self.days_typed.emit(self.first.text(), self.last.text())

    def _connect(self) -> None:
        self.span.chosen.connect(lambda span: self.chosen.emit({"span": span}))
        for field in (self.first, self.last):
            field.editingFinished.connect(self._type)
        for name, box in (
            ("sleeve", self.sleeve),
            ("strategy", self.strategy),
            ("tag", self.tag),
            ("regime", self.regime),
            ("by", self.grouping),
        ):
            box.activated.connect(lambda _, name=name, box=box: self.chosen.emit({name: box.currentData()}))
        self.clear.clicked.connect(self.cleared)

    def _lay_out(self) -> None:
        self.paper.setProperty("tone", "pill")
        self.paper.setToolTip(PAPER_HINT)
        self.paper.setAccessibleName("Paper money")
        self.paper.hide()
        self.scope.setTextFormat(Qt.TextFormat.PlainText)
        self.scope.setProperty("tone", "strong")
        self.scope.setToolTip("Whose campaigns these are is chosen above the positions")
        self.clear.setProperty("tone", "quiet")
        self.clear.setToolTip("Every campaign and day again")
        self.clear.setAccessibleName("Clear the filters")
        self.clear.hide()
        self.problem.hide()
        controls = QWidget()
        row = FoldingRow(controls)
        days = (self.paper, self.scope, self.span, self.first, self.last)
        for part in (*days, self.sleeve, self.strategy, self.tag, self.regime, self.grouping, self.clear):
            row.addWidget(part)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(controls)
        rows.addWidget(self.problem)


def _day_line(name: str, placeholder: str) -> TextLine:
    line = TextLine()
    line.setAccessibleName(name)
    line.setPlaceholderText(placeholder)
    line.setToolTip(f"{name} this New York day, as {_LONGEST_DAY}")
    line.setProperty("tone", "quiet")
    line.setFixedWidth(line.fontMetrics().horizontalAdvance(_LONGEST_DAY) + _BESIDE_DAY)
    return line


def _is_a_choice(offered: tuple[tuple[str | None, str], ...], chosen: str | None) -> bool:
    """More than everything, and the one thing that everything is."""
    everything = any(value is None for value, _ in offered)
    return chosen is not None or len(offered) - everything > 1
