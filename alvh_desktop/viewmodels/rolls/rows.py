"""The words of a way to close or roll: one row of the sheet."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.figures import UNKNOWN, price_text, usd_text
from alvh_desktop.viewmodels.input_cells import sentence_of
from alvh_desktop.viewmodels.text_table import Column, TextRow

if TYPE_CHECKING:
    from alvh_desktop.desk.templates.proposal import Proposal
    from alvh_desktop.viewmodels.rolls.way import Way

_LOT = "points for one lot at mids, before fees; cr is received, db is paid"
COLUMNS = (
    Column("How", "What is closed, and what is opened in its place"),
    Column("Into", "The expiry it is rolled into; nothing stays in its own"),
    Column("Strikes", "What is closed; of a roll what is held afterwards"),
    Column("Closing", f"What closing costs: {_LOT}", is_figure=True),
    Column("Opening", f"What opening brings: {_LOT}", is_figure=True),
    Column("Net a lot", f"Both together: {_LOT}", is_figure=True),
    Column("All lots, $", "The money that moves, received + and paid \N{MINUS SIGN}, before fees", is_figure=True),
    Column("Notes", "What is not as it was asked for, and which price is in doubt"),
)


def row_of(way: Way, lots: int | Problem | None) -> TextRow:
    """Dim where it cannot be done, with the reason; in doubt where a price is old or missing."""
    if isinstance(way.proposal, Problem):
        return _row(way, ("", "", "", ""), sentence_of(way.proposal), "dim")
    draft = way.draft_of(None if isinstance(lots, Problem) else lots)
    if isinstance(draft, Problem):
        return _row(way, (*_points(way.proposal), UNKNOWN), sentence_of(draft), "dim")
    usd = UNKNOWN if isinstance(lots, Problem) else _usd(way.proposal, draft.lots)
    notes = " ".join(sentence_of(Problem("", note)) for note in way.notes)
    return _row(way, (*_points(way.proposal), usd), notes, "doubt" if way.is_doubtful else "")


def _row(way: Way, figures: tuple[str, ...], notes: str, tone: str) -> TextRow:
    return TextRow((way.name, way.into, way.strikes, *figures, notes), tone)  # type: ignore[arg-type]


def _points(proposal: Proposal) -> tuple[str, str, str]:
    """Closing, opening and net; a future has a price and no premium."""
    if _is_future(proposal):
        points = proposal.closing_points
        return (UNKNOWN if points is None else price_text(abs(points)), "", "")
    has_opening = any(not leg.closes for leg in proposal.draft.legs)
    opening = _credit(proposal.opening_points) if has_opening else ""
    return _credit(proposal.closing_points), opening, _credit(proposal.net_points)


def _credit(points: Decimal | None) -> str:
    """1.40 db, 0.70 cr: which way the money goes stands in a word, whatever sign a person thinks in."""
    if points is None:
        return UNKNOWN
    way = "db" if points > 0 else "cr" if points < 0 else "  "
    return f"{price_text(abs(points))} {way}"


def _usd(proposal: Proposal, lots: int) -> str:
    """Closing a future moves its variation only, which hangs on what it was opened at."""
    if _is_future(proposal):
        return ""
    points = proposal.net_points
    return UNKNOWN if points is None else usd_text(-points * proposal.multiplier * lots)


def _is_future(proposal: Proposal) -> bool:
    return all(not leg.contract.is_option and leg.contract.has_expiry for leg in proposal.draft.legs)
