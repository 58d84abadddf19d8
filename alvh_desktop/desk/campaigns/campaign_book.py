"""Every campaign and every ladder of a book at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from alvh_desktop.desk.campaigns.ladders import (
    HedgeShare,
    LadderRecord,
    covering,
    hedge_share,
    ladder_records,
    sharings_of,
)
from alvh_desktop.desk.campaigns.moves import Course, Courses, courses_of
from alvh_desktop.desk.campaigns.records import CampaignRecord, record_of
from alvh_desktop.desk.campaigns.shares import Share
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.records import Account
from alvh_desktop.pricing.valuation import LegValue


@dataclass(frozen=True)
class CampaignBook:
    """The core campaigns that were ever filled, oldest first, and the ladders."""

    records: tuple[CampaignRecord, ...] = ()
    ladders: tuple[LadderRecord, ...] = ()
    courses: Courses = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[int, CampaignRecord]:
        return {record.campaign.id: record for record in self.records}


def campaigns_of(
    book: Book,
    values: Mapping[int, LegValue],
    now: datetime,
    recorded: Sequence[DayLine] = (),
    before: CampaignBook | None = None,
) -> CampaignBook:
    """`values` are those of a picture at `now`; `recorded` are lines of days: the more of a ladder, the finer its
    shares. What is untouched since `before` is not worked out again."""
    courses = courses_of(book, before.courses if before else {})
    core = [course for course in courses.values() if course.campaign.sleeve == "core"]
    stood = {course.campaign.id: course.stood(now) for course in core}
    covers = covering(courses)
    sharings, missing = sharings_of(courses, stood, covers, values, recorded, now)
    hedges = {}
    for key, by in covers.items():
        share = sharings[by].shares[key] if by in sharings else Share()
        hedges[key] = hedge_share(book.campaigns[key], book.campaigns[by], share, stood[key])
    records = []
    for course in core:
        key = course.campaign.id
        account, hedge = book.accounts[course.campaign.account_id], hedges.get(key)
        record = _still_true(before, course, account, hedge)
        records.append(record or record_of(course, account, stood[key], values, now, hedge))
    records.sort(key=lambda record: (record.opened_at, record.campaign.id))
    return CampaignBook(tuple(records), ladder_records(book, sharings, missing), courses)


def _still_true(
    before: CampaignBook | None, course: Course, account: Account, hedge: HedgeShare | None
) -> CampaignRecord | None:
    """What was said of a closed campaign to which nothing has happened: no market moves it."""
    key = course.campaign.id
    if before is None or course.closed_at is None or before.courses.get(key) is not course:
        return None
    record = before.by_id[key]
    return record if (record.account, record.hedge) == (account, hedge) else None
