"""Under the table of rules: what the chosen one means and hangs on, and what it would do as it is typed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QWidget

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.rule_words import RuleDetails

_LINES = 8


class RulePanes(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.about, self.preview = QPlainTextEdit(), QPlainTextEdit()
        self.rule_name = QLabel()
        self.inputs = QPushButton("&Inputs…")
        self._lay_out()

    def show_details(self, details: RuleDetails | None) -> None:
        """None where no rule is chosen."""
        self.rule_name.setText(details.title if details else "")
        self.about.setPlainText("\n".join(details.lines) if details else "")
        names = details.inputs if details else ()
        self.inputs.setVisible(bool(names))
        self.inputs.setText(f"&Inputs: {names[0]}{' …' if len(names) > 1 else ''}" if names else "&Inputs…")
        self.inputs.setToolTip(f"It hangs on {', '.join(names)}" if names else "")

    def show_tried(self, tried: tuple[tuple[str, ...], tuple[str, ...]] | Problem) -> None:
        """What would be said now, and on the last 60 days; or why the text cannot be tried out."""
        if isinstance(tried, Problem):
            self.preview.setPlainText(f"{sentence_of(tried)} So nothing is tried out.")
        else:
            now, past = tried
            self.preview.setPlainText("\n".join((*now, "", *past)).strip())

    def _lay_out(self) -> None:
        self.rule_name.setProperty("tone", "strong")
        self.rule_name.setTextFormat(Qt.TextFormat.PlainText)
        self.inputs.setAutoDefault(False)
        words = QLabel("What it would do, now and on the last 60 days")
        words.setProperty("tone", "strong")
        head = QHBoxLayout()
        head.addWidget(self.rule_name)
        head.addStretch()
        head.addWidget(self.inputs)
        rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(14)
        rows.setVerticalSpacing(4)
        rows.addLayout(head, 0, 0)
        rows.addWidget(words, 0, 1)
        rows.setRowMinimumHeight(0, self.inputs.sizeHint().height())  # the button comes and goes
        for column, (pane, name) in enumerate(
            ((self.about, "About the rule"), (self.preview, "What it would do")),
        ):
            pane.setReadOnly(True)
            pane.setAccessibleName(name)
            pane.setTabChangesFocus(True)
            pane.setMinimumHeight(pane.fontMetrics().lineSpacing() * _LINES)
            rows.addWidget(pane, 1, column)
            rows.setColumnStretch(column, 1)
