"""Which ticket, sheet or queue the advice of an alert leads to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.records import Role

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.rules.alerts import Alert

DoorKind = Literal["none", "roll", "settle", "layer", "calendar", "condor", "ladder"]
_OF_TRADE = frozenset(
    {"condor.short_near", "condor.short_tested", "condor.break_even", "condor.loss_multiple", "condor.expiry"}
)
_LAYER_ROLLS = frozenset({"hedge.short_delta", "hedge.tenor"})
_NEW_LAYERS = frozenset(
    {
        *("condor.break_even_migrating", "hedge.structure", "hedge.event_layer"),
        *("hedge.add_vvix", "hedge.add_financials", "hedge.second_layer"),
    }
)
_LADDERS = frozenset(
    {
        *("condor.credit_captured", "book.vega_flip", "book.beta"),
        *("hedge.allocation", "hedge.irr", "hedge.shift_forward", "hedge.liquidity"),
    }
)
"""Rules that advise to trim, to rebalance, or either way: the ladder shows it layer by layer."""


@dataclass(frozen=True, slots=True)
class Door:
    """`words` stand on its button. `trade_id` is what is rolled, `role` the layer that a ticket is made for; `why`
    says why there is none."""

    kind: DoorKind
    words: str
    trade_id: int | None = None
    role: Role = "short"
    why: str = ""

    @property
    def is_open(self) -> bool:
        return self.kind != "none"


def door_of(alert: Alert, book: Book) -> Door:
    rule_id, trade_id = alert.rule.id, _open_trade(alert, book)
    if rule_id == "condor.expiry" and _is_unsettled(alert):
        return Door("settle", "Book the settlement\N{HORIZONTAL ELLIPSIS}")
    if rule_id in _OF_TRADE:
        if trade_id is None:
            return _none("nothing of it is open")
        return Door("roll", "Roll or close\N{HORIZONTAL ELLIPSIS}", trade_id)
    if rule_id in _LAYER_ROLLS:
        if trade_id is None:
            return _none("nothing of it is open")
        return Door("roll", "Roll the layer\N{HORIZONTAL ELLIPSIS}", trade_id)
    if rule_id in _NEW_LAYERS:
        role = _role_of(alert, book) or "short"
        return Door("layer", f"Ticket for the {role} layer", role=role)
    if rule_id in _LADDERS:
        return Door("ladder", "Show the ladder")
    if rule_id == "hedge.calendar_entry":
        return Door("calendar", "Ticket for a calendar")
    if rule_id == "condor.premium_rich":
        return Door("condor", "Ticket for a condor")
    return _none("the advice names no one order: choose what to change among the positions")


def _none(why: str) -> Door:
    return Door("none", "Open a ticket", why=why)


def _open_trade(alert: Alert, book: Book) -> int | None:
    """Its own trade, the trade of its legs, or the only open one of its campaign; where something of it is open."""
    subject = alert.subject
    legs = (book.legs[each] for each in subject.leg_ids if each in book.legs)
    named = [subject.trade_id, *(leg.trade_id for leg in legs)]
    if subject.campaign_id is not None:
        named += [trade.id for trade in book.trades.values() if trade.campaign_id == subject.campaign_id]
    return next((each for each in named if each is not None and _is_held(book, each)), None)


def _is_held(book: Book, trade_id: int) -> bool:
    return any(held.position.quantity for held in book.holdings_by_trade.get(trade_id, ()))


def _is_unsettled(alert: Alert) -> bool:
    reading = alert.readings.get("condor.expiry.unsettled")
    return reading is not None and reading.value is not None and reading.value > 0


def _role_of(alert: Alert, book: Book) -> Role | None:
    layer = None if alert.subject.layer_id is None else book.layers.get(alert.subject.layer_id)
    return None if layer is None else layer.role
