"""Values at any SPX levels, leg by leg, for whoever looks for a curve's zero or lowest point between drawn points."""

import numpy as np

from alvh_desktop.pricing.funds import share_growth
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.futures import future_after
from alvh_desktop.pricing.scenario.answers import spx_answer, state_of, vix_answer
from alvh_desktop.pricing.scenario.columns import Indices
from alvh_desktop.pricing.scenario.kernel import prices
from alvh_desktop.pricing.scenario.terms import Terms


def leg_values(terms: Terms, spots: Floats) -> Floats:
    """$ value of one contract of each leg, shape (legs, dates, points); NaN where a leg has no value.

    A future counts its level times $ per point. `spots` in SPX points, above 0.
    """
    x = np.log(spots / terms.world.spot)
    y = vix_changes(terms, x)
    found = np.full((terms.columns.expiry.size, len(terms.dates.moments), spots.size), np.nan)
    legs, dates, values = flat_values(terms, spots, y)
    found[legs, dates] = values
    if terms.spx.count:
        found[terms.spx.leg, terms.spx.date] = prices(terms.spx, state_of(terms.spx, spx_answer(terms, x, y)))
    if terms.vix.count:
        found[terms.vix.leg, terms.vix.date] = prices(terms.vix, state_of(terms.vix, vix_answer(terms, y)))
    return found


def part_values(terms: Terms, sizes: Floats, spots: Floats) -> Floats:
    """$ value of `sizes` (parts, legs) contracts, shape (parts, dates, points); legs without a value are left out."""
    return np.tensordot(sizes, np.nan_to_num(leg_values(terms, spots)), axes=1)


def vix_changes(terms: Terms, x: Floats) -> Floats:
    """y = ln(V'/V) at x = ln(S'/S), shape (dates, points)."""
    return terms.world.vix_answer(x[None, :], terms.dates.trading_days[:, None])


def flat_values(terms: Terms, spots: Floats, y: Floats) -> tuple[Indices, Indices, Floats]:
    """Leg, date and $ value of one contract of all that needs no option formula: settled legs, futures and funds.

    Values have the shape (rows, points). What settled before the date shown pays on this point's S' or V'.
    """
    columns, world = terms.columns, terms.world
    is_alive = terms.is_alive[columns.expiry]
    is_settled = ~is_alive & (columns.is_of_spx | (world.vix is not None))[:, None]
    is_linear = ~columns.is_option & ~columns.is_fund & columns.is_valued & (world.vix is not None)
    is_future = is_alive & is_linear[:, None]
    parts = []
    for is_spx in (True, False):
        leg, date = np.nonzero(is_settled & (columns.is_of_spx == is_spx)[:, None])
        level = (
            spots[None, :] / terms.expiries.divisor[columns.expiry[leg], None]
            if is_spx
            else _settled_vix(terms, y, date)
        )
        parts.append((leg, date, _paid(terms, leg, level)))
    leg, date = np.nonzero(is_future)
    expiry = columns.expiry[leg]
    timing = terms.days[expiry], terms.dates.elapsed_days[date, None], np.nan if world.vix is None else world.vix
    forward, trading_days = terms.future_now[expiry, date, None], terms.dates.trading_days[date, None]
    level = future_after(world.response, forward, *timing, y[date], trading_days)
    parts.append((leg, date, level * columns.usd_per_point[leg, None]))
    parts.append(_fund_values(terms, y))
    legs, dates, values = zip(*parts, strict=True)
    return np.concatenate(legs), np.concatenate(dates), np.concatenate(values)


def _fund_values(terms: Terms, y: Floats) -> tuple[Indices, Indices, Floats]:
    """Of funds, at every date; of none where the 30-day VX price is not known."""
    columns, world = terms.columns, terms.world
    is_known = world.thirty_day_vx is not None
    chosen = np.flatnonzero(columns.is_fund & columns.is_valued & is_known)
    leg, date = (places.ravel() for places in np.meshgrid(chosen, np.arange(len(y)), indexing="ij"))
    levels = 1.0 if world.thirty_day_vx is None else world.thirty_day_vx, np.nan if world.vix is None else world.vix
    trading_days = terms.dates.trading_days[date, None]
    growth = share_growth(world.response, columns.vix_beta[leg, None], *levels, y[date], trading_days)
    return leg, date, growth * (columns.mark * columns.usd_per_point)[leg, None]


def _settled_vix(terms: Terms, y: Floats, date: Indices) -> Floats:
    return np.asarray((0.0 if terms.world.vix is None else terms.world.vix) * np.exp(y).take(date, axis=0))


def _paid(terms: Terms, leg: Indices, level: Floats) -> Floats:
    """What a contract pays at its index `level` (rows, points): an option its intrinsic value, a future all of it."""
    columns = terms.columns
    side = np.where(columns.is_call[leg], 1.0, -1.0)[:, None]
    paid = level - columns.strike[leg, None]
    paid *= side
    is_future = ~columns.is_option[leg]
    np.maximum(paid, 0.0, out=paid)
    if is_future.any():
        paid[is_future] = level[is_future]
    paid *= columns.usd_per_point[leg, None]
    return paid
