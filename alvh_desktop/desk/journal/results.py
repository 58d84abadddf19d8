"""The results of a book: every campaign of which nothing is open any more, condors and hedges alike."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from alvh_desktop.desk.campaigns import CampaignBook, CampaignRecord
from alvh_desktop.desk.campaigns.moves import Course
from alvh_desktop.desk.campaigns.records import record_of
from alvh_desktop.desk.journal.vix_at_entry import VixAt
from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.book import Book
from alvh_desktop.reports.results import OpenCampaign, Result, Results, in_order

Tags = Mapping[int, Sequence[str]]
"""What a person wrote to a campaign, by its number."""


def results_of(
    book: Book, campaigns: CampaignBook, tags: Tags = MappingProxyType({}), vix_at: VixAt = lambda _: None
) -> Results:
    """`campaigns` is `campaigns_of` that book: what is known of the ladders is what it knows."""
    closed, still_open = [], []
    for key, course in campaigns.courses.items():
        account = book.accounts[course.campaign.account_id]
        if course.closed_at is None:
            still_open.append(OpenCampaign(key, account.name, account.kind, course.campaign.sleeve))
            continue
        record = campaigns.by_id.get(key)
        if record is None:  # a hedge: it has no record, and no ladder beside it
            record = record_of(course, account, course.stood(course.closed_at), {}, course.closed_at, None)
        closed.append(_result(book, course, record, tuple(tags.get(key, ())), vix_at))
    return Results(in_order(closed), tuple(still_open))


def _result(book: Book, course: Course, record: CampaignRecord, tags: tuple[str, ...], vix_at: VixAt) -> Result:
    first, hedge = course.moves[0], record.hedge
    opening = [move.holding.leg for move in course.moves if move.moment == course.opened_at]
    expiries = [leg.expiry for leg in opening if leg.contract.has_expiry]
    stood = course.stood(record.seen_at)
    margin = max(standing.notional for standing in stood)
    is_known = bool(margin) and not any(standing.is_a_wing_missing for standing in stood)
    assert record.closed_at is not None, "what is open is no result"
    return Result(
        campaign_id=course.campaign.id,
        name=course.campaign.name,
        account=record.account.name,
        account_kind=record.account.kind,
        sleeve=course.campaign.sleeve,
        strategy=book.trades[first.holding.leg.trade_id].structure,
        tags=tags,
        opened_at=record.opened_at,
        closed_at=record.closed_at,
        days_to_expiry=(min(expiries) - day_of(record.opened_at)).days if expiries else None,
        profit=record.amounts.profit,
        fees=record.amounts.fees,
        credit=record.taken.usd,
        margin=margin if is_known else None,
        hedge=None if hedge is None else hedge.profit,
        hedge_is_partial=hedge is not None and bool(hedge.doubts),
        vix_at_entry=vix_at(record.opened_at),
        rolls=record.rolls,
        lots=record.lots,
    )
