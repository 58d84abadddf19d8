"""Closed campaigns as results: a condor with all its rolls is one trade, and so is a hedge that was closed whole."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.records import AccountKind, Sleeve

ZERO = Decimal(0)
KINDS: tuple[AccountKind, ...] = ("real", "paper")


@dataclass(frozen=True, slots=True)
class Result:
    """A campaign of which nothing is open any more, counted as one trade. Booked amounts in $, exact.

    `profit` is after `fees` (charged +), the hedge never inside. `credit` is the premium that openings and rolls
    brought, closings left out (paid -). `strategy` is the structure of its first trade, `opened_at` and `closed_at`
    are the UTC moments of its first fill and its last fill or settlement, `days_to_expiry` calendar days in New York
    from the day it was opened to the first expiry of what was opened then (None of what never expires).

    `margin` is the most notional it held at once; None where a short was without its wing for a while, or where it
    never was a condor or a credit spread. `hedge` is its share of the ladder that covered it; None where it had
    none, and where nothing of the share is known. Then, or where a part of it is not, `hedge_is_partial` is set.
    `vix_at_entry` is in index points, None where it is not known. `lots` is the most condors held at once.
    """

    campaign_id: int
    name: str
    account: str
    account_kind: AccountKind
    sleeve: Sleeve
    strategy: str
    tags: tuple[str, ...]
    opened_at: datetime
    closed_at: datetime
    days_to_expiry: int | None
    profit: Decimal
    fees: Decimal
    credit: Decimal
    margin: Decimal | None
    hedge: Decimal | None
    hedge_is_partial: bool
    vix_at_entry: float | None
    rolls: int
    lots: int

    @property
    def captured(self) -> float | None:
        """The share of its credit that it kept, before fees; None where it took in none."""
        return float((self.profit + self.fees) / self.credit) if self.credit > 0 else None

    @property
    def closed_on(self) -> date:
        """The New York day on which it ended."""
        return self.closed_at.astimezone(NEW_YORK).date()


@dataclass(frozen=True, slots=True)
class OpenCampaign:
    """A campaign that still holds something: no result yet, and counted beside them."""

    campaign_id: int
    account: str
    account_kind: AccountKind
    sleeve: Sleeve


@dataclass(frozen=True, slots=True)
class Results:
    """What closed, in the order in which it did, and what is `open` still."""

    closed: tuple[Result, ...] = ()
    open: tuple[OpenCampaign, ...] = ()

    def of_account(self, name: str) -> "Results":
        return Results(
            tuple(each for each in self.closed if each.account == name),
            tuple(each for each in self.open if each.account == name),
        )

    def closed_between(self, first: date | None, last: date | None) -> "Results":
        """Those that ended on one of these New York days, both included. What is open stays: it ended on none."""
        kept = (each for each in self.closed if (first is None or first <= each.closed_on))
        return Results(tuple(each for each in kept if last is None or each.closed_on <= last), self.open)

    @property
    def by_kind(self) -> Mapping[AccountKind, "Results"]:
        """Real and paper apart: they are never summed. Of a kind that has no campaign there is nothing."""
        found = {
            kind: Results(_of_kind(self.closed, kind), tuple(each for each in self.open if each.account_kind == kind))
            for kind in KINDS
        }
        return {kind: each for kind, each in found.items() if each.closed or each.open}


def in_order(results: Iterable[Result]) -> tuple[Result, ...]:
    """By the moment of their end, then by their number."""
    return tuple(sorted(results, key=lambda each: (each.closed_at, each.campaign_id)))


def _of_kind(results: Iterable[Result], kind: AccountKind) -> tuple[Result, ...]:
    return tuple(each for each in results if each.account_kind == kind)
