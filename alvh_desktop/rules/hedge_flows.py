"""The money that legs moved, by the day on which it moved, and what came of it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.holding import Holding, paid_at
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.series.xirr import Flow, Return, xirr

ZERO = Decimal(0)


def flows_of(holding: Holding) -> Iterator[tuple[datetime, Decimal]]:
    """Moment and $ of each fill and of the settlement, received +, after fees; they sum to the leg's cash flow.

    A future moves no money when it is opened: its variation flows on the day it is closed, or in part.
    """
    if holding.product.kind == "future":
        yield from _variation_of(holding)
        return
    for fill in holding.fills:
        yield fill.moment, -fill.quantity * fill.price * holding.product.multiplier - fill.fee
    if holding.settlement is not None:
        price = paid_at(holding.settlement, holding.leg)
        quantity = replace(holding, settlement=None).position.quantity
        yield holding.settlement.moment, quantity * price * holding.product.multiplier - holding.settlement.fee


def _variation_of(holding: Holding) -> Iterator[tuple[datetime, Decimal]]:
    before = ZERO
    for count, fill in enumerate(holding.fills, start=1):
        moved = replace(holding, fills=holding.fills[:count], settlement=None).position.cash_flow
        yield fill.moment, moved - before
        before = moved
    if holding.settlement is not None:
        yield holding.settlement.moment, holding.position.cash_flow - before


def open_cost(holding: Holding) -> Decimal:
    """$ that the open contracts cost with the fees of opening them, paid +; of a future the fees alone.

    A part that is closed takes its share of the opening fees with it, at average cost like the premium.
    """
    quantity, fees = 0, ZERO
    for fill in holding.fills:
        closed = min(abs(fill.quantity), abs(quantity)) if quantity * fill.quantity < 0 else 0
        fees -= round_to_units(fees * closed / abs(quantity)) if closed else ZERO
        opened = abs(fill.quantity) - closed
        fees += round_to_units(fill.fee * opened / abs(fill.quantity))
        quantity += fill.quantity
    if not holding.position.quantity:
        return ZERO
    return fees if holding.product.kind == "future" else fees + holding.position.open_cost


def return_of(
    holdings: Sequence[Holding], open_legs: int, unmarked: int, market_value: Decimal, today: date
) -> Return | Problem:
    """The return of all they ever moved (one or more), with what is open at today's mark last.

    Of `open_legs` so many are `unmarked`; `market_value` in $ is that of all. Where nothing is open it ends with the
    last flow.
    """
    if unmarked:
        return Problem("IRR", f"{unmarked} of {open_legs} open legs have no mark")
    if all(held.product.kind == "future" for held in holdings):
        return Problem("IRR", "no money is put into a future, so that there is nothing to earn a rate on")
    flows = [Flow(_day_of(moment), float(usd)) for held in holdings for moment, usd in flows_of(held)]
    end = today if open_legs else max(flow.on for flow in flows)
    return xirr([*flows, Flow(max(end, *(flow.on for flow in flows)), float(market_value))])


def held_from(holdings: Iterable[Holding]) -> date:
    """The day of the first fill (one holding or more)."""
    return _day_of(min(held.fills[0].moment for held in holdings))


def held_to(holdings: Iterable[Holding]) -> date:
    """The day of the last fill or settlement (one holding or more)."""
    moments = [fill.moment for held in holdings for fill in held.fills]
    return _day_of(max([*moments, *(held.settlement.moment for held in holdings if held.settlement is not None)]))


def _day_of(moment: datetime) -> date:
    return moment.astimezone(NEW_YORK).date()
