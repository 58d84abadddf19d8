"""The places a trader asks for: zeros, lowest points, best and worst, at one settlement and by formula."""

from datetime import datetime
from functools import cached_property

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff.grid import far_levels
from alvh_desktop.pricing.payoff.position import Position
from alvh_desktop.pricing.scenario.direct import Direct
from alvh_desktop.pricing.scenario.places import Extremes, Trough, extremes_of, troughs_of, zeros_of
from alvh_desktop.pricing.scenario.searches import Search, answered, together
from alvh_desktop.pricing.scenario.terms import Terms
from alvh_desktop.pricing.scenario.world import Dates, World

_CONDORS, _NET = 0, 1
"""The curves that are searched."""
_SLOPE = 1e-9


class AtSettlement:
    """The curves of a position at one settlement, at any SPX level and not only at drawn points.

    The places are worked out when one of them is asked for, all together and once: a drag of another date takes the
    whole along. `spots` is the range in which lowest points are looked for, `cash` what moved so far by part, $.
    """

    def __init__(self, position: Position, world: World, end: datetime, spots: Floats, cash: Floats) -> None:
        self._position, self._cash, self._end = position, cash, end
        self._direct = Direct(Terms(world, Dates(world.now, (end,)), position.columns))
        strikes = spx_strikes(position)
        self._spot = world.spot
        self._near = np.union1d(spots, strikes)
        self._far = np.union1d(self._near, far_levels(strikes, world.spot))

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
        return answered(self._curves, self._extremes(_CONDORS, (0,)))

    @cached_property
    def _places(self) -> tuple[tuple[float, ...], tuple[float, ...], Extremes, tuple[Trough, ...]]:
        zeros = [zeros_of(self._far, self._far_values, row) for row in (_NET, _CONDORS)]
        searches = [*zeros, self._extremes(_NET, (0, 1))]
        shorts = _short_strikes(self._position, self._end)
        if shorts is not None:
            is_near = np.isin(self._far, self._near)
            searches.append(troughs_of(self._near, self._far_values[:, is_near], shorts, _NET, _CONDORS))
        break_evens, unhedged, extremes, *troughs = answered(self._curves, together(searches))
        return break_evens, unhedged, extremes, troughs[0] if troughs else ()

    def _extremes(self, row: int, parts: tuple[int, ...]) -> Search[Extremes]:
        """`parts` says which of them the curve sums: its calls without others against them are unlimited."""
        sizes = self._position.sizes[list(parts)].sum(axis=0)
        slope = sum(
            float(size) * leg.usd_per_point / leg.expiry.divisor
            for leg, size in zip(self._position.legs, sizes, strict=True)
            if leg.is_call and leg.is_of_spx and (leg.is_valued or leg.settles_at <= self._end)
        )
        return extremes_of(self._far, self._far_values, self._spot, slope, row)

    @cached_property
    def _far_values(self) -> Floats:
        return self._curves(self._far)

    def _curves(self, spots: Floats) -> Floats:
        condors, hedge = self._direct.part_values(self._position.sizes, spots)[:, 0] + self._cash[:, None]
        return np.stack([condors, condors + hedge])


def spx_strikes(position: Position) -> tuple[float, ...]:
    return tuple(sorted({leg.spx_strike for leg in position.legs if leg.is_of_spx}))


def _short_strikes(position: Position, at: datetime) -> tuple[float, float] | None:
    """The highest short put and the lowest short call of the condors that have settled by then, SPX points."""
    short = [
        leg
        for leg, size in zip(position.legs, position.sizes[0], strict=True)
        if leg.is_of_spx and leg.settles_at <= at and size < 0
    ]
    puts = [leg.spx_strike for leg in short if not leg.is_call]
    calls = [leg.spx_strike for leg in short if leg.is_call]
    return (max(puts), min(calls)) if puts and calls and max(puts) <= min(calls) else None


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
