"""The campaigns behind what was pointed at, a row each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.campaign_cells import toned_cell, usd_cell
from alvh_desktop.viewmodels.cell_table import CellRow
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.position_cells import EMPTY, Cell
from alvh_desktop.viewmodels.scope import SLEEVES
from alvh_desktop.viewmodels.statistics.strip import toned
from alvh_desktop.viewmodels.statistics.words import percent, signed_percent
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

    from alvh_desktop.desk.campaigns.moves import Course
    from alvh_desktop.reports.results import Result
    from alvh_desktop.viewmodels.statistics.career import Career
    from alvh_desktop.viewmodels.statistics.pages import Behind

BEHIND_COLUMNS = (
    Column("Campaign", "Enter, or a double click, goes to it"),
    Column("Closed", "New York day; open where it holds something still"),
    Column("P/L $", "After fees; the hedge is not in it", is_figure=True),
    Column("Opened", "New York day of the first fill"),
    Column("Credit $", "Premium that openings and rolls brought", is_figure=True),
    Column("Kept", "The share of its credit that it kept, before fees", is_figure=True),
    Column("On margin", "P/L over the most notional it held at once", is_figure=True),
    Column("VIX", "In points when it was opened", is_figure=True),
    Column("Days to expiry", "Calendar days when it was opened", is_figure=True),
    Column("Rolls", "How often it was rolled", is_figure=True),
    Column("Hedge beside $", "Its share of the ladder that covered it: not in its P/L", is_figure=True),
    Column("Account", "Where it was held"),
    Column("Tags", "Of the notes about it"),
)
_UNKNOWN = Cell(UNKNOWN, hint="Not known", tone="dim")


@dataclass(frozen=True, slots=True)
class BehindView:
    """`words` say what these campaigns are behind; a row each under its number, in the order of `behind`."""

    words: str
    rows: tuple[CellRow, ...]

    @property
    def campaign_ids(self) -> tuple[int, ...]:
        return tuple(row.key for row in self.rows)


def behind_view(behind: Behind, career: Career) -> BehindView:
    return BehindView(f"Behind it: {behind.words}", tuple(_row(key, career) for key in behind.campaign_ids))


def _row(key: int, career: Career) -> CellRow:
    course, traits, result = career.courses[key], career.traits[key], career.by_id.get(key)
    name = course.campaign.name
    hint = "" if traits.sleeve == "core" else SLEEVES[traits.sleeve]
    tags = ", ".join(traits.tags)
    account = Cell(career.account_of(key), career.account_of(key))
    ends = (account, Cell(tags, tags, hint=tags))
    first = Cell(name, name, hint=hint)
    vix = _UNKNOWN if traits.vix is None else Cell(f"{traits.vix:.2f}", f"{traits.vix:.4f}", traits.vix)
    if result is None:
        return CellRow(key, (first, *_open_cells(course, vix), *ends))
    return CellRow(key, (first, *_closed_cells(result, vix), *ends))


def _open_cells(course: Course, vix: Cell) -> tuple[Cell, ...]:
    hint = "It holds something still: its P/L of today stands in Campaigns"
    still = Cell("open", "open", hint=hint, tone="dim")
    nothing = Cell(UNKNOWN, hint=hint, tone="dim")
    return (still, nothing, _day(course.opened_at), nothing, nothing, nothing, vix, EMPTY, EMPTY, EMPTY)


def _closed_cells(result: Result, vix: Cell) -> tuple[Cell, ...]:
    kept = result.captured
    return (
        _day(result.closed_at),
        toned_cell(result.profit, f"Fees {money_text(result.fees)} $"),
        _day(result.opened_at),
        usd_cell(result.credit),
        _UNKNOWN if kept is None else Cell(percent(kept), f"{kept:.6f}", kept),
        _on_margin(result.profit, result.margin),
        vix,
        _count(result.days_to_expiry),
        _count(result.rolls),
        _hedge(result),
    )


def _on_margin(profit: Decimal, margin: Decimal | None) -> Cell:
    if margin is None:
        return Cell(UNKNOWN, hint="A short was without its wing, or it was no condor or spread", tone="dim")
    share = float(profit / margin)
    return Cell(signed_percent(share), f"{share:.6f}", share, f"Of {money_text(margin)} $", toned(share))


def _hedge(result: Result) -> Cell:
    if result.hedge is None:
        return _UNKNOWN if result.hedge_is_partial else Cell("", hint="No ladder covered it")
    shown = toned_cell(result.hedge)
    if not result.hedge_is_partial:
        return shown
    return Cell(f"{shown.text} (part)", shown.raw, shown.sort, "A part of its share is not known", "doubt")


def _count(count: int | None) -> Cell:
    return EMPTY if count is None else Cell(str(count), str(count), count)


def _day(moment: datetime) -> Cell:
    # put together by hand: of a long career these are thousands
    at = moment.astimezone(NEW_YORK)
    day = at.date().isoformat()
    return Cell(day, day, hint=f"{day} {at.hour:02}:{at.minute:02} New York")
