"""What alerts asked in a time, and how they were answered."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from alvh_desktop.desk.journal.alert_entries import is_answer
from alvh_desktop.desk.journal.report.values import Episode
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.rules.reading import RANKS, Level
from alvh_desktop.rules.transition import Transition


@dataclass(slots=True)
class _Asking:
    first: Transition
    level: Level = "quiet"
    sentence: str = ""
    answers: list[tuple[datetime, str]] = field(default_factory=list)
    last: datetime | None = None
    cleared_at: datetime | None = None

    def go_on(self, each: Transition) -> None:
        self.last = each.moment
        if is_answer(each):
            self.answers.append((each.moment, answer_words(each)))
        if RANKS[each.after.shown_level] > RANKS[self.level]:
            self.level, self.sentence = each.after.shown_level, " ".join(each.said.split())


def episodes_in(transitions: Sequence[Transition], first: datetime, last: datetime) -> tuple[Episode, ...]:
    """Every alert that asked between two moments (UTC), both included, in the order in which they began: whole
    episodes, whenever that was, as the log knows them up to `last`; and what a person answered though it could not be
    judged."""
    found = [each for each in _episodes(transitions, last) if each.cleared_at is None or each.cleared_at >= first]
    return tuple(_episode(each) for each in found)


def _episode(asking: _Asking) -> Episode:
    return Episode(
        rule_id=asking.first.rules.id,
        title=asking.first.rules.head.title,
        subject=asking.first.subject_text or "this portfolio",
        began=asking.first.moment,
        level=None if asking.level == "quiet" else asking.level,
        sentence=asking.sentence or " ".join(asking.first.said.split()),
        answers=tuple(asking.answers),
        cleared_at=asking.cleared_at,
    )


def unknown_in(transitions: Iterable[Transition], first: datetime, last: datetime) -> int:
    """How often an alert could not be judged."""
    return sum(each.kind == "not known" and first <= each.moment <= last for each in transitions)


def answer_words(each: Transition) -> str:
    if each.kind != "snoozed":
        return "no longer put off" if each.kind == "woken" else "acknowledged"
    until = None if each.after.snooze is None else each.after.snooze.until
    return "put off until it is worse" if until is None else f"put off until {new_york_text(until)}"


def _episodes(transitions: Iterable[Transition], last: datetime) -> Iterator[_Asking]:
    """In the order in which they began: dicts keep it, and an episode is told when it is whole."""
    found: list[_Asking] = []
    running: dict[tuple[str, str], _Asking] = {}
    for each in transitions:
        if each.moment > last:
            break
        key = each.rules.id, each.subject_key
        asking = running.get(key)
        if asking is None:
            if not each.after.is_firing and not is_answer(each):
                continue
            asking = running[key] = _Asking(each)
            found.append(asking)
        asking.go_on(each)
        if each.kind == "cleared" or not (each.after.is_firing or each.after.unknown):
            asking.cleared_at = each.moment
            del running[key]
    return iter(found)
