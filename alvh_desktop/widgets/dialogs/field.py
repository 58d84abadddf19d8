"""A labelled editor in a form, with one line beneath it: a hint, or in red what is wrong with what was typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.widgets.dialogs.sheet import toned_label


class Field(QWidget):
    """`editor` is what takes the focus; `body` is what is seen, where that is more than the editor.

    Typing anything takes the red line away.
    """

    def __init__(self, name: str, editor: QWidget, hint: str = "", body: QWidget | None = None) -> None:
        super().__init__()
        self.editor = editor
        editor.setAccessibleName(name)
        self._hint = toned_label(hint, "dim")
        self._red = toned_label("", "problem")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        for part in (body or editor, self._hint, self._red):
            layout.addWidget(part)
        self.setFocusProxy(editor)
        if isinstance(editor, QLineEdit):
            editor.textChanged.connect(lambda: self.show_problem(None))
        self._show_one_line()

    @property
    def problem_text(self) -> str:
        """What stands in red; empty where nothing does."""
        return self._red.text()

    def show_hint(self, hint: str) -> None:
        self._hint.setText(hint)
        self._show_one_line()

    def show_problem(self, problem: Problem | None) -> None:
        """Red words in place of the hint, or the hint again. What was typed stays as it is."""
        self._red.setText(as_sentence(problem) if problem else "")
        self._show_one_line()

    def _show_one_line(self) -> None:
        red, hint = self._red.text(), self._hint.text()
        shown, hidden = (self._red, self._hint) if red else (self._hint, self._red)
        hidden.hide()  # first: a label that appears lays the row out at once
        shown.setVisible(bool(red or hint))
        self.editor.setAccessibleDescription(red or hint)


def as_sentence(problem: Problem) -> str:
    """The message alone, with a capital and a full stop; where it stands says what it is about."""
    message = problem.message
    return message[:1].upper() + message[1:] + ("" if message.endswith((".", "?")) else ".")


class Form(QGridLayout):
    """Rows of a label and what it names."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(12)
        self.setColumnStretch(1, 1)

    def add(self, name: str, part: QWidget, editor: QWidget | None = None) -> None:
        """One row; the label stands level with the text of the editor, and its mnemonic leads there."""
        row = self.rowCount()
        label = QLabel(name)
        if editor is not None:
            label.setBuddy(editor)
            editor.ensurePolished()
            label.setContentsMargins(0, (editor.sizeHint().height() - label.sizeHint().height()) // 2, 0, 0)
        self.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(part, row, 1)

    def add_field(self, field: Field) -> None:
        self.add(field.editor.accessibleName(), field, field.editor)
