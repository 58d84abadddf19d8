"""Legs, trades, campaigns and sleeves with what they are worth: the lines of a picture."""

import operator
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.amounts import Amounts, added, amounts_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.break_even import break_evens
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Campaign, Sleeve, Trade
from alvh_desktop.pricing.valuation import LegValue


@dataclass(frozen=True, slots=True)
class LegLine:
    """A leg with what it is worth; `value` is None once nothing of it is open."""

    holding: Holding
    value: LegValue | None
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class TradeLine:
    """A trade, its legs, their sums, and where its open legs settle at zero (points of their own index)."""

    trade: Trade
    legs: tuple[LegLine, ...]
    amounts: Amounts
    break_evens: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class CampaignLine:
    """A campaign: break-evens count all the cash it ever moved."""

    campaign: Campaign
    trades: tuple[TradeLine, ...]
    amounts: Amounts
    break_evens: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class SleeveLine:
    sleeve: Sleeve
    campaigns: tuple[CampaignLine, ...]
    amounts: Amounts


def total_of(campaigns: Iterable[CampaignLine], seen: Book) -> Amounts:
    """Of the trades that are looked at."""
    return added(line.amounts for campaign in campaigns for line in campaign.trades if line.trade.id in seen.trades)


def campaign_lines(
    book: Book, values: Mapping[int, LegValue], before: Iterable[CampaignLine]
) -> tuple[CampaignLine, ...]:
    """Of every campaign of a book. Lines of what has stayed the very same since `before` are taken over."""
    drawn = {line.campaign.id: line for line in before}
    lines = {line.trade.id: line for campaign in drawn.values() for line in campaign.trades}
    members: dict[int, list[TradeLine]] = {campaign_id: [] for campaign_id in book.campaigns}
    for trade in book.trades.values():
        members[trade.campaign_id].append(_trade_line(book, trade, values, lines.get(trade.id)))
    return tuple(_campaign_line(one, tuple(members[one.id]), drawn.get(one.id)) for one in book.campaigns.values())


def _trade_line(book: Book, trade: Trade, values: Mapping[int, LegValue], before: TradeLine | None) -> TradeLine:
    held = book.holdings_by_trade[trade.id]
    worth = [values.get(each.leg.id) for each in held]
    if before is not None and _are_same(
        (before.trade, *(leg.holding for leg in before.legs), *(leg.value for leg in before.legs)),
        (trade, *held, *worth),
    ):
        return before
    legs = tuple(LegLine(*of_one, amounts_of([of_one])) for of_one in zip(held, worth, strict=True))
    amounts = added(leg.amounts for leg in legs)
    return TradeLine(trade, legs, amounts, break_evens(held, amounts.cash_flow))


def _campaign_line(campaign: Campaign, lines: tuple[TradeLine, ...], before: CampaignLine | None) -> CampaignLine:
    if before is not None and before.campaign is campaign and _are_same(lines, before.trades):
        return before
    amounts = added(line.amounts for line in lines)
    zeros = break_evens([leg.holding for line in lines for leg in line.legs], amounts.cash_flow)
    return CampaignLine(campaign, lines, amounts, zeros)


def _are_same(one: Sequence[object], other: Sequence[object]) -> bool:
    """Whether both hold the very same objects: what is only equal is worked out again."""
    return len(one) == len(other) and all(map(operator.is_, one, other))


def sleeve_lines(campaigns: Iterable[CampaignLine], seen: Book) -> tuple[SleeveLine, ...]:
    """Of the campaigns that are looked at."""
    order: tuple[Sleeve, ...] = ("core", "alvh", "second_engine")
    shown = [line for line in campaigns if line.campaign.id in seen.campaigns]
    members = {sleeve: tuple(line for line in shown if line.campaign.sleeve == sleeve) for sleeve in order}
    return tuple(
        SleeveLine(sleeve, lines, added(line.amounts for line in lines)) for sleeve, lines in members.items() if lines
    )
