"""The curve of VX futures over calendar days to settlement, which a future rolls down as its settlement nears."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

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

THIRTY_DAYS = 30.0
"""Calendar days of the constant-maturity price that funds on VX futures follow."""

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

    @property
    def thirty_days(self) -> float | None:
        """Its level 30 days from now in points; None where no future reaches so far."""
        return float(self.at(THIRTY_DAYS)) if self.days.size and self.days[-1] >= THIRTY_DAYS else None

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


class VxPoint(NamedTuple):
    """A future of the curve: calendar days to settlement, its mark in points, where that is from and when seen."""

    days: float
    price: float
    source: str
    moment: datetime


def vx_points(market: Market, products: Mapping[str, Product]) -> tuple[tuple[float, float, str], ...]:
    """Days to settlement, mark in points and source of every future that is not settled yet, by days.

    A date on which no VX future has a mark takes its VXM.
    """
    return tuple((point.days, point.price, point.source) for point in vx_marks(market, products))


def vx_marks(market: Market, products: Mapping[str, Product]) -> tuple[VxPoint, ...]:
    """The same with the moment of each mark. Worked out once a market and its products."""
    by_products: dict[int, tuple[Mapping[str, Product], tuple[VxPoint, ...]]] = market.worked_out.setdefault("vx", {})
    known = by_products.get(id(products))
    if known is None:  # the products stand beside what was worked out, so that their id is not given away
        known = by_products[id(products)] = products, _vx_marks(market, products)
    return known[1]


def _vx_marks(market: Market, products: Mapping[str, Product]) -> tuple[VxPoint, ...]:
    found: dict[float, VxPoint] = {}
    roots = [root for root in FUTURE_ROOTS if root in products]
    futures = (contract for contract in market.newest if not contract.is_option and contract.root in roots)
    for future in sorted(futures, key=lambda contract: (roots.index(contract.root), contract.expiry)):
        point = _point(market, future, products[future.root])
        if point is not None:
            found.setdefault(point.days, point)
    return tuple(found[days] for days in sorted(found))


def _point(market: Market, future: Contract, product: Product) -> VxPoint | None:
    days = (settlement_moment(product, future.expiry) - market.at) / _ONE_DAY
    mark = market.mark(future)
    if days <= 0 or not isinstance(mark, Mark):
        return None
    return VxPoint(days, float(mark.price), f"{spoken(future)}, {mark.source}", mark.moment)
