"""What of the journal a typed line asks for: notes by their index, all other entries by reading them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import Course, Courses
from alvh_desktop.desk.journal.asking import Asked, Outcome
from alvh_desktop.desk.journal.entries import EntryKind, JournalEntry
from alvh_desktop.desk.ports import NoteSearch
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.found_words import stands_in


def found(
    entries: Iterable[JournalEntry],
    asked: Asked,
    book: Book,
    courses: Courses,
    search: NoteSearch,
    kinds: frozenset[EntryKind] = frozenset(),
) -> tuple[JournalEntry, ...]:
    """Those of the entries that are asked for, in their order; of `kinds` alone where any is named.

    A rule asks for what its alerts did and for notes about them, an outcome for what a campaign stands behind.
    """
    around = [each for each in entries if _fits(each, asked, book, kinds)]
    if asked.outcomes:
        outcomes = outcomes_of(courses)
        around = [
            each
            for each in around
            if any(outcomes.get(campaign) in asked.outcomes for campaign in each.about.campaign_ids)
        ]
    if not asked.is_of_words:
        return tuple(around)
    notes = search.matching(book.notes, asked.words, asked.without)
    return tuple(
        each for each in around if (each.source.number in notes if each.source.kind == "note" else _says(each, asked))
    )


def outcomes_of(courses: Courses) -> Mapping[int, Outcome]:
    """By campaign; of one that holds nothing any more by what it realised after fees."""
    return {key: _outcome(course) for key, course in courses.items()}


def _outcome(course: Course) -> Outcome:
    if course.closed_at is None:
        return "open"
    realised = sum((held.position.realised for held in course.holdings), Decimal(0))
    return "won" if realised > 0 else "lost" if realised < 0 else "even"


def _fits(entry: JournalEntry, asked: Asked, book: Book, kinds: frozenset[EntryKind]) -> bool:
    about = entry.about
    return (
        (not kinds or entry.kind in kinds)
        and (not asked.tags or not asked.tags.isdisjoint(entry.tags))
        and (not asked.campaigns or not asked.campaigns.isdisjoint(about.campaign_ids))
        and (not asked.trades or not asked.trades.isdisjoint(about.trade_ids))
        and (not asked.rules or bool(asked.rules & _rules_of(entry, book)))
        and (not asked.sleeves or any(_sleeve_of(each, book) in asked.sleeves for each in about.campaign_ids))
        and (asked.first is None or entry.moment >= datetime.combine(asked.first, time(), NEW_YORK))
        and (asked.last is None or entry.moment < datetime.combine(asked.last + timedelta(days=1), time(), NEW_YORK))
    )


def _rules_of(entry: JournalEntry, book: Book) -> frozenset[str]:
    own = frozenset() if entry.rule_id is None else frozenset((entry.rule_id,))
    note = book.notes.get(entry.source.number) if entry.source.kind == "note" else None
    if note is None:
        return own
    return own | {link.key.partition(" ")[0] for link in note.links if link.kind == "alert"}


def _sleeve_of(campaign_id: int, book: Book) -> str | None:
    campaign = book.campaigns.get(campaign_id)
    return None if campaign is None else campaign.sleeve


def _says(entry: JournalEntry, asked: Asked) -> bool:
    told = f"{entry.words} {entry.rule_id or ''} {entry.kind}"
    return stands_in(told, asked.words) and not any(stands_in(told, (word,)) for word in asked.without)
