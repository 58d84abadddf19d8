"""Regrouping trades by hand: into campaigns and sleeves, and campaigns under the ladder that covers them."""

from collections.abc import Iterator, Set
from dataclasses import dataclass, replace

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.edits.accounts import LONGEST_NAME
from alvh_desktop.domain.edits.booking import standing_ladder
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Campaign, Leg, Sleeve, Trade
from alvh_desktop.domain.symbols import expiry_text

SLEEVE_NAMES = {"core": "Core", "alvh": "Hedge ladder", "second_engine": "Second engine"}


@dataclass(frozen=True, slots=True)
class MoveTrade:
    """Put a trade into another campaign of its account and sleeve, or into one of its own (`campaign_id` None)."""

    trade_id: int
    campaign_id: int | None
    first_id: int

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        rows: list[Row] = []
        if self.campaign_id is None:
            campaign = _own_campaign(book, trade, trade.sleeve, self.first_id)
            rows.append(added("campaigns", campaign))
        elif self.campaign_id not in book.campaigns:
            return Problem("campaign", f"there is no campaign {self.campaign_id}")
        else:
            campaign = book.campaigns[self.campaign_id]
        if campaign.id == trade.campaign_id:
            return Problem("campaign", f"trade {trade.id} stands in {campaign.name} already")
        if (campaign.account_id, campaign.sleeve) != (trade.account_id, trade.sleeve):
            return Problem("campaign", f"{campaign.name} is of another account or sleeve than trade {trade.id}")
        rows.append(replaced("trades", trade, replace(trade, campaign_id=campaign.id)))
        rows += regrouped(book, legs_of(book, trade.id), {trade.id}, campaign.id)
        return change_of(book, rows, f"Move trade {trade.id} to campaign {campaign.name}")


@dataclass(frozen=True, slots=True)
class MoveToSleeve:
    """Put a trade into another sleeve: into its standing ladder there, or a new campaign."""

    trade_id: int
    sleeve: Sleeve
    first_id: int

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        if trade.sleeve == self.sleeve:
            return Problem("sleeve", f"trade {trade.id} stands there already")
        standing = None if self.sleeve == "core" else standing_ladder(book, trade.account_id, self.sleeve)
        rows: list[Row] = []
        if standing is None:
            campaign = _own_campaign(book, trade, self.sleeve, self.first_id)
            rows.append(added("campaigns", campaign))
            standing = campaign.id
        layer_id = None if self.sleeve == "core" else trade.layer_id
        after = replace(trade, sleeve=self.sleeve, campaign_id=standing, layer_id=layer_id)
        rows.append(replaced("trades", trade, after))
        rows += regrouped(book, legs_of(book, trade.id), {trade.id}, standing)
        return change_of(book, rows, f"Move trade {trade.id} to sleeve {SLEEVE_NAMES[self.sleeve]}")


@dataclass(frozen=True, slots=True)
class CoverCampaign:
    """Name the ladder that covers a condor campaign; None leaves it to the account's own."""

    campaign_id: int
    ladder_id: int | None

    def apply(self, book: Book) -> Change | Problem:
        campaign = book.campaigns.get(self.campaign_id)
        if campaign is None:
            return Problem("campaign", f"there is no campaign {self.campaign_id}")
        if campaign.sleeve != "core":
            return Problem("campaign", f"{campaign.name} is a hedge itself")
        ladder = None if self.ladder_id is None else book.campaigns.get(self.ladder_id)
        if self.ladder_id is not None and (ladder is None or ladder.sleeve == "core"):
            return Problem("ladder", f"campaign {self.ladder_id} is no hedge ladder")
        if ladder is not None and not _counts_alike(book, campaign, ladder):
            return Problem("ladder", f"{ladder.name} is on paper or the campaign is: they are never summed")
        if campaign.ladder_id == self.ladder_id:
            return Problem("ladder", "nothing would change")
        by = "its account's ladder" if ladder is None else ladder.name
        after = replace(campaign, ladder_id=self.ladder_id)
        return change_of(book, [replaced("campaigns", campaign, after)], f"Cover {campaign.name} by {by}")


@dataclass(frozen=True, slots=True)
class RenameCampaign:
    campaign_id: int
    name: str

    def apply(self, book: Book) -> Change | Problem:
        campaign, name = book.campaigns.get(self.campaign_id), self.name.strip()
        if campaign is None:
            return Problem("campaign", f"there is no campaign {self.campaign_id}")
        if not name or not name.isprintable():
            return Problem("name", "say a name of printable characters")
        if len(name) > LONGEST_NAME:
            return Problem("name", f"{len(name):,} characters are too many for a name: {LONGEST_NAME} at most")
        if name == campaign.name:
            return Problem("name", "nothing would change")
        row = replaced("campaigns", campaign, replace(campaign, name=name))
        return change_of(book, [row], f"Rename {campaign.name} to {name}")


def _counts_alike(book: Book, one: Campaign, other: Campaign) -> bool:
    return book.accounts[one.account_id].kind == book.accounts[other.account_id].kind


def regrouped(book: Book, leg_ids: Set[int], gone: Set[int], campaign_id: int) -> Iterator[Row]:
    """What follows when these legs come into a campaign and these trades leave theirs: rolls that took place within
    the legs go along, and a campaign without trades goes, unless a roll or another campaign names it."""
    moved = _rolls_within(book, leg_ids)
    for roll_id in sorted(moved):
        roll = book.rolls[roll_id]
        if roll.campaign_id != campaign_id:
            yield replaced("rolls", roll, replace(roll, campaign_id=campaign_id))
    for left in sorted({book.trades[trade_id].campaign_id for trade_id in gone} - {campaign_id}):
        stays = any(trade.campaign_id == left and trade.id not in gone for trade in book.trades.values())
        has_rolls = any(roll.campaign_id == left and roll.id not in moved for roll in book.rolls.values())
        covers = any(each.ladder_id == left for each in book.campaigns.values())
        if not (stays or has_rolls or covers):
            yield removed("campaigns", book.campaigns[left])


def legs_of(book: Book, trade_id: int) -> frozenset[int]:
    return frozenset(held.leg.id for held in book.holdings_by_trade[trade_id])


def _rolls_within(book: Book, leg_ids: Set[int]) -> frozenset[int]:
    """Rolls all of whose fills hang in these legs."""
    inside: dict[int, bool] = {}
    for fill in book.fills.values():
        if fill.roll_id is not None:
            inside[fill.roll_id] = fill.leg_id in leg_ids and inside.get(fill.roll_id, True)
    return frozenset(roll_id for roll_id, is_inside in inside.items() if is_inside)


def _own_campaign(book: Book, trade: Trade, sleeve: Sleeve, campaign_id: int) -> Campaign:
    if sleeve != "core":
        return Campaign(campaign_id, trade.account_id, SLEEVE_NAMES[sleeve], sleeve)
    legs: list[Leg] = [held.leg for held in book.holdings_by_trade[trade.id]]
    expiry = expiry_text(min(leg.expiry for leg in legs))
    name = " ".join(word for word in (legs[0].root, expiry, trade.structure) if word)
    return Campaign(campaign_id, trade.account_id, name, sleeve)
