"""File > Inputs and model constants: every typed value with its unit and meaning, changed in place."""

from datetime import date

from PySide6.QtCore import QRegularExpression, QSortFilterProxyModel, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QHBoxLayout, QPushButton, QWidget

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.input_cells import VALUE, sentence_of
from alvh_desktop.viewmodels.inputs import FIND_ROLE, LINE_ROLE, TONE_ROLE, InputsModel
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.inputs_table import InputsTable
from alvh_desktop.widgets.dialogs.new_input import NewMember
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.text_line import TextLine
from alvh_desktop.widgets.theme import set_tone

_HOW_TO = "Choose a line to read what it means; type to change its value."


def show_inputs(parent: QWidget | None, session: Session, asked_first: bool = False, name: str | None = None) -> None:
    """Show the values beside the work, in place of an older window of them; what is missing or stale on top, or the
    value of this name chosen."""
    for older in parent.findChildren(InputsDialog) if parent else ():
        older.close()
    dialog = InputsDialog(session, parent)
    dialog.show()
    if asked_first:
        dialog.asked_first.setChecked(True)
        dialog.table.setFocus()
    if name is not None:
        dialog.choose(name)
        dialog.table.setFocus()


class InputsDialog(Sheet):
    """Stays open beside the work and follows it; Ctrl+Z takes the last edit back here too."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Inputs and model constants", parent, width_px=760)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session = session
        self._done = ""
        self.model = InputsModel(session, self)
        self.found = QSortFilterProxyModel(self)
        self.found.setSourceModel(self.model)
        self.found.setFilterRole(FIND_ROLE)
        self.found.setRecursiveFilteringEnabled(True)
        self.when = toned_label("", "dim")
        self.search = TextLine()
        self.asked_first = QCheckBox()
        self.nothing_found = toned_label("Nothing here has these letters.", "dim")
        self.table = InputsTable(self.found)
        self.about = toned_label(_HOW_TO, "dim")
        self.default = QPushButton("&Default")
        self.adder = NewMember()
        self._lay_out()
        self._connect()
        self._show_day()
        self._follow_choice()

    def choose(self, name: str) -> None:
        """Put the choice on the value of this name, and bring it into view."""
        index = self.found.mapFromSource(self.model.find(name))
        if index.isValid():
            self.table.setCurrentIndex(index.siblingAtColumn(VALUE))
            self.table.scrollTo(index)

    def _lay_out(self) -> None:
        self.resize(1000, 640)
        self.search.setPlaceholderText("Find a value")
        self.search.setAccessibleName("Find a value")
        self.search.setClearButtonEnabled(True)
        self.nothing_found.hide()
        # As high as its longest text, so that the table does not jump with each choice.
        self.about.setMinimumHeight(self.about.fontMetrics().height() * 3)
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.default.setToolTip("Takes the typed value away: an earlier one counts again, at last the default")
        finding = QHBoxLayout()
        finding.setSpacing(14)
        finding.addWidget(self.search, 1)
        finding.addWidget(self.asked_first)
        self.rows.addWidget(self.when)
        self.rows.addLayout(finding)
        self.rows.addWidget(self.nothing_found)
        self.rows.addWidget(self.table, 1)
        chosen = QHBoxLayout()
        chosen.setSpacing(14)
        chosen.addWidget(self.about, 1)
        chosen.addWidget(self.default, 0, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(chosen)
        self.rows.addWidget(self.adder)
        self.add_buttons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close), default=None)
        self.default.setAutoDefault(False)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._find)
        self.asked_first.toggled.connect(self._put_asked_first)
        self.model.modelReset.connect(self.table.expandAll)
        self.model.dataChanged.connect(self._follow_choice)
        self.model.told.connect(self._tell)
        self.table.selectionModel().currentChanged.connect(self._follow_choice)
        self.default.clicked.connect(self._take_back)
        self.adder.asked.clicked.connect(self._add)
        for field in (self.adder.number, self.adder.value):
            field.returnPressed.connect(self._add)
        self._session.held.connect(self._show_day)
        self._session.painted.connect(self._show_day)
        self._session.noticed.connect(self._show_notice)
        self._session.failed.connect(self._show_fault)
        for key, act in ((QKeySequence.StandardKey.Undo, self._undo), (QKeySequence.StandardKey.Redo, self._redo)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _find(self, text: str) -> None:
        # From the beginning of a word: "rate" finds interest rates, and not what saturates.
        letters = QRegularExpression.escape(text.strip())
        options = QRegularExpression.PatternOption.CaseInsensitiveOption
        self.found.setFilterRegularExpression(QRegularExpression(f"(?<![A-Za-z]){letters}", options))
        self.table.expandAll()
        self.nothing_found.setVisible(self.found.rowCount() == 0)

    def _put_asked_first(self, is_wanted: bool) -> None:
        chosen = self.table.currentIndex().data(LINE_ROLE)
        self.model.put_asked_first(is_wanted)
        if is_wanted:
            first = self.found.index(0, VALUE, self.found.index(0, 0))
            self.table.setCurrentIndex(first)
            self.table.scrollToTop()
        elif chosen is not None:
            self.choose(chosen.kind.name)

    def _follow_choice(self) -> None:
        index = self.table.currentIndex()
        told = index.siblingAtColumn(VALUE).data(Qt.ItemDataRole.ToolTipRole) if index.isValid() else None
        is_refused = index.siblingAtColumn(VALUE).data(TONE_ROLE) == "problem"
        self._say(told or _HOW_TO, "problem" if is_refused else "dim")
        self.default.setEnabled(index.isValid() and self.model.can_take_back(self.found.mapToSource(index)))

    def _take_back(self) -> None:
        self.model.take_back(self.found.mapToSource(self.table.currentIndex()))

    def _add(self) -> None:
        answer = self.model.enter_member(*self.adder.typed)
        self.adder.show_problem(answer if isinstance(answer, Problem) else None)
        if isinstance(answer, str):
            self.adder.clear()
            self.choose(answer)

    def _undo(self) -> None:
        self._answered(self._session.undo())

    def _redo(self) -> None:
        self._answered(self._session.redo())

    def _answered(self, answer: object) -> None:
        self.model.refresh()
        if isinstance(answer, Problem):
            self._tell(True, sentence_of(answer))

    def _tell(self, is_wrong: bool, sentence: str) -> None:
        if is_wrong:
            self._say(sentence, "problem")
        else:
            self._follow_choice()

    def _show_notice(self, notice: str) -> None:
        self._done = notice
        self._show_day()

    def _show_fault(self, fault: KnownError) -> None:
        self._say(str(fault), "problem")

    def _show_day(self) -> None:
        portfolio = self._session.portfolio
        reason = portfolio.read_only_because if portfolio else None
        told = f"{_day_text(self.model.day)} {self._done}".strip()
        self.when.setText(f"Nothing can be changed here: {reason}" if reason else told)
        self.asked_first.setText(f"&Missing or stale first ({self.model.asked_count})")
        self.adder.setEnabled(self.model.is_editable)

    def _say(self, text: str, tone: str) -> None:
        self.about.setText(text)
        set_tone(self.about, tone)


def _day_text(day: date | None) -> str:
    if day is None:
        return "No portfolio is open."
    return f"What counts on {day:%a} {day.day} {day:%b %Y}, New York. What you type counts from that day on."
