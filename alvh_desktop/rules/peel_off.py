"""How many hedge contracts a condor that has earned its credit sets free."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from math import floor

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Role
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.allocation import HedgeAllocation, delta_notional
from alvh_desktop.rules.hedge_units import ROLES

SHARE = 0.30
LayerCalls = Mapping[Role, list[Holding]]


@dataclass(frozen=True, slots=True)
class PeelOff:
    """Whole long calls by role, the shortest first; `sentence` has the formula, and what held it back."""

    contracts: Mapping[Role, int]
    sentence: str


def peel_off(
    values: Mapping[int, LegValue], allocation: HedgeAllocation, least: float, notional: Decimal, calls: LayerCalls
) -> PeelOff | Problem:
    """30 % times the `notional` ($) of a campaign's condors over Np of all calls in the layers, rounded down.

    `allocation` is that of the book now. The hedge keeps `least`, the lower end of its band in % of Np; a Problem
    where it is not known whether it does.
    """
    percent = allocation.percent
    if isinstance(allocation.programme, Problem):
        return allocation.programme
    if isinstance(percent, Problem):
        return percent
    programme = allocation.programme.value
    total = sum(each.position.quantity for held in calls.values() for each in held)
    wanted = floor(SHARE * float(notional) / float(programme) * total + 1e-9)
    spare = (percent - least) * float(programme) / 100.0
    found = _taken(values, calls, wanted, spare, is_by_delta=allocation.measure == "delta notional")
    if isinstance(found, Problem):
        return found
    formula = f"30 % x ${notional:,.0f} / ${programme:,.0f} x {total} calls of the layers = {wanted} whole contracts"
    held_back = sum(found.values()) < wanted
    told = f"; {sum(found.values())} keep the hedge at {least:g} % or more" if held_back else ""
    return PeelOff(found, f"{formula}{told}")


def layer_calls(book: Book, values: Mapping[int, LegValue], now: datetime) -> LayerCalls:
    """Long VIX calls of the alvh sleeve's layers that live, of one role those that settle first in front."""
    found: dict[Role, list[Holding]] = {role: [] for role in ROLES}
    for trade in book.trades.values():
        layer = book.layers.get(trade.layer_id) if trade.layer_id is not None else None
        if layer is None or trade.sleeve != "alvh":
            continue
        for held in book.holdings_by_trade[trade.id]:
            is_call = held.leg.right == "C" and held.product.underlying == "VIX" and held.position.quantity > 0
            if is_call and values[held.leg.id].settles_at > now:
                found[layer.role].append(held)
    return {role: sorted(held, key=lambda each: each.leg.expiry) for role, held in found.items()}


def _taken(
    values: Mapping[int, LegValue],
    calls: LayerCalls,
    wanted: int,
    spare: float,
    *,
    is_by_delta: bool,
) -> Mapping[Role, int] | Problem:
    """Up to `wanted` contracts, the shortest layer first, whose size by the chosen measure stays within `spare` $."""
    taken = dict.fromkeys(ROLES, 0)
    for role in ROLES:
        for held in calls[role]:
            worth = values[held.leg.id].market_value
            size = delta_notional(held, values) if is_by_delta else worth
            if size is None or isinstance(size, Problem):
                return Problem("peel-off", "what a contract adds to the hedge is not known")
            each = float(size) / held.position.quantity
            fitting = held.position.quantity if each <= 0 else floor(max(spare, 0.0) / each + 1e-9)
            count = min(wanted - sum(taken.values()), held.position.quantity, fitting)
            taken[role] += count
            spare -= count * each
    return taken
