"""What may be done with chosen rows of the positions tree by hand: regroup legs, trades and campaigns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from alvh_desktop.domain.edits import Change, Edit
from alvh_desktop.domain.edits.campaigns import SLEEVE_NAMES, CoverCampaign, MoveToSleeve, MoveTrade, RenameCampaign
from alvh_desktop.domain.edits.move_legs import MoveLegs
from alvh_desktop.domain.edits.split import SplitTrade
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.viewmodels.rolls.lots import read_lots

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Campaign, Trade
    from alvh_desktop.viewmodels.position_rows import Row

Maker = Callable[["Book", int, str], Edit | Problem]


@dataclass(frozen=True, slots=True)
class Asked:
    """One field that a person fills in before an offer is taken: its label, and what stands in it at first."""

    label: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the submenu `group`. `why_not` says what keeps it from being done now.

    `asks` is the field that must be filled in first.
    """

    group: str
    text: str
    maker: Maker
    why_not: str = ""
    asks: Asked | None = None

    def make(self, book: Book, next_id: int, typed: str = "") -> Edit | Problem:
        """The edit, with what was typed into its field; a Problem about that text."""
        return self.maker(book, next_id, typed)


def regrouping_offers(book: Book, rows: Sequence[Row]) -> tuple[Offer, ...]:
    """For legs, for one or more trades, or for one campaign; of other choices nothing can be made.

    A row inside another chosen row goes with it.
    """
    inside = {below.key for row in rows for below in _below(row)}
    topmost = [row for row in rows if row.key not in inside]
    kinds = {row.kind for row in topmost}
    ids = [row.id for row in topmost]
    if kinds == {"leg"} and all(leg_id in book.legs for leg_id in ids):
        return tuple(_of_legs(book, ids))
    if kinds == {"trade"} and all(trade_id in book.trades for trade_id in ids):
        return tuple(_of_trade(book, book.trades[ids[0]]) if len(ids) == 1 else _of_trades(book, ids))
    if kinds == {"campaign"} and len(ids) == 1 and ids[0] in book.campaigns:
        return tuple(_of_campaign(book, book.campaigns[ids[0]]))
    return ()


def _below(row: Row) -> Iterator[Row]:
    for child in row.children:
        yield child
        yield from _below(child)


# Legs


def _of_legs(book: Book, leg_ids: Sequence[int]) -> Iterator[Offer]:
    what = spoken(book.legs[leg_ids[0]].contract) if len(leg_ids) == 1 else f"{len(leg_ids)} legs"
    sources = {book.legs[leg_id].trade_id for leg_id in leg_ids}
    yield _moving(book, leg_ids, None, "Move legs", f"Move {what} to a trade of its own")
    for trade in _neighbours(book, sources):
        text = f"Move {what} to trade {trade.id}, {trade_words(book, trade.id)}"
        yield _moving(book, leg_ids, trade.id, "Move legs", text)


def _moving(book: Book, leg_ids: Sequence[int], into: int | None, group: str, text: str) -> Offer:
    legs = tuple(leg_ids)
    return _offer(book, group, text, lambda _, next_id, __: MoveLegs(legs, into, next_id))


def _neighbours(book: Book, sources: set[int]) -> list[Trade]:
    """Other trades of the account that hold something, or that stand in the same campaign: those of it first."""
    own = [book.trades[trade_id] for trade_id in sources]
    accounts, campaigns = {trade.account_id for trade in own}, {trade.campaign_id for trade in own}
    found = [
        trade
        for trade in book.trades.values()
        if trade.id not in sources
        and trade.account_id in accounts
        and (trade.campaign_id in campaigns or _is_open(book, trade.id))
    ]
    return sorted(found, key=lambda trade: (trade.campaign_id not in campaigns, -trade.id))


# Trades


def _of_trades(book: Book, trade_ids: Sequence[int]) -> Iterator[Offer]:
    """Into the first one, as they stand in the tree."""
    first, *others = trade_ids
    legs = [held.leg.id for trade_id in others for held in book.holdings_by_trade[trade_id]]
    names = " and ".join(f"trade {trade_id}" for trade_id in others) if len(others) < 3 else f"{len(others)} trades"
    yield _moving(book, legs, first, "", f"Merge {names} into trade {first}, {trade_words(book, first)}")


def _of_trade(book: Book, trade: Trade) -> Iterator[Offer]:
    yield _splitting(book, trade)
    legs = [held.leg.id for held in book.holdings_by_trade[trade.id]]
    for other in _neighbours(book, {trade.id}):
        text = f"Merge trade {trade.id} into trade {other.id}, {trade_words(book, other.id)}"
        yield _moving(book, legs, other.id, "Merge", text)
    yield from _to_campaigns(book, trade)
    for sleeve in get_args(Sleeve):
        if sleeve != trade.sleeve:
            text = f"Move trade {trade.id} to sleeve {SLEEVE_NAMES[sleeve]}"
            yield _offer(book, "Move to sleeve", text, _to_sleeve(trade.id, sleeve))


def _splitting(book: Book, trade: Trade) -> Offer:
    def make(_: Book, next_id: int, typed: str) -> Edit | Problem:
        lots = read_lots(typed)
        if lots is None:
            return Problem("lots", "say how many lots go into a trade of their own, such as 4")
        return lots if isinstance(lots, Problem) else SplitTrade(trade.id, lots, next_id)

    sizes = {abs(held.position.quantity) for held in book.holdings_by_trade[trade.id]} - {0}
    answer = SplitTrade(trade.id, 1, 1 + book.top_id).apply(book)
    why_not = answer.message if isinstance(answer, Problem) else ""
    if sizes == {1}:
        why_not = f"trade {trade.id} holds one lot: there is nothing to split"
    label = f"Lots to take out of trade {trade.id}, {trade_words(book, trade.id)}"
    return Offer("", f"Split lots off trade {trade.id}\N{HORIZONTAL ELLIPSIS}", make, why_not, Asked(label))


def _to_campaigns(book: Book, trade: Trade) -> Iterator[Offer]:
    group = "Move to campaign"
    is_alone = all(other.campaign_id != trade.campaign_id or other is trade for other in book.trades.values())
    why_not = "it is the only trade of its campaign" if is_alone else ""
    yield Offer(group, f"Move trade {trade.id} to a campaign of its own", _to_campaign(trade.id, None), why_not)
    place = trade.account_id, trade.sleeve
    for campaign in sorted(book.campaigns.values(), key=lambda each: -each.id):
        if (campaign.account_id, campaign.sleeve) == place and campaign.id != trade.campaign_id:
            text = f"Move trade {trade.id} to campaign {_campaign_words(book, campaign)}"
            yield _offer(book, group, text, _to_campaign(trade.id, campaign.id))


def _to_campaign(trade_id: int, campaign_id: int | None) -> Maker:
    return lambda _, next_id, __: MoveTrade(trade_id, campaign_id, next_id)


def _to_sleeve(trade_id: int, sleeve: Sleeve) -> Maker:
    return lambda _, next_id, __: MoveToSleeve(trade_id, sleeve, next_id)


# Campaigns


def _of_campaign(book: Book, campaign: Campaign) -> Iterator[Offer]:
    yield Offer(
        "",
        f"Rename {campaign.name}\N{HORIZONTAL ELLIPSIS}",
        lambda _, __, typed: RenameCampaign(campaign.id, typed),
        asks=Asked(f"Name of campaign {campaign.id}", campaign.name),
    )
    if campaign.sleeve != "core":
        return
    yield _covering(book, campaign, None, "its account's ladder")
    for ladder in book.campaigns.values():
        if ladder.sleeve != "core":
            yield _covering(book, campaign, ladder.id, _campaign_words(book, ladder))


def _covering(book: Book, campaign: Campaign, ladder_id: int | None, words: str) -> Offer:
    text, group = f"Cover {campaign.name} by {words}", "Cover by"
    if campaign.ladder_id == ladder_id:
        return Offer(group, text, lambda *_: CoverCampaign(campaign.id, ladder_id), "that covers it now")
    return _offer(book, group, text, lambda *_: CoverCampaign(campaign.id, ladder_id))


# Words, and whether the book would take an edit


def trade_words(book: Book, trade_id: int) -> str:
    """SPXW 18DEC26 condor 6300/6350/7150/7200: what tells a trade from another in a menu."""
    legs = [held.leg for held in book.holdings_by_trade[trade_id]]
    series = dict.fromkeys(f"{leg.root} {expiry_text(leg.expiry)}".strip() for leg in legs)
    strikes = dict.fromkeys(strike_text(leg.strike) for leg in legs if leg.strike is not None)
    closed = "" if _is_open(book, trade_id) else "(closed)"
    words = (*series, book.trades[trade_id].structure, "/".join(strikes), closed)
    return " ".join(word for word in words if word)


def _campaign_words(book: Book, campaign: Campaign) -> str:
    """Its name; with its account and number where another one is called the same."""
    alike = [each for each in book.campaigns.values() if each.name == campaign.name]
    if len(alike) == 1:
        return campaign.name
    return f"{campaign.name} ({book.accounts[campaign.account_id].name}, {campaign.id})"


def _offer(book: Book, group: str, text: str, maker: Maker) -> Offer:
    edit = maker(book, 1 + book.top_id, "")
    answer = edit if isinstance(edit, Problem) else edit.apply(book)
    if isinstance(answer, Change):
        return Offer(group, text, maker)
    return Offer(group, text, maker, answer.message)


def _is_open(book: Book, trade_id: int) -> bool:
    return any(held.position.quantity for held in book.holdings_by_trade[trade_id])
