"""Which hedge layer a VIX trade belongs to, chosen at its fill and changed by hand."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.edits import Change, change_of, replaced
from alvh_desktop.domain.orders import PricedLeg
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Layer, Role


def layer_for(
    book: Book, account_id: int, legs: Sequence[PricedLeg], moment: datetime, role: Role | None
) -> int | None:
    """The layer of a new VIX trade that buys calls; None for everything else.

    It is the layer whose entry tenor is nearest in ratio. Where that layer already holds calls of another
    expiry and its neighbour on the far (or near) side holds none, the neighbour takes it: a ladder of 14, 49
    and 112 days is short, medium and long, whatever the tenors a layer is entered at.
    """
    bought = [leg for leg in legs if leg.quantity > 0 and leg.contract.right == "C"]
    if not bought or book.product_of(bought[0].contract).underlying != "VIX":
        return None
    layers = sorted(book.layers.values(), key=lambda layer: layer.entry_tenor_days)
    if role is not None:
        return next((layer.id for layer in layers if layer.role == role), None)
    if not layers:
        return None
    expiry = max(leg.contract.expiry for leg in bought)
    days = max((expiry - moment.astimezone(NEW_YORK).date()).days, 1)
    place = min(range(len(layers)), key=lambda i: abs(math.log(layers[i].entry_tenor_days / days)))
    held = {layer.id: _held_expiries(book, account_id, layer) for layer in layers}
    for step in (1, -1):
        while _is_pushed_on(held, layers, place, step, expiry):
            place += step
    return layers[place].id


def _is_pushed_on(held: dict[int, set[date]], layers: Sequence[Layer], place: int, step: int, expiry: date) -> bool:
    here = held[layers[place].id]
    beyond = 0 <= place + step < len(layers) and not held[layers[place + step].id]
    if not here or expiry in here or not beyond:
        return False
    return expiry > max(here) if step > 0 else expiry < min(here)


def _held_expiries(book: Book, account_id: int, layer: Layer) -> set[date]:
    """Expiries of the long calls a layer still holds."""
    return {
        held.leg.expiry
        for trade in book.trades.values()
        if trade.layer_id == layer.id and trade.account_id == account_id
        for held in book.holdings_by_trade[trade.id]
        if held.position.quantity > 0 and held.leg.right == "C"
    }


@dataclass(frozen=True, slots=True)
class AssignLayer:
    """Put a hedge trade into the layer of another role, or into none."""

    trade_id: int
    role: Role | None

    def apply(self, book: Book) -> Change | Problem:
        trade = book.trades.get(self.trade_id)
        if trade is None:
            return Problem("trade", f"there is no trade {self.trade_id}")
        if trade.sleeve == "core":
            return Problem("layer", f"trade {trade.id} is no hedge: only VIX trades stand in layers")
        layer = next((layer for layer in book.layers.values() if layer.role == self.role), None)
        if self.role is not None and layer is None:
            return Problem("layer", f"this portfolio has no layer {self.role}")
        after = replace(trade, layer_id=layer.id if layer else None)
        if after == trade:
            return Problem("layer", f"trade {trade.id} stands there already")
        to = f"layer {self.role}" if layer else "no layer"
        return change_of(book, [replaced("trades", trade, after)], f"Move trade {trade.id} to {to}")
