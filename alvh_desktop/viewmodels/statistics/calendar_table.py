"""Daily P/L as a calendar: months, the newest first, a row a week, a cell a trading day, and what each adds up to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from alvh_desktop.domain.money import money_text
from alvh_desktop.viewmodels.campaign_cells import toned_cell
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.history.words import weekday_text
from alvh_desktop.viewmodels.market_dock.words import day_text
from alvh_desktop.viewmodels.position_cells import Tone
from alvh_desktop.viewmodels.row_table import OWN_ROLE, Index, Role, RowTable, tabbed
from alvh_desktop.viewmodels.statistics.days_behind import behind_days
from alvh_desktop.viewmodels.statistics.pages import Behind, CalendarPage
from alvh_desktop.viewmodels.statistics.words import days_counted, month_text, profit_words
from alvh_desktop.viewmodels.text_table import Column

if TYPE_CHECKING:
    from alvh_desktop.reports.days import DayChange
    from alvh_desktop.viewmodels.statistics.career import Career
    from alvh_desktop.viewmodels.statistics.filtering import Summed

CELL_ROLE = OWN_ROLE
"""The CalendarCell; None where there is none."""
PLACE_ROLE = OWN_ROLE + 1
"""Which place of the page it is; None where nothing stands behind it."""
TITLE_ROLE = OWN_ROLE + 2
"""Of a row that begins a month what it is called; empty in a week."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri")
CALENDAR_COLUMNS = (
    *(Column(name, "P/L of the day in $") for name in _WEEKDAYS),
    Column("Week", "Its days in this month", is_figure=True),
)
_STRONGEST = 0.9
"""The share of days whose amounts are paler than the strongest shade: a few large ones do not take it all."""
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class CalendarCell:
    """`number` is the day of the month, empty in a sum; `text` the amount in whole $ with its arrow, `raw` exact.

    `shade` is from -1 (loss) to 1 (gain). `is_partial` where it leaves something out. `place` is that of the page.
    """

    number: str
    text: str
    raw: str
    hint: str
    tone: Tone
    shade: float
    is_partial: bool
    place: int


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A week, Monday to Friday and their sum; or what begins a month: its `title`, and its sum as the only cell."""

    title: str
    cells: tuple[CalendarCell | None, ...]


class CalendarTable(RowTable[Column, CalendarRow]):
    def show_rows(self, rows: Sequence[CalendarRow]) -> None:
        same = [(row.title, len(row.cells)) for row in rows] == [(row.title, len(row.cells)) for row in self.rows]
        self.take_rows(rows, are_same=same)

    def cell_at(self, index: Index) -> CalendarCell | None:
        row = self.rows[index.row()]
        # what begins a month lies over the whole row
        place = 0 if row.title else index.column()
        return row.cells[place] if place < len(row.cells) else None

    def copy_text(self, with_headers: bool) -> str:
        """Every day and every sum, a line each."""
        lines = [["What", "P/L $", "Partial"]] if with_headers else []
        for row in self.rows:
            for cell in row.cells:
                if cell is not None:
                    what, _, _ = cell.hint.partition(":")
                    lines.append([what, cell.raw, "yes" if cell.is_partial else ""])
        return tabbed(lines)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, cell = self.rows[index.row()], self.cell_at(index)
        match role:
            case Role.DisplayRole:
                return row.title or ("" if cell is None else cell.text)
            case Role.ToolTipRole | Role.AccessibleTextRole:
                return None if cell is None else cell.hint
        return {
            CELL_ROLE: cell, PLACE_ROLE: None if cell is None else cell.place, TITLE_ROLE: row.title,
        }.get(role)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Span:
    """What a place stands for."""

    first: date
    last: date
    words: str


def calendar_page(career: Career, summed: Summed, changes: Sequence[DayChange]) -> CalendarPage:
    """`changes` ascend by day, at least one of them known; they are of these campaigns."""
    spans: list[_Span] = []
    scale = _scale(changes)
    months = [
        (month, list(days)) for month, days in groupby(changes, key=lambda each: (each.day.year, each.day.month))
    ]
    rows: list[CalendarRow] = []
    for month, days in reversed(months):
        total = _sum_cell(days, month_text(month), spans)
        rows.append(CalendarRow(month_text(month), (total,)))
        for _, week in groupby(days, key=lambda each: each.day - timedelta(days=each.day.weekday())):
            rows.append(_week(list(week), scale, spans))

    def behind(place: int) -> Behind:
        span = spans[place]
        return behind_days(career, summed.campaign_ids, span.first, span.last, span.words)

    return CalendarPage(tuple(rows), tuple(_caption(changes, summed)), behind)


def sum_of(changes: Sequence[DayChange]) -> Decimal | None:
    """What days add up to; None where none of them is known."""
    known = [each.usd for each in changes if each.usd is not None]
    return sum(known, ZERO) if known else None


def _week(days: Sequence[DayChange], scale: float, spans: list[_Span]) -> CalendarRow:
    cells: list[CalendarCell | None] = [None] * len(_WEEKDAYS)
    for each in days:
        cells[each.day.weekday()] = _day_cell(each, scale, spans)
    first, last = days[0].day, days[-1].day
    name = f"{day_text(first)} to {day_text(last)}" if first != last else f"Week of {day_text(first)}"
    return CalendarRow("", (*cells, _sum_cell(days, name, spans)))


def _day_cell(each: DayChange, scale: float, spans: list[_Span]) -> CalendarCell:
    name = weekday_text(each.day)
    spans.append(_Span(each.day, each.day, name))
    place, number = len(spans) - 1, str(each.day.day)
    if each.usd is None:
        return CalendarCell(number, UNKNOWN, "", f"{name}: not known", "dim", 0.0, True, place)
    exact = toned_cell(each.usd)
    hint = f"{name}: {exact.text} $"
    if each.days > 1:
        hint += f"\nOf {days_counted(each.days)}: the ones before it are not known"
    if each.is_partial:
        hint += "\nPartial: an open leg had no mark at its end or the evening before"
    is_partial = each.is_partial or each.days > 1
    strength = min(1.0, abs(float(each.usd)) / scale) ** 0.5
    shade = strength if each.usd > 0 else -strength
    return CalendarCell(number, profit_words(each.usd), exact.raw, hint, exact.tone, shade, is_partial, place)


def _sum_cell(days: Sequence[DayChange], name: str, spans: list[_Span]) -> CalendarCell:
    spans.append(_Span(days[0].day, days[-1].day, name))
    total, place = sum_of(days), len(spans) - 1
    known = sum(each.usd is not None for each in days)
    if total is None:
        return CalendarCell("", UNKNOWN, "", f"{name}: not known", "dim", 0.0, True, place)
    exact = toned_cell(total)
    hint = f"{name}: {exact.text} $ on {days_counted(known)}"
    is_partial = known < len(days) or any(each.is_partial for each in days)
    if known < len(days):
        hint += f", {len(days) - known:,} more not known"
    return CalendarCell("", profit_words(total), money_text(total), hint, exact.tone, 0.0, is_partial, place)


def _scale(changes: Sequence[DayChange]) -> float:
    """$ of the strongest shade."""
    known = sorted(abs(float(each.usd)) for each in changes if each.usd is not None)
    return max(known[int(_STRONGEST * (len(known) - 1))], 1e-9)


def _caption(changes: Sequence[DayChange], summed: Summed) -> Iterator[tuple[str, bool]]:
    known = [each for each in changes if each.usd is not None]
    up, down = sum((each.usd or ZERO) > 0 for each in known), sum((each.usd or ZERO) < 0 for each in known)
    yield f"What P/L changed by, realised and open together, after fees. {summed.words}.", False
    yield f"{up:,} days up, {down:,} down, together {profit_words(sum_of(changes))} $.", False
    if len(known) < len(changes):
        unknown = len(changes) - len(known)
        yield f"{days_counted(unknown)} not known: what changed by then is in the next day that is.", True
    partial = sum(each.is_partial for each in known)
    if partial:
        yield f"{days_counted(partial)} leave out open legs without a mark.", True
