"""The places a trader asks for: zeros, lowest points, best and worst, at one settlement and by formula."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.grid import far_levels
from alvh_desktop.pricing.payoff.position import Contracts, Position
from alvh_desktop.pricing.scenario.direct import Direct, Priced
from alvh_desktop.pricing.scenario.places import Extremes, Trough, extremes_of, troughs_of, zeros_of
from alvh_desktop.pricing.scenario.searches import Search, answered, together
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World

_CONDORS, _NET, _CONDORS_AND_CASH, _NET_AND_CASH = range(4)
"""The curves that are searched. Cash lifts a curve as a whole: it moves zeros, but no best, worst or lowest point."""
_SLOPE = 1e-9


class Ground:
    """The levels at which the places of contracts are looked for at one settlement, priced once whatever the sizes.

    `spots` is the range in which lowest points are looked for. `bends` remembers those of the sizes seen last.
    """

    def __init__(self, contracts: Contracts, world: World, end: datetime, spots: Floats) -> None:
        self.contracts, self.end, self.spot = contracts, end, world.spot
        self.near = np.union1d(spots, contracts.spx_strikes)
        self.far = np.union1d(self.near, far_levels(contracts.spx_strikes, world.spot))
        self.bends: tuple[bytes, Extremes, tuple[Trough, ...]] | None = None
        self._direct = Direct(Terms(world, Dates(world.now, (end,)), contracts.columns))

    def parts(self, sizes: Floats, spots: Floats) -> Floats:
        """$ of each part at any levels, without cash, shape (parts, points)."""
        return self._direct.part_values(sizes, spots)[:, 0]

    def far_parts(self, sizes: Floats) -> Floats:
        return self._direct.summed(sizes, self._priced_far, self.far.size)[:, 0]

    @cached_property
    def _priced_far(self) -> tuple[Priced, ...]:
        return tuple(self._direct.priced(self.far))


class AtSettlement:
    """The curves of a position at one settlement, at any SPX level and not only at drawn points.

    The places are worked out when one of them is asked for, all together and once: a drag of another date takes the
    whole along. `cash` is what moved so far by part, $.
    """

    def __init__(self, position: Position, ground: Ground, cash: Floats) -> None:
        self._sizes, self._ground = position.sizes, ground
        self._cash = float(cash[0]), float(cash.sum())

    @property
    def break_evens(self) -> tuple[float, ...]:
        """Of the net, ascending, SPX points."""
        return self._places[0]

    @property
    def unhedged_break_evens(self) -> tuple[float, ...]:
        return self._places[1]

    @property
    def net_extremes(self) -> Extremes:
        return self._places[2]

    @property
    def troughs(self) -> tuple[Trough, ...]:
        return self._places[3]

    @cached_property
    def unhedged_extremes(self) -> Extremes:
        return _lifted(answered(self._curves, self._extremes(_CONDORS, (0,))), self._cash[_CONDORS])

    @cached_property
    def _places(self) -> tuple[tuple[float, ...], tuple[float, ...], Extremes, tuple[Trough, ...]]:
        ground, sizes = self._ground, self._sizes.tobytes()
        zeros = [zeros_of(ground.far, self._far_values, row) for row in (_NET_AND_CASH, _CONDORS_AND_CASH)]
        bends = ground.bends
        is_known = bends is not None and bends[0] == sizes
        searches = zeros if is_known else [*zeros, self._extremes(_NET, (0, 1)), self._troughs()]
        break_evens, unhedged, *found = answered(self._curves, together(searches))
        if bends is None or found:
            bends = ground.bends = (sizes, *found)
        _, extremes, troughs = bends
        condors, net = self._cash
        lifted = (replace(t, usd=t.usd + net, unhedged_usd=t.unhedged_usd + condors) for t in troughs)
        return break_evens, unhedged, _lifted(extremes, net), tuple(lifted)

    def _troughs(self) -> Search[tuple[Trough, ...]]:
        near, shorts = self._ground.near, self._short_strikes()
        if shorts is None:
            return ()
        is_near = np.isin(self._ground.far, near)
        return (yield from troughs_of(near, self._far_values[:, is_near], shorts, _NET, _CONDORS))

    def _extremes(self, row: int, parts: tuple[int, ...]) -> Search[Extremes]:
        """`parts` says which of them the curve sums: its calls without others against them are unlimited."""
        ground, sizes = self._ground, self._sizes[list(parts)].sum(axis=0)
        slope = sum(
            float(size) * leg.usd_per_point / leg.expiry.divisor
            for leg, size in zip(ground.contracts.legs, sizes, strict=True)
            if leg.is_call and leg.is_of_spx and (leg.is_valued or leg.settles_at <= ground.end)
        )
        return extremes_of(ground.far, self._far_values, ground.spot, slope, row)

    @cached_property
    def _far_values(self) -> Floats:
        return self._with_sums(self._ground.far_parts(self._sizes))

    def _curves(self, spots: Floats) -> Floats:
        return self._with_sums(self._ground.parts(self._sizes, spots))

    def _with_sums(self, parts: Floats) -> Floats:
        condors, net = parts[0], parts.sum(axis=0)
        return np.stack([condors, net, condors + self._cash[_CONDORS], net + self._cash[_NET]])

    def _short_strikes(self) -> tuple[float, float] | None:
        """The highest short put and the lowest short call of the condors that have settled by then, SPX points."""
        short = [
            leg
            for leg, size in zip(self._ground.contracts.legs, self._sizes[0], strict=True)
            if leg.is_of_spx and leg.settles_at <= self._ground.end and size < 0
        ]
        puts = [leg.spx_strike for leg in short if not leg.is_call]
        calls = [leg.spx_strike for leg in short if leg.is_call]
        return (max(puts), min(calls)) if puts and calls and max(puts) <= min(calls) else None


def _lifted(found: Extremes, usd: float) -> Extremes:
    best = None if found.best_usd is None else found.best_usd + usd
    return replace(found, best_usd=best, worst_usd=None if found.worst_usd is None else found.worst_usd + usd)


def is_unlimited_in_vix(position: Position) -> bool:
    """Whether more VIX calls and futures are sold than bought of some settlement, or shares of a fund that rises with
    them: no level of VIX ends that loss."""
    net: dict[datetime, float] = {}
    for leg, size in zip(position.legs, position.sizes.sum(axis=0), strict=True):
        if leg.is_fund:
            if size < 0 and (leg.vix_beta is None or leg.vix_beta > 0):
                return True
        elif not leg.is_of_spx and (leg.is_call or not leg.contract.is_option):
            net[leg.settles_at] = net.get(leg.settles_at, 0.0) + float(size) * leg.usd_per_point
    return any(value < -_SLOPE for value in net.values())
