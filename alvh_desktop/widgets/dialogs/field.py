"""A labelled editor in a form, with one line beneath it: a hint, or in red what is wrong with what was typed."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem

Tone = Literal["title", "dim", "problem", "body"]


def toned_label(text: str, tone: Tone = "body") -> QLabel:
    """A paragraph of plain text: names of files and portfolios are never read as markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("tone", tone)
    return label


def form_layout() -> QFormLayout:
    form = QFormLayout()
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
    form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
    form.setHorizontalSpacing(16)
    form.setVerticalSpacing(10)
    return form


class Field(QWidget):
    """`editor` is what takes the focus; `body` is what is seen, where it holds more than the editor."""

    def __init__(self, name: str, editor: QWidget, hint: str = "", body: QWidget | None = None) -> None:
        super().__init__()
        self.editor = editor
        editor.setAccessibleName(name)
        self._hint = toned_label(hint, "dim")
        self._red = toned_label("", "problem")
        self._red.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for part in (body or editor, self._hint, self._red):
            layout.addWidget(part)
        self.setFocusProxy(editor)
        if isinstance(editor, QLineEdit):
            editor.textChanged.connect(self._forget_problem)
        self.show_hint(hint)

    @property
    def problem_text(self) -> str:
        """What stands in red; empty where nothing does."""
        return self._red.text()

    def show_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        self._hint.setVisible(not self._red.text())
        if not self._red.text():
            self.editor.setAccessibleDescription(hint)

    def show_problem(self, problem: Problem | None) -> None:
        """Red words in place of the hint, or the hint again. What was typed stays as it is."""
        words = problem.message if problem else ""
        self._red.setText(words[:1].upper() + words[1:])
        self._red.setVisible(bool(words))
        self._hint.setVisible(not words)
        self.editor.setAccessibleDescription(self._red.text() or self._hint.text())
        grow_to_fit(self.window())

    def _forget_problem(self) -> None:
        self.show_problem(None)


def add_field(form: QFormLayout, field: Field) -> None:
    """One row; the label is the editor's name and stands level with its text."""
    label = QLabel(field.editor.accessibleName())
    label.setBuddy(field.editor)
    if isinstance(field.editor, QLineEdit):
        label.setContentsMargins(0, 6, 0, 0)
    form.addRow(label, field)


def grow_to_fit(window: QWidget) -> None:
    """Give wrapped text the height it needs; a window never shrinks under the hand of its user."""
    layout = window.layout()
    if layout is None:
        return
    layout.activate()
    needed = layout.totalHeightForWidth(window.width())
    if needed > window.height():
        window.resize(window.width(), needed)
