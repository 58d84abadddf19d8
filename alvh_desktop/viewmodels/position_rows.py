"""The rows of the positions tree: sleeve, campaign, trade and leg of a Picture, each with its cells and badge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.viewmodels import position_cells as cells
from alvh_desktop.viewmodels.position_cells import Cell

if TYPE_CHECKING:
    from alvh_desktop.desk.picture import CampaignLine, LegLine, Picture, SleeveLine, TradeLine
    from alvh_desktop.domain.book import Book

Kind = Literal["sleeve", "campaign", "trade", "leg"]
_SLEEVES = {"core": "Core", "alvh": "ALVH hedge", "second_engine": "Second engine"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the tree. `key` names it for as long as it lives; `id` is that of its record (0 for a sleeve).

    `badge` is a word beside the name ("partial", "unknown", "closed", "typed", "approximate") and `badge_hint` its
    reason.
    """

    key: str
    kind: Kind
    id: int
    cells: tuple[Cell, ...]
    children: tuple[Row, ...] = ()
    badge: str = ""
    badge_hint: str = ""


def position_rows(picture: Picture) -> tuple[Row, ...]:
    return tuple(_sleeve_row(picture, line) for line in picture.sleeves)


def _sleeve_row(picture: Picture, line: SleeveLine) -> Row:
    children = tuple(_campaign_row(picture, campaign) for campaign in line.campaigns)
    badge, why = cells.badge_of(line.amounts)
    name = cells.name_cell(_SLEEVES[line.sleeve], badge)
    return Row(line.sleeve, "sleeve", 0, cells.sum_cells(name, line.amounts), children, badge, why)


def _campaign_row(picture: Picture, line: CampaignLine) -> Row:
    children = tuple(_trade_row(picture, trade) for trade in line.trades)
    badge, why = cells.badge_of(line.amounts)
    hint = f"Campaign {line.campaign.id}{cells.break_evens_text(line.break_evens)}"
    name = cells.name_cell(line.campaign.name, badge, hint)
    nearest = cells.nearest_days(picture, [leg for trade in line.trades for leg in trade.legs])
    row = cells.sum_cells(name, line.amounts, nearest)
    return Row(f"campaign {line.campaign.id}", "campaign", line.campaign.id, row, children, badge, why)


def _trade_row(picture: Picture, line: TradeLine) -> Row:
    children = tuple(_leg_row(picture, leg) for leg in line.legs)
    badge, why = cells.badge_of(line.amounts)
    opened = cells.moment_hint(line.trade.opened_at)
    hint = f"Trade {line.trade.id}, opened {opened}{cells.break_evens_text(line.break_evens)}"
    if line.trade.rolled_from is not None:
        hint += f"\nRolled from trade {line.trade.rolled_from}"
    if len(line.legs) == 1 and not badge:
        badge, why = cells.leg_badge(picture, line.legs[0])
    name = cells.name_cell(trade_text(picture.inputs.book, line), badge, hint)
    row = cells.trade_cells(picture, line, name)
    return Row(f"trade {line.trade.id}", "trade", line.trade.id, row, children, badge, why)


def _leg_row(picture: Picture, line: LegLine) -> Row:
    leg = line.holding.leg
    badge = "" if line.value is not None else "closed"
    name = cells.name_cell(spoken(leg.contract), badge, f"Leg {leg.id}: {line.holding.product.name}")
    row = cells.leg_cells(picture, line, name)
    return Row(f"leg {leg.id}", "leg", leg.id, row, (), *cells.leg_badge(picture, line))


def trade_text(book: Book, line: TradeLine) -> str:
    """Condor 6300/6350/7125/7175, Call 17 (short layer), Fund UVXY: what a trade holds, in the fewest words.

    After a roll of one side that is what is open now; what is over is named by all it ever held.
    """
    is_open = [bool(leg.holding.position.quantity) for leg in line.legs]
    legs = [leg.holding.leg for leg, is_held in zip(line.legs, is_open, strict=True) if is_held or not any(is_open)]
    strikes = dict.fromkeys(
        strike_text(strike) for strike in sorted(leg.strike for leg in legs if leg.strike is not None)
    )
    expiries = dict.fromkeys(expiry_text(leg.expiry) or leg.root for leg in legs)
    words = [_structure_text(line), "/".join(strikes) or "/".join(expiries)]
    layer = book.layers.get(line.trade.layer_id) if line.trade.layer_id is not None else None
    return " ".join(words) + (f", {layer.role} layer" if layer else "")


def _structure_text(line: TradeLine) -> str:
    if line.trade.structure != "single":
        return line.trade.structure.capitalize()
    contract = line.legs[0].holding.leg.contract
    return {"C": "Call", "P": "Put"}.get(contract.right or "", "Future" if contract.has_expiry else "Fund")
