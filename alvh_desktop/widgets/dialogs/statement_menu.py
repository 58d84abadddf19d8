"""The menu of what a person may say of the chosen rows of a statement."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from alvh_desktop.desk.statements.preview import Choices, SeenRow
from alvh_desktop.viewmodels.statements.choosing import (
    Said,
    apart,
    as_stated,
    can_group,
    can_leave_out,
    can_say,
    in_one_order,
    is_changed,
    left_out_or_in,
    said_to,
)
from alvh_desktop.viewmodels.statements.review import StatementReview

Change = Callable[[Choices, list[SeenRow], frozenset[str]], Choices]
_SAID: tuple[tuple[Said, str, str], ...] = (
    ("open", "O&pens", "Ctrl+Shift+O"),
    ("close", "&Closes", "Ctrl+Shift+L"),
    ("expired", "E&xpired", "Ctrl+Shift+X"),
)


class StatementMenu(QMenu):
    """Acts on the rows that `chosen` answers, of the review that was put here last. Its keys work all over `owner`,
    its right-click menu on `table`."""

    def __init__(self, owner: QWidget, table: QWidget, chosen: Callable[[], list[SeenRow]]) -> None:
        super().__init__("Rows", owner)
        self._chosen, self._owner = chosen, owner
        self.review: StatementReview | None = None
        self.leave_out = self._add("&Leave out, or take in", left_out_or_in, "")
        self.leave_out.setToolTip("Space")
        self.addSeparator()
        self.one_order = self._add("&One order", in_one_order, "Ctrl+G")
        self.apart = self._add("&Apart", apart, "Ctrl+Shift+G")
        self.addSeparator()
        self.said = {said: self._add(words, _saying(said), key) for said, words, key in _SAID}
        self.addSeparator()
        self.as_stated = self._add("As the &statement says", lambda c, rows, _: as_stated(c, rows), "Ctrl+Backspace")
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        table.addActions(self.actions())

    def refresh(self) -> None:
        """What can be done to the chosen rows now."""
        shown = self.review.shown if self.review else None
        rows = self._chosen() if shown else []
        stood = shown.stood if shown else frozenset()
        choices = self.review.choices if self.review else Choices()
        self.leave_out.setEnabled(any(can_leave_out(row, stood, choices) for row in rows))
        self.one_order.setEnabled(can_group(rows, stood, least=2))
        self.apart.setEnabled(can_group(rows, stood, least=1))
        for said, action in self.said.items():
            action.setEnabled(any(can_say(row, said, stood, choices) for row in rows))
        self.as_stated.setEnabled(any(is_changed(choices, row) for row in rows))

    def act(self, change: Change, rows: list[SeenRow] | None = None) -> None:
        """Say this of the chosen rows, or of these."""
        review = self.review
        if review is None or review.shown is None:
            return
        changed = change(review.choices, self._chosen() if rows is None else rows, review.shown.stood)
        if changed != review.choices:
            review.choose(changed)

    def _add(self, words: str, change: Change, key: str) -> QAction:
        action = self.addAction(words)
        if key:
            action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.act(change))
        self._owner.addAction(action)
        return action


def _saying(said: Said) -> Change:
    return lambda choices, rows, stood: said_to(choices, rows, said, stood)
