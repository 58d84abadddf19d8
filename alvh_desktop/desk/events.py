"""From a typed event to an edit: the window and the `event` command both come here."""

from dataclasses import replace
from datetime import date, time

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.edits.events import EnterEvents, MoveEvent, RemoveEvent
from alvh_desktop.domain.events import DatedEvent, can_be_struck, event_kind, events_between, key_of, usual_title
from alvh_desktop.domain.inputs import TYPED_BY_HAND
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event


def event_edit(
    desk: Desk, kind: str, on: date, at: time | None = None, title: str = "", source: str = TYPED_BY_HAND
) -> EnterEvents | Problem:
    """The edit behind an event as it was typed; without a title it takes the words of its kind."""
    named = event_kind(kind)
    if isinstance(named, Problem):
        return named
    words = title.strip() or usual_title(named)
    if not words:
        return Problem("title", "an event of your own needs a title")
    return EnterEvents((Event(desk.next_id, named, on, at, words, source.strip(), True),))


def changing_event_edit(
    desk: Desk, event: DatedEvent, on: date, at: time | None, title: str, source: str = TYPED_BY_HAND
) -> EnterEvents | MoveEvent | Problem:
    """The edit that puts other words, another hour or another day in place of an event of the calendar.

    What came with the program for the day it leaves is struck, so that the event does not stand there twice.
    """
    entered = event_edit(desk, event.kind, on, at, title, source)
    if isinstance(entered, Problem):
        return entered
    (row,) = entered.rows
    was = Event(desk.next_id + 1, event.kind, event.on, event.at, event.title, event.source, True)
    if key_of(row) == key_of(was):
        return entered
    struck = replace(was, at=None, source=TYPED_BY_HAND, is_on=False)
    if can_be_struck(struck, desk.book.events.values()):
        return EnterEvents((row, struck))
    return entered if event.row_id is None else MoveEvent(event.row_id, row)


def striking_edit(desk: Desk, kind: str, on: date, title: str = "") -> EnterEvents | RemoveEvent | Problem:
    """The edit that takes an event out of the calendar: a row of one's own goes, what the program knows is struck."""
    named = event_kind(kind)
    if isinstance(named, Problem):
        return named
    rows = desk.book.events.values()
    own = [row for row in rows if (row.kind, row.on) == (named, on) and title.strip() in ("", row.title)]
    if len(own) > 1:
        return Problem("title", f"{len(own)} events of your own fall on {on}: say which by its title")
    words = next((e.title for e in events_between(rows, on, on) if e.kind == named), usual_title(named))
    struck = Event(desk.next_id, named, on, None, words or "struck", TYPED_BY_HAND, False)
    if own and not can_be_struck(struck, rows):
        return RemoveEvent(own[0].id)
    return EnterEvents((struck,))
