"""Campaigns as JSON: each condor with all it was rolled into, its life, its hedge beside it, and the statistics."""

from alvh_desktop.cli.answers import money_json
from alvh_desktop.cli.output import Json, moment_json
from alvh_desktop.desk.campaigns import (
    CampaignBook,
    CampaignRecord,
    Credit,
    HedgeShare,
    LadderRecord,
    Statistics,
    TimelineEvent,
    statistics_by_kind,
    timeline_of,
)
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.money import money_text


def campaigns_answer(book: Book, found: CampaignBook) -> Json:
    """`found` is `campaigns_of` that book. Statistics stand by the kind of account, real and paper never together."""
    return {
        "condors": [_campaign(book, record) for record in found.records],
        "ladders": [_ladder(ladder) for ladder in found.ladders],
        "statistics": {kind: _statistics(told) for kind, told in statistics_by_kind(found.records).items()},
    }


def _campaign(book: Book, record: CampaignRecord) -> Json:
    amounts, is_known = record.amounts, record.profit is not None
    return {
        "id": record.campaign.id,
        "name": record.campaign.name,
        "account": record.account.name,
        "state": record.state,
        "opened_at": moment_json(record.opened_at),
        "closed_at": None if record.closed_at is None else moment_json(record.closed_at),
        "days": record.days,
        "rolls": record.rolls,
        "condors": record.lots,
        "open_condors": record.open_lots,
        "credit": _credit(record.credit),
        "taken": _credit(record.taken),
        "credit_captured": record.captured,
        "realised_usd": money_text(amounts.realised),
        "unrealised_usd": money_text(amounts.unrealised) if is_known else None,
        "profit_usd": money_json(record.profit),
        "fees_usd": money_text(amounts.fees),
        "missing": record.missing or None,
        "legs_to_settle": record.due,
        "break_evens": [money_text(zero) for zero in record.break_evens],
        "no_break_even": record.no_break_even or None,
        "hedge": None if record.hedge is None else _hedge(record.hedge),
        "timeline": [_event(event) for event in timeline_of(book, record.campaign.id)],
    }


def _credit(credit: Credit) -> Json:
    return {
        "usd": money_text(credit.usd),
        "fees_usd": money_text(credit.fees),
        "net_usd": money_text(credit.net_usd),
        "points": money_json(credit.points),
        "net_points": money_json(credit.net_points),
    }


def _hedge(share: HedgeShare) -> Json:
    return {
        "ladder": share.ladder.id,
        "name": share.ladder.name,
        "is_named": share.is_named,
        "profit_usd": money_json(share.profit),
        "ladder_profit_usd": money_json(share.ladder_profit),
        "share": share.fraction,
        "notional_days": share.notional_days,
        "doubts": list(share.doubts),
    }


def _event(event: TimelineEvent) -> Json:
    return {
        "at": moment_json(event.moment),
        "what": event.kind,
        "words": event.words,
        "lots": event.lots,
        "points": money_json(event.points),
        "closing_usd": money_text(event.closing),
        "opening_usd": money_text(event.opening),
        "fees_usd": money_text(event.here.fees),
        "realised_usd": money_text(event.here.realised),
        "credit_so_far_usd": money_text(event.so_far.credit),
        "realised_so_far_usd": money_text(event.so_far.realised),
        "fees_so_far_usd": money_text(event.so_far.fees),
    }


def _ladder(record: LadderRecord) -> Json:
    return {
        "id": record.ladder.id,
        "name": record.ladder.name,
        "account": record.account.name,
        "profit_usd": money_text(record.profit),
        "missing": record.missing or None,
        "shares_usd": {str(key): money_text(amount) for key, amount in record.shares.items()},
        "rest_usd": money_text(record.rest),
        "unshared_usd": money_text(record.unshared),
    }


def _statistics(told: Statistics) -> Json:
    return {
        "closed": told.closed,
        "won": told.won,
        "lost": told.lost,
        "even": told.even,
        "win_rate": told.win_rate,
        "average_win_usd": money_json(told.average_win),
        "average_loss_usd": money_json(told.average_loss),
        "profit_factor": told.profit_factor,
        "largest_loss_usd": money_json(told.largest_loss),
        "average_days": told.average_days,
        "total_usd": money_text(told.total),
        "hedge_usd": money_json(told.hedge),
        "hedge_unknown": told.hedge_unknown,
    }
