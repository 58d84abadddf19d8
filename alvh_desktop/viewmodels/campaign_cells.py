"""The cells of campaigns: a line each with its hedge beside it, and the events of one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.viewmodels.cell_table import CellRow
from alvh_desktop.viewmodels.figures import UNKNOWN, days_text, level_text, price_text, profit_text, usd_text
from alvh_desktop.viewmodels.position_cells import EMPTY, Cell, Tone
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from datetime import datetime

    from alvh_desktop.desk.campaigns import CampaignRecord, Credit, HedgeShare, TimelineEvent

CAMPAIGN_COLUMNS = (
    Column("Campaign", "A condor and all it was rolled into"),
    Column("State", "Open or closed; partial where a leg has no mark, settle where its value is waited for"),
    Column("P/L $", "Realised and unrealised after fees; the hedge is not in it", is_figure=True),
    Column("Hedge P/L $", "Its share of the ladder beside it; never in its own P/L", is_figure=True),
    Column("Credit", "What openings and rolls took in, points a condor, before fees", is_figure=True),
    Column(
        "Break-even", "Where all cash of the campaign and what is open come to zero at settlement", is_figure=True
    ),
    Column("Rolls", "How often it was rolled", is_figure=True),
    Column("Opened", "Day of the first fill, New York"),
    Column("Premium $", "Received less paid by all fills, closings too, before fees", is_figure=True),
    Column("Share", "Its part of the notional-days that the ladder covered", is_figure=True),
    Column("Ladder", "The hedge ladder that covers it"),
)
EVENT_COLUMNS = (
    Column("When", "New York"),
    Column("What", "Prices are points a condor, or a lot of its legs"),
    Column("Premium $", "Received less paid here, before fees", is_figure=True),
    Column("Sum $", "Premium received less paid since the first fill, before fees", is_figure=True),
    Column("Realised $", "Since the first fill, after fees", is_figure=True),
    Column("Fees $", "Charged since the first fill", is_figure=True),
)


def campaign_row(record: CampaignRecord, has_several_accounts: bool) -> CellRow:
    name = f"{record.campaign.name} in {record.account.name}" if has_several_accounts else record.campaign.name
    is_closed = record.state == "closed"
    hedge_profit, share, ladder = _hedge(record.hedge)
    cells = (
        Cell(name, name, hint=_about(record), tone="dim" if is_closed else ""),
        _state(record),
        _profit(record),
        hedge_profit,
        _taken(record.taken),
        _break_evens(record),
        Cell(str(record.rolls), str(record.rolls), record.rolls, tone="" if record.rolls else "dim"),
        _opened(record),
        usd_cell(
            record.credit.usd, f"After fees of {cost_text(record.credit.fees)}: {usd_text(record.credit.net_usd)}"
        ),
        share,
        ladder,
    )
    return CellRow(record.campaign.id, cells)


def event_row(place: int, event: TimelineEvent) -> CellRow:
    when = new_york_text(event.moment).removesuffix(" New York")
    here = EMPTY if event.kind == "settled" else usd_cell(event.here.credit, f"Fees {cost_text(event.here.fees)}")
    total = event.so_far
    cells = (
        Cell(when, when, tone="dim"),
        Cell(event.words, event.words, hint=event.words),
        here,
        usd_cell(total.credit),
        toned_cell(total.realised, f"Here {usd_text(event.here.realised)}"),
        Cell(cost_text(total.fees), money_text(total.fees), float(total.fees), f"Here {cost_text(event.here.fees)}"),
    )
    return CellRow(place, cells)


def _about(record: CampaignRecord) -> str:
    told = [f"{condors_text(record.lots)}, {days_text(record.days)} days, in {record.account.name}"]
    told += [f"{percent_text(record.captured)} of the credit kept"] if record.captured is not None else []
    return "\n".join(told)


def _state(record: CampaignRecord) -> Cell:
    if record.closed_at is not None:
        return Cell("closed", "closed", hint=f"Closed {new_york_text(record.closed_at)}", tone="dim")
    if record.due:
        hint = f"{record.due} open legs are past their settlement: book the official value"
        return Cell("settle", "open, to settle", hint=hint, tone="loss")
    if record.missing:
        return Cell("partial", "open, partial", hint=record.missing, tone="doubt")
    return Cell("open", "open")


def _opened(record: CampaignRecord) -> Cell:
    day = f"{record.opened_at.astimezone(NEW_YORK):%Y-%m-%d}"
    return Cell(day, day, hint=_life(record.opened_at, record.closed_at))


def _life(opened: datetime, closed: datetime | None) -> str:
    told = f"Opened {new_york_text(opened)}"
    return told if closed is None else f"{told}, closed {new_york_text(closed)}"


def _taken(credit: Credit) -> Cell:
    hint = f"{usd_text(credit.usd)} $, after fees of these fills {usd_text(credit.net_usd)} $"
    if credit.points is None or credit.net_points is None:
        return Cell(UNKNOWN, hint=f"Its legs have no one size. {hint}", tone="dim")
    told = f"{hint}\n{price_text(round(credit.net_points, 4))} a condor after fees"
    return Cell(price_text(credit.points), money_text(credit.points), float(credit.points), told)


def _profit(record: CampaignRecord) -> Cell:
    amounts = record.amounts
    hint = f"Realised {usd_text(amounts.realised)}, unrealised {usd_text(amounts.unrealised)}"
    hint = f"{hint}\nFees {cost_text(amounts.fees)}"
    if record.profit is None:
        return Cell(UNKNOWN, hint=f"No open leg has a mark\n{hint}", tone="dim")
    return toned_cell(record.profit, f"{record.missing}\n{hint}".strip())


def _break_evens(record: CampaignRecord) -> Cell:
    if not record.break_evens:
        return Cell(UNKNOWN, hint=record.no_break_even.capitalize(), tone="dim")
    text = " / ".join(level_text(float(zero)) for zero in record.break_evens)
    raw = " / ".join(money_text(zero) for zero in record.break_evens)
    return Cell(text, raw, float(record.break_evens[0]), "With all cash of the campaign, fees included")


def _hedge(share: HedgeShare | None) -> tuple[Cell, Cell, Cell]:
    """P/L, share, ladder."""
    if share is None:
        none = Cell("", hint="No ladder was held while it was open", tone="dim")
        return none, none, Cell("none", "", hint=none.hint, tone="dim")
    why = "\n".join(f"{doubt[:1].upper()}{doubt[1:]}" for doubt in share.doubts)
    by = "named by hand" if share.is_named else "the newest ladder of its account and time"
    ladder = Cell(share.ladder.name, share.ladder.name, hint=f"{by.capitalize()}\n{why}".strip())
    if share.profit is None:
        unknown = Cell(UNKNOWN, hint=why, tone="dim")
        return unknown, unknown, ladder
    whole = "" if share.ladder_profit is None else f"The whole ladder gained {usd_text(share.ladder_profit)} then"
    profit = toned_cell(share.profit, f"{whole}\n{why}".strip())
    if share.doubts:
        profit = Cell(f"{profit.text} (part)", profit.raw, profit.sort, profit.hint, "doubt")
    days = f"{share.notional_days:,.0f} $ x days of wing notional"
    if share.fraction is None:
        return profit, Cell("", hint="The ladder was not held while it was open", tone="dim"), ladder
    return profit, Cell(percent_text(share.fraction), f"{share.fraction:.6f}", share.fraction, days), ladder


def cost_text(amount: Decimal) -> str:
    """What was charged, without a sign."""
    return f"{amount:,.2f}"


def usd_cell(amount: Decimal, hint: str = "") -> Cell:
    return Cell(usd_text(amount), money_text(amount), float(amount), hint)


def toned_cell(amount: Decimal, hint: str = "") -> Cell:
    tone: Tone = "gain" if amount > 0 else "loss" if amount < 0 else ""
    return Cell(profit_text(amount), money_text(amount), float(amount), hint, tone)


def condors_text(count: int) -> str:
    return f"{count:,d} condor" if count == 1 else f"{count:,d} condors"


def percent_text(fraction: float) -> str:
    return f"{fraction * 100:.0f} %".replace("-", "\N{MINUS SIGN}")
