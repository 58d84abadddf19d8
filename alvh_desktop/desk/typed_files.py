"""From a file of marks, inputs and events to one edit; every line that cannot stand in the book is named."""

from collections.abc import Iterator
from dataclasses import replace

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.importing import TypedPreview
from alvh_desktop.domain.edits.events import event_problem
from alvh_desktop.domain.edits.typed_file import EnterTyped
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event, Input, TypedMark
from alvh_desktop.domain.typed_file import TypedRow, TypedRows, bad_lines
from alvh_desktop.domain.typed_marks import mark_problem, typed_mark


def typed_edit(desk: Desk, typed: TypedRows) -> EnterTyped | tuple[Problem, ...]:
    """The edit behind the rows of a file, with the next ids; else a Problem for each line that cannot be entered."""
    now = desk.clock()
    rows = [(line, _row(desk.next_id + place, row)) for place, (line, row) in enumerate(typed.rows)]
    faults = tuple(Problem(f"line {line}", problem.message) for line, row in rows for problem in _problems(desk, row))
    if faults:
        return faults
    return EnterTyped(
        tuple(row for _, row in rows if isinstance(row, Input)),
        tuple(row for _, row in rows if isinstance(row, TypedMark)),
        tuple(row for _, row in rows if isinstance(row, Event)),
        now,
    )


def previewed_edit(desk: Desk, preview: TypedPreview) -> EnterTyped | Problem:
    """The edit behind a file that was looked at, for the book as it is now; BadLines where a line cannot stand."""
    edit = typed_edit(desk, preview.rows)
    return edit if isinstance(edit, EnterTyped) else bad_lines(preview.path.name, edit)


def _row(number: int, row: TypedRow) -> Input | TypedMark | Event:
    if isinstance(row, TypedInput):
        return Input(number, row.name, row.on, row.value, row.source)
    if isinstance(row, Event):
        return replace(row, id=number)
    return typed_mark(number, row)


def _problems(desk: Desk, row: Input | TypedMark | Event) -> Iterator[Problem]:
    """What only the portfolio and its clock can tell."""
    problem = None
    if isinstance(row, TypedMark):
        problem = mark_problem(row, desk.book.products, desk.clock())
    elif isinstance(row, Event):
        problem = event_problem(row, desk.book)
    if problem is not None:
        yield problem
