"""Putting events into the calendar, striking shipped ones, and taking one's own rows back."""

from dataclasses import dataclass, replace
from datetime import date

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, replaced
from alvh_desktop.domain.events import KINDS, can_be_struck, key_of
from alvh_desktop.domain.inputs.typed import day_problem, source_problem
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event

NOTHING_TYPED = Problem("event", "there is no event to enter")
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class EnterEvents:
    """Enter all of `rows` or none; their ids are new ones.

    A row for a kind and day (and title, of one's own events) that has one already takes that row, which keeps its id.
    A row with `is_on` False strikes an event that came with the program out of the calendar.
    """

    rows: tuple[Event, ...]

    def apply(self, book: Book) -> Change | Problem:
        changed = self.changes(book)
        if isinstance(changed, Problem):
            return changed
        if not changed:
            told = f"{event_text(self.rows[0])} stands there already"
            return Problem("event", told if len(self.rows) == 1 else "every event stands there already")
        return change_of(book, changed, events_label(changed))

    def changes(self, book: Book) -> tuple[Row, ...] | Problem:
        """The rows that differ, which may be none; a Problem when one of them cannot stand."""
        if not self.rows:
            return NOTHING_TYPED
        standing = {key_of(row): row for row in book.events.values()}
        seen: set[tuple[str, date, str]] = set()
        changed = []
        for row in self.rows:
            problem = event_problem(row, book)
            if problem is None and key_of(row) in seen:
                problem = Problem("event", f"{row.kind} {row.on} is given twice: say it once")
            if problem is not None:
                return problem if len(self.rows) == 1 else Problem(f"{row.kind} {row.on}", problem.message)
            seen.add(key_of(row))
            before = standing.get(key_of(row))
            if before is None:
                changed.append(added("events", row))
            elif replace(before, id=row.id) != row:
                changed.append(replaced("events", before, replace(row, id=before.id)))
        return tuple(changed)


@dataclass(frozen=True, slots=True)
class MoveEvent:
    """Put a row of one's own on another day or under another title; it keeps the `id` it has.

    Where that day was struck, the row that struck it goes.
    """

    id: int
    row: Event

    def apply(self, book: Book) -> Change | Problem:
        before = book.events.get(self.id)
        if before is None:
            return Problem("event", f"there is no event {self.id} of your own")
        problem = event_problem(self.row, book)
        if problem is not None:
            return problem
        there = [row for row in book.events.values() if row.id != self.id and key_of(row) == key_of(self.row)]
        if any(row.is_on for row in there):
            return Problem("on", f"{event_text(there[0])} stands there already")
        changed = [Row("events", row.id, row, None) for row in there]
        changed.append(replaced("events", before, replace(self.row, id=self.id)))
        return change_of(book, changed, f"Event {event_text(before)} becomes {event_text(self.row)}")


@dataclass(frozen=True, slots=True)
class RemoveEvent:
    """Take a row of one's own back: what came with the program for its kind and day shows again."""

    id: int

    def apply(self, book: Book) -> Change | Problem:
        row = book.events.get(self.id)
        if row is None:
            return Problem("event", f"there is no event {self.id} of your own")
        return change_of(book, [Row("events", row.id, row, None)], f"Take back {event_text(row)}")


def event_text(row: Event) -> str:
    """FOMC 2026-12-09 14:00, or what was struck."""
    at = "" if row.at is None else f" {row.at:%H:%M}"
    title = f" {row.title}" if row.kind == "own" else ""
    return f"{row.kind} {row.on.isoformat()}{at}{title}{'' if row.is_on else ' struck'}"


def events_label(changed: tuple[Row, ...]) -> str:
    rows = [row.after for row in changed if isinstance(row.after, Event)]
    if len(rows) == 2 and rows[0].is_on > rows[1].is_on and rows[0].kind == rows[1].kind:
        return f"Event {event_text(rows[0])} in place of {rows[1].on.isoformat()}"
    return f"Event {event_text(rows[0])}" if len(rows) == 1 else f"Enter {len(rows)} events"


def event_problem(row: Event, book: Book) -> Problem | None:
    """Why a row cannot stand in the calendar of a book."""
    if row.kind not in KINDS:
        return Problem("kind", f"{row.kind} is no kind of event: say one of {', '.join(KINDS)}")
    wrong = day_problem(row.on)
    if wrong is None and not row.is_on and not can_be_struck(row, book.events.values()):
        return Problem("event", f"the calendar knows no {row.kind} of {row.on}: there is nothing to strike")
    if row.at is not None and row.at.tzinfo is not None:
        return Problem("time", "the time of an event is New York time, without a zone")
    return wrong or _title_problem(row.title) or source_problem(row.source)


def _title_problem(title: str) -> Problem | None:
    if title.strip() and title.isprintable() and len(title) <= _LONGEST_TITLE:
        return None
    return Problem("title", f"give it a title of 1 to {_LONGEST_TITLE} printable characters")
