"""What is said of a history: figures, what happened on a day, what is missing, and an empty page that teaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.viewmodels.empty_states import EmptyState
from alvh_desktop.viewmodels.figures import rough_profit_text, usd_text
from alvh_desktop.viewmodels.market_dock.axes import number_text
from alvh_desktop.viewmodels.market_dock.words import day_text, short_day_text

if TYPE_CHECKING:
    from datetime import date

    from alvh_desktop.desk.history import Figure, History, HistoryDay, Mark, Measure, Parts
    from alvh_desktop.domain.book import Book

NO_HISTORY = "Value, P/L and Greeks of what you held are drawn here day by day"
_MOST_NAMED, _MOST_TOLD = 5, 4
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FINE = 100.0
"""From this size on a modelled figure is told without decimals."""


def empty_history(book: Book | None) -> EmptyState:
    """What records a day, and how days that were missed are filled."""
    if book is None:
        return EmptyState(f"{NO_HISTORY}.", "open")
    if book.simulated_at is not None:
        return EmptyState(f"{NO_HISTORY}: the days of a sample, whose clock stands still, are not recorded.", "open")
    if not book.fills:
        return EmptyState(f"{NO_HISTORY}: enter your first order.", "enter")
    how = "each day is recorded while this window is open between 9:30 and 17:00 New York"
    fill = "days before are worked out from imported closes by the command 'days --fill-gaps'"
    return EmptyState(f"{NO_HISTORY}: {how}; {fill}.", "import")


def figure_text(measure: Measure, figure: Figure | None) -> str:
    """Without its unit; gains and losses with their arrow."""
    if figure is None:
        return "not known"
    if measure.stays:
        return rough_profit_text(float(figure))
    return number_text(float(figure), 0 if measure.unit == "$" or abs(float(figure)) >= _FINE else 1)


def parts_text(measure: Measure, parts: Parts, is_parted: bool) -> str:
    """Net first, and beside it condors and hedge where both are looked at."""
    told = f"{measure.label} {figure_text(measure, parts.net)}"
    if parts.net is not None:
        told += f" {measure.unit}"
    if not is_parted or (parts.condors is None and parts.hedge is None):
        return told
    both = (("condors", parts.condors), ("hedge", parts.hedge))
    return f"{told} ({', '.join(f'{name} {figure_text(measure, part)}' for name, part in both)})"


def weekday_text(day: date) -> str:
    return f"{_WEEKDAYS[day.weekday()]} {day_text(day)}"


def standing_text(day: HistoryDay) -> str:
    """How a day came to be known, where that is not plain: so far, filled in, or not at all."""
    if day.missing:
        return "no record" if day.seen_at is None else "part of it has no record"
    if not day.is_over and day.seen_at is not None:
        return f"so far, {day.seen_at.astimezone(NEW_YORK):%H:%M} New York"
    return "filled from imported closes" if day.is_filled else ""


def marks_text(marks: Sequence[Mark]) -> str:
    """What happened, in one line: bookings first, then alerts with how many there were."""
    booked = [mark.label for mark in marks if mark.kind != "alert"]
    alerts = [mark.label for mark in marks if mark.kind == "alert"]
    told = _shortened(booked)
    if alerts:
        count = f"{len(alerts)} alerts" if len(alerts) > 1 else "alert"
        told = [*told, f"{count}: {'; '.join(_shortened(alerts))}"]
    return ". ".join(told)


def caption_of(
    history: History, measure: Measure, days: Sequence[HistoryDay], are_alerts_read: bool
) -> Iterator[tuple[str, bool]]:
    """Sentences, each with whether it asks for attention. `days` are those in view, at least one."""
    span = f"{_counted(len(days), 'trading day')} from {day_text(days[0].day)} to {day_text(days[-1].day)}"
    yield f"{measure.label}: {_uncapitalised(measure.meaning)}. {span}.", False
    unrecorded = [day.day for day in days if day.missing]
    if unrecorded:
        have = "has" if len(unrecorded) == 1 else "have"
        named = _days_named(unrecorded)
        yield f"{_counted(len(unrecorded), 'trading day')} {have} no record, or not of all: {named}.", True
    known = [day for day in days if not day.missing]
    unknown = [day.day for day in known if day.figures[measure.name].net is None]
    if unknown:
        yield f"{measure.label} is not known on {_counted(len(unknown), 'other day')}: {_days_named(unknown)}.", True
    partial = [day.day for day in known if measure.name in day.partial and day.day not in unknown]
    if partial:
        yield f"Partial on {_counted(len(partial), 'day')}: {_days_named(partial)}.", True
    filled = sum(day.is_filled for day in days)
    if filled:
        yield f"{_counted(filled, 'day')} filled from imported closes.", False
    yield from _corrections(history, days)
    if not are_alerts_read:
        yield "What alerts did is not kept here: none are marked.", True


def _corrections(history: History, days: Sequence[HistoryDay]) -> Iterator[tuple[str, bool]]:
    found = [each for each in history.corrected if days[0].day <= each.line.day <= days[-1].day]
    if found:
        newest = max(found, key=lambda each: each.line.day)
        count = _counted(len({each.line.day for each in found}), "day")
        recorded, now = usd_text(newest.line.realised), usd_text(newest.realised)
        when = short_day_text(newest.line.day)
        then = f"on {when} realised {recorded} $ then, {now} $ as booked now"
        yield f"The book says otherwise of {count} since, corrected or booked later; drawn as recorded: {then}.", True


def _shortened(told: Sequence[str]) -> list[str]:
    if len(told) <= _MOST_TOLD:
        return list(told)
    return [*told[: _MOST_TOLD - 1], f"and {len(told) - _MOST_TOLD + 1} more"]


def _days_named(days: Sequence[date]) -> str:
    named = ", ".join(map(short_day_text, days[:_MOST_NAMED]))
    more = len(days) - _MOST_NAMED
    return f"{named} and {more} more" if more > 0 else named


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _uncapitalised(text: str) -> str:
    return text[:1].lower() + text[1:]


def plain_figure(measure: Measure, figure: Figure | None) -> str:
    """For a spreadsheet; empty where it is not known."""
    if figure is None:
        return ""
    return f"{float(figure):.{2 if measure.unit.startswith(('$', '%')) else 4}f}"
