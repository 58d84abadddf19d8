"""File > Rulebook: every rule with its thresholds, changed in place, tried out before it is entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QWidget,
)

from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.rules.rulebook import PROFILES
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.rule_cells import FIELDS
from alvh_desktop.viewmodels.rule_changes import Weighed, weighed, weighed_file
from alvh_desktop.viewmodels.rulebook import RulebookModel
from alvh_desktop.viewmodels.session import Session
from alvh_desktop.widgets.dialogs.edit_table import EditTable
from alvh_desktop.widgets.dialogs.new_rule import NewRule
from alvh_desktop.widgets.dialogs.rule_changes import RuleChanges
from alvh_desktop.widgets.dialogs.rule_panes import RulePanes
from alvh_desktop.widgets.dialogs.sheet import Sheet, toned_label
from alvh_desktop.widgets.theme import set_tone

_WIDTHS = (40, 212, 212, 104, 54, 54, 54, 88, 60, 80, 82, 130)
_HOW_TO = (
    "Type over a cell to change it; what it would do shows below while you type. Bold: changed from the default."
)
_TYPING_PAUSE_MS = 120


@dataclass(frozen=True, slots=True)
class RulebookAsks:
    """What must be asked of a person, and where the way to the inputs leads; None is a person who thought again."""

    file_to_read: Callable[[], Path | None]
    file_to_write: Callable[[str], Path | None]
    show_input: Callable[[str], object]


def show_rulebook(parent: QWidget | None, session: Session, asks: RulebookAsks, rule_id: str = "") -> None:
    """Show the rulebook beside the work, in place of an older window of it, with this rule chosen."""
    for older in parent.findChildren(RulebookDialog) if parent else ():
        older.close()
    dialog = RulebookDialog(session, asks, parent)
    dialog.choose(rule_id or "condor.short_near")
    dialog.show()


class RulebookDialog(Sheet):
    """Stays open beside the work and follows it; Ctrl+Z takes the last edit back here too."""

    def __init__(self, session: Session, asks: RulebookAsks, parent: QWidget | None = None) -> None:
        super().__init__("Rulebook", parent, width_px=900)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._session, self._asks = session, asks
        self._done = ""
        self.model = RulebookModel(session, self)
        self.table = EditTable(self.model, "Rulebook", _WIDTHS)
        self.told = toned_label("", "dim")
        self.problem = toned_label("", "problem")
        self.panes = RulePanes()
        self.new, self.remove = QPushButton("&New rule…"), QPushButton("Re&move rule")
        self.restore, self.restore_all = QPushButton("Res&tore rule"), QPushButton("Restore &all…")
        self.profile = QPushButton("&Profile")
        self.read, self.write = QPushButton("I&mport…"), QPushButton("&Export…")
        self._typing: tuple[QModelIndex, str] | None = None
        self._pause = QTimer(self, singleShot=True, interval=_TYPING_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._show_state()
        self._follow()

    def choose(self, rule_id: str, field: str = "watch") -> None:
        """Put the choice on a cell of this rule, and bring it into view."""
        place = self.model.place_of(rule_id)
        if place is not None:
            index = self.model.index(place, FIELDS.index(field))
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)

    def weigh(self, what: Weighed) -> RuleChanges:
        """Show what would change; it is done when the person agrees."""
        sheet = RuleChanges(what, self)
        sheet.agreed.connect(lambda proposal: self._answered(self.model.take(proposal)))
        sheet.open()
        return sheet

    def _weigh_profile(self, name: str) -> None:
        self.weigh(weighed(f"Profile {name}", "&Take it", self.model.proposed_profile(name)))

    def _weigh_defaults(self) -> None:
        title = f"Restore all rules of {self.model.profile}"
        self.weigh(weighed(title, "&Restore", self.model.proposed_defaults()))

    def _read_file(self) -> None:
        path = self._asks.file_to_read()
        if path is None:
            return
        read = self.model.read_file(path)
        if isinstance(read, Problem):
            self._say(sentence_of(read))
        else:
            self.weigh(weighed_file(path.name, *read))

    def _write_file(self) -> None:
        path = self._asks.file_to_write("Rulebook.toml")
        if path is None:
            return
        problem = self.model.write_file(path)
        self._say(sentence_of(problem) if problem else "")
        if problem is None:
            self._show_notice(f"Written to {path.name}.")

    def _add(self) -> None:
        sheet = NewRule(self.model, self)
        sheet.accepted.connect(self._follow)
        sheet.open()

    def _restore(self) -> None:
        self._answered(self.model.restore(self.table.currentIndex()))

    def _remove(self) -> None:
        self._answered(self.model.remove(self.table.currentIndex()))

    def _show_input(self) -> None:
        details = self.model.details(self.table.currentIndex())
        if details is not None and details.inputs:
            self._asks.show_input(details.inputs[0])

    def _type(self, index: QModelIndex, text: str) -> None:
        self._typing = (index, text)
        self._pause.start()

    def _leave(self) -> None:
        """The editor is gone, whether what was typed was entered or not."""
        self._pause.stop()
        self._typing = None
        self._try_out()

    def _try_out(self) -> None:
        """What the text in the open editor would do; without one, what the rule does as it is."""
        index, text = self._typing or (self.table.currentIndex(), None)
        self.panes.show_tried(self.model.try_out(index, text) if index.isValid() else ((), ()))

    def _follow(self) -> None:
        """What is told of the chosen rule, and what can be done to it."""
        index = self.table.currentIndex()
        self.panes.show_details(self.model.details(index))
        self.restore.setEnabled(self.model.can_restore(index))
        self.remove.setEnabled(self.model.can_remove(index))
        self.restore_all.setEnabled(self.model.can_restore_all)
        for button in (self.new, self.profile, self.read):
            button.setEnabled(self.model.is_editable)
        self._say(self.model.problem_at(index))
        self._typing = None
        self._try_out()

    def _answered(self, answer: Change | Problem) -> None:
        self._follow()
        if isinstance(answer, Problem):
            self._say(sentence_of(answer))

    def _tell(self, is_wrong: bool, sentence: str) -> None:
        self._follow()
        if is_wrong:
            self._say(sentence)

    def _say(self, text: str) -> None:
        self.problem.setText(text)  # its line is kept free, so that the table does not jump

    def _show_notice(self, notice: str) -> None:
        self._done = notice
        self._show_state()

    def _show_fault(self, fault: KnownError) -> None:
        self._say(str(fault))

    def _show_state(self) -> None:
        portfolio = self._session.portfolio
        if portfolio is None:
            text, tone = "No portfolio is open.", "dim"
        elif portfolio.read_only_because:
            text, tone = f"Nothing can be changed here: {portfolio.read_only_because}", "doubt"
        else:
            count = self.model.changed_count
            changed = "none is changed" if not count else f"{count} changed"
            text, tone = f"Profile {self.model.profile}, {changed}. {self._done or _HOW_TO}", "dim"
        self.told.setText(text)
        set_tone(self.told, tone)

    def _undo(self) -> None:
        self._turned(self._session.undo())

    def _redo(self) -> None:
        self._turned(self._session.redo())

    def _turned(self, answer: Change | Problem) -> None:
        self.model.refresh()
        self._answered(answer)

    def _connect(self) -> None:
        self._pause.timeout.connect(self._try_out)
        self.table.typed.connect(self._type)
        self.table.left.connect(self._leave)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._follow())
        self.model.told.connect(self._tell)
        self.model.changed.connect(self._show_state)
        self.model.modelReset.connect(self._follow)
        self.panes.inputs.clicked.connect(self._show_input)
        for button, act in (
            (self.new, self._add),
            (self.remove, self._remove),
            (self.restore, self._restore),
            (self.restore_all, self._weigh_defaults),
            (self.read, self._read_file),
            (self.write, self._write_file),
        ):
            button.clicked.connect(act)
        self._session.noticed.connect(self._show_notice)
        self._session.failed.connect(self._show_fault)
        self._session.painted.connect(self._repaint)
        for key, act in ((QKeySequence.StandardKey.Undo, self._undo), (QKeySequence.StandardKey.Redo, self._redo)):
            QShortcut(QKeySequence(key), self).activated.connect(act)

    def _repaint(self) -> None:
        """Other quotes say other things of the same rule; what is being typed goes on being tried."""
        if self.isVisible() and not self._pause.isActive():
            self._try_out()

    def _lay_out(self) -> None:
        self.resize(1240, 800)
        menu = QMenu(self.profile)
        for name in PROFILES:
            menu.addAction(f"{name}…").triggered.connect(partial(self._weigh_named, name))
        self.profile.setMenu(menu)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.new, self.remove, self.restore, self.restore_all, self.profile, self.read, self.write):
            acts.addWidget(button)
            button.setAutoDefault(False)
        acts.addStretch()
        self.table.setMinimumHeight(220)
        self.rows.addWidget(self.told)
        self.rows.addWidget(self.table, 3)
        self.problem.setMinimumHeight(self.problem.fontMetrics().height())
        self.rows.addWidget(self.problem)
        self.rows.addWidget(self.panes, 1)
        self.rows.addLayout(acts)
        self.add_buttons(QDialogButtonBox(QDialogButtonBox.StandardButton.Close), default=None)

    def _weigh_named(self, name: str, _: bool = False) -> None:
        self._weigh_profile(name)
