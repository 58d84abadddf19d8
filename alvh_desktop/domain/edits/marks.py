"""Typing prices of contracts and levels of indices, and taking one back."""

from dataclasses import dataclass, replace
from datetime import datetime

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, replaced
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import TypedMark
from alvh_desktop.domain.typed_marks import Subject, mark_problem, mark_text, subject_of, subject_text

NOTHING_TYPED = Problem("price", "there is no price to enter")


@dataclass(frozen=True, slots=True)
class EnterMarks:
    """Enter all of `rows` or none; their ids are new ones, and no moment is later than `now`.

    A price for a contract or index and a moment that has one already takes its row, which keeps its id.
    """

    rows: tuple[TypedMark, ...]
    now: datetime

    def apply(self, book: Book) -> Change | Problem:
        changed = self.changes(book)
        if isinstance(changed, Problem):
            return changed
        if not changed:
            told = f"{mark_text(self.rows[0])} stands there already"
            return Problem("price", told if len(self.rows) == 1 else "every price stands there already")
        return change_of(book, changed, marks_label(changed))

    def changes(self, book: Book) -> tuple[Row, ...] | Problem:
        """The rows that differ, which may be none; a Problem when one of them cannot stand."""
        if not self.rows:
            return NOTHING_TYPED
        standing = {(subject_of(row), row.moment): row for row in book.typed_marks.values()}
        seen: set[tuple[Subject, datetime]] = set()
        changed = []
        for row in self.rows:
            key = (subject_of(row), row.moment)
            problem = mark_problem(row, book.products, self.now)
            if problem is None and key in seen:
                problem = Problem("price", f"two prices are given for {subject_text(key[0])} at one moment: say one")
            if problem is not None:
                return problem if len(self.rows) == 1 else Problem(subject_text(key[0]), problem.message)
            seen.add(key)
            before = standing.get(key)
            if before is None:
                changed.append(added("typed_marks", row))
            elif (before.price, before.source) != (row.price, row.source):
                changed.append(replaced("typed_marks", before, replace(row, id=before.id)))
        return tuple(changed)


@dataclass(frozen=True, slots=True)
class RemoveMark:
    """Take a typed price back: what was typed or quoted before counts again."""

    id: int

    def apply(self, book: Book) -> Change | Problem:
        row = book.typed_marks.get(self.id)
        if row is None:
            return Problem("mark", f"there is no typed mark {self.id}")
        return change_of(book, [Row("typed_marks", row.id, row, None)], f"Take back mark {mark_text(row)}")


def mark_to_take_back(book: Book, subject: Subject, now: datetime) -> TypedMark | Problem:
    """The newest price typed for a contract or index up to `now`."""
    rows = (row for row in book.typed_marks.values() if subject_of(row) == subject and row.moment <= now)
    found = max(rows, key=lambda row: row.moment, default=None)
    return found or Problem("mark", f"no price is typed for {subject_text(subject)}")


def marks_label(changed: tuple[Row, ...]) -> str:
    rows = [row.after for row in changed if isinstance(row.after, TypedMark)]
    if len(rows) == 1:
        return f"Mark {subject_text(subject_of(rows[0]))} {money_text(rows[0].price)}"
    return f"Mark {len(rows)} prices"
