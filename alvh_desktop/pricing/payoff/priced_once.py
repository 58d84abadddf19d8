"""Contracts priced at chosen levels once: an edit that changes sizes or money alone prices nothing."""

from dataclasses import dataclass
from typing import Any

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.position import Contracts
from alvh_desktop.pricing.scenario.direct import Direct, Priced
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World

Kept = dict[Any, Any]
"""What is carried from one pricing of a market to the next."""


@dataclass(frozen=True, slots=True)
class PricedOnce:
    """$ of one contract of each, at so many SPX `points`."""

    direct: Direct
    values: tuple[Priced, ...]
    points: int

    def parts(self, sizes: Floats) -> Floats:
        """$ value of `sizes` (parts, contracts), shape (parts, dates, points); what has no value is left out."""
        return self.direct.summed(sizes, self.values, self.points)


def priced_once(
    name: str, contracts: Contracts, world: World, dates: Dates, spots: Floats, kept: Kept, y: Floats | None = None
) -> PricedOnce:
    """At `spots` (SPX points) and `dates`; `y` = ln(V'/V), shape (dates, points), where VIX answers otherwise than
    the world says. What was priced last under this `name` stands while contracts, world and places are the same."""
    key = levels_of(world), dates.moments, spots.tobytes(), None if y is None else y.tobytes()
    of_contracts, of_key, found = kept.get(("priced", name), (None, None, None))
    if of_contracts is contracts and of_key == key:
        known: PricedOnce = found
        return known
    direct = Direct(Terms(world, dates, contracts.columns))
    values = tuple(direct.priced(spots) if y is None else direct.priced_with(spots, y))
    found = PricedOnce(direct, values, spots.size)
    kept["priced", name] = contracts, key, found
    return found


def levels_of(world: World) -> tuple[Any, ...]:
    """All of a world that prices follow from."""
    curve = None if world.curve is None else (world.curve.days.tobytes(), world.curve.prices.tobytes())
    return world.now, world.spot, world.vix, world.vvix, world.response, curve, world.clock, world.vix_after
