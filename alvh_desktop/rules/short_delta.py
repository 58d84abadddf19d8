"""hedge.short_delta: has the short layer lost the delta it is held for?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.freshness import is_stale
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.reading import Reading, age_text


@dataclass(frozen=True, slots=True)
class MeanDelta:
    """Forward delta of long calls, each undiscounted on its own future: `mean` weighted by contracts, and `lowest`.

    `terms` has (contracts, delta) a leg.
    """

    mean: float
    lowest: float
    contracts: int
    terms: tuple[tuple[int, float], ...]


def long_calls(holdings: Iterable[Holding]) -> tuple[Holding, ...]:
    """The calls among them that are held long: what a hedge layer counts."""
    return tuple(held for held in holdings if held.position.quantity > 0 and held.leg.right == "C")


def short_layer_calls(book: Book) -> tuple[Holding, ...]:
    """The long VIX calls held in layers of role short."""
    short = {layer.id for layer in book.layers.values() if layer.role == "short"}
    trades = (trade for trade in book.trades.values() if trade.layer_id in short)
    return tuple(held for trade in trades for held in long_calls(book.holdings_by_trade[trade.id]))


def mean_delta(calls: Sequence[Holding], values: Mapping[int, LegValue]) -> MeanDelta | Problem:
    """Over these calls (shape: one or more); one whose delta is not known makes the mean not known."""
    unknown = [held for held in calls if values[held.leg.id].delta is None]
    if unknown:
        value = values[unknown[0].leg.id]
        why = value.problems[0].message if value.problems else "no model value"
        return Problem(spoken(unknown[0].leg.contract), why)
    terms = tuple((held.position.quantity, values[held.leg.id].delta or 0.0) for held in calls)
    contracts = sum(quantity for quantity, _ in terms)
    mean = sum(quantity * delta for quantity, delta in terms) / contracts
    return MeanDelta(mean, min(delta for _, delta in terms), contracts, terms)


def read_short_delta(calls: Sequence[Holding], values: Mapping[int, LegValue], rule: Rule, now: datetime) -> Reading:
    """Contract-weighted mean forward delta of these calls (shape: one or more), each on its own future."""
    found = mean_delta(calls, values)
    if isinstance(found, Problem):
        return Reading(None, f"not known: delta of {found}")
    terms = " + ".join(f"{quantity} x {delta:.3f}" for quantity, delta in found.terms)
    fraction = f"({terms}) / {found.contracts} = {found.mean:.3f}"
    sentence = f"Mean forward delta of the short layer is {fraction}; lowest {found.lowest:.3f}."
    oldest = min(_seen(values[held.leg.id]) for held in calls)
    is_old = is_stale(oldest, now, timedelta(minutes=rule.stale_after_minutes))
    doubt = f"on data {age_text((now - oldest).total_seconds())} old" if is_old else None
    return Reading(found.mean, sentence, doubt=doubt)


def _seen(value: LegValue) -> datetime:
    """When the older of volatility and forward was seen."""
    seen = (value.iv_moment, value.forward.moment if value.forward else None)
    return min(moment for moment in seen if moment is not None)
