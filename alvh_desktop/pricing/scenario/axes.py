"""What curves are drawn over, and the few places where legs are priced for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.vix import vix_kinks
from alvh_desktop.pricing.response.vols import vvix_cap_y
from alvh_desktop.pricing.scenario.chebyshev import LEVELS, nodes
from alvh_desktop.pricing.scenario.world import Dates, World

_DENSEST = 0.7  # nodes a point, over which the points themselves are cheaper
_SAMPLES = 33  # dense enough to see where VIX answers most steeply


@dataclass(frozen=True)
class Places:
    """Where legs are priced: x = ln(S'/S) of shape (n,), y = ln(V'/V) of shape (dates, n)."""

    x: Floats
    y: Floats


@dataclass(frozen=True)
class Panel:
    """A stretch of x on which every answer is smooth, with the points of the axes on it.

    `levels` are the node counts worth while here. `nodes` holds the places of each of them, and under 0 the points.
    `samples` are a few even places.
    """

    low: float
    high: float
    points: slice
    levels: tuple[int, ...]
    nodes: dict[int, Places]
    samples: Places

    @property
    def half(self) -> float:
        return 0.5 * (self.high - self.low)

    def within(self, x: Floats) -> Floats:
        """x as places in [-1, 1]."""
        return (x - 0.5 * (self.low + self.high)) / self.half


@dataclass(frozen=True)
class Axes:
    """`spots` ascending SPX points above 0, shape (points,), and the dates of a world."""

    world: World
    dates: Dates
    spots: Floats

    @cached_property
    def points(self) -> Places:
        x = np.log(self.spots / self.world.spot)
        return Places(x, self._answers(x))

    @cached_property
    def panels(self) -> tuple[Panel, ...]:
        """They end where SPX stands, and wherever else VIX or VVIX bend."""
        x = self.points.x
        low, high = float(x[0]), float(x[-1])
        kinks = sorted({kink for kink in _kinks(self.world, self.dates, low) if low < kink < high})
        edges = [low, *kinks, high]
        ends = [*np.searchsorted(x, edges[1:-1]).tolist(), x.size]
        return tuple(
            self._panel(edges[i], edges[i + 1], slice(ends[i - 1] if i else 0, ends[i])) for i in range(len(ends))
        )

    def _panel(self, low: float, high: float, points: slice) -> Panel:
        """All places of a panel take their answers in one go."""
        count = points.stop - points.start
        levels = tuple(level for level in LEVELS if level <= _DENSEST * count)
        units = [np.linspace(-1.0, 1.0, _SAMPLES), *(nodes(level) for level in levels)]
        x = 0.5 * (low + high) + 0.5 * (high - low) * np.concatenate(units)
        y = self._answers(x)
        cuts = np.cumsum([0, _SAMPLES, *levels])
        found = [Places(x[a:b], y[:, a:b]) for a, b in pairwise(cuts.tolist())]
        at_points = Places(self.points.x[points], self.points.y[:, points])
        by_level = {0: at_points, **dict(zip(levels, found[1:], strict=True))}
        return Panel(low, high, points, levels, by_level, found[0])

    def _answers(self, x: Floats) -> Floats:
        return self.world.vix_answer(x[None, :], self.dates.trading_days[:, None])


def _kinks(world: World, dates: Dates, low: float) -> Iterator[float]:
    """x at which an answer bends, at each date; where VVIX meets its cap only above `low`."""
    if world.vix is None or world.vix_after is not None:
        return
    for days in dict.fromkeys(dates.trading_days.tolist()):
        yield from vix_kinks(world.response, world.vix, days)
        cap = float(vvix_cap_y(world.response, world.vvix, days))
        capped_at = world.log_move_for(cap, days, low) if cap > 0.0 else None
        if capped_at is not None:
            yield capped_at
