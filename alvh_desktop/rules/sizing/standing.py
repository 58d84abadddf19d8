"""What the worksheet is set against: the hedge that is held, the programme it covers, and what limits both."""

from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.allocation import HedgeAllocation, delta_notional, hedge_allocation, vix_legs
from alvh_desktop.rules.facts.programme import notional_now, programme_now
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
    book, values, now = scene.book, scene.values, scene.now
    return Standing(
        hedge_allocation(book, values, now, programme=programme_now(scene)),
        notional_now(scene),
        _gross(scene),
        scene.equity,
        Problem("book.vega_flip", "the VIX vega of condors and hedge is not known"),
    )


def _gross(scene: Scene) -> float | Problem:
    total = 0.0
    for held in vix_legs(scene.book, scene.values, None, scene.now):
        found = delta_notional(held, scene.values)
        if isinstance(found, Problem):
            return found
        total += abs(found)
    return total
