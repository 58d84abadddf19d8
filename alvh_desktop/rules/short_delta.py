"""hedge.short_delta: has the short layer lost the delta it is held for?"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.freshness import is_stale
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.reading import Reading, age_text


def short_layer_calls(book: Book) -> tuple[Holding, ...]:
    """The long VIX calls held in layers of role short."""
    short = {layer.id for layer in book.layers.values() if layer.role == "short"}
    return tuple(
        held
        for trade in book.trades.values()
        if trade.layer_id in short
        for held in book.holdings_by_trade[trade.id]
        if held.position.quantity > 0 and held.leg.right == "C"
    )


def read_short_delta(calls: Sequence[Holding], values: Mapping[int, LegValue], rule: Rule, now: datetime) -> Reading:
    """Contract-weighted mean forward delta of these calls (shape: one or more), each on its own future."""
    unknown = [held for held in calls if values[held.leg.id].delta is None]
    if unknown:
        value = values[unknown[0].leg.id]
        why = value.problems[0].message if value.problems else "no model value"
        return Reading(None, f"not known: delta of {spoken(unknown[0].leg.contract)}: {why}")
    deltas = [(held.position.quantity, values[held.leg.id].delta or 0.0) for held in calls]
    contracts = sum(quantity for quantity, _ in deltas)
    mean = sum(quantity * delta for quantity, delta in deltas) / contracts
    terms = " + ".join(f"{quantity} x {delta:.3f}" for quantity, delta in deltas)
    lowest = min(delta for _, delta in deltas)
    sentence = f"Mean forward delta of the short layer is ({terms}) / {contracts} = {mean:.3f}; lowest {lowest:.3f}."
    oldest = min(_seen(values[held.leg.id]) for held in calls)
    is_old = is_stale(oldest, now, timedelta(minutes=rule.stale_after_minutes))
    doubt = f"on data {age_text((now - oldest).total_seconds())} old" if is_old else None
    return Reading(mean, sentence, doubt=doubt)


def _seen(value: LegValue) -> datetime:
    """When the older of volatility and forward was seen."""
    seen = (value.iv_moment, value.forward.moment if value.forward else None)
    return min(moment for moment in seen if moment is not None)
