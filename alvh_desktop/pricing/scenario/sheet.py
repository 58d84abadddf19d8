"""Every leg of a book over SPX and dates, kept so that sizes can change without pricing anything again.

An option of total volatility b is a kink smoothed over a width b in ln S, so a few Chebyshev nodes hold it. Legs
that need about as many nodes share them, are priced there and summed there, and the sum alone is brought to the
points that are drawn. What has no such width (an option minutes before its end, all that has settled) is priced at
the points themselves.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

import numpy as np

from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.scenario.axes import Axes, Panel, Places
from alvh_desktop.pricing.scenario.chebyshev import coefficient_matrix, polynomial_matrix
from alvh_desktop.pricing.scenario.columns import Columns, Indices, columns_of
from alvh_desktop.pricing.scenario.direct import flat_values
from alvh_desktop.pricing.scenario.kernel import FIGURES, FIRST_ORDER, PER_Y, Part, blocks_of
from alvh_desktop.pricing.scenario.legs import ScenarioLeg
from alvh_desktop.pricing.scenario.resolution import nodes_needed, shared_levels
from alvh_desktop.pricing.scenario.terms import Rows, Terms
from alvh_desktop.pricing.scenario.work import (
    FIRST_ORDER_GREEKS,
    GREEKS,
    GREEKS_AND_ANSWER,
    PRICES,
    Pricer,
    Work,
    answer_on_spx,
    answer_on_vix,
)


@dataclass(frozen=True)
class Block:
    """Values of one contract of each row at some places.

    `leg` and `date` say whose they are, shape (rows,). The places are the `level` nodes of a panel, its points where
    `level` is 0, and all points of the axes where `panel` is None.
    """

    leg: Indices
    date: Indices
    panel: int | None
    level: int
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Sheet:
    """Prices over axes of one contract of each of `legs`, each in one place."""

    axes: Axes
    legs: tuple[ScenarioLeg, ...]
    blocks: tuple[Block, ...] = field(repr=False)

    @cached_property
    def places(self) -> Mapping[ScenarioLeg, int]:
        """Where each leg stands among `legs`."""
        return {leg: place for place, leg in enumerate(self.legs)}

    def extended(self, legs: Sequence[ScenarioLeg]) -> "Sheet":
        """With these legs after the ones it has: only they are priced."""
        priced = _blocks(self.axes, columns_of(legs), PRICES)
        moved = tuple(replace(block, leg=block.leg + len(self.legs)) for block in priced)
        return replace(self, legs=(*self.legs, *legs), blocks=(*self.blocks, *moved))

    def sums(self, sizes: Floats) -> Floats:
        """$ of `sizes` (parts, legs) contracts, shape (parts, dates, points); legs without a value are left out."""
        return np.asarray(_summed(self.axes, self.blocks, sizes, 1)[0])

    def unit(self, leg: int) -> Floats:
        """$ of one contract of a leg, shape (dates, points): what a change of its size adds, times the change."""
        alone = (_only(block, leg) for block in self.blocks)
        sizes = np.zeros((1, len(self.legs)))
        sizes[0, leg] = 1.0
        return np.asarray(_summed(self.axes, [block for block in alone if block.leg.size], sizes, 1)[0, 0])


def sheet_of(axes: Axes, columns: Columns) -> Sheet:
    return Sheet(axes, columns.legs, tuple(_blocks(axes, columns, PRICES)))


def greek_sums(axes: Axes, columns: Columns, sizes: Floats, *, has_second_order: bool = True) -> Floats:
    """The eight FIGURES of `sizes` (parts, legs) contracts, shape (8, parts, dates, points); nothing is kept.

    Without second order the first five. Price counts every leg, theta living options on SPX and on VIX. The others
    count living options on SPX alone: per point of SPX, per volatility point of each leg's own, per calendar day.
    """
    return _figures(axes, columns, sizes, GREEKS if has_second_order else FIRST_ORDER_GREEKS)


def greek_and_answer_sums(axes: Axes, columns: Columns, sizes: Floats) -> tuple[Floats, Floats]:
    """The eight FIGURES, and what options on SPX gain through their volatility per unit of y = ln(V'/V), $ of shape
    (parts, dates, points)."""
    found = _figures(axes, columns, sizes, GREEKS_AND_ANSWER)
    return found[: len(FIGURES)], found[PER_Y]


def _figures(axes: Axes, columns: Columns, sizes: Floats, work: Work) -> Floats:
    sums = _summed(axes, _blocks(axes, columns, work), sizes, work.figures)
    for figure in ("delta", "vanna", "charm") if work.figures > FIRST_ORDER else ("delta",):
        sums[FIGURES.index(figure)] /= axes.spots
    sums[FIGURES.index("gamma")] /= axes.spots * axes.spots
    return sums


def _blocks(axes: Axes, columns: Columns, work: Work) -> Iterator[Block]:
    terms = Terms(axes.world, axes.dates, columns)
    leg, date, values = flat_values(terms, axes.spots, axes.points.y)
    yield Block(leg, date, None, 0, ((0, None, values),))
    for index, panel in enumerate(axes.panels):
        if panel.points.start == panel.points.stop:
            continue
        for rows, answer, prepared in (
            (terms.spx, answer_on_spx, work.of_spx), (terms.vix, answer_on_vix, work.of_vix),
        ):  # fmt: skip
            if rows.count:
                needed = nodes_needed(rows, answer(terms, panel.samples), panel.samples.x, work.nodes)
                yield from _option_blocks(rows, needed, (index, panel), partial(prepared, terms))


def _option_blocks(
    rows: Rows, needed: Floats, where: tuple[int, Panel], prepared: Callable[[Places], Pricer]
) -> Iterator[Block]:
    index, panel = where
    levels = shared_levels(needed, panel.levels, panel.points.stop - panel.points.start)
    for level in np.flatnonzero(np.bincount(levels)).tolist():
        places = panel.nodes[level]
        price = prepared(places)
        chosen = rows if levels.min() == levels.max() else rows.taken(np.flatnonzero(levels == level))
        for part in blocks_of(chosen.count, places.x.size):
            some = chosen.taken(part)
            yield Block(some.leg, some.date, index, level, price(some))


def _summed(axes: Axes, blocks: Iterable[Block], sizes: Floats, figures: int) -> Floats:
    """Shape (figures, parts, dates, points): each block's rows are summed, then brought to the points together."""
    parts, dates = sizes.shape[0], len(axes.dates.moments)
    total = np.zeros((figures, parts * dates, axes.spots.size))
    at_nodes: dict[tuple[int, int], Floats] = {}
    for block in blocks:
        if not block.level or block.panel is None:
            held = total[:, :, slice(None) if block.panel is None else axes.panels[block.panel].points]
        else:
            empty = np.zeros((figures, parts * dates, block.level))
            held = at_nodes.setdefault((block.panel, block.level), empty)
        by_date = np.zeros((parts, dates, block.leg.size))
        by_date[:, block.date, np.arange(block.leg.size)] = sizes[:, block.leg]
        weights = by_date.reshape(parts * dates, -1)
        for figure, factor, values in block.parts:
            held[figure] += (weights if factor is None else weights * factor) @ values
    for index, panel in enumerate(axes.panels):
        levels = {level: held for (place, level), held in at_nodes.items() if place == index}
        if levels:
            total[:, :, panel.points] += _drawn(panel, axes.points.x[panel.points], levels)
    return total.reshape(figures, parts, dates, -1)


def _drawn(panel: Panel, x: Floats, levels: dict[int, Floats]) -> Floats:
    """From values at the nodes of several levels to the points: their polynomials are added first."""
    most = max(levels)
    first = levels[most]
    coefficients = np.zeros((*first.shape[:2], most))
    for level, held in levels.items():
        coefficients[:, :, :level] += held @ coefficient_matrix(level)
    return np.asarray(coefficients @ polynomial_matrix(panel.within(x), most))


def _only(block: Block, leg: int) -> Block:
    chosen = np.flatnonzero(block.leg == leg)
    parts = (
        (figure, None if factor is None else factor[chosen], values[chosen]) for figure, factor, values in block.parts
    )
    return replace(block, leg=block.leg[chosen], date=block.date[chosen], parts=tuple(parts))
