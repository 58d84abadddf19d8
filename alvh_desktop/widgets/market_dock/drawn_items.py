"""What a Chart draws as items of pyqtgraph: made once for how they look, and filled with what each frame has."""

from collections.abc import Hashable

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Rule
from alvh_desktop.widgets.theme import Tokens

_DOT, _RING, _SIGN = 5, 6, 9
_SIGNS: dict[str, tuple[str, int]] = {
    "dots": ("o", _DOT),
    "rings": ("o", _RING),
    "squares": ("s", _SIGN),
    "diamonds": ("d", _SIGN + 2),
    "triangles": ("t1", _SIGN + 1),
}
"""pyqtgraph's name of a sign, and its size in pixels."""
_SHADE = 46
"""Of 255: how much of its ink a shade has."""
_BAR = 190
"""The same of a bar: the lines of the grid are seen through it."""


def look_of(chart: Chart) -> Hashable:
    """All of a chart that its items keep: those of a chart that looks alike need only be filled again."""
    rules = (
        (r.ink, r.is_upright, r.is_dashed, bool(r.label), r.is_label_high, r.is_label_right) for r in chart.rules
    )
    return tuple(rules), tuple((each.shape, each.ink) for each in chart.drawn)


def rule_item(rule: Rule, worn: Tokens) -> pg.InfiniteLine:
    style = Qt.PenStyle.DashLine if rule.is_dashed else Qt.PenStyle.SolidLine
    return pg.InfiniteLine(rule.at, angle=90 if rule.is_upright else 0, pen=pen(ink(rule.ink, worn), style=style))


def drawn_item(drawn: Drawn, worn: Tokens) -> pg.GraphicsObject:
    """Empty, in its colours."""
    colour = ink(drawn.ink, worn)
    if drawn.shape in _SIGNS:
        sign, size = _SIGNS[drawn.shape]
        ground = QColor(colour if drawn.shape == "dots" else worn.surface)
        return pg.ScatterPlotItem(size=size, pen=pen(colour), brush=ground, symbol=sign)
    if drawn.shape in ("shade", "bars"):
        brush = QColor(colour)
        brush.setAlpha(_SHADE if drawn.shape == "shade" else _BAR)
        bars = pg.BarGraphItem(x0=[], x1=[], y0=0.0, y1=0.0, pen=pg.mkPen(None), brush=brush)
        bars.setZValue(-10)  # behind everything else
        return bars
    if drawn.shape == "stems":
        return pg.PlotCurveItem(pen=pen(colour))
    style = Qt.PenStyle.DashLine if drawn.shape == "dashes" else Qt.PenStyle.SolidLine
    return pg.PlotCurveItem(pen=pen(colour, 2.0 if drawn.shape == "thick" else 1.0, style), antialias=True)


def fill(item: pg.GraphicsObject, drawn: Drawn, y_range: tuple[float, float]) -> None:
    """The values of a Drawn into the item that was made for one that looks the same."""
    if drawn.shape in _SIGNS:
        item.setData(drawn.x, drawn.y)
    elif drawn.shape == "shade":
        item.setOpts(x0=drawn.x, x1=drawn.y, y0=y_range[0], y1=y_range[1])
    elif drawn.shape == "bars":
        base, half = np.zeros(len(drawn.x)) if drawn.base is None else drawn.base, drawn.width / 2
        item.setOpts(x0=drawn.x - half, x1=drawn.x + half, y0=base, y1=drawn.y)
    elif drawn.shape == "stems":
        base = np.zeros(len(drawn.x)) if drawn.base is None else drawn.base
        both = np.column_stack([base, drawn.y]).ravel()
        known = np.repeat(np.isfinite(drawn.y), 2)
        item.setData(np.repeat(drawn.x, 2)[known], both[known], connect="pairs")
    else:
        item.setData(drawn.x, drawn.y, connect="finite")


def ink(name: str, worn: Tokens) -> str:
    """The colour of that name."""
    colour: str = getattr(worn, name)
    return colour


def pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    made: QPen = pg.mkPen(QColor(colour), width=width, style=style)
    return made
