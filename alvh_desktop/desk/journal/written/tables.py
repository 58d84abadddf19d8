"""Timeline, campaigns and statistics of a journal as CSV."""

from collections.abc import Iterable, Iterator

from alvh_desktop.desk.campaigns import CampaignRecord
from alvh_desktop.desk.journal.entries import JournalEntry
from alvh_desktop.desk.journal.written.cells import Value, csv_of
from alvh_desktop.domain.book import Book
from alvh_desktop.reports.groupings import GROUPINGS
from alvh_desktop.reports.intervals import Interval
from alvh_desktop.reports.results import Results
from alvh_desktop.reports.statistics import Group, reports_by_kind

TIMELINE = (
    "moment", "kind", "words", "campaigns", "campaign_names", "trades", "credit_usd", "realised_usd", "fees_usd",
    "confirmed", "not_confirmed", "level", "rule", "tags", "key", "entered_at",
)  # fmt: skip
CAMPAIGNS = (
    "campaign", "name", "account", "account_kind", "sleeve", "state", "opened_at", "closed_at", "days", "lots",
    "rolls", "credit_taken_usd", "fees_usd", "realised_usd", "profit_usd", "missing", "credit_captured",
    "hedge_ladder", "hedge_usd", "hedge_doubts",
)  # fmt: skip
STATISTICS = (
    "account_kind", "by", "group", "closed", "won", "lost", "even", "win_rate", "win_rate_95_low", "win_rate_95_high",
    "total_usd", "a_campaign_usd", "a_campaign_95_low_usd", "a_campaign_95_high_usd", "average_win_usd",
    "average_loss_usd", "worst_usd", "deepest_fall_usd", "profit_factor", "average_days", "return_on_margin",
    "margin_known", "credit_captured", "fees_usd", "hedge_usd", "hedge_unknown", "hedge_partial", "still_open",
)  # fmt: skip


def timeline_csv(entries: Iterable[JournalEntry], book: Book) -> str:
    """An entry a row, the oldest first; $ received + and paid -, realised after fees."""
    return csv_of(TIMELINE, (_entry(each, book) for each in entries))


def campaigns_csv(records: Iterable[CampaignRecord]) -> str:
    """A campaign a row, the hedge among them; $ after fees, the hedge beside a condor and never inside its profit.
    Where `missing` says something the profit is partial, and it is empty where nothing of it is known."""
    return csv_of(CAMPAIGNS, map(_campaign, records))


def statistics_csv(results: Results) -> str:
    """Every grouping, a group a row, and of each kind of account all its campaigns once (`all`)."""
    return csv_of(STATISTICS, _statistics(results))


def _entry(entry: JournalEntry, book: Book) -> tuple[Value, ...]:
    about, money = entry.about, entry.money
    named = (book.campaigns.get(each) for each in about.campaign_ids)
    return (
        entry.moment,
        entry.kind,
        entry.words,
        _listed(about.campaign_ids),
        "; ".join("(undone)" if campaign is None else campaign.name for campaign in named),
        _listed(about.trade_ids),
        None if money is None else money.credit,
        None if money is None else money.realised,
        None if money is None else money.fees,
        "; ".join(each.name for each in entry.confirmations if each.is_ticked),
        "; ".join(each.name for each in entry.confirmations if not each.is_ticked),
        entry.level,
        entry.rule_id,
        " ".join(entry.tags),
        entry.key,
        entry.entered_at,
    )


def _listed(ids: Iterable[int]) -> str:
    return " ".join(map(str, ids))


def _campaign(record: CampaignRecord) -> tuple[Value, ...]:
    hedge = record.hedge
    return (
        record.campaign.id,
        record.campaign.name,
        record.account.name,
        record.account.kind,
        record.campaign.sleeve,
        record.state,
        record.opened_at,
        record.closed_at,
        record.days,
        record.lots,
        record.rolls,
        record.taken.usd,
        record.amounts.fees,
        record.amounts.realised,
        record.profit,
        record.missing,
        record.captured,
        None if hedge is None else hedge.ladder.id,
        None if hedge is None else hedge.profit,
        "" if hedge is None else "; ".join(hedge.doubts),
    )


def _statistics(results: Results) -> Iterator[tuple[Value, ...]]:
    for by in GROUPINGS:
        for kind, report in reports_by_kind(results, by).items():
            for group in report.groups if by != "all" else (report.whole,):
                yield kind, by, group.key if by != "all" else "all", *_group(group), report.open


def _group(group: Group) -> Iterator[Value]:
    yield from (group.closed, group.won, group.lost, group.even, group.win_rate)
    yield from _ends(group.win_rate_interval)
    yield from (group.total, group.expectancy)
    yield from _ends(group.expectancy_interval)
    yield from (group.average_win, group.average_loss, group.largest_loss, group.drawdown)
    yield from (group.profit_factor, group.average_days, group.return_on_margin, group.with_margin)
    yield from (group.credit_captured, group.fees, group.hedge, group.hedge_unknown, group.hedge_partial)


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (None, None) if interval is None else (interval.low, interval.high)
