"""What the lens is set with: boxes of choices, numbers, and sliders that a wheel passing by does not turn."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QSizePolicy,
    QSlider,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
)

_ARROW_WIDTH = 36
_TEXT_MARGINS = 2
_SPIN_WIDTH = 29
"""Borders, padding and arrows of a box of a number."""


class ChoiceBox(QComboBox):
    """A combo box of (data, label, note).

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
        places = (place for place in range(self.count()) if self.itemData(place) == data)
        self.setCurrentIndex(next(places, -1))  # Qt's own search takes one moment told of two zones for two
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


class StillSlider(QSlider):
    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class NumberSlider(StillSlider):
    """`chosen` carries a number that a person put it on, not one that it was shown."""

    chosen = Signal(int)

    def __init__(self, name: str, span: tuple[int, int]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setAccessibleName(name)
        self.setRange(*span)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._known = self.value()
        """Shown or told last."""
        self.valueChanged.connect(self._tell)

    def show_value(self, value: int) -> None:
        """The nearest within its range; while a hand holds it, it stays where the hand is."""
        if not self.isSliderDown():
            self._known = min(max(value, self.minimum()), self.maximum())
            self.setValue(self._known)

    def _tell(self, value: int) -> None:
        if value != self._known:
            self._known = value
            self.chosen.emit(value)


class NumberBox(QDoubleSpinBox):
    """A number of the lens within its range: a decimal comma is a point, and thousands are not parted.

    `chosen` carries one that a person stepped or entered, not one that was shown, nor while it is typed; and what is
    being typed stays while the value behind it is shown again.
    """

    chosen = Signal(float)

    def __init__(self, name: str, hint: str, span: tuple[float, float], step: float, digits: int) -> None:
        super().__init__()
        locale = QLocale(QLocale.Language.C)
        locale.setNumberOptions(QLocale.NumberOption.OmitGroupSeparator)
        self.setLocale(locale)
        self.setProperty("tone", "quiet")
        for named in (self, self.lineEdit()):
            named.setAccessibleName(name)
        self.setToolTip(hint)
        self.setRange(*span)
        self.setSingleStep(step)
        self.setDecimals(digits)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._known = self.value()
        """Shown or told last."""
        self.valueChanged.connect(self._tell)

    def sizeHint(self) -> QSize:
        """As wide as the longest it may hold: with a style sheet Qt's own hint has room for the arrows twice."""
        self.ensurePolished()
        ends = (
            f"{self.prefix()}{self.textFromValue(end)}{self.suffix()}" for end in (self.minimum(), self.maximum())
        )
        words = [*ends, self.specialValueText()]
        width = max(self.fontMetrics().horizontalAdvance(text) for text in words) + _SPIN_WIDTH
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def show_value(self, value: float) -> None:
        # by Qt's own text: Python rounds a half to the even digit
        shown = float(self.textFromValue(min(max(value, self.minimum()), self.maximum())))
        if shown != self.value():
            self._known = shown
            self.setValue(shown)

    def drop_typed(self) -> None:
        """The value again, in place of what was typed and not entered."""
        self.setValue(self.value())

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """What is typed stays as it is typed."""
        state, _, _ = super().validate(text.replace(",", "."), place)
        return state, text, place

    def valueFromText(self, text: str) -> float:
        return super().valueFromText(text.replace(",", "."))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _tell(self, value: float) -> None:
        if value != self._known:
            self._known = value
            self.chosen.emit(value)
