"""How large the condor programme is: notional now (N), and the notional that a hedge is measured by (Np)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import groupby

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, previous_business_day, settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.inputs import input_on
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.rules.condors import OpenLeg, condors_of

TYPED_NOTIONAL = "notional.programme"
LOOK_BACK_DAYS = 5
"""Trading days, the present one among them, over which the programme was as large as it ever was in them."""

ZERO = Decimal(0)


Stood = tuple[Holding, int]
Known = dict[tuple[int, tuple[int, ...]], tuple[list[Stood], Decimal | Problem]]
"""What open legs of a campaign came to when they were last put together; whoever asks again keeps it."""


@dataclass(frozen=True, slots=True)
class ProgrammeNotional:
    """Np in $: the largest of N `now`, the `peak` of N in the last trading days, and what was `typed`.

    `notes` name moments of these days at which a leg was missing; what it belonged to is not counted in them.
    """

    value: Decimal
    now: Decimal
    peak: Decimal
    peak_at: datetime
    typed: Input | None
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        typed = "nothing typed" if self.typed is None else f"${self.typed.value:,.0f} typed on {self.typed.on}"
        told = (
            f"Programme notional ${self.value:,.0f}: the largest of N now ${self.now:,.0f}, "
            f"${self.peak:,.0f} at {new_york_text(self.peak_at)} in the last {LOOK_BACK_DAYS} trading days, "
            f"and {typed}."
        )
        return " ".join((told, *self.notes))


def accounts_counted(book: Book, account_id: int | None = None) -> frozenset[int]:
    """The accounts that sums go over: every real one, or the one that is named, which may be paper."""
    if account_id is not None:
        return frozenset({account_id})
    return frozenset(account.id for account in book.accounts.values() if account.kind == "real")


def condor_notional(
    book: Book, now: datetime, account_id: int | None = None, known: Known | None = None
) -> Decimal | Problem:
    """N = sum n * M * w over condors and credit spreads open at `now`, in $; 0 without any.

    What is past its settlement is open no more, whether it is booked yet or not. A Problem where a leg is missing.
    """
    state = _State(_campaigns(book, account_id), now, known)
    return state.problem or state.notional


def programme_notional(
    book: Book, now: datetime, account_id: int | None = None, known: Known | None = None
) -> ProgrammeNotional | Problem:
    """Np, with N replayed from fills, settlements and expiries as they are known today.

    A typed value belongs to the programme as a whole and does not count for one account. A Problem where N now is
    not known.
    """
    since = first_moment_looked_at(now)
    campaigns = _campaigns(book, account_id)
    state = _State(campaigns, since, known)
    peak, peak_at, notes = state.notional, since, [state.note(since)]
    for moment, touched in _changes(campaigns, since, now):
        state.move_to(moment, touched)
        notes.append(state.note(moment))
        if state.notional > peak:
            peak, peak_at = state.notional, moment
    if state.problem is not None:
        return state.problem
    typed = None if account_id is not None else input_on(book.inputs, TYPED_NOTIONAL, _day_of(now))
    value = max(peak, ZERO if typed is None else typed.value)
    return ProgrammeNotional(value, state.notional, peak, peak_at, typed, _first_of_each(notes))


def first_moment_looked_at(now: datetime) -> datetime:
    """The midnight in New York with which the last trading days begin, as a UTC moment."""
    day = _day_of(now)
    trading = day if is_business_day(day) else previous_business_day(day)
    for _ in range(LOOK_BACK_DAYS - 1):
        trading = previous_business_day(trading)
    return datetime.combine(trading, time(), NEW_YORK).astimezone(UTC)


Campaigns = Mapping[int, tuple[Holding, ...]]


class _State:
    """N while a replay moves on, campaign by campaign: only what was touched is put together anew.

    `notional` is in $, of all campaigns in which no leg is missing.
    """

    def __init__(self, campaigns: Campaigns, moment: datetime, known: Known | None = None) -> None:
        self.notional = ZERO
        self._campaigns = campaigns
        self._known: Known = {} if known is None else known
        self._notionals: dict[int, Decimal] = {}
        self._problems: dict[int, Problem] = {}
        self.move_to(moment, campaigns)

    def move_to(self, moment: datetime, touched: Iterable[int]) -> None:
        for campaign_id in touched:
            self.notional -= self._notionals.pop(campaign_id, ZERO)
            self._problems.pop(campaign_id, None)
            found = self._notional_at(campaign_id, moment)
            if isinstance(found, Problem):
                self._problems[campaign_id] = found
            else:
                self._notionals[campaign_id] = found
                self.notional += found

    def _notional_at(self, campaign_id: int, moment: datetime) -> Decimal | Problem:
        """What was put together before of the same open legs is not put together again: a replay begins anew with
        how a campaign stood days ago."""
        held = self._campaigns[campaign_id]
        stood = [(each, quantity) for each in held if (quantity := _quantity_at(each, moment))]
        key = campaign_id, tuple(quantity for _, quantity in stood)
        known = self._known.get(key)
        if known is not None and all(map(_is_same_leg, known[0], stood)):
            return known[1]
        found = _notional_of(stood)
        self._known[key] = stood, found
        return found

    @property
    def problem(self) -> Problem | None:
        return next(iter(self._problems.values()), None)

    def note(self, moment: datetime) -> tuple[str, str] | None:
        """What is not counted, by whom it is, and since when."""
        found = self.problem
        if found is None:
            return None
        return found.where, f"From {new_york_text(moment)} {found.where} was not counted: {found.message}."


def _first_of_each(notes: Iterable[tuple[str, str] | None]) -> tuple[str, ...]:
    told: dict[str, str] = {}
    for note in notes:
        if note is not None:
            told.setdefault(*note)
    return tuple(told.values())


def _campaigns(book: Book, account_id: int | None) -> Campaigns:
    """Holdings of the core sleeve by campaign, in the accounts that count."""
    counted = accounts_counted(book, account_id)
    found: dict[int, list[Holding]] = {}
    for trade in book.trades.values():
        if trade.sleeve == "core" and trade.account_id in counted:
            found.setdefault(trade.campaign_id, []).extend(book.holdings_by_trade[trade.id])
    return {campaign_id: tuple(held) for campaign_id, held in found.items()}


def _is_same_leg(one: Stood, other: Stood) -> bool:
    return one[1] == other[1] and one[0].leg is other[0].leg and one[0].product is other[0].product


def _notional_of(stood: Iterable[Stood]) -> Decimal | Problem:
    trades: dict[int, list[OpenLeg]] = {}
    for each, quantity in stood:
        trades.setdefault(each.leg.trade_id, []).append(OpenLeg(each.leg, each.product, quantity))
    condors = condors_of(trades.values()) if trades else ()
    if isinstance(condors, Problem):
        return condors
    return sum((condor.notional for condor in condors), ZERO)


def _quantity_at(held: Holding, moment: datetime) -> int:
    quantity = sum(fill.quantity for fill in held.fills if fill.moment <= moment)
    return quantity if quantity and held.leg.right is not None and moment < _end_of(held) else 0


def _end_of(held: Holding) -> datetime:
    if held.settlement is not None:
        return held.settlement.moment
    return settlement_moment(held.product, held.leg.expiry)


def _changes(campaigns: Campaigns, since: datetime, now: datetime) -> Iterator[tuple[datetime, set[int]]]:
    """Each moment after `since` up to `now` at which something was filled or ended, with the campaigns touched."""
    found = []
    for campaign_id, held in campaigns.items():
        for each in held:
            if not _is_of_these_days(each, since):
                continue
            moments = [*(fill.moment for fill in each.fills), _end_of(each)]
            found += [(moment, campaign_id) for moment in moments if since < moment <= now]
    for moment, touched in groupby(sorted(found), key=lambda change: change[0]):
        yield moment, {campaign_id for _, campaign_id in touched}


def _is_of_these_days(held: Holding, since: datetime) -> bool:
    """Whether anything of a leg was open or filled after `since`."""
    if held.leg.right is None or not held.fills:
        return False
    return held.fills[-1].moment > since or _quantity_at(held, since) != 0


def _day_of(moment: datetime) -> date:
    return moment.astimezone(NEW_YORK).date()
