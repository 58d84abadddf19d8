"""The gauges under the alerts: small values beside their aims, without a state."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from alvh_desktop.viewmodels.attention.gauges import GaugeItem
from alvh_desktop.widgets.market_dock.folding_row import FoldingRow
from alvh_desktop.widgets.theme import set_tone


class GaugesStrip(QWidget):
    """As many lines as its labels need; hidden where no rule is a gauge."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: list[_CutLabel] = []
        self._row = FoldingRow(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(14)
        self.setAccessibleName("Gauges")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(label.text() for label in self._labels if not label.isHidden())

    def show_items(self, items: tuple[GaugeItem, ...]) -> None:
        """A label an item; one whose words stand is left alone, for each new text lays out the panel."""
        while len(self._labels) < len(items):
            label = _CutLabel()
            label.setProperty("tone", "caption")
            self._row.addWidget(label)
            self._labels.append(label)
        for place, label in enumerate(self._labels):
            item = items[place] if place < len(items) else None
            if item is not None:
                _tell(label, item)
            if label.isHidden() is (item is not None):
                label.setVisible(item is not None)
        if self.isHidden() is bool(items):
            self.setVisible(bool(items))


def _tell(label: QLabel, item: GaugeItem) -> None:
    if label.text() != item.text:
        label.setText(item.text)
        label.setAccessibleName(item.text)
    if label.toolTip() != item.hint:
        label.setToolTip(item.hint)
        label.setAccessibleDescription(item.hint)
    set_tone(label, "doubt" if item.is_doubtful else "caption")


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
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
