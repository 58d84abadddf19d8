"""How the rules of a portfolio were followed: what was done after each alert that asked, and what it cost not to."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from alvh_desktop.desk.journal.entries import EntryKind, JournalEntry
from alvh_desktop.desk.journal.worth import PastWorth
from alvh_desktop.desk.model import day_of
from alvh_desktop.domain.as_of import holding_as_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import business_days_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.reports.adherence import (
    ONE_SESSION,
    Deed,
    DeedKind,
    Episode,
    Followed,
    deadline_of,
    episodes_of,
    judged,
)
from alvh_desktop.rules.transition import Transition

_DONE: Mapping[EntryKind, DeedKind] = {
    "rolled": "rolled", "closed": "closed", "partly closed": "partly closed", "changed": "changed",
    "settled": "settled",
}  # fmt: skip
_SHORT_LIFE = 1
"""Trading days at the opening with which a condor that has earned its credit frees no hedge, and one whose break-even
is near is not helped by more of it."""


def adherence_of(
    book: Book, entries: Sequence[JournalEntry], transitions: Iterable[Transition], worth: PastWorth, now: datetime,
    sessions: int = ONE_SESSION,
) -> tuple[Followed, ...]:  # fmt: skip
    """Every time that a rule asked for an action, with what came of it by `now`; oldest first.

    `entries` are the whole journal, `transitions` the whole log. There are `sessions` trading sessions after the one
    in which it asked to do what it asks.
    """
    done = _Done(book, entries)
    return tuple(
        _costed(book, each, worth)
        for episode in episodes_of(transitions)
        if (each := _judged(done, episode, now, sessions)) is not None
    )


class _Done:
    """The entries that a deed may be, by what they touch."""

    def __init__(self, book: Book, entries: Iterable[JournalEntry]) -> None:
        self.book = book
        self.by_campaign: dict[int, list[JournalEntry]] = {}
        self.of_hedges: list[JournalEntry] = []
        for entry in entries:
            if entry.money is None and entry.kind != "regrouped":
                continue
            for campaign_id in entry.about.campaign_ids:
                self.by_campaign.setdefault(campaign_id, []).append(entry)
            if any(self._is_hedge(each) for each in entry.about.campaign_ids):
                self.of_hedges.append(entry)

    def _is_hedge(self, campaign_id: int) -> bool:
        campaign = self.book.campaigns.get(campaign_id)
        return campaign is not None and campaign.sleeve != "core" and self._is_real(campaign.account_id)

    def _is_real(self, account_id: int) -> bool:
        return self.book.accounts[account_id].kind == "real"


def _judged(done: _Done, episode: Episode, now: datetime, sessions: int) -> Followed | None:
    """None where the rule told something and asked for nothing."""
    campaign_id, why = _campaign_of(done.book, episode), "what it spoke of is no longer in the book"
    if campaign_id is None:
        return Followed(episode, "not known", deadline_of(episode, sessions), why=why)
    days = _days_of_life(done.book, campaign_id, episode.asked_at)
    if episode.rule_id == "condor.credit_captured" and days is not None and days[0] <= _SHORT_LIFE:
        return None
    return judged(episode, _deeds(done, episode, campaign_id, days), now, sessions)


def _campaign_of(book: Book, episode: Episode) -> int | None:
    """The campaign in which its trade stands today."""
    subject = episode.subject
    if subject is None:
        return None
    if subject.trade_id is not None:
        trade = book.trades.get(subject.trade_id)
        return None if trade is None else trade.campaign_id
    return subject.campaign_id if subject.campaign_id in book.campaigns else None


def _deeds(done: _Done, episode: Episode, campaign_id: int, days: tuple[int, int] | None) -> Iterator[Deed]:
    subject = episode.subject
    assert subject is not None, "its campaign is known"
    is_layer = episode.rule_id.startswith("hedge.")
    legs, trades = frozenset(subject.leg_ids), _trades_meant(done.book, episode)
    for entry in done.by_campaign.get(campaign_id, ()):
        if is_layer and not legs.isdisjoint(entry.about.leg_ids):
            left = _days_left(done.book, legs, entry)
            yield from _deed(entry, is_accepted=entry.kind != "settled", days_left=left)
        elif is_layer and entry.kind == "regrouped" and not trades.isdisjoint(entry.about.trade_ids):
            yield Deed("re-labelled", entry.moment, entry.moment, episode.rule_id == "hedge.tenor")
        elif not is_layer and (subject.trade_id is None or subject.trade_id in entry.about.trade_ids):
            yield from _deed(entry, is_accepted=entry.kind != "settled" or episode.rule_id == "condor.expiry")
    if episode.rule_id == "condor.credit_captured":
        for entry in done.of_hedges:
            if entry.kind in ("closed", "partly closed"):
                yield Deed("peeled off", entry.moment, entry.entered_at or entry.moment, is_accepted=True)
    if episode.rule_id == "condor.break_even" and days is not None and days[1] > _SHORT_LIFE:
        for entry in done.of_hedges:
            if entry.kind in ("opened", "added", "rolled") and entry.money is not None and entry.money.credit < 0:
                yield Deed("hedge added", entry.moment, entry.entered_at or entry.moment, is_accepted=True)


def _deed(entry: JournalEntry, *, is_accepted: bool, days_left: int | None = None) -> Iterator[Deed]:
    kind = _DONE.get(entry.kind)
    if kind is not None:
        yield Deed(kind, entry.moment, entry.entered_at or entry.moment, is_accepted, days_left)


def _trades_meant(book: Book, episode: Episode) -> frozenset[int]:
    legs = () if episode.subject is None else episode.subject.leg_ids
    return frozenset(book.legs[leg_id].trade_id for leg_id in legs if leg_id in book.legs)


def _days_left(book: Book, legs: Iterable[int], entry: JournalEntry) -> int | None:
    """Calendar days that the first of these legs still had."""
    expiries = [book.legs[leg_id].expiry for leg_id in legs if leg_id in book.legs]
    return (min(expiries) - day_of(entry.moment)).days if expiries else None


def _days_of_life(book: Book, campaign_id: int, moment: datetime) -> tuple[int, int] | None:
    """Trading days to the nearest expiry of what the campaign held then: when that was opened, and then."""
    held = [(each, holding_as_of(each, moment)) for each in _legs_of(book, campaign_id)]
    living = [then for _, then in held if then.position.quantity and then.leg.contract.has_expiry]
    if not living:
        return None
    expiry = min(each.leg.expiry for each in living)
    opened = min(each.fills[0].moment for each in living)
    return business_days_between(day_of(opened), expiry), business_days_between(day_of(moment), expiry)


def _legs_of(book: Book, campaign_id: int) -> tuple[Holding, ...]:
    trades = (trade.id for trade in book.trades.values() if trade.campaign_id == campaign_id)
    return tuple(held for trade_id in trades for held in book.holdings_by_trade[trade_id])


def _costed(book: Book, found: Followed, worth: PastWorth) -> Followed:
    """With what it cost: of a condor's campaign as a whole, of a layer the legs that it asked for."""
    campaign_id = _campaign_of(book, found.episode)
    if not found.is_broken or campaign_id is None or found.episode.subject is None:
        return found
    if found.deed is not None and found.deed.kind == "settled" and found.deed.moment <= found.deadline:
        return replace(found, why="what it cost is not known: it settled before the time to act was up")
    if found.episode.rule_id.startswith("hedge."):
        held: Sequence[Holding] = [
            book.holdings[leg_id] for leg_id in found.episode.subject.leg_ids if leg_id in book.holdings
        ]
        campaign_id = None
    else:
        held = _legs_of(book, campaign_id)
    then, in_the_end = worth.then(held, found.deadline, campaign_id), worth.in_the_end(held)
    for each in (then, in_the_end):
        if isinstance(each, Problem):
            return replace(found, why=f"what it cost is not known: {each.message}")
    assert isinstance(then, Decimal)
    assert isinstance(in_the_end, Decimal)
    return replace(found, cost=then - in_the_end)
