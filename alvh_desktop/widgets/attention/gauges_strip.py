"""The gauges under the alerts: small values beside their aims, without a state."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from alvh_desktop.viewmodels.attention.gauges import GaugeItem
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.theme import set_tone

_BETWEEN = 10
_NO_LIMIT = 16_777_215


class GaugesStrip(QWidget):
    """As many lines as its labels need, or one where it is to be low; hidden where no rule is a gauge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[_CutLabel] = []
        self._row = FoldingRow(self)
        self._row.setSpacing(4)
        self.items: tuple[GaugeItem, ...] = ()
        self._is_low = False
        self.setAccessibleName("Gauges")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(label.text() for label in self._labels if not label.isHidden())

    def be_low(self, is_low: bool) -> None:
        """One line, without the aims; the hints say all."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.show_items(self.items)
            margins = self.contentsMargins()
            line = self.fontMetrics().height() + margins.top() + margins.bottom()
            self.setMaximumHeight(line if is_low else _NO_LIMIT)

    def show_items(self, items: tuple[GaugeItem, ...]) -> None:
        """A label an item; one whose words stand is left alone, for each new text lays out the panel."""
        self.items = items
        whole = "\n".join(item.text for item in items)
        self.setToolTip(whole if self._is_low else "")
        self.setAccessibleDescription(whole)
        while len(self._labels) < len(items):
            label = _CutLabel()
            label.setProperty("tone", "caption")
            label.setContentsMargins(0, 0, _BETWEEN, 0)
            self._row.addWidget(label)
            self._labels.append(label)
        for place, label in enumerate(self._labels):
            item = items[place] if place < len(items) else None
            if item is not None:
                _tell(label, item, item.short_text if self._is_low else item.text)
            if label.isHidden() is (item is not None):
                label.setVisible(item is not None)


def _tell(label: QLabel, item: GaugeItem, text: str) -> None:
    if label.text() != text:
        label.setText(text)
        label.setAccessibleName(item.text)
    if label.toolTip() != item.hint:
        label.setToolTip(item.hint)
        label.setAccessibleDescription(item.hint)
    set_tone(label, "caption-doubt" if item.is_doubtful else "caption")


class _CutLabel(QLabel):
    """A line that ends in an ellipsis where there is no room for it; its hint says all."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
