"""The rows of the positions tree: sleeve, campaign, trade and leg of a Picture, each with its cells and badge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.lens import Chosen
from alvh_desktop.domain.symbols import expiry_text, spoken, strike_text
from alvh_desktop.viewmodels import position_cells as cells
from alvh_desktop.viewmodels.position_cells import Cell

if TYPE_CHECKING:
    from alvh_desktop.desk.lines import CampaignLine, LegLine, SleeveLine, TradeLine
    from alvh_desktop.desk.picture import Picture
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


def chosen_of(row: Row) -> Iterator[Chosen]:
    """What a row names; a sleeve its campaigns."""
    if row.kind == "sleeve":
        for child in row.children:
            yield from chosen_of(child)
    else:
        yield row.kind, row.id


@dataclass(frozen=True, slots=True)
class ShownRows:
    """The rows of a picture, and the picture."""

    picture: Picture
    rows: tuple[Row, ...]


def position_rows(picture: Picture, before: ShownRows | None = None) -> tuple[Row, ...]:
    """The same rows whatever was shown `before`: those of lines that were carried from that picture to this one are
    taken over from there."""
    known = {} if before is None or not _reads_alike(before.picture, picture) else _known_rows(before)
    return tuple(_sleeve_row(picture, line, known) for line in picture.sleeves)


Known = Mapping[int, Row]
"""Rows by the identity of their lines, all of which live as long as the picture they are of."""


def _reads_alike(one: Picture, other: Picture) -> bool:
    """Whether a line would read the same in both: all that its words are made of beside itself."""
    before, after = one.inputs, other.inputs
    has_same_ages = before.book.inputs is after.book.inputs and before.live_limits == after.live_limits
    return before.market is after.market and has_same_ages and before.book.layers is after.book.layers


def _known_rows(before: ShownRows) -> Known:
    known: dict[int, Row] = {}
    for sleeve, sleeve_row in zip(before.picture.sleeves, before.rows, strict=True):
        for campaign, campaign_row in zip(sleeve.campaigns, sleeve_row.children, strict=True):
            known[id(campaign)] = campaign_row
            known.update((id(line), row) for line, row in zip(campaign.trades, campaign_row.children, strict=True))
    return known


def _sleeve_row(picture: Picture, line: SleeveLine, known: Known) -> Row:
    children = tuple(known.get(id(each)) or _campaign_row(picture, each, known) for each in line.campaigns)
    badge, why = cells.badge_of(line.amounts)
    name = cells.name_cell(_SLEEVES[line.sleeve], badge)
    return Row(line.sleeve, "sleeve", 0, cells.sum_cells(name, line.amounts), children, badge, why)


def _campaign_row(picture: Picture, line: CampaignLine, known: Known) -> Row:
    children = tuple(known.get(id(each)) or _trade_row(picture, each) for each in line.trades)
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
