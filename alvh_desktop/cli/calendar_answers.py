"""The calendar as JSON and as text."""

from datetime import date
from pathlib import Path

from alvh_desktop.cli.answers import problem_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.cli.texts import columns
from alvh_desktop.domain.agenda import AgendaItem, agenda, unknown_days
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
"""English, whatever language the machine speaks."""


def calendar_answer(book: Book, first: date, last: date, path: Path) -> Json:
    return {
        "portfolio": str(path),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "items": [_item(item) for item in _items(book, first, last)],
        "not_known": [problem_json(problem) for problem in unknown_days(first, last)],
    }


def calendar_text(book: Book, first: date, last: date, path: Path) -> str:
    simulated = " (simulated)" if book.simulated_at else ""
    head = f"{book.name}{simulated}   {first.isoformat()} to {last.isoformat()}, New York time   {path}"
    rows = [_row(item) for item in _items(book, first, last)]
    told = columns(rows, to_the_left=(0, 1, 2, 3)) if rows else ["Nothing."]
    unknown = [f"! {problem.message}" for problem in unknown_days(first, last)]
    return "\n".join([head, "", *told, *([""] if unknown else []), *unknown])


def _items(book: Book, first: date, last: date) -> tuple[AgendaItem, ...]:
    return agenda(first, last, book.products, book.events.values(), book.held_contracts)


def _item(item: AgendaItem) -> Json:
    told: Json = {
        "on": item.on.isoformat(),
        "moment": None if item.moment is None else moment_json(item.moment),
        "what": item.what,
        "title": item.title,
        "source": item.source,
        "roots": list(item.roots),
        "expiry": None if item.expiry is None else item.expiry.isoformat(),
        "is_held": item.is_held,
    }
    if item.event is not None:
        told["event"] = {"kind": item.event.kind, "by_rule": item.event.by_rule, "own_id": item.event.row_id}
    return told


def _row(item: AgendaItem) -> tuple[str, ...]:
    at = "" if item.moment is None else f"{item.moment.astimezone(NEW_YORK):%H:%M}"
    title = f"{item.title} (held)" if item.is_held else item.title
    if item.event is not None:
        title += f" ({item.event.source})"
    return (f"{_WEEKDAYS[item.on.weekday()]} {item.on.isoformat()}", at, item.what, title)
