"""A condor and all it was rolled into as one record: one credit, one P/L, its break-evens, its ladder beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.amounts import Amounts, amounts_of
from alvh_desktop.desk.campaigns.ladders import HedgeShare
from alvh_desktop.desk.campaigns.moves import ZERO, Course, Standing
from alvh_desktop.domain.break_even import break_evens, settlement_profit
from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.records import Account, Campaign
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.pricing.valuation import LegValue

State = Literal["open", "closed"]


@dataclass(frozen=True, slots=True)
class Credit:
    """Premium received less paid in $, and the fees of the same fills.

    `points` and `net_points` (after fees) are those of one condor; None where the legs have no one size.
    """

    usd: Decimal
    fees: Decimal
    points: Decimal | None
    net_points: Decimal | None

    @property
    def net_usd(self) -> Decimal:
        """After fees."""
        return self.usd - self.fees


@dataclass(frozen=True, slots=True)
class CampaignRecord:
    """A condor and all it was rolled into.

    `credit` is of all fills. `taken` is what openings and rolls brought, closings left out: what a condor of the
    campaign was sold for. `lots` is the most condors held at once, `open_lots` those held now.
    `break_evens` carry all cash the campaign moved, fees included, into what is open (points of its own index);
    where there are none `no_break_even` says why. `due` open legs are past their settlement and wait for its value.
    """

    campaign: Campaign
    account: Account
    opened_at: datetime
    closed_at: datetime | None
    seen_at: datetime
    lots: int
    open_lots: int
    rolls: int
    credit: Credit
    taken: Credit
    amounts: Amounts
    break_evens: tuple[Decimal, ...]
    no_break_even: str
    due: int
    hedge: HedgeShare | None

    @property
    def state(self) -> State:
        return "open" if self.closed_at is None else "closed"

    @property
    def profit(self) -> Decimal | None:
        """$ after fees, without what has no mark; None where nothing that is open has one."""
        is_unknown = self.amounts.open_legs and self.amounts.unmarked == self.amounts.open_legs
        return None if is_unknown else self.amounts.profit

    @property
    def missing(self) -> str:
        """What the P/L does not hold; empty where it is whole."""
        amounts = self.amounts
        if not amounts.unmarked:
            return ""
        return f"{amounts.unmarked} of {amounts.open_legs} open legs have no mark: they are not in the P/L"

    @property
    def captured(self) -> float | None:
        """How much of the credit taken in is kept by now, before fees: (credit - cost to close) / credit, at mids.

        None where no credit was taken in, or the P/L is not whole.
        """
        if self.taken.usd <= 0 or self.amounts.unmarked:
            return None
        return float((self.amounts.profit + self.amounts.fees) / self.taken.usd)

    @property
    def days(self) -> float:
        """Days by the clock from the first fill to the end, or to now."""
        return ((self.closed_at or self.seen_at) - self.opened_at) / timedelta(days=1)


def record_of(
    course: Course,
    account: Account,
    stood: Sequence[Standing],
    values: Mapping[int, LegValue],
    now: datetime,
    hedge: HedgeShare | None,
) -> CampaignRecord:
    open_legs = course.open_holdings
    amounts = amounts_of((held, values.get(held.leg.id)) for held in course.holdings)
    zeros, why_none = adjusted_break_evens(open_legs, amounts.cash_flow)
    lots = max(standing.lots for standing in stood)
    return CampaignRecord(
        campaign=course.campaign,
        account=account,
        opened_at=course.opened_at,
        closed_at=course.closed_at,
        seen_at=now,
        lots=lots,
        open_lots=stood[-1].lots,
        rolls=len({move.roll for move in course.moves if move.roll is not None}),
        credit=_credit(course, lots, amounts.credit, amounts.fees),
        taken=_credit(course, lots, *course.taken),
        amounts=amounts,
        break_evens=zeros,
        no_break_even=why_none,
        due=sum(settlement_moment(held.product, held.leg.expiry) <= now for held in open_legs),
        hedge=hedge,
    )


def adjusted_break_evens(open_legs: Sequence[Holding], cash: Decimal) -> tuple[tuple[Decimal, ...], str]:
    """Where the open legs and all `cash` ($) of the campaign come to zero at settlement, or why nowhere."""
    if not open_legs:
        return (), "nothing of it is open"
    settling = sorted({(held.leg.expiry, held.leg.root) for held in open_legs})
    if len(settling) > 1:
        told = ", ".join(f"{root} {expiry_text(expiry)}" for expiry, root in settling)
        return (), f"its open legs settle apart ({told}): no one value decides"
    zeros = break_evens(open_legs, cash)
    if zeros:
        return zeros, ""
    somewhere = next((held.leg.strike for held in open_legs if held.leg.strike is not None), ZERO)
    profit = settlement_profit(open_legs, cash, somewhere)
    return (), f"it {'gains' if profit > 0 else 'loses'} wherever it settles" if profit else "it settles at zero"


def _credit(course: Course, lots: int, usd: Decimal, fees: Decimal) -> Credit:
    kinds = {(held.product.kind, held.product.multiplier, held.product.index_divisor) for held in course.holdings}
    kind, multiplier, _ = next(iter(kinds))
    if len(kinds) > 1 or kind != "option" or not lots:
        return Credit(usd, fees, None, None)
    size = lots * multiplier
    return Credit(usd, fees, round_to_units(usd / size), round_to_units((usd - fees) / size))
