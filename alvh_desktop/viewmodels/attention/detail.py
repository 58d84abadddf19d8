"""Everything about one alert, for the page that a row opens to: formula, thresholds, its course, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.attention.doors import Door, door_of
from alvh_desktop.viewmodels.attention.words import (
    Pill,
    ago_text,
    figure_text,
    pills_of,
    row_words,
    sentence_case,
    standing_text,
    thresholds_texts,
)

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.alerts import Alert, Key


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """`formulas` are the sentences of its rows, `course` (name, value) what is remembered of it. `tree_key` is the
    row of the positions tree it speaks of, "" where it speaks of none; `why_not`: why it cannot be acknowledged."""

    key: Key
    pills: tuple[Pill, ...]
    title: str
    subject: str
    said: str
    notes: tuple[str, ...]
    formulas: tuple[str, ...]
    thresholds: tuple[str, ...]
    course: tuple[tuple[str, str], ...]
    advice: str
    meaning: str
    source: str
    standing: str
    tree_key: str
    door: Door
    why_not: str


def alert_detail(alert: Alert, book: Book, now: datetime) -> AlertDetail:
    words, said = row_words(alert), sentence_case(alert.said)
    asks = alert.state.is_firing or alert.could_act
    formulas = dict.fromkeys(sentence_case(reading.sentence) for reading in alert.readings.values())
    return AlertDetail(
        key=alert.key,
        pills=pills_of(alert),
        title=alert.rule.title,
        subject=alert.subject.text,
        said=said,
        notes=words.notes,
        formulas=tuple(each for each in (formulas or {sentence_case(alert.sentence): None}) if each != said),
        thresholds=thresholds_texts(alert),
        course=_course(alert, now),
        advice=alert.rule.advice if asks else "",
        meaning=alert.rule.meaning,
        source=alert.rule.source,
        standing=sentence_case(standing_text(alert)),
        tree_key=tree_key_of(alert, book),
        door=door_of(alert, book),
        why_not=_why_not(alert),
    )


def tree_key_of(alert: Alert, book: Book) -> str:
    """The trade, else the trade of its first leg, else the campaign: where a person finds it among the positions."""
    subject = alert.subject
    leg = next((book.legs[each] for each in subject.leg_ids if each in book.legs), None)
    if subject.trade_id in book.trades:
        return f"trade {subject.trade_id}"
    if leg is not None:
        return f"trade {leg.trade_id}"
    return f"campaign {subject.campaign_id}" if subject.campaign_id in book.campaigns else ""


def _course(alert: Alert, now: datetime) -> tuple[tuple[str, str], ...]:
    state, rule = alert.state, alert.rule
    if alert.silent_because is not None:
        return ()
    found = []
    if state.first_fired is not None:
        found.append(("First fired", ago_text(state.first_fired, now)))
    if state.since is not None and state.since != state.first_fired and state.is_firing:
        found.append((f"At {alert.state.level} since", ago_text(state.since, now)))
    last = figure_text(rule, state.last_value)
    if state.last_value is not None and alert.value is None:
        last += " (the last that was known)"
    found.append(("Last value", last))
    if state.worst_value is not None:
        found.append(("Worst value", figure_text(rule, state.worst_value)))
    return tuple(found)


def _why_not(alert: Alert) -> str:
    """Nobody can take note of what is not known: bringing the data ends it, and a snooze puts it off."""
    if alert.state.is_firing:
        return ""
    if alert.unknown is not None:
        return "What is not known cannot be acknowledged: bring what is missing, or snooze it."
    return "It does not fire: there is nothing to acknowledge."
