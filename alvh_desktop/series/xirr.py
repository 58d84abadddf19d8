"""XIRR of dated flows: the rate a year, ACT/365, at which all that was paid and received balances.

Beside it stand the money multiple and $ a year, which say something where no rate does.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from alvh_desktop.series.brent import brent
from alvh_desktop.series.past import Floats

LOWEST_RATE, HIGHEST_RATE = -0.9999, 1e6
"""A year, as fractions: between them a rate is looked for."""
FEWEST_DAYS = 30
"""Of less a rate a year says nothing."""
DAYS_A_YEAR = 365
_LOW, _HIGH = math.log1p(LOWEST_RATE), math.log1p(HIGHEST_RATE)
_NARROWEST = 1e-7  # of a span of ln(1 + rate): two roots nearer than this count as one
_FLAT = 1e-6  # of all flows: a balance that turns no steeper than this neither earns nor pays


@dataclass(frozen=True, slots=True)
class Flow:
    """Money of a New York day in $: received +, paid -."""

    on: date
    usd: float


@dataclass(frozen=True, slots=True)
class Return:
    """What flows came to over `days` from the first payment to the last flow.

    `gain` in $; `multiple` is money received over money paid, flows of one day netted, None where none was paid;
    `usd_a_year` the gain of a year at this pace. `rate` is a fraction a year, -1 a total loss. Where it is None
    `why` says so; `doubt` says what is to be known of one that there is.
    """

    days: int
    gain: float
    multiple: float | None
    usd_a_year: float | None = None
    rate: float | None = None
    why: str | None = None
    doubt: str | None = None


def xirr(flows: Iterable[Flow]) -> Return:
    """The return of these flows; the last one is what is held worth at the end, 0 where nothing is left.

    Only payments and an end at 0 are a total loss. Of several rates the one nearest to 0 is given, with a doubt.
    """
    flows = sorted(flows, key=lambda flow: flow.on)
    by_day: dict[date, float] = {}
    for flow in flows:
        by_day[flow.on] = by_day.get(flow.on, 0.0) + flow.usd
    moved = [day for day, usd in by_day.items() if usd]
    if not moved:
        return Return(0, 0.0, None, why="no money has moved")
    days = np.array([(day - moved[0]).days for day in by_day if day >= moved[0]], dtype=np.float64)
    usd = np.array([by_day[day] for day in by_day if day >= moved[0]])
    return _return_of(days, usd, is_worthless=flows[-1].usd == 0)


def _return_of(days: Floats, usd: Floats, is_worthless: bool) -> Return:
    span, gain = int(days[-1]), float(usd.sum())
    paid, received = -float(usd[usd < 0].sum()), float(usd[usd > 0].sum())
    multiple = received / paid if paid else None
    if span < FEWEST_DAYS:
        few = f"{span} days are too few for a rate a year: it takes {FEWEST_DAYS}"
        return Return(span, gain, multiple, why=few)
    a_year = gain * DAYS_A_YEAR / span
    if not paid:
        return Return(span, gain, None, a_year, why="nothing was paid that could earn a rate")
    if not received and is_worthless:
        return Return(span, gain, multiple, a_year, rate=-1.0)
    if not received:
        return Return(span, gain, multiple, a_year, why="money was only paid: more is lost than was put in")
    rate, why, doubt = _rate_of(days / DAYS_A_YEAR, usd)
    return Return(span, gain, multiple, a_year, rate, why, doubt)


def _rate_of(years: Floats, usd: Floats) -> tuple[float | None, str | None, str | None]:
    """The rate, why there is none, and what is to be known of it; of flows with both signs."""
    roots = growth_rates(years, usd)
    if not roots:
        return _beyond(years, usd)
    rates = [math.expm1(root) for root in roots]
    place = min(range(len(rates)), key=lambda each: abs(rates[each]))
    if len(rates) > 1:
        others = " and ".join(f"{100 * rate:,.1f} %" for each, rate in enumerate(rates) if each != place)
        return rates[place], None, f"several rates fit these flows: the one nearest to 0 is shown, {others} fits too"
    weights = years * np.exp(-roots[place] * years)
    if float(weights @ usd) < -_FLAT * float(weights @ np.abs(usd)):
        return rates[place], None, "money came in before it was paid: this is a rate paid, not earned"
    return rates[place], None, None


def _beyond(years: Floats, usd: Floats) -> tuple[float | None, str | None, str | None]:
    """No rate stands within the bounds: does one stand outside?"""
    lowest, highest = (float(np.exp(-place * years) @ usd) for place in (_LOW, _HIGH))
    moved = usd[usd != 0]
    if lowest * float(moved[-1]) < 0:  # at ever lower rates the last flow outweighs all others
        return LOWEST_RATE, None, f"the loss is worse than {100 * LOWEST_RATE:.2f} % a year"
    if highest * float(moved[0]) < 0:
        return None, f"the rate is above {100 * HIGHEST_RATE:,.0f} % a year", None
    return None, "no rate makes what was paid and received balance", None


def growth_rates(years: Floats, usd: Floats) -> tuple[float, ...]:
    """Every x = ln(1 + rate) within the bounds at which sum(usd * exp(-x * years)) is 0, ascending.

    `usd` and `years` (n,) with `years` from 0 on. Money received and money paid are each a falling function of x, so
    both bound their difference on a span of x: a span that cannot hold a zero is dropped, one on which the
    difference only rises or falls is settled by its ends, the others are halved. No root can be missed.
    """

    def balance(x: float) -> float:
        return float(np.exp(-x * years) @ usd)

    spans = np.array([[_LOW, _HIGH]])
    found: list[float] = []
    while len(spans):
        one_way, both_ways = _sorted_out(spans, years, usd)
        found += [brent(balance, float(low), float(high)) for low, high in one_way]
        touched = both_ways[:, 1] - both_ways[:, 0] < _NARROWEST
        found += both_ways[touched].mean(axis=1).tolist()
        spans = both_ways[~touched]
        middles = spans.mean(axis=1)
        spans = np.vstack([np.column_stack([spans[:, 0], middles]), np.column_stack([middles, spans[:, 1]])])
    return _each_once(sorted(found))


def _sorted_out(spans: Floats, years: Floats, usd: Floats) -> tuple[Floats, Floats]:
    """The spans (m, 2) that hold one root for certain, and those that may hold any number."""
    at_low, at_high = (np.exp(-np.outer(ends, years)) for ends in spans.T)
    received, paid = np.maximum(usd, 0.0), np.maximum(-usd, 0.0)
    may_be_zero = (at_low @ received >= at_high @ paid) & (at_high @ received <= at_low @ paid)
    falls = at_high @ (years * received) > at_low @ (years * paid)
    rises = at_low @ (years * received) < at_high @ (years * paid)
    low_sign, high_sign = np.sign(at_low @ usd), np.sign(at_high @ usd)
    is_one_way = falls | rises
    return spans[is_one_way & (low_sign * high_sign <= 0)], spans[may_be_zero & ~is_one_way]


def _each_once(roots: list[float]) -> tuple[float, ...]:
    """A root on the border of two spans is found in both."""
    return tuple(root for place, root in enumerate(roots) if not place or root - roots[place - 1] > 2 * _NARROWEST)
