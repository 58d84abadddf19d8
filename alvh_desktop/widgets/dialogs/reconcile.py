"""File > Reconcile: an account laid beside what its broker says of it, and what agrees remembered."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialogButtonBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.match_rows import COMPARED, MOVES, move_row, verdict_of, why_text
from alvh_desktop.viewmodels.reconciling import Reconciling
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.viewmodels.text_table import TextTable
from alvh_desktop.widgets.dialogs.broken_matches import BrokenPart
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.dialogs.stated_form import StatedForm
from alvh_desktop.widgets.dialogs.word_table import WordTable
from alvh_desktop.widgets.theme import set_tone

AskFile = Callable[[], Path | None]
_HOW_TO = "Say what the broker says that an account holds. Nothing is booked by comparing."
_NOTHING = "Nothing is compared yet."
_FORM_WIDTH = 250
_COMPARED_WIDTHS = 176, 84, 84, 84
_MOVES_WIDTHS = 156, 52, 80, 80, 100


def show_reconcile(parent: QWidget | None, session: Session, ask_file: AskFile) -> None:
    """Show it beside the work; one that is open already keeps what was typed and comes to the front."""
    open_one = (
        next((each for each in parent.findChildren(ReconcileDialog) if each.isVisible()), None) if parent else None
    )
    dialog = open_one or ReconcileDialog(session, ask_file, parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    dialog.form.lines.setFocus()


class ReconcileDialog(Sheet):
    """Stays open beside the work and follows it; Ctrl+Z takes the last edit back here too."""

    def __init__(self, session: Session, ask_file: AskFile, parent: QWidget | None = None) -> None:
        super().__init__("Reconcile", parent, width_px=960)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._ask_file = session, ask_file
        self.reconciling = Reconciling(session, self)
        self.form = StatedForm()
        self.broken = BrokenPart(self.reconciling)
        self.words, self.move_words = TextTable(COMPARED, self), TextTable(MOVES, self)
        self.table = WordTable(self.words, "Book beside broker", _COMPARED_WIDTHS)
        self.moves = WordTable(self.move_words, "What moved it since the last match", _MOVES_WIDTHS)
        self.told = toned_label(_HOW_TO, "dim")
        self.verdict, self.why = toned_label(_NOTHING, "dim"), toned_label("", "dim")
        self.copy_table = QPushButton("Cop&y the table")
        self.remember = QPushButton("&Remember what agrees")
        self._lay_out()
        self._connect()
        self._follow()
        self._say_state()

    def compare(self) -> None:
        """A refused field keeps the keyboard; else the first line that differs is chosen."""
        problem = self.reconciling.compare(self.form.stated)
        self._say_state()
        if problem is not None:
            self.form.refuse(problem)
            return
        self.form.clear_problems()
        lines = self.reconciling.found.lines if self.reconciling.found else ()
        self.table.selectRow(next((at for at, line in enumerate(lines) if line.agreement != "same"), 0))

    def load(self) -> None:
        path = self._ask_file()
        if path is None:
            return
        problem = self.reconciling.load(path)
        if problem is not None:
            self.form.refuse(problem)
            return
        self.form.show_list(self.reconciling.loaded)
        self.compare()

    def _leave_list(self) -> None:
        self.reconciling.unload()
        self.form.show_list(None)
        self.form.load.setFocus()

    def _remember(self) -> None:
        self._answered(self.reconciling.remember())

    def _forget(self) -> None:
        broken, place = self.reconciling.broken, self.broken.place
        if 0 <= place < len(broken):
            self._answered(self.reconciling.forget(broken[place]))

    def _follow(self) -> None:
        found = self.reconciling.found
        self.form.show_accounts(self.reconciling.accounts)
        self.broken.follow()
        self.words.show_rows(self.reconciling.rows)
        text, tone = verdict_of(found) if found is not None else (_NOTHING, "dim")
        self.verdict.setText(text)
        set_tone(self.verdict, tone)
        self.copy_table.setEnabled(found is not None)
        self.remember.setEnabled(self.reconciling.can_remember)
        self._show_moves()

    def _show_moves(self) -> None:
        """Of the chosen line, the newest first."""
        chosen = self.table.selectionModel().selectedRows()
        line = self.reconciling.line_at(chosen[0].row()) if len(chosen) == 1 else None
        self.why.setText(why_text(line))
        self.why.setVisible(bool(self.why.text()))
        self.move_words.show_rows([move_row(move) for move in reversed(line.moves)] if line else [])

    def _begin_anew(self) -> None:
        self.form.clear()
        self.form.show_list(None)
        self._say_state()

    def _say_state(self) -> None:
        why = self.reconciling.why_read_only
        self._tell(f"Nothing can be remembered here: {why}." if why else _HOW_TO, "doubt" if why else "dim")

    def _tell(self, text: str, tone: str = "dim") -> None:
        self.told.setText(text)
        set_tone(self.told, tone)

    def _show_fault(self, fault: KnownError) -> None:
        self._tell(str(fault), "problem")

    def _undo(self) -> None:
        self._answered(self._session.undo())

    def _redo(self) -> None:
        self._answered(self._session.redo())

    def _answered(self, answer: Change | Problem) -> None:
        self.reconciling.refresh()
        if isinstance(answer, Problem):
            self._tell(sentence_of(answer), "problem")

    def _connect(self) -> None:
        self.reconciling.changed.connect(self._follow)
        self.reconciling.begun_anew.connect(self._begin_anew)
        self.form.asked.connect(self.compare)
        self.form.changed.connect(self.reconciling.forget_found)
        self.form.asked_file.connect(self.load)
        self.form.left_file.connect(self._leave_list)
        self.broken.asked.connect(self._forget)
        self.remember.clicked.connect(self._remember)
        self.copy_table.clicked.connect(self.table.copy_all)
        self.table.selectionModel().selectionChanged.connect(self._show_moves)
        self._session.noticed.connect(self._tell)
        self._session.failed.connect(self._show_fault)
        for key, act in ((QKeySequence.StandardKey.Undo, self._undo), (QKeySequence.StandardKey.Redo, self._redo)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _lay_out(self) -> None:
        self.resize(1000, 700)
        self.form.setFixedWidth(_FORM_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.verdict)
        right.addWidget(self.table, 3)
        right.addWidget(self.why)
        right.addWidget(self.moves, 2)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self.form)
        middle.addLayout(right, 1)
        self.rows.addWidget(self.told)
        self.rows.addWidget(self.broken)
        self.rows.addLayout(middle, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        for button in (self.copy_table, self.remember):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.add_buttons(buttons, default=None)
        stops = self.broken.table, self.broken.forget, *self.form.stops, self.table, self.moves, self.copy_table
        for before, after in pairwise((*stops, self.remember)):
            self.setTabOrder(before, after)
