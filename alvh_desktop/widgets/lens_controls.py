"""The line above the payoff chart: the date, how VIX answers, how time passes, and one button back to the start."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from alvh_desktop.domain.lens import Lens
from alvh_desktop.viewmodels.lens import CLOCKS, FUTURES, LensView

_WIDE_ENOUGH = 860
_SLIDER_WIDTH = 90
_ARROW_WIDTH = 36
_TEXT_MARGINS = 2
_RESET = Lens()


class DateSlider(QSlider):
    """Does not turn under a wheel that scrolls past it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceBox(QComboBox):
    """A combo box of (data, label, note); it does not turn under a wheel that scrolls past it.

    A label that is too long for it ends in dots, and is read whole in its tooltip.
    """

    def __init__(self, name: str, hint: str) -> None:
        super().__init__()
        self.setProperty("tone", "quiet")
        self.setAccessibleName(name)
        self._hint = hint
        self.setToolTip(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(7)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def offer(self, choices: Iterable[tuple[object, str, str]]) -> None:
        for data, label, note in choices:
            self.addItem(label, data)
            self.setItemData(self.count() - 1, note or None, Qt.ItemDataRole.ToolTipRole)
        self.ensurePolished()
        widths = [self.fontMetrics().horizontalAdvance(self.itemText(place)) for place in range(self.count())]
        self.setMinimumWidth(widths[0] + _ARROW_WIDTH)  # the usual choice is read whole
        self.view().setMinimumWidth(max(widths) + _ARROW_WIDTH)

    def show_chosen(self, data: object) -> None:
        self.setCurrentIndex(self.findData(data))
        self.setToolTip(f"{self._hint}: {self.currentText()}")

    def shown_text(self) -> str:
        """The label as far as the box has room for it."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        box, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(box, option, field, self).width() - _TEXT_MARGINS
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        option.currentText = self.shown_text()
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class LensControls(QWidget):
    """`changed` carries the Lens that a person has set; nothing is worked out here."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: LensView | None = None
        self._chosen: datetime | None = None
        self._shown: tuple[LensView, datetime | None] | None = None
        self.date = DateSlider(Qt.Orientation.Horizontal)
        self.date.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.date.setAccessibleName("Date of the curves")
        self.date.setMinimumWidth(_SLIDER_WIDTH)
        self.date.setPageStep(5)
        self.date_words = QLabel()
        self.date_words.setTextFormat(Qt.TextFormat.PlainText)
        self.date_words.setProperty("tone", "caption")
        self.preset = ChoiceBox("How VIX answers SPX", "How VIX answers a move of SPX")
        self.time = ChoiceBox("How time passes", "Trading time: nights and weekends count less")
        self.futures = ChoiceBox("VX futures as time passes", "Whether VX futures slide down their curve")
        self.time.offer((name, label, "") for name, label in CLOCKS.items())
        self.futures.offer((stays, label, "") for stays, label in FUTURES.items())
        self.back = QPushButton("Reset")
        self.back.setProperty("tone", "quiet")
        self.back.setToolTip("Back to the settlement, the measured answer and calendar time (R in the chart)")
        self._lay_out()
        self.date.valueChanged.connect(self._slide)
        self.preset.activated.connect(lambda _: self._ask(preset=self.preset.currentData()))
        self.time.activated.connect(lambda _: self._ask(clock=self.time.currentData()))
        self.futures.activated.connect(lambda _: self._ask(futures_stay=self.futures.currentData()))
        self.back.clicked.connect(self.reset)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What the Tab key visits, in order."""
        return self.date, self.preset, self.time, self.futures, self.back

    def show_lens(self, view: LensView) -> None:
        if self._shown == (view, self._chosen):
            return
        self._shown = view, self._chosen
        if not self.preset.count():
            self.preset.offer((choice.name, choice.label, choice.note) for choice in view.presets)
        if self._view is None or self._view.stops is not view.stops:
            longest = max((stop.text for stop in view.stops), key=len)
            self.date_words.ensurePolished()
            metrics = self.date_words.fontMetrics()
            # a label of fixed size lays out nothing when its words change
            self.date_words.setFixedSize(metrics.horizontalAdvance(longest) + 8, metrics.height() + 4)
        self._view = view
        # the range shrinks last: a value cut off by it would be a date that nobody chose
        last = len(view.stops) - 1
        self.date.setRange(0, max(self.date.maximum(), last))
        self.date.setValue(view.place(self._chosen))
        self.date.setMaximum(last)
        self._say_date()
        self.preset.show_chosen(view.lens.preset)
        self.time.show_chosen(view.lens.clock)
        self.futures.show_chosen(view.lens.futures_stay)

    def reset(self) -> None:
        """Everything but whose positions are looked at, which is chosen elsewhere."""
        self._chosen = None
        seen = self._view.lens if self._view is not None else _RESET
        self.changed.emit(replace(_RESET, account_id=seen.account_id, sleeve=seen.sleeve))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide, high = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        direction = wide if event.size().width() >= _WIDE_ENOUGH else high
        if self._box.direction() != direction:
            self._box.setDirection(direction)

    def _slide(self, place: int) -> None:
        if self._view is not None and place != self._view.place(self._chosen):
            self._chosen = self._view.stops[place].at
            self._say_date()
            self.changed.emit(self._view.at_stop(place))

    def _ask(self, **changes: object) -> None:
        if self._view is not None:
            self.changed.emit(replace(self._view.at_stop(self.date.value()), **changes))  # type: ignore[arg-type]

    def _say_date(self) -> None:
        if self._view is not None:
            words = self._view.stops[self.date.value()].text
            self.date_words.setText(words)
            self.date.setAccessibleDescription(words)
            self.date.setToolTip(self._view.settled or words)

    def _lay_out(self) -> None:
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        when, how = QHBoxLayout(), QHBoxLayout()
        when.addWidget(self.date, 1)
        when.addWidget(self.date_words)
        for part, share in ((self.preset, 8), (self.time, 6), (self.futures, 5), (self.back, 0)):
            how.addWidget(part, share)
        for line in (when, how):
            line.setSpacing(6)
            self._box.addLayout(line, 1)
