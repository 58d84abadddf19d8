"""The VX futures of one day over their calendar days left: of now from the market, of a past day from its settles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

import numpy as np

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, is_covered, next_business_day, written_date
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.market import Mark, Market
from alvh_desktop.pricing.vx_curve import FUTURE_ROOTS
from alvh_desktop.series.constant_maturity import constant_maturity, settles_that_count, why_unknown
from alvh_desktop.series.past import Past, daily
from alvh_desktop.series.roll_yield import is_vx_monthly

NEAR_DAYS, FAR_DAYS = 30, 60
INDICES = ("VIX", "VIX3M")
NO_FUTURE = Problem("VX", "no price of a VX future is known: import the CFE contract files or a table of VX1 to VX8")


@dataclass(frozen=True, slots=True)
class FuturePrice:
    """A future at `price` points; `days_left` calendar days from the day of the curve. `moment` None: a settle."""

    contract: Contract
    days_left: int
    price: float
    is_monthly: bool
    source: str
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class IndexLevel:
    """An index at `value` points, of that day; `moment` None: its close."""

    value: float
    day: date
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConstantMaturity:
    """The price in points of a future that always has `days_left`, or why it is not known."""

    days_left: int
    price: float | None
    unknown: str | None = None


@dataclass(frozen=True, slots=True)
class TermStructure:
    """Futures by days left. `indices` holds those of INDICES that are known, `left_out` which futures are not in it.

    A curve is of one day: a future whose newest price is older is left out, since a line through prices of
    different days has a slope that nobody could trade.
    """

    day: date
    futures: tuple[FuturePrice, ...]
    near: ConstantMaturity
    far: ConstantMaturity
    indices: Mapping[str, IndexLevel]
    left_out: tuple[Problem, ...] = ()

    @property
    def slope_percent(self) -> float | None:
        """60-day over 30-day price - 1, in %; None where one of them is not known."""
        if self.near.price is None or self.far.price is None:
            return None
        return 100.0 * (self.far.price / self.near.price - 1.0)


def term_structure_now(market: Market, products: Mapping[str, Product]) -> TermStructure | Problem:
    """What the newest prices say; a date on which no VX future has a price takes its VXM."""
    marks: dict[date, tuple[Contract, Mark]] = {}
    roots = [root for root in FUTURE_ROOTS if root in products]
    futures = [contract for contract in market.newest if contract.root in roots and not contract.is_option]
    for contract in sorted(futures, key=lambda future: (roots.index(future.root), future.expiry)):
        mark = market.mark(contract)
        if isinstance(mark, Mark):
            marks.setdefault(contract.expiry, (contract, mark))
    if not marks:
        return NO_FUTURE
    day = max(_trade_day(mark.moment) for _, mark in marks.values())
    old = [(contract, mark) for contract, mark in marks.values() if _trade_day(mark.moment) < day]
    points = [
        FuturePrice(
            contract,
            (expiry - day).days,
            float(mark.price),
            is_vx_monthly(expiry),
            mark.source,
            mark.moment,
        )
        for expiry, (contract, mark) in marks.items()
        if _trade_day(mark.moment) == day and expiry > day
    ]
    levels = {
        name: IndexLevel(float(level.value), level.moment.astimezone(NEW_YORK).date(), level.moment)
        for name in INDICES
        if (level := market.levels.get(name)) is not None
    }
    told = (
        Problem(spoken(contract), f"left out: its price is of {written_date(_trade_day(mark.moment))}")
        for contract, mark in old
    )
    return _curve(day, points, levels, tuple(told))


def term_structure_on(past: Past, day: date) -> TermStructure | Problem:
    """The settles of the newest day up to `day` that has some."""
    last = [series.until(day).last_day for series in past.futures.values()]
    known = [each for each in last if each is not None]
    if not known:
        return NO_FUTURE
    newest = max(known)
    points = [
        FuturePrice(
            Contract("VX", expiry),
            (expiry - newest).days,
            float(series.until(newest).values[-1]),
            is_vx_monthly(expiry),
            "settle",
        )
        for expiry, series in past.futures.items()
        if expiry > newest and series.until(newest).last_day == newest
    ]
    levels = {
        name: IndexLevel(float(closes.values[-1]), newest)
        for name in INDICES
        if (closes := past.closes_of(name).until(newest)).last_day == newest
    }
    return _curve(newest, points, levels, ())


def _curve(
    day: date, points: Iterable[FuturePrice], levels: Mapping[str, IndexLevel], left_out: tuple[Problem, ...]
) -> TermStructure:
    futures = tuple(sorted(points, key=lambda point: point.days_left))
    settles = settles_that_count({point.contract.expiry: daily([day], [point.price]) for point in futures})
    near, far = (
        ConstantMaturity(left, None, why_unknown(settles, left))
        if not len(found := constant_maturity(settles, left))
        else ConstantMaturity(left, float(np.asarray(found.values)[-1]))
        for left in (NEAR_DAYS, FAR_DAYS)
    )
    return TermStructure(day, futures, near, far, MappingProxyType(dict(levels)), left_out)


def _trade_day(moment: datetime) -> date:
    """The trading day a price of the futures belongs to: what is traded on a Sunday evening is Monday's."""
    day = moment.astimezone(NEW_YORK).date()
    return day if not is_covered(day) or is_business_day(day) else next_business_day(day)
