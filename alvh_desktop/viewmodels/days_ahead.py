"""The days ahead as a table of words: settlements, last trading moments, closed and short days, and events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from alvh_desktop.domain.agenda import AgendaItem, agenda, unknown_days
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.events import DatedEvent, can_be_struck
from alvh_desktop.domain.records import Event
from alvh_desktop.viewmodels.text_table import Column, TextRow, TextTable, Tone

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.domain.book import Book

Key = tuple[str, date, str]
"""Kind, day and words."""
SPAN = timedelta(days=60)
COLUMNS = (
    Column("Day", "New York"),
    Column("Time", "New York; empty where only the day is known"),
    Column("What", "Settlements and last trading moments, closed and short days, and news that is due"),
    Column("Source", "Who says so"),
)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class DayLine:
    """A line of the calendar with what may be done to it.

    `event` is what it tells of, None for what no person can change. `struck` is the row of the book that took it out
    of the calendar. `own_id` is the row that may be taken back so that what came with the program shows again.
    """

    row: TextRow
    on: date
    at: time
    event: DatedEvent | None = None
    struck: Event | None = None
    own_id: int | None = None

    @property
    def key(self) -> Key:
        """What tells this line from all others."""
        return (self.event.kind, self.on, self.event.title) if self.event else ("", self.on, self.row.cells[2])


class DaysAhead(TextTable):
    """The next 60 days from the picture's own day on; `lines` has one DayLine a row of the table.

    `unknown` says for what the announced days are not known. Settlements of what is not held are left out unless
    `has_every_settlement`.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, parent)
        self.lines: tuple[DayLine, ...] = ()
        self.unknown: tuple[str, ...] = ()
        self.has_every_settlement = False
        self.left_out = 0
        self._picture: Picture | None = None
        self._shown: tuple[object, ...] = ()

    def show_every_settlement(self, is_wanted: bool) -> None:
        """Also what nobody holds, or not."""
        self.has_every_settlement = is_wanted
        self.show(self._picture)

    def show(self, picture: Picture | None) -> None:
        self._picture = picture
        if picture is None:
            self.lines, self.unknown, self.left_out, self._shown = (), (), 0, ()
            self.show_rows(())
            return
        book, first = picture.inputs.book, _day_of(picture.inputs.now)
        held = book.held_contracts
        asked = (first, book.products, book.events, held, self.has_every_settlement)
        if self._shown and all(old is new or old == new for old, new in zip(self._shown, asked, strict=True)):
            return
        self._shown = asked
        items = agenda(first, first + SPAN, book.products, book.events.values(), held)
        wanted = [item for item in items if self.has_every_settlement or _is_of_the_person(item)]
        self.left_out = len(items) - len(wanted)
        self.unknown = tuple(problem.message for problem in unknown_days(first, first + SPAN))
        found = [*(_line(item, book) for item in wanted), *_struck_lines(book, first)]
        self.lines = tuple(sorted(found, key=lambda line: (line.on, line.at)))
        self.show_rows([line.row for line in self.lines])

    def place_of(self, key: Key) -> int | None:
        """The row of that line; None where it is gone."""
        return next((place for place, line in enumerate(self.lines) if line.key == key), None)


def event_of(change: Change) -> Key | None:
    """What tells the line of the event that an edit entered."""
    rows = (row.after for row in change.rows)
    return next(((row.kind, row.on, row.title) for row in rows if isinstance(row, Event) and row.is_on), None)


def day_text(day: date) -> str:
    """Fri 20 Nov, in English whatever language the machine speaks."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def _is_of_the_person(item: AgendaItem) -> bool:
    return item.is_held or item.what not in {"settlement", "last trading"}


def _line(item: AgendaItem, book: Book) -> DayLine:
    at = None if item.moment is None else item.moment.astimezone(NEW_YORK).time()
    title = f"{item.title} (held)" if item.is_held else item.title
    is_passing = item.what in {"settlement", "last trading"} and not item.is_held
    tone: Tone = "strong" if item.is_held else "dim" if is_passing else ""
    row = TextRow(_cells(item.on, at, title, item.source), tone)
    return DayLine(row, item.on, at or time.min, item.event, own_id=_replacing_id(item.event, book.events.values()))


def _replacing_id(event: DatedEvent | None, rows: Iterable[Event]) -> int | None:
    """The row of the book that stands in place of what came with the program."""
    rows = tuple(rows)
    row = next((each for each in rows if event is not None and each.id == event.row_id), None)
    return row.id if row is not None and can_be_struck(row, rows) else None


def _struck_lines(book: Book, first: date) -> Iterator[DayLine]:
    """What was struck stays in sight: it may be brought back."""
    for row in book.events.values():
        if not row.is_on and first <= row.on <= first + SPAN:
            event = DatedEvent(row.kind, row.on, None, row.title, row.source, row_id=row.id)
            words = TextRow(_cells(row.on, None, f"Struck: {row.title}", row.source), "dim")
            yield DayLine(words, row.on, time.min, event, row, row.id)


def _cells(on: date, at: time | None, title: str, source: str) -> tuple[str, ...]:
    return day_text(on), "" if at is None else f"{at:%H:%M}", title, source


def _day_of(moment: datetime) -> date:
    return moment.astimezone(NEW_YORK).date()
