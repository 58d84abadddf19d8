"""The curve of VX futures over calendar days to settlement, which a future rolls down as its settlement nears."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from alvh_desktop.domain.calendar import settlement_moment
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import Mark, Market

Floats = NDArray[np.float64]
FUTURE_ROOTS = ("VX", "VXM")
"""Both settle at the same value; the large one is asked first."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, eq=False)
class VxCurve:
    """`vix` the spot level in points; `days` calendar days with clock to settlement, above 0 and ascending, and
    `prices` in points, both of shape (futures,)."""

    vix: float
    days: Floats
    prices: Floats

    def __post_init__(self) -> None:
        if self.days.shape != self.prices.shape or self.days.ndim != 1:
            raise ValueError("a VX curve needs one price a future")
        levels = np.append(self.prices, self.vix)
        if not (np.all(np.diff(self._nodes[0]) > 0) and np.all(np.isfinite(levels)) and np.all(levels > 0)):
            raise ValueError("a VX curve needs ascending days above 0 and levels above 0")

    @cached_property
    def _nodes(self) -> tuple[Floats, Floats]:
        return np.append(0.0, self.days), np.append(self.vix, self.prices)

    def at(self, days: ArrayLike) -> Floats:
        """Its level in points, of the shape of `days`: VIX at 0 and before, linear between futures, then flat."""
        return np.asarray(np.interp(np.asarray(days, dtype=np.float64), *self._nodes))

    def rolled(self, forward: ArrayLike, days: ArrayLike, elapsed: ArrayLike) -> Floats:
        """Where a future at `forward` points with `days` to settlement stands after `elapsed` days without a shock.

        Of the broadcast shape. It keeps its ratio to the curve: F * C(T-t) / C(T). From settlement on it is VIX.
        """
        left = np.asarray(days, dtype=np.float64) - np.asarray(elapsed, dtype=np.float64)
        return np.where(left > 0.0, np.multiply(forward, self.at(left) / self.at(days)), self.vix)


def vx_points(market: Market, products: Mapping[str, Product]) -> tuple[tuple[float, float, str], ...]:
    """Days to settlement, mark in points and source of every future that is not settled yet, by days.

    A date on which no VX future has a mark takes its VXM.
    """
    found: dict[float, tuple[float, float, str]] = {}
    roots = [root for root in FUTURE_ROOTS if root in products]
    futures = (contract for contract in market.newest if not contract.is_option and contract.root in roots)
    for future in sorted(futures, key=lambda contract: (roots.index(contract.root), contract.expiry)):
        point = _point(market, future, products[future.root])
        if point is not None:
            found.setdefault(point[0], point)
    return tuple(found[days] for days in sorted(found))


def _point(market: Market, future: Contract, product: Product) -> tuple[float, float, str] | None:
    days = (settlement_moment(product, future.expiry) - market.at) / _ONE_DAY
    mark = market.mark(future)
    if days <= 0 or not isinstance(mark, Mark):
        return None
    return days, float(mark.price), f"{spoken(future)}, {mark.source}"
