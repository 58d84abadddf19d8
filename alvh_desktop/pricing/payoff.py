"""P/L of the SPX legs over SPX: today and at their nearest settlement."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from alvh_desktop.domain.calendar import years_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.forwards import Forward
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue

POINTS = 401
_MARGIN = 0.04
_HALVINGS = 60


@dataclass(frozen=True)
class Payoff:
    """Curves of shape (n,) over `spots` (SPX points), in $, after fees and with what was realised so far.

    `today_usd` holds each leg's volatility and moves its forward in proportion to spot; at the spot of now it
    runs through the book's P/L. `settlement_usd` is the P/L at `settles_at`: legs that settle then are exact,
    later ones are valued with the time they have left. `problems` names every leg the curves leave out.
    """

    spot: Spot
    settles_at: datetime
    spots: NDArray[np.float64]
    today_usd: NDArray[np.float64]
    settlement_usd: NDArray[np.float64]
    break_evens: tuple[float, ...]
    strikes: tuple[float, ...]
    problems: tuple[Problem, ...]


Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class _PricedLeg:
    size: float
    strike: float
    is_call: bool
    forward: Forward
    vol: float
    settles_at: datetime
    divisor: float


def payoff_of(
    holdings: Sequence[Holding], values: Mapping[int, LegValue], spot: Spot, now: datetime
) -> Payoff | Problem:
    """The curves of SPX, SPXW and XSP legs; closed legs of the same trades count with the cash they left."""
    open_legs = [held for held in holdings if held.position.quantity and held.leg.strike is not None]
    if not open_legs:
        return Problem("payoff", "no SPX position is open")
    legs, problems = _priced(open_legs, values)
    if not legs:
        return Problem("payoff", "no SPX leg can be valued: " + ", ".join(p.where for p in problems))
    left_out = {held.leg.id for held in open_legs} - {values_id for values_id, _ in legs}
    cash = sum(float(held.position.cash_flow) for held in holdings if held.leg.id not in left_out)
    priced = [leg for _, leg in legs]
    settles_at = min(leg.settles_at for leg in priced)

    def today(spots: NDArray[np.float64]) -> NDArray[np.float64]:
        return cash + _worth(priced, spots, spot, now)

    def settlement(spots: NDArray[np.float64]) -> NDArray[np.float64]:
        return cash + _worth(priced, spots, spot, settles_at)

    strikes = tuple(sorted({leg.strike * leg.divisor for leg in priced}))
    spots = _grid(strikes, spot.value)
    at_settlement = settlement(spots)
    return Payoff(
        spot,
        settles_at,
        spots,
        today(spots),
        at_settlement,
        _zeros(settlement, spots, at_settlement),
        strikes,
        problems,
    )


def _priced(
    holdings: Sequence[Holding], values: Mapping[int, LegValue]
) -> tuple[list[tuple[int, _PricedLeg]], tuple[Problem, ...]]:
    legs, problems = [], []
    for held in holdings:
        value = values[held.leg.id]
        if value.forward is None or value.iv is None or held.leg.strike is None:
            problems.append(Problem(spoken(held.leg.contract), "left out of the curves: it has no model value"))
            continue
        size = held.position.quantity * float(held.product.multiplier)
        leg = _PricedLeg(
            size=size,
            strike=float(held.leg.strike),
            is_call=held.leg.right == "C",
            forward=value.forward,
            vol=value.iv,
            settles_at=value.settles_at,
            divisor=float(held.product.index_divisor),
        )
        legs.append((held.leg.id, leg))
    return legs, tuple(problems)


def _worth(
    legs: Sequence[_PricedLeg], spots: NDArray[np.float64], spot: Spot, moment: datetime
) -> NDArray[np.float64]:
    """$ value of the legs over spots at a moment: (legs, spots) priced at once and summed."""
    column = [np.array(values)[:, None] for values in zip(*(_terms(leg, moment) for leg in legs), strict=True)]
    forward, strike, discount, years, vol, is_call, size, divisor, is_settled = column
    moved = np.where(is_settled, spots[None, :] / divisor, forward * spots[None, :] / spot.value)
    prices = black76.price(moved, strike, discount, years, vol, is_call)
    return np.asarray((size * prices).sum(axis=0))


def _terms(leg: _PricedLeg, moment: datetime) -> tuple[float, ...]:
    """What a leg is priced with at a moment; a leg that settles then pays its intrinsic value on the index."""
    years = years_between(moment, leg.settles_at)
    is_settled = years <= 0
    discount = 1.0 if is_settled else leg.forward.discount ** (years / leg.forward.years)
    return (
        leg.forward.value, leg.strike, discount, years, leg.vol, leg.is_call, leg.size, leg.divisor, is_settled
    )  # fmt: skip


def _grid(strikes: Sequence[float], spot: float) -> NDArray[np.float64]:
    """Even points around strikes and spot, with every strike among them so that kinks are drawn where they are."""
    low, high = min(*strikes, spot), max(*strikes, spot)
    room = max((high - low) * 0.25, spot * _MARGIN)
    even = np.linspace(max(low - room, 0.01 * spot), high + room, POINTS)
    return np.union1d(even, np.array([*strikes, spot]))


def _zeros(curve: Curve, spots: NDArray[np.float64], values: NDArray[np.float64]) -> tuple[float, ...]:
    """Where the curve crosses zero, by bisection between the grid points around each change of sign.

    Of a stretch that lies on zero its ends are told, where they are not the ends of the curve.
    """
    at = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) < 0)
    low, high = spots[at].copy(), spots[at + 1].copy()
    rises = values[at + 1] > 0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        is_past = (curve(middle) > 0) == rises
        low, high = np.where(is_past, low, middle), np.where(is_past, middle, high)
    is_zero = np.concatenate(([True], values == 0.0, [True]))
    touches = spots[(values == 0.0) & ~(is_zero[:-2] & is_zero[2:])]
    return tuple(sorted(float(zero) for zero in (*(0.5 * (low + high)), *touches)))
