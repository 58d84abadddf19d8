"""What is said of campaigns in words: the chosen one, what is not known of it, its ladder, and the statistics."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.campaign_cells import condors_text, cost_text, percent_text, toned_cell
from alvh_desktop.viewmodels.figures import UNKNOWN, days_text, usd_text
from alvh_desktop.viewmodels.position_cells import Tone

if TYPE_CHECKING:
    from alvh_desktop.desk.campaigns import CampaignRecord, HedgeShare, LadderRecord, Statistics
    from alvh_desktop.domain.records import AccountKind


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the statistics with what it is of; `hint` explains."""

    caption: str
    text: str
    tone: Tone = ""
    hint: str = ""


def about_text(record: CampaignRecord) -> str:
    """The chosen campaign in one or two sentences."""
    parts = [f"{condors_text(record.lots)} at most" if record.lots != record.open_lots else condors_text(record.lots)]
    parts += [f"{record.open_lots:,d} open"] if 0 < record.open_lots != record.lots else []
    parts += [f"{days_text(record.days)} days", f"fees {cost_text(record.amounts.fees)} $"]
    if record.captured is not None:
        parts.append(f"{percent_text(record.captured)} of the credit kept")
    return f"{record.campaign.name}: {', '.join(parts)}. {_hedge_text(record.hedge)}"


def doubts_of(record: CampaignRecord) -> str:
    """What is not known of it; empty where all is."""
    told = [record.missing] if record.missing else []
    if record.due:
        told.append(f"{record.due} open legs are past their settlement: book the official value")
    told += [f"the hedge: {doubt}" for doubt in (record.hedge.doubts if record.hedge else ())]
    return ". ".join(f"{text[:1].upper()}{text[1:]}" for text in told)


def ladder_text(record: LadderRecord) -> str:
    """How a ladder's P/L is shared, and what is not."""
    shared = sum(record.shares.values(), Decimal(0))
    parts = [f"{usd_text(shared)} shared with campaigns", f"{usd_text(record.rest)} while it covered none"]
    if record.unshared:
        parts.append(f"{usd_text(record.unshared)} cannot be shared because days are not recorded")
    known = f" as far as it is known ({record.missing})" if record.missing else ""
    return f"{record.ladder.name}, P/L {usd_text(record.profit)} ${known}: {', '.join(parts)}"


def statistics_figures(told: Statistics, kind: AccountKind) -> tuple[Figure, ...]:
    """The strip of one kind of account; figures of nothing are left unknown."""
    closed = Figure("Closed" if kind == "real" else "Closed on paper", f"{told.closed:,d}", hint=_counts(told))
    if not told.closed:
        return (closed,)
    days = "" if told.average_days is None else days_text(told.average_days)
    factor = UNKNOWN if told.profit_factor is None else f"{told.profit_factor:.2f}"
    return (
        closed,
        Figure("Won", UNKNOWN if told.win_rate is None else percent_text(told.win_rate), hint=_counts(told)),
        _money("Average win", told.average_win),
        _money("Average loss", told.average_loss),
        Figure("Profit factor", factor, hint="What was won over what was lost; none where nothing was lost"),
        _money("Largest loss", told.largest_loss),
        Figure("Average days", days),
        _money("Total", told.total, "After fees, each campaign with all its rolls counted once"),
        _hedge_beside(told),
    )


def _hedge_text(share: HedgeShare | None) -> str:
    if share is None:
        return "No ladder covered it."
    if share.profit is None:
        return f"Beside it {share.ladder.name}: its share is not known."
    part = "" if share.fraction is None else f", {percent_text(share.fraction)} of what was covered"
    known = " as far as it is known" if share.doubts else ""
    return f"Beside it {share.ladder.name}: {usd_text(share.profit)} ${known}{part}."


def _hedge_beside(told: Statistics) -> Figure:
    shown = _money("Hedge beside", told.hedge, "Their shares in the ladders, not in the total")
    if not told.hedge_unknown:
        return shown
    hint = f"{shown.hint}; of {told.hedge_unknown} of them it is not wholly known"
    return Figure(shown.caption, shown.text if told.hedge is None else f"{shown.text} (part)", "doubt", hint)


def _counts(told: Statistics) -> str:
    return f"{told.won:,d} won, {told.lost:,d} lost, {told.even:,d} even"


def _money(caption: str, amount: Decimal | None, hint: str = "") -> Figure:
    if amount is None:
        return Figure(caption, UNKNOWN, "dim", hint)
    cell = toned_cell(amount)
    return Figure(caption, cell.text, cell.tone, hint)
