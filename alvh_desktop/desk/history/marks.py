"""What happened on the days of a history: fills, rolls and settlements as booked, alerts as they were told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from alvh_desktop.desk.campaigns import timeline_of
from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.book import Book
from alvh_desktop.rules.reading import RANKS, Level
from alvh_desktop.rules.transition import Transition

MarkKind = Literal["fill", "roll", "settlement", "alert"]
_KINDS: Mapping[str, MarkKind] = {"rolled": "roll", "settled": "settlement"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened on a New York day, in words; `level` is that of an alert, quiet of anything else."""

    day: date
    moment: datetime
    kind: MarkKind
    label: str
    level: Level = "quiet"


def marks_of(
    book: Book, transitions: Iterable[Transition], campaign_ids: frozenset[int], is_whole: bool, now: datetime
) -> Mapping[date, tuple[Mark, ...]]:
    """By day, in the order of time, up to `now`. Where the campaigns are not the `is_whole` programme, what alerts
    said of the market or of all accounts is none of them."""
    found = [*_booked(book, campaign_ids), *_alerts(book, transitions, campaign_ids, is_whole)]
    by_day: dict[date, list[Mark]] = {}
    for mark in sorted(found, key=lambda mark: mark.moment):
        if mark.moment <= now:
            by_day.setdefault(mark.day, []).append(mark)
    return {day: tuple(marks) for day, marks in by_day.items()}


def _booked(book: Book, campaign_ids: frozenset[int]) -> Iterable[Mark]:
    for campaign_id in sorted(campaign_ids):
        for event in timeline_of(book, campaign_id):
            yield Mark(day_of(event.moment), event.moment, _KINDS.get(event.kind, "fill"), event.words)


def _alerts(
    book: Book, transitions: Iterable[Transition], campaign_ids: frozenset[int], is_whole: bool
) -> Iterable[Mark]:
    """Those that raised their voice; of one that did so again on a day its loudest."""
    loudest: dict[tuple[date, str, str], Transition] = {}
    for each in transitions:
        if not each.is_louder or not _speaks_of(book, each, campaign_ids, is_whole):
            continue
        key = day_of(each.moment), each.rules.id, each.subject_key
        before = loudest.get(key)
        if before is None or RANKS[each.after.shown_level] > RANKS[before.after.shown_level]:
            loudest[key] = each
    for (day, _, _), each in loudest.items():
        level = each.after.shown_level
        yield Mark(day, each.moment, "alert", f"{level} {each.rules.head.title}, {each.subject_text}", level)


def _speaks_of(book: Book, told: Transition, campaign_ids: frozenset[int], is_whole: bool) -> bool:
    """By the campaign that its subject names; a trade may have been put into another one since."""
    subjects = [reading.subject for reading in told.readings.values()]
    trades = (book.trades.get(subject.trade_id) for subject in subjects if subject.trade_id is not None)
    now = {trade.campaign_id for trade in trades if trade is not None}
    named = now or {subject.campaign_id for subject in subjects if subject.campaign_id is not None}
    return bool(named & campaign_ids) if named else is_whole
