"""The charts of a past day: looked up off the screen's thread, the latest day wins, and what was recorded of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.background import Background
from alvh_desktop.viewmodels.figures import profit_text
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.lens import day_text

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.journal.entries import JournalEntry
    from alvh_desktop.desk.looking_back import DayThen, LookBack
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.desk.ports import PastReader
    from alvh_desktop.desk.shelf import OpenPortfolio
    from alvh_desktop.domain.book import Book

ZERO = Decimal(0)
Told = tuple[str, bool]
"""A sentence, and whether it asks for attention."""
_MOST_TOLD = 3
"""So many campaigns that differ are named; the others are counted."""


@dataclass(frozen=True)
class PastView:
    """The picture of the day that ended `at`, and what there is to say of it. Where nothing can be drawn of it
    `picture` is None, and quotes of that day would help where it `lacks_marks`."""

    at: datetime
    picture: Picture | None
    told: tuple[Told, ...]
    lacks_marks: bool = False


class TimeTravel(QObject):
    """`arrived` carries a PastView, or None where the charts are of now again."""

    arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = Background(self)
        self._portfolio: OpenPortfolio | None = None
        self._book: Book | None = None
        self._running: object | None = None
        self._next: datetime | None = None
        self._found: PastView | None = None
        self._entry: JournalEntry | None = None
        """Whose moment is looked at, where it is not a day."""
        self.at: datetime | None = None
        """The day that is looked at, by its end; None is now."""

    def show(self, portfolio: OpenPortfolio | None, book: Book | None) -> None:
        """What is open, and its book as it is now: a past day is looked up again where it was corrected."""
        is_other = portfolio is not self._portfolio
        is_changed = book is not self._book
        self._portfolio, self._book = portfolio, book
        if is_other:
            self.go_to(None)
        elif is_changed and self.at is not None:
            self._ask(self.at)

    def reopen(self, entry: JournalEntry) -> None:
        """The moment of an entry of the journal, as it was seen."""
        self.at, self._entry = entry.moment, entry
        self._ask(entry.moment)

    def go_to(self, at: datetime | None) -> None:
        was_away, self.at = self.at is not None, at
        self._entry = None
        if at is not None:
            self._ask(at)
            return
        self._running, self._next, self._found = None, None, None
        if was_away:
            self.arrived.emit(None)

    def look_again(self) -> None:
        """Quotes were imported: a day that lacked marks may have some now."""
        if self.at is not None and self._found is not None and self._found.lacks_marks:
            self._ask(self.at)

    def finish(self) -> None:
        """Wait for what is under way, which is told no more: before the program ends."""
        self._running, self._next = None, None
        self.wait()

    def wait(self) -> None:
        """Until what is under way is done; it is told in the next turn of the event loop."""
        self._background.finish()

    def _ask(self, at: datetime) -> None:
        self._next = at
        if self._running is None:
            self._start()

    def _start(self) -> None:
        portfolio, book, at, entry = self._portfolio, self._book, self._next, self._entry
        if portfolio is None or book is None or at is None:
            return
        token = self._running = object()
        self._next = None
        self._background.run(lambda: _looked_up(portfolio, book, at, entry), lambda found: self._take(token, found))

    def _take(self, token: object, found: PastView) -> None:
        if token is not self._running:
            return
        self._running = None
        if self._next is None:
            self._found = found
            self.arrived.emit(found)
        else:
            self._start()


def _looked_up(portfolio: OpenPortfolio, book: Book, at: datetime, entry: JournalEntry | None) -> PastView:
    from alvh_desktop.desk.looking_back import look_back

    if portfolio.open_past is None:
        return PastView(at, None, ((f"{day_text(at)}: this portfolio keeps no days.", True),))
    try:
        with closing(portfolio.open_past()) as reader:
            if entry is not None:
                return _reopened(entry, portfolio, book, reader)
            found = look_back(book, portfolio.quotes, reader, at)
    except KnownError as error:
        return PastView(at, None, ((f"{day_text(at)}: {error}", True),))
    return past_view(found, book, at)


def _reopened(entry: JournalEntry, portfolio: OpenPortfolio, book: Book, reader: PastReader) -> PastView:
    from alvh_desktop.desk.journal.moment import picture_then

    past = picture_then(entry, book, portfolio.quotes, reader, portfolio.desk.clock())
    if isinstance(past, Problem):
        return PastView(entry.moment, None, ((f"{sentence_of(past)}", True),), True)
    seen = new_york_text(past.picture.inputs.now)
    why = f"marks recorded {seen} ({past.reason})" if past.reason else f"marks are the newest quotes of {seen}"
    told = (
        f"{entry.words}: as it stood {new_york_text(past.moment)}, with the book as it stands today; {why}.",
        False,
    )
    if isinstance(past.picture.payoff, Problem):
        return PastView(entry.moment, None, (told, (sentence_of(past.picture.payoff), True)))
    return PastView(entry.moment, past.picture, (told,))


def past_view(found: LookBack, book: Book, at: datetime) -> PastView:
    picture = found.past.picture
    was_held, lacks_marks = bool(picture.inputs.book.held_contracts), _lacks_marks(found, at)
    told = (_marks_told(found, at, was_held, lacks_marks), *_recorded_told(found, book))
    if not was_held or lacks_marks:
        return PastView(at, None, told, was_held)
    if isinstance(picture.payoff, Problem):
        told = (*told, (f"No curve can be drawn of it: {picture.payoff.message}.", True))
    return PastView(at, picture, told)


def _lacks_marks(found: LookBack, at: datetime) -> bool:
    """Whether neither a market of that day was recorded nor a quote of that day is kept of what was held."""
    from alvh_desktop.desk.model import day_of

    if found.past.reason is not None:
        return False
    marks = (value.mark for value in found.past.picture.values.values())
    return all(mark is None or day_of(mark.moment) < day_of(at) for mark in marks)


def _marks_told(found: LookBack, at: datetime, was_held: bool, lacks_marks: bool) -> Told:
    past, day = found.past, f"As it was on {day_text(at)}, with the book as it stands today"
    if not was_held:
        return f"{day}: nothing was held.", False
    if past.reason is not None:
        return f"{day}: marks recorded {new_york_text(past.picture.inputs.now)} ({past.reason}).", False
    if lacks_marks:
        return f"{day}: no marks of that day are kept.", True
    return f"{day}: marks are the newest quotes of then in the market file.", False


def _recorded_told(found: LookBack, book: Book) -> Iterator[Told]:
    if not found.days:
        if found.unrecorded:
            yield "Nothing was recorded that day: a gap.", True
        return
    whole = [day.line.profit for day in found.days if day.line.profit is not None]
    if len(whole) == len(found.days) and all(day.is_as_recorded for day in found.days):
        yield f"P/L equals what was {_source(found)}: {profit_text(sum(whole, start=ZERO))} $.", False
    if found.booked_later:
        yield f"Fills and settlements of that day that came after its record: {found.booked_later}, not shown.", True
    differing = [day for day in found.days if not day.is_as_recorded]
    yield from ((_difference(day, book), True) for day in differing[:_MOST_TOLD])
    if len(differing) > _MOST_TOLD:
        yield f"{len(differing) - _MOST_TOLD} more campaigns differ from what was recorded.", True
    unknown = [day for day in found.days if day.line.profit is None]
    if unknown:
        yield f"P/L of {_names(unknown, book)} was not known that day.", True
    if found.unrecorded:
        names = ", ".join(_name(campaign_id, book) for campaign_id in found.unrecorded)
        yield f"Not recorded that day: {names}.", True


def _source(found: LookBack) -> str:
    from alvh_desktop.desk.recorded import FILLED, RECORDED

    if any(day.line.source == RECORDED for day in found.days):
        return "recorded that day"
    return FILLED


def _difference(day: DayThen, book: Book) -> str:
    recorded, now = (
        "not known" if amount is None else f"{profit_text(amount)} $" for amount in (day.line.profit, day.profit)
    )
    lacks = f" without {day.unmarked} of its open legs" if day.unmarked else ""
    head = f"{_name(day.line.campaign_id, book)}: recorded {recorded}, now {now}{lacks}"
    if day.edits:
        made = "; ".join(f"{line.entry.label} ({new_york_text(line.entry.moment)})" for line in day.edits)
        return f"{head}. Changed since by: {made}."
    return f"{head}: other marks are kept of that day than those of the record ({new_york_text(day.line.moment)})."


def _names(days: list[DayThen], book: Book) -> str:
    return ", ".join(_name(day.line.campaign_id, book) for day in days)


def _name(campaign_id: int, book: Book) -> str:
    campaign = book.campaigns.get(campaign_id)
    return f"campaign {campaign_id}" if campaign is None else campaign.name
