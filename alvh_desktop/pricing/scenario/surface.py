"""A book over SPX and VIX at one date: the two axes of a map, each level of VIX fixed whatever SPX does."""

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.response.vix import vix_fixed
from alvh_desktop.pricing.scenario.answers import spx_answer, state_of, vix_answer
from alvh_desktop.pricing.scenario.chebyshev import LEVELS, coefficient_matrix, nodes, polynomial_matrix
from alvh_desktop.pricing.scenario.columns import Columns
from alvh_desktop.pricing.scenario.direct import flat_values
from alvh_desktop.pricing.scenario.kernel import blocks_of, prices
from alvh_desktop.pricing.scenario.resolution import nodes_needed
from alvh_desktop.pricing.scenario.terms import Rows, Terms
from alvh_desktop.pricing.scenario.world import Dates, World

_FEWEST_NODES = 16
_NODES_PER_FOLD = 9.0  # along VIX, for each e-fold of volatility in half the range


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
    for rows, count in _levels(terms, x, float(y[0])):
        total += _on_spx(terms, rows, sizes, x, y, count)
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


def _levels(terms: Terms, x: Floats, lowest_y: float) -> list[tuple[Rows, int]]:
    """Rows by how many nodes along SPX they need; 0 where the points themselves are fewer than twice that.

    They are narrowest where VIX is lowest.
    """
    rows = terms.spx
    if not rows.count:
        return []
    even = np.linspace(x[0], x[-1], 3)
    needed = nodes_needed(rows, spx_answer(terms, even, np.full((1, even.size), lowest_y)), even)
    usable = [level for level in LEVELS if 2 * level <= x.size and level >= _FEWEST_NODES]
    counts = np.array([*usable, 0])[np.searchsorted(np.array(usable, dtype=np.float64), needed)]
    return [(rows.taken(np.flatnonzero(counts == count)), int(count)) for count in np.unique(counts)]


def _on_spx(terms: Terms, rows: Rows, sizes: Floats, x: Floats, y: Floats, count: int) -> Floats:
    """Priced at nodes along both axes, summed, and brought to the points by two small products."""
    along_y = _count_along_vix(terms, y)
    x_nodes, to_x = _axis(x, count)
    y_nodes, to_y = _axis(y, along_y)
    flat_x, flat_y = np.repeat(x_nodes, y_nodes.size), np.tile(y_nodes, x_nodes.size)[None, :]
    answer = spx_answer(terms, flat_x, flat_y)
    summed = np.zeros((len(sizes), flat_x.size))
    for part in blocks_of(rows.count, flat_x.size):
        some = rows.taken(part)
        summed += sizes[:, some.leg] @ prices(some, state_of(some, answer))
    return np.asarray(to_x.T @ summed.reshape(len(sizes), x_nodes.size, y_nodes.size) @ to_y)


def _count_along_vix(terms: Terms, y: Floats) -> int:
    folds = 0.5 * (y[-1] - y[0]) * float(terms.vol_slopes.max())
    needed = _FEWEST_NODES + _NODES_PER_FOLD * folds
    return next((level for level in LEVELS if needed <= level < y.size), 0)


def _axis(points: Floats, count: int) -> tuple[Floats, Floats]:
    """Where to price along an axis, and the matrix (nodes, points) that brings values there to the points."""
    if not count:
        return points, np.eye(points.size)
    centre, half = 0.5 * (points[0] + points[-1]), 0.5 * (points[-1] - points[0])
    matrix = coefficient_matrix(count) @ polynomial_matrix((points - centre) / half, count)
    return centre + half * nodes(count), matrix
