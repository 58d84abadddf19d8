"""Days on which news is due: those that came with the program, those that follow by rule, and the user's own."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import get_args

from alvh_desktop.domain.calendar import is_covered, monthly_spx_expiry
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Event, EventKind
from alvh_desktop.domain.resources import resource

KINDS: tuple[EventKind, ...] = get_args(EventKind)

_MINUTES_AFTER = timedelta(days=21)
_MINUTES_AT = time(14, 0)
_MINUTES, _REBALANCE = "FOMC minutes", "Indices and ETFs rebalance"
_REBALANCE_MONTHS = (3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """One event of the calendar. `at` is New York time, None where only the day is known.

    `by_rule` marks a day that was worked out and not announced; `row_id` is the row of the book behind it, None for
    a day that came with the program.
    """

    kind: EventKind
    on: date
    at: time | None
    title: str
    source: str
    by_rule: bool = False
    row_id: int | None = None


@dataclass(frozen=True, slots=True)
class ShippedList:
    """The announced days of one kind, whole from `first` to the last of `days`, both included."""

    kind: EventKind
    title: str
    at: time
    first: date
    source: str
    days: tuple[date, ...]

    @property
    def last(self) -> date:
        return self.days[-1]


@cache
def shipped_lists() -> Mapping[EventKind, ShippedList]:
    """The days that came with the program, by kind."""
    table = tomllib.loads(resource("events.toml").read_text(encoding="utf-8"))
    lists = (ShippedList(**{**row, "days": tuple(row["days"])}) for row in table["list"])
    return MappingProxyType({each.kind: each for each in lists})


def events_between(book_events: Iterable[Event], first: date, last: date) -> tuple[DatedEvent, ...]:
    """Every event from `first` to `last`, both included, in time order; on one day those without an hour first.

    A row of the book takes the place of the shipped event of its kind and day, or strikes it. What is not known
    is told by `unknown_events`.
    """
    rows = tuple(book_events)
    shipped = (event for each in shipped_lists().values() for event in _shipped(each))
    announced = _merged(shipped, rows, ("FOMC", "CPI", "PPI"))
    decisions = [event for event in announced if event.kind == "FOMC"]
    minutes = _merged(map(_minutes, decisions), rows, ("FOMC minutes",))
    rebalances = _merged(_rebalances(first, last), rows, ("rebalance",))
    found = [*announced, *minutes, *rebalances, *_merged((), rows, ("own",))]
    inside = (event for event in found if first <= event.on <= last)
    return tuple(sorted(inside, key=lambda event: (event.on, event.at or time.min, event.kind, event.title)))


def unknown_events(first: date, last: date) -> tuple[Problem, ...]:
    """For which kinds days of a span lie outside the list that came with the program: no event there is no answer."""
    return tuple(
        Problem(kind, f"{kind} dates are known from {start.isoformat()} to {end.isoformat()}")
        for kind, (start, end) in known_spans().items()
        if first < start or end < last
    )


def known_spans() -> Mapping[EventKind, tuple[date, date]]:
    """From and to which day the program knows each kind of event whose days are announced and not worked out."""
    spans: dict[EventKind, tuple[date, date]] = {
        each.kind: (each.first, each.last) for each in shipped_lists().values()
    }
    decisions = shipped_lists()["FOMC"]
    spans["FOMC minutes"] = (decisions.days[0] + _MINUTES_AFTER, decisions.last + _MINUTES_AFTER)
    return spans


def event_kind(text: str) -> EventKind | Problem:
    """A kind by its name in small letters or capitals."""
    found = next((kind for kind in KINDS if kind.casefold() == " ".join(text.split()).casefold()), None)
    return found or Problem("kind", f"{text[:40]!r} is no kind of event: say one of {', '.join(KINDS)}")


def usual_title(kind: EventKind) -> str:
    """The words of a kind on the calendar; none for the user's own."""
    shipped = shipped_lists().get(kind)
    return shipped.title if shipped else {"FOMC minutes": _MINUTES, "rebalance": _REBALANCE}.get(kind, "")


def can_be_struck(row: Event, book_events: Iterable[Event]) -> bool:
    """Whether the calendar has an event of that kind and day without a row of that kind: announced, or by rule."""
    others = (each for each in book_events if each.kind != row.kind)
    return any(event.kind == row.kind for event in events_between(others, row.on, row.on))


def key_of(row: Event) -> tuple[str, date, str]:
    """What makes two rows the same event: kind and day, and of the user's own events the title."""
    return row.kind, row.on, row.title if row.kind == "own" else ""


def _merged(
    known: Iterable[DatedEvent], rows: Iterable[Event], kinds: tuple[EventKind, ...]
) -> tuple[DatedEvent, ...]:
    found: dict[tuple[str, date, str], DatedEvent] = {(event.kind, event.on, ""): event for event in known}
    for row in rows:
        if row.kind not in kinds:
            continue
        found.pop(key_of(row), None)
        if row.is_on:
            found[key_of(row)] = DatedEvent(row.kind, row.on, row.at, row.title, row.source, row_id=row.id)
    return tuple(found.values())


def _shipped(each: ShippedList) -> Iterator[DatedEvent]:
    return (DatedEvent(each.kind, day, each.at, each.title, each.source) for day in each.days)


def _minutes(decision: DatedEvent) -> DatedEvent:
    source = f"by rule: three weeks after the decision of {decision.on.isoformat()}"
    return DatedEvent("FOMC minutes", decision.on + _MINUTES_AFTER, _MINUTES_AT, _MINUTES, source, by_rule=True)


def _rebalances(first: date, last: date) -> Iterator[DatedEvent]:
    """The business day before where the third Friday is a holiday."""
    source = "by rule: third Friday of March, June, September and December"
    for year in range(first.year, last.year + 1):
        for month in _REBALANCE_MONTHS:
            if is_covered(date(year, month, 1)):
                day = monthly_spx_expiry(year, month)
                yield DatedEvent("rebalance", day, None, _REBALANCE, source, by_rule=True)
