"""What lies behind and beside the payoff curves: expected moves, density, ghosts, and the place of the scenario."""

from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from alvh_desktop.viewmodels.payoff import CurveName, PayoffView
from alvh_desktop.widgets.payoff.plot import pen
from alvh_desktop.widgets.theme import Tokens

_DENSITY_HEIGHT = 0.22
"""Of the chart's height, at the most probable level."""
_DENSITY_OPACITY = 44
_PARTS: tuple[CurveName, ...] = ("condors_now", "hedge_now", "condors_date", "hedge_date")


class Overlays:
    """`items` go into the plot; what is not wanted is not visible."""

    def __init__(self) -> None:
        self._density, self._moves = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._ghosts = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._scenario = pg.InfiniteLine(angle=90)
        self._parts: dict[CurveName, pg.PlotCurveItem] = {name: pg.PlotCurveItem() for name in _PARTS}
        for curve in (*self._ghosts, *self._parts.values()):
            curve.opts["antialias"] = True

    @property
    def items(self) -> Iterator[pg.GraphicsObject]:
        yield from (self._density, self._moves, self._scenario, *self._ghosts, *self._parts.values())

    def draw(self, view: PayoffView) -> None:
        self._draw_parts(view)
        self._draw_density(view)
        moves = view.extras.moves
        self._moves.setVisible(bool(moves))
        if moves:
            ends = np.tile(np.array(view.y_range), len(moves))
            self._moves.setData(np.repeat([mark.at for mark in moves], 2), ends, connect="pairs")
        for curve, name in zip(self._ghosts, ("as opened", "before the last roll"), strict=True):
            ghost = next((each for each in view.extras.ghosts if each.name == name), None)
            curve.setVisible(ghost is not None)
            if ghost is not None:
                curve.setData(np.array(ghost.levels), np.array(ghost.usd))
        self._scenario.setVisible(view.extras.scenario is not None)
        if view.extras.scenario is not None:
            self._scenario.setPos(view.extras.scenario)

    def wear(self, worn: Tokens) -> None:
        ground = QColor(worn.later)
        ground.setAlpha(_DENSITY_OPACITY)
        self._density.setBrush(ground)
        self._density.setPen(None)
        for name, item in self._parts.items():
            colour = worn.condors if name.startswith("condors") else worn.hedge
            style = Qt.PenStyle.DashLine if name.endswith("now") else Qt.PenStyle.DashDotLine
            item.setPen(pen(colour, style=style))
        self._moves.setPen(pen(worn.accent, style=Qt.PenStyle.DotLine))
        self._scenario.setPen(pen(worn.later, 2.0))
        for ghost, colour in zip(self._ghosts, (worn.dim, worn.condors), strict=True):
            ghost.setPen(pen(colour, 1.5, Qt.PenStyle.DotLine))

    def _draw_parts(self, view: PayoffView) -> None:
        """Condors and hedge at the dates besides the settlement."""
        for name, item in self._parts.items():
            curve = view.parts.get(name)
            is_drawn = view.extras.has_parts and curve is not None and view.extents[name] != "left out"
            item.setVisible(is_drawn)
            if is_drawn:
                item.setData(view.spots, curve)

    def _draw_density(self, view: PayoffView) -> None:
        density = view.extras.density
        self._density.setVisible(density is not None)
        if density is not None:
            low, high = view.y_range
            self._density.setFillLevel(low)
            self._density.setData(view.spots, low + density * (_DENSITY_HEIGHT * (high - low)))
