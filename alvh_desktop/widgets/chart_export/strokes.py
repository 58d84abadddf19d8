"""Charts as strokes and letters: what pyqtgraph keeps as bitmaps, to be quick on a screen, is drawn out instead."""

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QGraphicsView, QWidget


def draw_out(chart: QWidget) -> None:
    """Of a chart's copy. One on the screen would become slow."""
    for view in chart.findChildren(QGraphicsView):
        view.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        view.setBackgroundBrush(Qt.BrushStyle.NoBrush)  # the page has its ground: what lies under it shines through
        view.viewport().setAutoFillBackground(False)
        for item in view.scene().items():
            _draw_out(item)


def widen(chart: QWidget, times: float) -> None:
    """Make the strokes of a chart's copy so many times as wide: the pens of pyqtgraph are dots of the device, however
    many of them stand for a pixel of the screen."""
    for view in chart.findChildren(QGraphicsView):
        for item in view.scene().items():
            _widen(item, times)


def _draw_out(item: Any) -> None:  # pyqtgraph has no types
    if isinstance(item, pg.GraphicsItem):
        item.setExportMode(True, {"antialias": True})
    if isinstance(item, pg.PlotCurveItem) and isinstance(item.opts["fillLevel"], float):
        # a level that is no plain float is filled in one piece: else seams show between the pieces on paper
        item.setFillLevel(np.float32(item.opts["fillLevel"]))


def _widen(item: Any, times: float) -> None:
    match item:
        case pg.AxisItem():
            item.setTickPen(_wider(item.tickPen(), times))
            item.setPen(_wider(item.pen(), times))
        case pg.InfiniteLine():
            item.setPen(_wider(item.pen, times))
        case pg.PlotCurveItem() | pg.ScatterPlotItem() if item.opts["pen"] is not None:
            item.setPen(_wider(pg.mkPen(item.opts["pen"]), times))


def _wider(pen: QPen, times: float) -> QPen:
    wider = QPen(pen)
    wider.setWidthF(pen.widthF() * times)
    return wider
