"""What delta the long calls of a hedge layer have left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.valuation import LegValue


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
