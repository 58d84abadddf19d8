"""Events that a person types into the calendar, changes, strikes and brings back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from alvh_desktop.desk.events import changing_event_edit, event_edit, striking_edit
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.edits.events import RemoveEvent
from alvh_desktop.domain.events import DatedEvent
from alvh_desktop.domain.inputs import TYPED_BY_HAND, parse_day
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.session import Session

_HOUR = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", re.ASCII)


@dataclass(frozen=True, slots=True)
class EventWords:
    """An event as it stands in the fields; all but the day may be empty where its kind says the rest."""

    kind: str
    on: str
    at: str = ""
    title: str = ""
    source: str = ""


class EventTyping:
    def __init__(self, session: Session) -> None:
        self._session = session

    def enter(self, words: EventWords, changed: DatedEvent | None = None) -> Change | Problem:
        """A new event, or `changed` as it reads now. Problems name "on", "time", "title" or "source"."""
        on, at = parse_day(words.on, "on"), read_hour(words.at)
        if isinstance(on, Problem):
            return on
        if isinstance(at, Problem):
            return at
        source = words.source.strip() or TYPED_BY_HAND
        if changed is None:
            return self._session.do(
                lambda portfolio: event_edit(portfolio.desk, words.kind, on, at, words.title, source), "Entered: "
            )
        return self._session.do(
            lambda portfolio: changing_event_edit(portfolio.desk, changed, on, at, words.title, source), "Entered: "
        )

    def strike(self, event: DatedEvent) -> Change | Problem:
        """Take an event out of the calendar; a row of one's own without another beneath it goes."""
        title = event.title if event.kind == "own" else ""
        return self._session.do(lambda portfolio: striking_edit(portfolio.desk, event.kind, event.on, title), "")

    def bring_back(self, row_id: int) -> Change | Problem:
        """Take a row of one's own away, so that what came with the program shows again."""
        return self._session.do(lambda _: RemoveEvent(row_id), "")


def read_hour(text: str) -> time | Problem | None:
    """`14:00`, New York; None where only the day is known."""
    text = text.strip()
    if not text:
        return None
    if not _HOUR.fullmatch(text):
        return Problem("time", f"{text[:40]!r} is no time: write it like 14:00, New York time, or leave it empty")
    return time.fromisoformat(f"{text:0>5}")
