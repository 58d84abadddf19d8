"""What lies behind and beside the payoff curves: expected moves, density, ghosts, and the place of the scenario."""

from collections.abc import Iterator

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from alvh_desktop.viewmodels.payoff import PayoffView
from alvh_desktop.viewmodels.payoff.extras import Extras
from alvh_desktop.widgets.payoff.plot import pen
from alvh_desktop.widgets.theme import Tokens

_DENSITY_HEIGHT = 0.22
"""Of the chart's height, at the most probable level."""
_DENSITY_OPACITY = 44


class Overlays:
    """`items` go into the plot; what is not wanted is not visible."""

    def __init__(self) -> None:
        self._density, self._moves = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._ghosts = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._scenario = pg.InfiniteLine(angle=90)
        self._shown: tuple[Extras, tuple[float, float]] | None = None
        for ghost in self._ghosts:
            ghost.opts["antialias"] = True

    @property
    def items(self) -> Iterator[pg.GraphicsObject]:
        yield from (self._density, self._moves, self._scenario, *self._ghosts)

    def draw(self, view: PayoffView) -> None:
        asked = view.extras, view.y_range
        if self._shown is not None and self._shown[0] is asked[0] and self._shown[1] == asked[1]:
            return
        self._shown = asked
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
        self._moves.setPen(pen(worn.accent, style=Qt.PenStyle.DotLine))
        self._scenario.setPen(pen(worn.later, 2.0))
        for ghost, colour in zip(self._ghosts, (worn.dim, worn.condors), strict=True):
            ghost.setPen(pen(colour, 1.5, Qt.PenStyle.DotLine))

    def _draw_density(self, view: PayoffView) -> None:
        density = view.extras.density
        self._density.setVisible(density is not None)
        if density is not None:
            low, high = view.y_range
            self._density.setFillLevel(low)
            self._density.setData(view.spots, low + density * (_DENSITY_HEIGHT * (high - low)))
