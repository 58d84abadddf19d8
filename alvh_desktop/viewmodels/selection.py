"""What is done with chosen rows of the positions tree: copied as columns, summed up, and which edits fit them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.viewmodels.figures import profit_text
from alvh_desktop.viewmodels.position_cells import COLUMNS
from alvh_desktop.viewmodels.position_rows import Row
from alvh_desktop.viewmodels.row_table import tabbed

if TYPE_CHECKING:
    from alvh_desktop.desk.lines import LegLine
    from alvh_desktop.desk.picture import Picture
    from alvh_desktop.domain.records import Trade

_PROFIT = next(place for place, (title, _) in enumerate(COLUMNS) if title.startswith("P/L"))


def as_columns(rows: Sequence[Row], with_headers: bool) -> str:
    """Tab-separated plain numbers, one row a line."""
    lines = [[title for title, _ in COLUMNS]] if with_headers else []
    for row in rows:
        name, *numbers = (cell.raw for cell in row.cells)
        lines.append([f"{name} ({row.badge})" if row.badge else name, *numbers])
    return tabbed(lines)


def selection_text(rows: Sequence[Row]) -> str:
    """Count and P/L of what is chosen; a row inside another chosen row counts once."""
    inside = {below.key for row in rows for below in _below(row)}
    topmost = [row for row in rows if row.key not in inside]
    if len(topmost) < 2:
        return ""
    known = [Decimal(row.cells[_PROFIT].raw) for row in topmost if row.cells[_PROFIT].raw]
    missing = len(topmost) - len(known)
    is_partial = missing or any(row.badge == "partial" for row in topmost)
    told = f"{len(topmost)} selected: P/L {profit_text(sum(known, Decimal(0)))} $"
    return f"{told} (partial)" if is_partial else told


def _below(row: Row) -> list[Row]:
    return [below for child in row.children for below in (child, *_below(child))]


def hedge_trade(picture: Picture, row: Row | None) -> Trade | None:
    """The hedge trade a row belongs to, which may be moved to another layer; None for all others."""
    trade = _trade_of(picture, row)
    return None if trade is None or trade.sleeve == "core" else trade


def chosen_trade(picture: Picture, row: Row | None) -> Trade | None:
    """The trade a row is, or belongs to, where something of it is open; None for all others."""
    trade = _trade_of(picture, row)
    held = () if trade is None else picture.inputs.book.holdings_by_trade[trade.id]
    return trade if any(each.position.quantity for each in held) else None


def _trade_of(picture: Picture, row: Row | None) -> Trade | None:
    """None also where an undo took away what the row of the picture before stood for."""
    book = picture.inputs.book
    if row is None or row.kind not in {"trade", "leg"}:
        return None
    leg = book.legs.get(row.id) if row.kind == "leg" else None
    return book.trades.get(row.id if row.kind == "trade" else leg.trade_id if leg else -1)


def open_leg(picture: Picture, row: Row | None) -> LegLine | None:
    """The open leg a row stands for that settles one day, itself or as the only one of its trade; None for others."""
    if row is None or row.kind not in {"trade", "leg"}:
        return None
    legs = [leg for sleeve in picture.sleeves for c in sleeve.campaigns for t in c.trades for leg in t.legs]
    key = "id" if row.kind == "leg" else "trade_id"
    found = [leg for leg in legs if getattr(leg.holding.leg, key) == row.id]
    is_one = len(found) == 1 and found[0].value is not None and found[0].holding.leg.contract.has_expiry
    return found[0] if is_one else None
