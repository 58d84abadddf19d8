"""Everything that a report or a folder of the journal is written from, read once: all of it frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.desk.campaigns import CampaignBook, CampaignRecord, campaigns_of
from alvh_desktop.desk.campaigns.records import record_of
from alvh_desktop.desk.exported import Images
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.desk.journal.results import results_of
from alvh_desktop.desk.journal.tags import tags_by_campaign
from alvh_desktop.desk.journal.timeline import journal_of
from alvh_desktop.desk.journal.vix_at_entry import VixAt
from alvh_desktop.desk.picture import Picture
from alvh_desktop.desk.ports import Line
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book
from alvh_desktop.reports.results import Results
from alvh_desktop.rules.transition import Transition


@dataclass(frozen=True)
class JournalSource:
    """A portfolio at the moment of `picture`: its campaigns, what closed, its timeline, lines of days and the log of
    alerts. `records` are all campaigns that were ever filled, the hedge among them, oldest first. `images` are those
    of its notes that are kept.
    """

    picture: Picture
    campaigns: CampaignBook
    records: tuple[CampaignRecord, ...]
    results: Results
    entries: tuple[JournalEntry, ...]
    days: tuple[DayLine, ...]
    transitions: tuple[Transition, ...]
    images: Images

    @property
    def book(self) -> Book:
        return self.picture.inputs.book

    @property
    def now(self) -> datetime:
        return self.picture.inputs.now


def journal_source(
    picture: Picture,
    lines: Sequence[Line],
    days: Sequence[DayLine],
    transitions: Sequence[Transition],
    images: Images,
    vix_at: VixAt,
) -> JournalSource:
    """`lines` are every edit line, `transitions` the whole log, `days` all lines of days."""
    book, now = picture.inputs.book, picture.inputs.now
    campaigns = campaigns_of(book, picture.values, now, days)
    return JournalSource(
        picture=picture,
        campaigns=campaigns,
        records=_all_records(picture, campaigns),
        results=results_of(book, campaigns, tags_by_campaign(book), vix_at),
        entries=journal_of(book, lines, transitions, campaigns.courses),
        days=tuple(days),
        transitions=tuple(transitions),
        images=images,
    )


def _all_records(picture: Picture, campaigns: CampaignBook) -> tuple[CampaignRecord, ...]:
    """A hedge has no record of its own, and no ladder beside it."""
    book, now = picture.inputs.book, picture.inputs.now
    found = []
    for key, course in campaigns.courses.items():
        account = book.accounts[course.campaign.account_id]
        own = campaigns.by_id.get(key)
        found.append(own or record_of(course, account, course.stood(now), picture.values, now, None))
    return tuple(sorted(found, key=lambda each: (each.opened_at, each.campaign.id)))
