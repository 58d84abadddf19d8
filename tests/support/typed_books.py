"""Books in which prices and events were typed, and what a person types into them."""

from datetime import date, datetime, time
from decimal import Decimal

from support.founded_books import CLOCK, done

from alvh_desktop.desk.desk import Desk
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.events import EnterEvents
from alvh_desktop.domain.edits.marks import EnterMarks
from alvh_desktop.domain.records import Event, EventKind, TypedMark
from alvh_desktop.domain.typed_marks import TypedPrice, parse_price, typed_mark


def mark_row(number: int, subject: str, price: str, at: datetime = CLOCK, source: str = "typed") -> TypedMark:
    typed = parse_price(subject, price, at, CLOCK.date(), source)
    assert isinstance(typed, TypedPrice), typed
    return typed_mark(number, typed)


def entering_marks(desk: Desk, *told: tuple[str, str], at: datetime = CLOCK, source: str = "typed") -> EnterMarks:
    rows = (mark_row(desk.next_id + place, *each, at, source) for place, each in enumerate(told))
    return EnterMarks(tuple(rows), desk.clock())


def type_marks(desk: Desk, *told: tuple[str, str], at: datetime = CLOCK, source: str = "typed") -> Change:
    """Prices by subject, as one edit."""
    return done(desk, entering_marks(desk, *told, at=at, source=source))


def event_row(
    number: int, kind: EventKind, on: str, at: time | None = None, title: str = "own words", is_on: bool = True
) -> Event:
    return Event(number, kind, date.fromisoformat(on), at, title, "typed", is_on)


def type_events(desk: Desk, *told: tuple[EventKind, str], is_on: bool = True) -> Change:
    rows = (event_row(desk.next_id + place, *each, is_on=is_on) for place, each in enumerate(told))
    return done(desk, EnterEvents(tuple(rows)))


def price_of(row: TypedMark) -> tuple[str, Decimal, datetime]:
    return row.root, row.price, row.moment
