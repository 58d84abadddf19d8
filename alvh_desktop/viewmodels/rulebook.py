"""The rulebook as a table, each cell an edit; tried out before it is entered, and changed as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, Signal

from alvh_desktop.desk.rulebook import Proposal, changed_rule, importing, own_rule, restoring, taking_profile
from alvh_desktop.desk.rulebook_files import rulebook_in, write_rulebook
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.rules import RemoveRule
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.rule_rows import OWN, is_own
from alvh_desktop.rules.rulebook import profile_of, rulebook_of
from alvh_desktop.rules.rulebook_file import RulebookFile
from alvh_desktop.rules.rulebook_rows import RuleRow, restored, rule_rows
from alvh_desktop.viewmodels.edited_table import Choices, EditedRow, EditedTable
from alvh_desktop.viewmodels.row_table import TONE_ROLE, Index, Role
from alvh_desktop.viewmodels.rule_cells import (
    COLUMNS,
    FIELDS,
    choices_of,
    default_words,
    group_of,
    is_typed,
    shown_cells,
    typed_cells,
)
from alvh_desktop.viewmodels.rule_words import RuleDetails, details_of
from alvh_desktop.viewmodels.session import Session

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book

_NOT_OPEN = Problem("portfolio", "no portfolio is open")
_LONGEST_NAME = 40


class RulebookModel(EditedTable):
    """The rows of the rulebook of the portfolio at hand under the words of their groups, conditions under their rule.

    `rows` are those of the table, `rule_at` says which rule a row is; None in the row of a group.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self._session = session
        self._lines: tuple[RuleRow | None, ...] = ()
        self._numbers: dict[str, int] = {}
        session.held.connect(self._begin_anew)
        session.painted.connect(self.refresh)
        self.refresh()

    @property
    def is_editable(self) -> bool:
        portfolio = self._session.portfolio
        return portfolio is not None and portfolio.read_only_because is None

    @property
    def profile(self) -> str:
        """The profile whose values are the defaults; empty without a portfolio."""
        book = self._book
        return "" if book is None else profile_of(book)

    @property
    def changed_count(self) -> int:
        """How many rows differ from their default."""
        return sum(bool(line and line.changed_fields) for line in self._lines)

    def rule_at(self, index: Index) -> RuleRow | None:
        return self._lines[index.row()] if index.isValid() else None

    def place_of(self, rule_id: str) -> int | None:
        """The row of this rule; None where there is none."""
        return next((n for n, line in enumerate(self._lines) if line is not None and line.rule.id == rule_id), None)

    def choices(self, row: EditedRow, field: str) -> Choices | None:
        line = self._line_of(row)
        return None if line is None else choices_of(line.rule, field)

    def enter(self, row: EditedRow, field: str, text: str) -> Change | Problem:
        line, book = self._line_of(row), self._book
        if line is None or book is None:
            return _NOT_OPEN
        return self._do(changed_rule(book, line.rule.id, {field: text}))

    def details(self, index: Index) -> RuleDetails | None:
        """What is told of the rule beside the table."""
        line, book = self.rule_at(index), self._book
        if line is None or book is None:
            return None
        head = line.part_of or line.rule.id
        return details_of(line, next((each for each in rulebook_of(book) if each.id == head), None))

    def try_out(self, index: Index, text: str | None = None) -> tuple[tuple[str, ...], tuple[str, ...]] | Problem:
        """What would fire now, and would have fired on the last 60 days, with `text` in this cell; None leaves it.

        Nothing is stored. The Problem says why the text cannot stand there.
        """
        line, portfolio, picture = self.rule_at(index), self._session.portfolio, self._session.picture
        if line is None or portfolio is None:
            return (), ()
        rule = line.rule
        if text is not None and text.strip() != self.rows[index.row()].typed[index.column()].strip():
            edit = changed_rule(portfolio.desk.book, rule.id, {FIELDS[index.column()]: text})
            change = edit if isinstance(edit, Problem) else portfolio.desk.preview(edit)
            if isinstance(change, Problem):
                return change
            assert not isinstance(edit, Problem)
            rule = edit.rule
        if picture is None:
            return ("There is no picture to try it on yet.",), ()
        # every fact loads with it; the table does not wait for it
        from alvh_desktop.desk.rule_preview import preview_of_rule
        from alvh_desktop.rules.what_if_words import now_lines, past_lines

        preview = preview_of_rule(picture, portfolio.alert_log, rule)
        is_tried = rule is not line.rule
        return now_lines(preview.now, is_tried), past_lines(preview.past, preview.fault, is_tried)

    def can_restore(self, index: Index) -> bool:
        line = self.rule_at(index)
        return self.is_editable and line is not None and bool(line.changed_fields)

    def can_remove(self, index: Index) -> bool:
        line = self.rule_at(index)
        return self.is_editable and line is not None and is_own(line.rule.id)

    @property
    def can_restore_all(self) -> bool:
        book = self._book
        return self.is_editable and book is not None and not isinstance(restored(book), Problem)

    def restore(self, index: Index) -> Change | Problem:
        """Give this rule its default back."""
        line, book = self.rule_at(index), self._book
        if line is None or book is None:
            return _NOT_OPEN
        return self.take(restoring(book, line.rule.id))

    def remove(self, index: Index) -> Change | Problem:
        line = self.rule_at(index)
        return _NOT_OPEN if line is None else self._do(RemoveRule(line.rule.id))

    def add(self, fact: str, typed: Mapping[str, str]) -> Change | Problem:
        """A rule of one's own as it was typed; its id follows from its title. The Problem names its field."""
        title = typed.get("title", "")
        if not title.strip():
            return Problem("title", "say what the rule is called")
        return self._do(own_rule(self._free_name(title), fact, typed))

    def proposed_defaults(self) -> Proposal | Problem:
        """Every default back: what it would change."""
        book = self._book
        return _NOT_OPEN if book is None else restoring(book)

    def proposed_profile(self, name: str) -> Proposal | Problem:
        portfolio = self._session.portfolio
        return _NOT_OPEN if portfolio is None else taking_profile(portfolio.desk, name)

    def read_file(self, path: Path) -> tuple[RulebookFile, Proposal | Problem] | Problem:
        """What a file holds, and the edit that takes the rows of it that can be taken."""
        book = self._book
        if book is None:
            return _NOT_OPEN
        read = rulebook_in(path, book)
        return read if isinstance(read, Problem) else (read, importing(read, path.name))

    def write_file(self, path: Path) -> Problem | None:
        book = self._book
        return _NOT_OPEN if book is None else write_rulebook(path, book)

    def take(self, proposal: Proposal | Problem) -> Change | Problem:
        """Do what was proposed, as one step."""
        return proposal if isinstance(proposal, Problem) else self._do(proposal.edit)

    def refresh(self) -> None:
        """Take what stands in the book."""
        book = self._book
        lines: list[RuleRow | None] = []
        rows: list[EditedRow] = []
        group = ""
        for row in rule_rows(book) if book is not None else ():
            if group_of(row.rule.id) != group:
                group = group_of(row.rule.id)
                lines.append(None)
                rows.append(_group_row(self._number(f"group {group}"), group))
            lines.append(row)
            number = self._number(row.rule.id)
            rows.append(EditedRow(number, shown_cells(row), typed_cells(row), row.rule.meaning, not row.rule.is_on))
        self._lines = tuple(lines)
        self.show_rows(rows)
        self.changed.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self.rule_at(index)
        if line is None or not is_typed(line, FIELDS[index.column()]):
            return flags & ~Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        line = self.rule_at(index)
        if line is None:
            if not index.isValid():
                return None
            if role == TONE_ROLE:
                return "strong"
            return None if role == Role.ToolTipRole else super().data(index, role)
        field = FIELDS[index.column()]
        if role == TONE_ROLE and super().data(index, role) != "problem":
            is_marked = field in line.changed_fields or (field == "title" and line.changed_fields)
            return "strong" if is_marked else super().data(index, role) if not line.rule.is_on else ""
        if role == Role.ToolTipRole and not self.problem_at(index):
            words = (default_words(line, field), super().data(index, role))
            return " ".join(filter(None, words))
        if role == Role.AccessibleTextRole and field in line.changed_fields:
            return f"{super().data(index, role)}, changed"
        return super().data(index, role)

    def _do(self, edit: Any) -> Change | Problem:
        answer = self._session.do(lambda _: edit, "Done: ")
        if isinstance(answer, Change):
            self.refresh()
        return answer

    def _free_name(self, title: str) -> str:
        """A name for the id of a new rule: the letters of its title, with a number where it is taken."""
        stem = re.sub(r"[^a-z0-9]+", "_", title.casefold(), flags=re.ASCII).strip("_")[:_LONGEST_NAME] or "rule"
        name, number = stem, 2
        while self.place_of(OWN + name) is not None:
            name, number = f"{stem}_{number}", number + 1
        return name

    def _number(self, key: str) -> int:
        """Rows are told apart by numbers, each rule by the same one as long as the table lives."""
        return self._numbers.setdefault(key, len(self._numbers))

    def _line_of(self, row: EditedRow) -> RuleRow | None:
        place = next((n for n, each in enumerate(self.rows) if each.id == row.id), None)
        return None if place is None else self._lines[place]

    @property
    def _book(self) -> Book | None:
        portfolio = self._session.portfolio
        return portfolio.desk.book if portfolio else None

    def _begin_anew(self) -> None:
        self.forget_refused()
        self.refresh()


def _group_row(number: int, title: str) -> EditedRow:
    cells = tuple(title if field == "title" else "" for field in FIELDS)
    return EditedRow(number, cells, cells)
