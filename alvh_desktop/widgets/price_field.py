"""A price that is entered with Enter, whatever stands in the field."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from alvh_desktop.widgets.price_edit import PriceEdit


class PriceField(PriceEdit):
    """`entered` comes with Enter also for a text that is no number, which Qt's own signal keeps silent about: what is
    wrong with it is then said. The key goes no further."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)
