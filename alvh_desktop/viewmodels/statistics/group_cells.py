"""A row a group: every figure of it, beside each rate of how many it is, and how sure."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.campaign_cells import cost_text, toned_cell
from alvh_desktop.viewmodels.cell_table import CellRow
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.position_cells import Cell
from alvh_desktop.viewmodels.statistics.strip import toned
from alvh_desktop.viewmodels.statistics.words import percent, percent_span, signed_percent, usd_span
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from alvh_desktop.reports.intervals import Interval
    from alvh_desktop.reports.statistics import Group

_SURE = "In this span the truth lies 19 times in 20"
GROUP_COLUMNS = (
    Column("Group", "What the campaigns are put together by"),
    Column("Closed", "Campaigns that ended, each with all its rolls counted once", is_figure=True),
    Column("Total $", "After fees; the hedge is not in it", is_figure=True),
    Column("Win rate", "Campaigns that gained, in brackets of how many", is_figure=True),
    Column("95 %", f"Of the win rate (Wilson). {_SURE}", is_figure=True),
    Column("Expectancy $", "A campaign on average after fees, in brackets of how many", is_figure=True),
    Column("95 % $", f"Of the expectancy (Student's t). {_SURE}", is_figure=True),
    Column("Average win $", "Of those that gained", is_figure=True),
    Column("Average loss $", "Of those that lost", is_figure=True),
    Column("Profit factor", "What was won over what was lost; none where nothing was lost", is_figure=True),
    Column("Largest loss $", "The worst campaign", is_figure=True),
    Column("Drawdown $", "The deepest fall of the realised sum below its high, as they ended", is_figure=True),
    Column("Days", "From the first fill to the end, on average", is_figure=True),
    Column("On margin", "P/L over the most notional held at once; in brackets of how many", is_figure=True),
    Column("Credit kept", "Share of all credit that was kept, before fees; in brackets of how many", is_figure=True),
    Column("Fees $", "Charged", is_figure=True),
    Column("Hedge beside $", "Their shares in the ladders that covered them: not in the total", is_figure=True),
    Column("Won", "Campaigns that gained", is_figure=True),
    Column("Lost", "Campaigns that lost", is_figure=True),
    Column("Even", "Campaigns that came to nothing", is_figure=True),
)  # fmt: skip
_NOTHING = Cell(UNKNOWN, hint="There is nothing to say it of", tone="dim")


def group_row(place: int, group: Group) -> CellRow:
    """Under its place among the groups."""
    return CellRow(
        place,
        (
            # the place sorts: months and buckets have an order that their names do not have
            Cell(group.key, group.key, place),
            _count(group.closed),
            toned_cell(group.total),
            _win_rate(group),
            _span(group.win_rate_interval, 100.0),
            _expectancy(group),
            _span(group.expectancy_interval),
            _money(group.average_win),
            _money(group.average_loss),
            _number(group.profit_factor, 2),
            _money(group.largest_loss),
            _money(group.drawdown),
            _number(group.average_days, 1),
            _on_margin(group),
            _kept(group),
            Cell(cost_text(group.fees), money_text(group.fees), float(group.fees)),
            _hedge(group),
            _count(group.won),
            _count(group.lost),
            _count(group.even),
        ),
    )


def _win_rate(group: Group) -> Cell:
    if group.win_rate is None:
        return _NOTHING
    hint = f"{group.won:,} of {group.closed:,} gained, {group.lost:,} lost, {group.even:,} were even"
    return Cell(f"{percent(group.win_rate)} ({group.closed:,})", f"{group.win_rate:.6f}", group.win_rate, hint)


def _expectancy(group: Group) -> Cell:
    if group.expectancy is None:
        return _NOTHING
    shown = toned_cell(group.expectancy, f"Of {group.closed:,}")
    return Cell(f"{shown.text} ({group.closed:,})", shown.raw, shown.sort, shown.hint, shown.tone)


def _span(interval: Interval | None, scale: float = 1.0) -> Cell:
    """A share in percent, or $."""
    if interval is None:
        return Cell(UNKNOWN, hint="Of a single campaign there is none", tone="dim")
    digits = 4 if scale == 1.0 else 2
    raw = f"{scale * interval.low:.{digits}f} to {scale * interval.high:.{digits}f}"
    return Cell(usd_span(interval) if scale == 1.0 else percent_span(interval), raw, interval.low)


def _on_margin(group: Group) -> Cell:
    share = group.return_on_margin
    if share is None:
        return Cell(UNKNOWN, hint="The margin of none of them is known", tone="dim")
    known = f"Known of {group.with_margin:,} of {group.closed:,}"
    tone = toned(share) if group.with_margin == group.closed else "doubt"
    return Cell(f"{signed_percent(share)} ({group.with_margin:,})", f"{share:.6f}", share, known, tone)


def _kept(group: Group) -> Cell:
    share = group.credit_captured
    if share is None:
        return Cell(UNKNOWN, hint="They took in no credit", tone="dim")
    return Cell(f"{percent(share)} ({group.closed:,})", f"{share:.6f}", share)


def _hedge(group: Group) -> Cell:
    if not group.hedge_unknown and not group.hedge_partial:
        return Cell("", hint="No ladder covered them", tone="dim") if group.hedge is None else toned_cell(group.hedge)
    why = f"Of {group.hedge_unknown:,} nothing is known, of {group.hedge_partial:,} not all"
    if group.hedge is None:
        return Cell(UNKNOWN, hint=why, tone="dim")
    shown = toned_cell(group.hedge)
    return Cell(f"{shown.text} (part)", shown.raw, shown.sort, why, "doubt")


def _money(amount: Decimal | None) -> Cell:
    return _NOTHING if amount is None else toned_cell(amount)


def _number(value: float | None, digits: int) -> Cell:
    return _NOTHING if value is None else Cell(f"{value:,.{digits}f}", f"{value:.6f}", value)


def _count(count: int) -> Cell:
    return Cell(f"{count:,}", str(count), count)
