"""Charts as strokes and letters: what pyqtgraph keeps as bitmaps, to be quick on a screen, is drawn out instead."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QGraphicsView, QWidget


def draw_out(chart: QWidget) -> None:
    """Of a chart's copy. One on the screen would become slow."""
    for view in chart.findChildren(QGraphicsView):
        view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        for item in view.scene().items():
            _draw_out(item)


def _draw_out(item: Any) -> None:  # pyqtgraph has no types
    if isinstance(item, pg.GraphicsItem):
        item.setExportMode(True, {"antialias": True})
    if isinstance(item, pg.PlotCurveItem) and isinstance(item.opts["fillLevel"], float):
        # a level that is no plain float is filled in one piece: else seams show between the pieces on paper
        item.setFillLevel(np.float32(item.opts["fillLevel"]))
