"""Every campaign and every ladder of a book at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.desk.campaigns.ladders import (
    HedgeShare,
    LadderRecord,
    covering,
    hedge_share,
    ladder_records,
    sharings_of,
)
from alvh_desktop.desk.campaigns.moves import courses_of, standings
from alvh_desktop.desk.campaigns.records import CampaignRecord, record_of
from alvh_desktop.desk.campaigns.shares import Share
from alvh_desktop.desk.recorded import DayLine
from alvh_desktop.domain.book import Book
from alvh_desktop.pricing.valuation import LegValue


@dataclass(frozen=True, slots=True)
class CampaignBook:
    """The core campaigns that were ever filled, oldest first, and the ladders."""

    records: tuple[CampaignRecord, ...] = ()
    ladders: tuple[LadderRecord, ...] = ()


def campaigns_of(
    book: Book, values: Mapping[int, LegValue], now: datetime, recorded: Sequence[DayLine] = ()
) -> CampaignBook:
    """`values` are those of a picture at `now`; `recorded` are lines of days: the more of a ladder, the finer its
    shares."""
    courses = courses_of(book)
    core = [course for course in courses.values() if course.campaign.sleeve == "core"]
    stood = {course.campaign.id: standings(course.moves, now) for course in core}
    covers = covering(book, courses)
    sharings, missing = sharings_of(courses, stood, covers, values, recorded, now)
    hedges: dict[int, HedgeShare] = {}
    for key, by in covers.items():
        share = sharings[by].shares[key] if by in sharings else Share()
        hedges[key] = hedge_share(book.campaigns[key], book.campaigns[by], share, stood[key])
    records = [
        record_of(
            course,
            book.accounts[course.campaign.account_id],
            stood[course.campaign.id],
            values,
            now,
            hedges.get(course.campaign.id),
        )
        for course in core
    ]
    records.sort(key=lambda record: (record.opened_at, record.campaign.id))
    return CampaignBook(tuple(records), ladder_records(book, sharings, missing))
