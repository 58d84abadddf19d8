"""Entering a file of inputs, marks and events as one step: all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, change_of
from alvh_desktop.domain.edits.events import EnterEvents, events_label
from alvh_desktop.domain.edits.inputs import EnterInputs, inputs_label
from alvh_desktop.domain.edits.marks import EnterMarks, marks_label
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event, Input, TypedMark


@dataclass(frozen=True, slots=True)
class EnterTyped:
    """Inputs, marks and events together; their ids are new ones, and no mark is later than `now`."""

    inputs: tuple[Input, ...]
    marks: tuple[TypedMark, ...]
    events: tuple[Event, ...]
    now: datetime

    def apply(self, book: Book) -> Change | Problem:
        parts = []
        for edit in (EnterInputs(self.inputs), EnterMarks(self.marks, self.now), EnterEvents(self.events)):
            changed = edit.changes(book) if _has_rows(edit) else ()
            if isinstance(changed, Problem):
                return changed
            parts.append(changed)
        if not any(parts):
            is_empty = not (self.inputs or self.marks or self.events)
            return Problem("file", "there is nothing to enter" if is_empty else "all of it stands there already")
        return change_of(book, (row for part in parts for row in part), _label(*parts))


def _has_rows(edit: EnterInputs | EnterMarks | EnterEvents) -> bool:
    return bool(edit.rows)


def _label(inputs: tuple[Row, ...], marks: tuple[Row, ...], events: tuple[Row, ...]) -> str:
    told = []
    if inputs:
        told.append(inputs_label(inputs))
    if marks:
        told.append(marks_label(marks))
    if events:
        told.append(events_label(events))
    return ", ".join([told[0], *(part[:1].lower() + part[1:] for part in told[1:])])
