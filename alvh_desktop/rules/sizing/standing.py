"""What the worksheet is set against: the hedge that is held, the programme it covers, and what limits both."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.allocation import HedgeAllocation, chosen_measure, delta_notional
from alvh_desktop.rules.facts.exposure import read_vix_vega_share
from alvh_desktop.rules.facts.liquidity import hedge_value
from alvh_desktop.rules.facts.programme import notional_now, programme_now
from alvh_desktop.rules.facts.standing import hedge_legs, vega_and_beta_now
from alvh_desktop.rules.leverage import gross_delta_notional
from alvh_desktop.rules.scene import Scene


@dataclass(frozen=True, slots=True)
class Vegas:
    """VIX-equivalent vega in $ a point of VIX, of the condors and of the hedge; `not_judged` says why the rule about
    them does not judge now."""

    condors: float
    hedge: float
    not_judged: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """In $: `notional` N of the condors now, `gross` the absolute delta notional of every VIX leg, `equity` E."""

    allocation: HedgeAllocation
    notional: Decimal | Problem
    gross: float | Problem
    equity: Decimal | Problem
    vegas: Vegas | Problem

    @property
    def programme_usd(self) -> float | Problem:
        """Np in $, above 0."""
        programme = self.allocation.programme
        if isinstance(programme, Problem):
            return programme
        if programme.value <= 0:
            return Problem("programme", "no condor was open in the last 5 trading days, and none is typed")
        return float(programme.value)

    @property
    def held_percent(self) -> float | Problem:
        return self.allocation.percent

    @property
    def held_usd(self) -> float | Problem:
        """The hedge by the measure that counts."""
        counted = self.allocation
        found = counted.delta_notional if counted.measure == "delta notional" else counted.market_value
        return found if isinstance(found, Problem) else float(found)


def standing_of(scene: Scene) -> Standing:
    legs = [held for held in hedge_legs(scene) if held.product.underlying == "VIX"]
    return Standing(
        HedgeAllocation(
            chosen_measure(scene.book, scene.now),
            _delta_notional(scene, legs),
            hedge_value(scene),
            programme_now(scene),
        ),
        notional_now(scene),
        gross_delta_notional(scene.book, scene.values, scene.now),
        scene.equity,
        _vegas(scene),
    )


def _delta_notional(scene: Scene, legs: Iterable[Holding]) -> float | Problem:
    total = 0.0
    for held in legs:
        found = delta_notional(held, scene.values)
        if isinstance(found, Problem):
            return found
        total += found
    return total


def _vegas(scene: Scene) -> Vegas | Problem:
    """As the rule of the VIX vega reads them."""
    reading = next(iter(read_vix_vega_share(scene)), None)
    if reading is None:
        return Problem("book.vega_flip", "no condor is open that it could outweigh")
    found = vega_and_beta_now(scene)
    if isinstance(found, Problem):
        return found
    condors, hedge, _ = (each.vix_equivalent_vega_usd for each in found)
    return Vegas(condors, hedge, reading.not_judged)
