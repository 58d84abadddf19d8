"""Several edits as one step: done, undone and named together, or not at all."""

from dataclasses import dataclass

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class OneStep:
    """Edits in their order, each on the book that the one before leaves. What the first of them refuses refuses all.

    Their ids must not meet; `label` names the step where it is more than its last edit says.
    """

    edits: tuple[Edit, ...]
    label: str = ""

    def apply(self, book: Book) -> Change | Problem:
        rows: list[Row] = []
        label = self.label
        for edit in self.edits:
            change = edit.apply(book)
            if isinstance(change, Problem):
                return change
            book, label = change.book, self.label or change.label
            rows += change.rows
        if not rows:
            return Problem("edit", "there is nothing to do")
        return Change(book, tuple(rows), label)
