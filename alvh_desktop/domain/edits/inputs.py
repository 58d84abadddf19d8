"""Typing dated values, and taking one back."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, replaced
from alvh_desktop.domain.inputs import input_on, kind_of, range_problem, value_text
from alvh_desktop.domain.inputs.typed import day_problem, source_problem
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input

NOTHING_TYPED = Problem("value", "there is no value to enter")


@dataclass(frozen=True, slots=True)
class EnterInputs:
    """Enter all of `rows` or none; their ids are new ones.

    A value for a name and a day that has one already takes its row, which keeps its id and shows in the change as
    what stood there before and what stands there now. Rows that change nothing are left out.
    """

    rows: tuple[Input, ...]

    def apply(self, book: Book) -> Change | Problem:
        changed = self.changes(book)
        if isinstance(changed, Problem):
            return changed
        if not changed:
            first = self.rows[0]
            told = f"{first.name} is {value_text(first.value)} from {first.on} already"
            return Problem("value", told if len(self.rows) == 1 else "every value stands there already")
        return change_of(book, changed, inputs_label(changed))

    def changes(self, book: Book) -> tuple[Row, ...] | Problem:
        """The rows that differ, which may be none; a Problem when one of them cannot stand."""
        if not self.rows:
            return NOTHING_TYPED
        seen: set[tuple[str, object]] = set()
        for row in self.rows:
            problem = _what_is_wrong(row)
            if problem is None and (row.name, row.on) in seen:
                problem = Problem("on", f"two values are given for {row.on}: say one")
            if problem is not None:
                return problem if len(self.rows) == 1 else Problem(row.name, problem.message)
            seen.add((row.name, row.on))
        return tuple(self._changes(book))

    def _changes(self, book: Book) -> Iterator[Row]:
        standing: dict[tuple[str, object], Input] = {}
        for row in book.inputs.values():
            before = standing.get((row.name, row.on))
            if before is None or before.id < row.id:
                standing[row.name, row.on] = row
        for row in self.rows:
            before = standing.get((row.name, row.on))
            if before is None:
                yield added("inputs", row)
            elif (before.value, before.source) != (row.value, row.source):
                yield replaced("inputs", before, replace(row, id=before.id))


@dataclass(frozen=True, slots=True)
class RemoveInput:
    """Take a typed value back: what was typed for an earlier day counts again, at last the default."""

    id: int

    def apply(self, book: Book) -> Change | Problem:
        row = book.inputs.get(self.id)
        if row is None:
            return Problem("input", f"there is no typed value {self.id}")
        label = f"Take back {_told(row)}"
        return change_of(book, [Row("inputs", row.id, row, None)], label)


def input_to_take_back(book: Book, name: str, day: date) -> Input | Problem:
    """The row in force on a day, which taking back uncovers what stood before; a Problem where none is."""
    row = input_on(book.inputs, name, day)
    if row is not None:
        return row
    kind = kind_of(name)
    if isinstance(kind, Problem):
        return kind
    later = min((each.on for each in book.inputs.values() if each.name == name), default=None)
    if later is not None:
        return Problem("on", f"{name} has no typed value on {day}; its next one counts from {later}: say that day")
    stands = "it has no default either" if kind.default is None else f"its default {value_text(kind.default)} counts"
    return Problem("value", f"{name} has no typed value: {stands}")


def _what_is_wrong(row: Input) -> Problem | None:
    kind = kind_of(row.name)
    if isinstance(kind, Problem):
        return kind
    return range_problem(kind, row.value) or day_problem(row.on) or source_problem(row.source)


def inputs_label(changed: tuple[Row, ...]) -> str:
    rows = [row.after for row in changed if isinstance(row.after, Input)]
    if len(rows) == 1:
        return f"Input {_told(rows[0])}"
    first, last = min(row.on for row in rows), max(row.on for row in rows)
    span = f"from {first}" if first == last else f"from {first} to {last}"
    return f"Input {len(rows)} values {span}"


def _told(row: Input) -> str:
    return f"{row.name} {value_text(row.value)} from {row.on}"
