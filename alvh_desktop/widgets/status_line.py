"""What stands below the panels: the sum of the selection, what is asked for, and the totals of the book."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QStatusBar

from alvh_desktop.widgets.steady_words import SteadyLine


class StatusLine:
    """Fills a status bar. `broken`, `waiting` and `asked_inputs` are shown only while they have something to say."""

    def __init__(self, bar: QStatusBar) -> None:
        self.selection, self.totals = _line("Sum of the selection"), _line("Totals of the book")
        self.totals.setProperty("tone", "strong")
        self.totals.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        hint = "Shows what is past its settlement, ready for its official value"
        self.waiting = _button("waitingSettlements", hint)
        self.asked_inputs = _button("askedInputs", "Shows what rules of the method wait for, ready to be typed")
        self.broken = _button("brokenMatches", "")
        bar.setSizeGripEnabled(False)
        bar.setContentsMargins(10, 0, 10, 0)
        bar.addWidget(self.selection)
        for part in (self.broken, self.waiting, self.asked_inputs, self.totals):
            bar.addPermanentWidget(part)

    @property
    def stops(self) -> tuple[QPushButton, ...]:
        """What the Tab key reaches, in order."""
        return self.broken, self.waiting, self.asked_inputs

    def show_broken(self, count: str, hint: str) -> None:
        """How many matches with the broker no longer hold; the hint has a sentence a line."""
        if self.broken.text() != count:
            self.broken.setText(count)
            self.broken.setVisible(bool(count))
        if self.broken.toolTip() != hint:
            self.broken.setToolTip(hint)
            self.broken.setAccessibleDescription(hint)

    def show(self, totals: str, waiting: str, asked: str) -> None:
        """Sums in words, how many expiries wait for settlement, how many inputs are missing."""
        self.totals.say(totals)
        for button, text in ((self.waiting, waiting), (self.asked_inputs, asked)):
            if button.text() != text:
                button.setText(text)
                button.setVisible(bool(text))


def _line(name: str) -> SteadyLine:
    line = SteadyLine()
    line.setAccessibleName(name)
    return line


def _button(name: str, hint: str) -> QPushButton:
    button = QPushButton()
    button.setObjectName(name)
    button.setProperty("tone", "doubt")
    button.setToolTip(hint)
    button.hide()
    return button
