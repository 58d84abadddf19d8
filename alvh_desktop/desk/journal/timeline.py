"""The journal as one timeline: book, edits and log read together, with the notes, and nothing entered twice."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from alvh_desktop.desk.campaigns.moves import Courses
from alvh_desktop.desk.campaigns.timeline import TimelineEvent, timelines_of
from alvh_desktop.desk.journal.alert_entries import alert_entries
from alvh_desktop.desk.journal.belonging import Belonging, belonging_of
from alvh_desktop.desk.journal.edit_entries import edit_entries
from alvh_desktop.desk.journal.entries import JournalEntry, Source, SourceKind
from alvh_desktop.desk.ports import Line
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.note_text import title_of
from alvh_desktop.domain.records import Confirmation, Fill
from alvh_desktop.rules.transition import Transition

_OF_ONE_MOMENT: Mapping[SourceKind, int] = {"edit": 0, "record": 0, "log": 1, "note": 2}
"""What is done at a moment is seen after it, and written of last."""

_Made = Mapping[int, Line]
"""By the id of a fill, settlement or note: the line that brought it first."""


def journal_of(
    book: Book, lines: Sequence[Line], transitions: Iterable[Transition], courses: Courses = MappingProxyType({})
) -> tuple[JournalEntry, ...]:
    """All entries of a portfolio in the order of time. `lines` are every edit line, `transitions` the whole log.

    Fills and settlements are told as campaigns tell them, as the book has them today: what was undone is not there,
    and the entry of its undo says so. `chosen` picks those of one campaign, kind, time or text. Of campaigns whose
    `courses` are at hand what they told is not put together again.
    """
    belonging, made = belonging_of(book, lines), _made_by(lines)
    found = [
        *_campaign_entries(book, belonging, made, courses),
        *edit_entries(lines, belonging),
        *alert_entries(transitions, belonging),
        *_note_entries(book, belonging, made),
    ]
    return tuple(sorted(found, key=_order))


def _order(entry: JournalEntry) -> tuple[datetime, int, int, tuple[int, ...]]:
    return entry.moment, _OF_ONE_MOMENT[entry.source.kind], entry.source.number, entry.record_ids


def _campaign_entries(book: Book, belonging: Belonging, made: _Made, courses: Courses) -> Iterator[JournalEntry]:
    confirmed: dict[int, list[Confirmation]] = {}
    for row in book.confirmations.values():
        confirmed.setdefault(row.roll_id, []).append(row)
    for events in timelines_of(book, courses).values():
        for event in events:
            roll_id = _roll_of(event)
            ids = tuple(record.id for record in event.records)
            line = made.get(ids[0])
            yield JournalEntry(
                event.moment,
                event.kind,
                event.words,
                Source("record", ids[0]) if line is None else Source("edit", line.number),
                belonging.of_legs(record.leg_id for record in event.records),
                entered_at=None if line is None else line.entry.moment,
                money=event.here,
                record_ids=ids,
                roll_id=roll_id,
                confirmations=() if roll_id is None else tuple(confirmed.get(roll_id, ())),
            )


def _roll_of(event: TimelineEvent) -> int | None:
    first = event.records[0]
    return first.roll_id if isinstance(first, Fill) else None


def _note_entries(book: Book, belonging: Belonging, made: _Made) -> Iterator[JournalEntry]:
    for note in book.notes.values():
        line = made.get(note.id)
        yield JournalEntry(
            note.moment,
            "note",
            title_of(note.text),
            Source("note", note.id),
            belonging.of_links(note.links),
            entered_at=None if line is None else line.entry.moment,
            tags=note.tags,
            body=note.text,
        )


def _made_by(lines: Iterable[Line]) -> _Made:
    found: dict[int, Line] = {}
    for line in lines:
        for row in line.entry.rows:
            if row.before is None and row.table in ("fills", "settlements", "notes") and isinstance(row.id, int):
                found.setdefault(row.id, line)
    return found
