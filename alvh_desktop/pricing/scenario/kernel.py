"""Black-76 for many rows at once, at absolute accuracy: what a chart needs, several times faster than black76.

For each row it gives a call's normalised value e^l N(d1) - N(d2), l = ln(F'/K), times the row's weight; puts by
parity. The eight figures share two normals and one exponential.
"""

from collections.abc import Iterator

import numpy as np

from alvh_desktop.pricing.black76 import DAYS_PER_YEAR, VOL_POINT
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.answers import State
from alvh_desktop.pricing.scenario.normal_table import normal_cdf
from alvh_desktop.pricing.scenario.terms import Rows

BLOCK = 12_000
"""Elements priced at a time: their arrays stay in the second cache, and below the 128 kB from which the C library
maps each array anew."""

FIGURES = ("price", "delta", "gamma", "vega", "theta", "vanna", "volga", "charm")
"""What `greek_parts` gives; delta, gamma, vanna and charm still to be divided by spot (gamma by its square)."""

FIRST_ORDER = 5
"""So many of them do without second order."""

PER_Y = len(FIGURES)
"""The place of what an option gains through the answer of its volatility to VIX."""

Part = tuple[int, Floats | None, Floats]
"""The place of a figure, a factor for each row (None: 1), and values of shape (rows, n)."""

_PER_ROOT_2_PI = 1.0 / np.sqrt(2.0 * np.pi)


def blocks_of(rows: int, columns: int) -> Iterator[slice]:
    """Slices of rows such that each block has about BLOCK elements."""
    step = max(BLOCK // max(columns, 1), 1)
    return (slice(start, start + step) for start in range(0, rows, step))


def prices(rows: Rows, state: State) -> Floats:
    """$ value of one contract of each row, shape (rows, n)."""
    d1 = state.log_moneyness / state.vol
    d1 += 0.5 * state.vol
    density = _bell(d1)
    value = normal_cdf(d1, density)
    is_put = (~rows.is_call).astype(np.float64)[:, None]
    value -= is_put
    value *= state.moneyness
    d1 -= state.vol
    density *= state.moneyness
    value -= normal_cdf(d1, density)
    value += is_put
    value *= rows.weight_usd[:, None]
    return value


def greek_parts(
    rows: Rows, state: State, *, has_second_order: bool = True, vol_slope: Floats | None = None
) -> tuple[Part, ...]:
    """The eight FIGURES of one contract of each row in $, as parts to be added; volatility held while each is taken.

    delta and gamma count a relative move of the forward: of ln F by 1. vega, vanna and volga are per volatility
    point, theta and charm per calendar day. Without second order the first five. Factors that belong to a row stand
    apart from the arrays: whoever sums rows puts them into the weights of the sum.

    With the `vol_slope` of each row, the change of its ln(volatility) with y = ln(V'/V), a figure after all others
    tells what it gains through that, $ per unit of y.
    """
    vol, weight = state.vol, rows.weight_usd
    is_put = (~rows.is_call).astype(np.float64)[:, None]
    per_vol = 1.0 / vol
    h = state.log_moneyness * per_vol
    d1 = h + 0.5 * vol
    density = _bell(d1)
    delta = normal_cdf(d1, density)
    delta -= is_put
    delta *= state.moneyness
    # e^l phi(d1) is phi(d2)
    density *= state.moneyness
    d2 = np.subtract(d1, vol, out=d1)
    price = normal_cdf(d2, density)
    price -= is_put
    np.subtract(delta, price, out=price)
    interest, decay = rows.rate / DAYS_PER_YEAR * weight, _decay(rows)
    per_point = VOL_POINT * rows.root_years
    decaying = density * vol
    answered = () if vol_slope is None else ((PER_Y, weight * vol_slope, decaying),)
    first = (
        *answered,
        _part("price", weight, price),
        _part("delta", weight, delta),
        _part("gamma", weight, density * per_vol),
        _part("vega", weight * per_point, density),
        _part("theta", -decay, decaying),
        _part("theta", interest, price),
    )
    if not has_second_order:
        return first
    bend = density * d2
    h *= h
    h *= per_vol
    h -= 0.25 * vol
    h *= density
    return (
        *first,
        _part("vanna", -weight * per_point, bend * per_vol),
        _part("volga", weight * per_point * per_point, h),
        _part("charm", decay, bend),
        _part("charm", interest, delta),
    )


def _part(figure: str, factor: Floats, values: Floats) -> Part:
    return FIGURES.index(figure), factor, values


def decay_parts(rows: Rows, state: State) -> tuple[Part, ...]:
    """Price and theta alone, as greek_parts gives them."""
    parts = greek_parts(rows, state, has_second_order=False)
    return tuple(part for part in parts if FIGURES[part[0]] in ("price", "theta"))


def price_parts(rows: Rows, state: State) -> tuple[Part, ...]:
    """The price alone, $ of one contract of each row."""
    return ((0, None, prices(rows, state)),)


def _decay(rows: Rows) -> Floats:
    """Half the share of its variance that a row loses in a calendar day, times its weight."""
    return 0.5 * rows.running_off / (rows.years_left * DAYS_PER_YEAR) * rows.weight_usd


def _bell(d: Floats) -> Floats:
    density = d * d
    density *= -0.5
    np.exp(density, out=density)
    density *= _PER_ROOT_2_PI
    return density
