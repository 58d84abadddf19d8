"""A field for a price in points: digits and a decimal point, read exactly, with nothing guessed."""

from decimal import Decimal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QWidget

from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.text_line import TextLine

_BEGUN = frozenset({"", "+", "-", ".", "+.", "-."})


class PriceEdit(TextLine):
    """Keeps what was typed as it was typed; `read` gives the number or what is wrong with it.

    `where` names the field in problems. Nothing but typing changes the text: no wheel, no steps, no rounding.
    """

    def __init__(self, where: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._where = where
        self.setValidator(PriceValidator(self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def read(self) -> Decimal | Problem:
        if not self.text().strip():
            return Problem(self._where, "type a number, such as 12.50")
        return parse_decimal(self.text(), self._where)

    def problem_so_far(self) -> Problem | None:
        """What is wrong with the text however it goes on; None while it may still become a number."""
        read = self.read()
        return read if isinstance(read, Problem) and self.text().strip() not in _BEGUN else None

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PriceValidator(QValidator):
    """Never Invalid: a refused key would leave `1,5` standing as 15."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        is_number = not isinstance(parse_decimal(text, ""), Problem)
        state = QValidator.State.Acceptable if is_number else QValidator.State.Intermediate
        return state, text, position
