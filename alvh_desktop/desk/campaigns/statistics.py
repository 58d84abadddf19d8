"""What closed campaigns came to, each with all its rolls counted as one trade."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.desk.campaigns.moves import ZERO
from alvh_desktop.desk.campaigns.records import CampaignRecord
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.records import AccountKind


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of closed campaigns, in $ after fees, the hedge never inside; None where there is nothing to say it of.

    `average_loss` and `largest_loss` are negative; `profit_factor` is what was won over what was lost, None where
    nothing was lost. `hedge` is the sum of their shares in the ladders, beside `total`; `hedge_unknown` of them
    have a ladder whose share is not, or not wholly, known.
    """

    closed: int
    won: int
    lost: int
    even: int
    win_rate: float | None
    average_win: Decimal | None
    average_loss: Decimal | None
    profit_factor: float | None
    largest_loss: Decimal | None
    average_days: float | None
    total: Decimal
    hedge: Decimal | None
    hedge_unknown: int


def statistics_of(records: Iterable[CampaignRecord]) -> Statistics:
    closed = [record for record in records if record.state == "closed"]
    profits = [record.amounts.profit for record in closed]
    wins, losses = [p for p in profits if p > 0], [p for p in profits if p < 0]
    shares = [record.hedge for record in closed if record.hedge is not None]
    known = [share.profit for share in shares if share.profit is not None]
    return Statistics(
        closed=len(closed),
        won=len(wins),
        lost=len(losses),
        even=len(closed) - len(wins) - len(losses),
        win_rate=len(wins) / len(closed) if closed else None,
        average_win=_mean(wins),
        average_loss=_mean(losses),
        profit_factor=float(sum(wins, ZERO) / -sum(losses, ZERO)) if losses else None,
        largest_loss=min(losses, default=None),
        average_days=sum(record.days for record in closed) / len(closed) if closed else None,
        total=sum(profits, ZERO),
        hedge=sum(known, ZERO) if known else None,
        hedge_unknown=sum(bool(share.doubts) for share in shares),
    )


def statistics_by_kind(records: Sequence[CampaignRecord]) -> Mapping[AccountKind, Statistics]:
    """Real and paper apart: they are never summed. Of a kind that has no campaign there is nothing."""
    kinds: tuple[AccountKind, ...] = ("real", "paper")
    by_kind = {kind: [record for record in records if record.account.kind == kind] for kind in kinds}
    return {kind: statistics_of(found) for kind, found in by_kind.items() if found}


def _mean(amounts: Sequence[Decimal]) -> Decimal | None:
    return round_to_units(sum(amounts, ZERO) / len(amounts)) if amounts else None
