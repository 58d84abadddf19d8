"""A book over SPX and VIX at one date: the two axes of a map, each level of VIX fixed whatever SPX does."""

from collections.abc import Iterator

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.vix import vix_fixed
from alvh_desktop.pricing.scenario.answers import Answer, State, spx_answer, state_of, vix_answer
from alvh_desktop.pricing.scenario.chebyshev import LEVELS, coefficient_matrix, nodes, polynomial_matrix
from alvh_desktop.pricing.scenario.columns import Columns
from alvh_desktop.pricing.scenario.direct import flat_values
from alvh_desktop.pricing.scenario.kernel import blocks_of, prices
from alvh_desktop.pricing.scenario.resolution import nodes_needed, shared_levels
from alvh_desktop.pricing.scenario.terms import Rows, Terms
from alvh_desktop.pricing.scenario.world import Dates, World

_DENSEST = 0.8  # nodes a point, over which the points themselves are cheaper
_FEWEST_ALONG_VIX = 14
_NODES_PER_FOLD = 7.0  # along VIX, for each e-fold of volatility in half the range


def surface_of(world: World, dates: Dates, columns: Columns, sizes: Floats, spots: Floats, vixes: Floats) -> Floats:
    """$ value of `sizes` (parts, legs) contracts at the first of `dates`, shape (parts, spots, vixes).

    `spots` SPX points and `vixes` spot VIX points, both ascending and above 0. Raises ValueError when the world
    knows no VIX.
    """
    if world.vix is None:
        raise ValueError("a map over VIX needs the level of today")
    terms = Terms(world, Dates(dates.now, dates.moments[:1]), columns)
    x = np.log(spots / world.spot)
    y = np.asarray(vix_fixed(vixes, world.vix))
    total = np.zeros((len(sizes), spots.size, vixes.size))
    total += _flat(terms, sizes, spots, y)
    total += _on_vix(terms, sizes, y)[:, None, :]
    along_y = _count_along_vix(terms, y)
    for rows, count in _levels(terms, x, float(y[0]), along_y or y.size):
        total += _on_spx(terms, rows, sizes, (x, count), (y, along_y))
    return total


def _flat(terms: Terms, sizes: Floats, spots: Floats, y: Floats) -> Floats:
    """Settled options on SPX change with SPX alone, futures and settled options on VIX with VIX alone."""
    found = np.zeros((len(sizes), spots.size, y.size))
    is_of_spx = terms.columns.is_of_spx
    for is_spx, axis in ((True, np.resize(y, (1, spots.size))), (False, y[None, :])):
        # flat_values takes one y for each SPX level: the axis that does not matter is filled up
        levels = spots if is_spx else np.full(y.size, terms.world.spot)
        leg, _, values = flat_values(terms, levels, axis)
        chosen = is_of_spx[leg] == is_spx
        summed = sizes[:, leg[chosen]] @ values[chosen]
        found += summed[:, :, None] if is_spx else summed[:, None, :]
    return found


def _on_vix(terms: Terms, sizes: Floats, y: Floats) -> Floats:
    rows = terms.vix
    if not rows.count:
        return np.zeros((len(sizes), y.size))
    return np.asarray(sizes[:, rows.leg] @ prices(rows, state_of(rows, vix_answer(terms, y[None, :]))))


def _levels(terms: Terms, x: Floats, lowest_y: float, across: int) -> Iterator[tuple[Rows, int]]:
    """Rows by how many nodes along SPX they need, as where VIX is lowest; 0 for the points themselves."""
    rows = terms.spx
    if not rows.count:
        return
    even = np.linspace(x[0], x[-1], 3)
    needed = nodes_needed(rows, spx_answer(terms, even, np.full((1, even.size), lowest_y)), even)
    counts = shared_levels(needed, [level for level in LEVELS if level <= _DENSEST * x.size], x.size, across)
    for count in np.flatnonzero(np.bincount(counts)).tolist():
        yield rows.taken(np.flatnonzero(counts == count)), count


Axis = tuple[Floats, int]
"""Points, and the nodes that stand for them; 0 for themselves."""


def _on_spx(terms: Terms, rows: Rows, sizes: Floats, along_spx: Axis, along_vix: Axis) -> Floats:
    """Priced at nodes along both axes, summed, and brought to the points by two small products."""
    x_nodes, to_x = _axis(*along_spx)
    y_nodes, to_y = _axis(*along_vix)
    along_x = Answer(x_nodes[None, :], np.exp(x_nodes)[None, :], np.ones((terms.is_alive.size, x_nodes.size)))
    growth = np.exp(terms.vol_slopes[:, 0, None] * y_nodes)
    summed = np.zeros((len(sizes), x_nodes.size * y_nodes.size))
    for part in blocks_of(rows.count, summed.shape[1]):
        some = rows.taken(part)
        summed += sizes[:, some.leg] @ prices(some, _crossed(state_of(some, along_x), growth.take(some.cell, axis=0)))
    return np.asarray(to_x.T @ summed.reshape(len(sizes), x_nodes.size, y_nodes.size) @ to_y)


def _crossed(along_x: State, vol_growth: Floats) -> State:
    """At every pair of places: SPX moves moneyness and the smile with it, VIX the volatility by `vol_growth`."""
    vol = along_x.vol[:, :, None] * vol_growth[:, None, :]
    across = vol_growth.shape[1]
    moneyness, log_moneyness = (
        np.repeat(values, across, axis=1) for values in (along_x.moneyness, along_x.log_moneyness)
    )
    return State(log_moneyness, moneyness, vol.reshape(len(vol), -1))


def _count_along_vix(terms: Terms, y: Floats) -> int:
    folds = 0.5 * (y[-1] - y[0]) * float(terms.vol_slopes.max())
    needed = _FEWEST_ALONG_VIX + _NODES_PER_FOLD * folds
    return next((level for level in LEVELS if needed <= level < y.size), 0)


def _axis(points: Floats, count: int) -> tuple[Floats, Floats]:
    """Where to price along an axis, and the matrix (nodes, points) that brings values there to the points."""
    if not count:
        return points, np.eye(points.size)
    centre, half = 0.5 * (points[0] + points[-1]), 0.5 * (points[-1] - points[0])
    matrix = coefficient_matrix(count) @ polynomial_matrix((points - centre) / half, count)
    return centre + half * nodes(count), matrix
