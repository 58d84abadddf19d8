"""Whether a hedge has grown or was bought: what it would be today at the prices of its last fill."""

from datetime import date, datetime
from decimal import Decimal

import numpy as np

from alvh_desktop.domain.calendar import NEW_YORK, years_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.pricing.black76 import greeks
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.allocation import Measure
from alvh_desktop.rules.facts.standing import hedge_legs
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.sizing.standing import Standing

_FRESH_DAYS = 4
"""Calendar days that a settle may be older than the fill: a long weekend."""


def percent_at_last_fill(scene: Scene, standing: Standing) -> float | None:
    """The same contracts over the same notional, in %, at the VX settles of the day of the last hedge fill.

    With the volatility recorded then, where one was, else with that of now. None where a settle of a leg is missing.
    """
    moment, programme = last_fill(scene), standing.programme_usd
    if moment is None or not isinstance(programme, float):
        return None
    total = 0.0
    for held in hedge_legs(scene):
        found = _usd_then(scene, held, moment, standing.allocation.measure)
        if found is None:
            return None
        total += found
    return 100.0 * total / programme


def last_fill(scene: Scene) -> datetime | None:
    """When a leg of the hedge's sleeves was bought or sold last."""
    moments = (
        held.fills[-1].moment
        for trade in scene.book.trades.values()
        if trade.sleeve != "core"
        for held in scene.book.holdings_by_trade[trade.id]
        if held.fills
    )
    return max(moments, default=None)


def _usd_then(scene: Scene, held: Holding, moment: datetime, measure: Measure) -> float | None:
    value = scene.values.get(held.leg.id)
    forward = _settle(scene, held.leg.expiry, moment.astimezone(NEW_YORK).date())
    if forward is None or value is None or held.product.kind == "fund":
        return None
    size = held.position.quantity * float(held.product.multiplier)
    if held.leg.strike is None or held.leg.right is None:
        return size * forward if measure == "delta notional" else float(held.market_value(Decimal(repr(forward))))
    vol = _volatility(scene, held, value, moment)
    if vol is None:
        return None
    discount = 1.0 if value.forward is None else value.forward.discount
    years = years_between(moment, value.settles_at)
    found = greeks(forward, float(held.leg.strike), discount, years, vol, held.leg.right == "C")
    return size * float(found.forward_delta) * forward if measure == "delta notional" else size * float(found.price)


def _volatility(scene: Scene, held: Holding, value: LegValue, moment: datetime) -> float | None:
    seen = scene.remembered.volatility(held.leg, moment)
    return value.iv if seen is None else seen.iv


def _settle(scene: Scene, expiry: date, day: date) -> float | None:
    """The settle in points of the VX future of that expiry on a day, or of the last session before it."""
    series = scene.past.futures.get(expiry)
    if series is None or not len(series):
        return None
    known = series.until(day)
    last = known.last_day
    if last is None or (day - last).days > _FRESH_DAYS or not np.isfinite(known.values[-1]):
        return None
    return float(known.values[-1])
