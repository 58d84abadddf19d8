"""The report of a campaign: its life, what was asked and written of it, and its P/L by day."""

from collections.abc import Iterator

from alvh_desktop.desk.campaigns import CampaignRecord, timeline_of
from alvh_desktop.desk.campaigns.moves import Course
from alvh_desktop.desk.journal.belonging import Belonging
from alvh_desktop.desk.journal.day_sums import day_sums_of
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.desk.journal.report.episodes import episodes_in, unknown_in
from alvh_desktop.desk.journal.report.months import bounds, notes_of, prices_of
from alvh_desktop.desk.journal.report.values import CampaignLife, DayPoint, JournalReport
from alvh_desktop.desk.journal.source import JournalSource
from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Confirmation, Note

TOLD_ELSEWHERE = (
    "opened",
    "added",
    "rolled",
    "changed",
    "partly closed",
    "closed",
    "settled",
    "alert",
    "answer",
    "note",
)
"""Kinds of entries that a report tells in a part of its own."""


def campaign_report(source: JournalSource, campaign_id: int) -> JournalReport | Problem:
    """The Problem says that there is no such campaign, or that nothing of it was ever filled."""
    campaign = source.book.campaigns.get(campaign_id)
    if campaign is None:
        return Problem("campaign", f"there is no campaign {campaign_id}; 'report --json' lists them")
    record = next((each for each in source.records if each.campaign.id == campaign_id), None)
    if record is None:
        return Problem("campaign", f"nothing of campaign {campaign_id} was ever filled")
    course = source.campaigns.courses[campaign_id]
    first, last = day_of(record.opened_at), day_of(record.closed_at or source.now)
    begins, ends = bounds(first, last)
    own = [each for each in source.entries if campaign_id in each.about.campaign_ids]
    alerts = [source.transitions[each.source.number - 1] for each in own if each.source.kind == "log"]
    return JournalReport(
        title=f"Campaign {campaign_id}, {campaign.name}",
        portfolio=source.book.name,
        is_simulated=source.book.simulated_at is not None,
        at=source.now,
        first=first,
        last=last,
        is_over=record.closed_at is not None,
        prices=prices_of(source.picture),
        accounts=(),
        life=_life(source, record, course, own),
        alerts=episodes_in(alerts, begins, ends),
        unknown_alerts=unknown_in(alerts, begins, ends),
        notes=notes_of(_notes(source, campaign_id)),
        images=source.images,
    )


def _life(source: JournalSource, record: CampaignRecord, course: Course, own: list[JournalEntry]) -> CampaignLife:
    confirmed: dict[int, list[Confirmation]] = {}
    for row in source.book.confirmations.values():
        confirmed.setdefault(row.roll_id, []).append(row)
    return CampaignLife(
        record=record,
        events=timeline_of(source.book, record.campaign.id),
        confirmations={roll_id: tuple(rows) for roll_id, rows in confirmed.items()},
        verdicts=tuple(
            each
            for each in source.book.verdicts.values()
            if source.book.trades[each.trade_id].campaign_id == record.campaign.id
        ),
        others=tuple(each for each in own if each.kind not in TOLD_ELSEWHERE),
        days=tuple(_days(source, record, course)),
    )


def _days(source: JournalSource, record: CampaignRecord, course: Course) -> Iterator[DayPoint]:
    """Up to the day on which it ended."""
    campaign, last = record.campaign, None if record.closed_at is None else day_of(record.closed_at)
    for each in day_sums_of({campaign.id: course}, source.days, (campaign.account_id,), source.now):
        if last is None or each.day <= last:
            yield DayPoint(each.day, each.core if campaign.sleeve == "core" else each.hedge, each.is_partial)


def _notes(source: JournalSource, campaign_id: int) -> Iterator[Note]:
    belonging = Belonging(source.book)
    return (note for note in source.book.notes.values() if campaign_id in belonging.of_links(note.links).campaign_ids)
