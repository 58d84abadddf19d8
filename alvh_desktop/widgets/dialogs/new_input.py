"""A row that adds a value to a family: the rate of so many days, the margin of a VX future."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from alvh_desktop.domain.inputs import input_families
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.widgets.dialogs.sheet import toned_label


class NewMember(QWidget):
    """A row for a value of a family: which one, its number, the value, and what is wrong with them."""

    def __init__(self) -> None:
        super().__init__()
        self.family = StillChoice()
        self.number, self.value = QLineEdit(), QLineEdit()
        self.asked = QPushButton("&Add")
        self.problem = toned_label("", "problem")
        self._counted, self._unit = QLabel(), toned_label("", "dim")
        self._unit.setWordWrap(False)
        for family in input_families().values():
            self.family.addItem(family.choice, family.name)
        self.family.setCurrentIndex(self.family.findData("rate"))
        self.family.setAccessibleName("What to add")
        self.family.view().setAccessibleName("What to add")
        self.value.setAccessibleName("Value to add")
        self.asked.setAccessibleName("Add this value")
        self.asked.setAutoDefault(False)
        self._counted.setBuddy(self.number)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field in (self.number, self.value):
            field.setMaximumWidth(110)
            field.setAlignment(Qt.AlignmentFlag.AlignRight)
            field.textChanged.connect(lambda _: self.show_problem(None))
        worth = QLabel("Value")
        worth.setBuddy(self.value)
        for part in (self.family, self._counted, self.number, worth, self.value, self._unit, self.asked):
            row.addWidget(part)
        row.addWidget(self.problem, 1)
        self.family.currentIndexChanged.connect(self._follow_family)
        self._follow_family()

    @property
    def typed(self) -> tuple[str, str, str]:
        """Family, number and value as they stand in the fields."""
        return self.family.currentData(), self.number.text(), self.value.text()

    def show_problem(self, problem: Problem | None) -> None:
        """What is wrong, in red beside the fields; what was typed stays."""
        text = sentence_of(problem) if problem else ""
        self.problem.setText(text)
        field = self.value if problem is not None and problem.where == "value" else self.number
        for each in (self.number, self.value):
            each.setAccessibleDescription(text if each is field else "")
        if problem is not None:
            field.setFocus()

    def clear(self) -> None:
        for field in (self.number, self.value):
            field.clear()

    def _follow_family(self) -> None:
        family = input_families()[self.family.currentData()]
        self._counted.setText(family.number)
        self.number.setAccessibleName(family.number)
        self._unit.setText(family.model.unit)
        self.show_problem(None)


class StillChoice(QComboBox):
    """Its choice changes by a click or a key, never by a wheel that passes over it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
