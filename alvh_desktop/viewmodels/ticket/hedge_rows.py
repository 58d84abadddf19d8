"""The hedge before and after a ticket: how much of it there is, and what it comes to a year."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import UNKNOWN
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.ladder_cells import return_cells
from alvh_desktop.viewmodels.ticket.preview import PreviewRow, RowTone

if TYPE_CHECKING:
    from alvh_desktop.viewmodels.position_cells import Cell
    from alvh_desktop.viewmodels.ticket.ports import Weighed


def hedge_rows(weighed: Weighed) -> Iterator[PreviewRow]:
    """Its share of the programme, and of a ticket of the hedge what it earns."""
    yield from _allocation_rows(weighed)
    yield from _return_rows(weighed)


def _allocation_rows(weighed: Weighed) -> Iterator[PreviewRow]:
    shares = weighed.allocation_before, weighed.allocation_after
    if all(share is None for share in shares):
        return
    problem = next((share for share in shares if isinstance(share, Problem)), None)
    hint = f"{problem.where}: {sentence_of(problem)}" if problem else "The hedge in % of the programme's notional"
    was, is_then = map(_allocation, shares)
    yield PreviewRow("Hedge allocation", was, is_then, "doubt" if problem else "", hint)


def _allocation(per_cent: float | Problem | None) -> str:
    return f"{per_cent:.2f} %" if isinstance(per_cent, float) else UNKNOWN


def _return_rows(weighed: Weighed) -> Iterator[PreviewRow]:
    """What the hedge has come to a year, as the ladder shows it; of a ticket of the hedge alone."""
    returns = weighed.return_before, weighed.return_after
    if all(each is None for each in returns):
        return
    (rate_was, times_was, year_was), (rate, times, year) = map(return_cells, returns)
    tone: RowTone = "doubt" if any(isinstance(each, Problem) for each in returns) else ""
    rates = f"All that moved in this hedge, today's mark last\n{_both(rate_was, rate)}"
    if times.text and times_was.text:
        rates += f"\nMoney received and held over money put in: {times_was.text} before, {times.text} after"
    yield PreviewRow("Hedge IRR", _rate(rate_was), _rate(rate), tone or _tone(rate), rates)
    paces = f"Gain a year at this pace, in $\n{_both(year_was, year)}"
    yield PreviewRow("Hedge $ a year", year_was.text, year.text, tone or _tone(year), paces)


def _both(was: Cell, is_then: Cell) -> str:
    return f"Before: {was.hint}\nAfter: {is_then.hint}"


def _rate(cell: Cell) -> str:
    """-12.3 %; with a question mark where another rate fits too, or it is not an earned one."""
    if cell.sort is None:
        return cell.text
    number, _, mark = cell.text.partition(" ")
    return f"{number} % {mark}".rstrip()


def _tone(cell: Cell) -> RowTone:
    return "doubt" if cell.tone == "doubt" else "dim" if cell.sort is None else ""
