"""One chart in pyqtgraph. Imported when it is first shown, because numpy and pyqtgraph come with it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.market_dock.chart import Chart, Drawn, Rule
from alvh_desktop.widgets.theme import Tokens

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -20, Qt.Key.Key_PageUp: 20}
_SIDES = ("left", "bottom")
_LEAST_WIDTH, _LEAST_HEIGHT = 160, 96
_TICK_WIDTH, _TICK_HEIGHT = 64, 26
"""Pixels that a tick with its label takes, along the axis below and beside."""
_AXIS_WIDTH = 52
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
_REACH = 8
"""Pixels beside a place within which a click is meant for it."""


class PlotPane(QWidget):
    """Draws a Chart; `pointed` carries the place of the x axis that the crosshair was put on by a person.

    `clicked` carries where on the x axis the mouse was pressed, and how far beside it a person may have meant;
    `confirmed` the stop on which Enter was pressed. The axes stand where the chart says: nothing is ranged here.
    """

    pointed = Signal(float)
    clicked = Signal(float, float)
    confirmed = Signal(float)

    def __init__(self, worn: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._chart: Chart | None = None
        self._items: list[pg.GraphicsObject] = []
        self._labels: list[tuple[Rule, pg.TextItem]] = []
        self.at: float | None = None
        """Where a person put the crosshair; None until then."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._plot = pg.PlotWidget()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAccessibleName(f"{name}, drawn")
        self._item = self._plot.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(False, False)
        self._item.disableAutoRange()
        self._item.showGrid(x=True, y=True, alpha=1.0)
        self._item.getAxis("left").setWidth(_AXIS_WIDTH)
        self._cross = pg.InfiniteLine(angle=90)
        self._cross.setZValue(10)
        self._item.addItem(self._cross, ignoreBounds=True)
        self._item.vb.sigResized.connect(lambda _: self._fit())
        self._plot.scene().sigMouseMoved.connect(self._follow_mouse)
        self._plot.scene().sigMouseClicked.connect(self._take_click)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._plot)
        self.wear(worn)

    def draw(self, chart: Chart) -> None:
        if self._chart is not None and self._chart.name != chart.name:
            self.at = None
        self._chart = chart
        self.setAccessibleDescription(chart.summary)
        self._item.setRange(xRange=chart.x_range, yRange=chart.y_range, padding=0, disableAutoRange=True)
        for item in (*self._items, *(label for _, label in self._labels)):
            self._item.removeItem(item)
        self._items = [*map(self._rule, chart.rules), *map(self._drawn, chart.drawn)]
        for item in self._items:
            self._item.addItem(item, ignoreBounds=True)
        self._labels = [(rule, self._label(rule)) for rule in chart.rules if rule.label]
        self._cross.setVisible(len(chart.stops) > 0)
        self.show_at(self._shown_at())
        self._fit()

    @property
    def place(self) -> int:
        """The stop that the crosshair stands on."""
        if self._chart is None or not len(self._chart.stops):
            return 0
        return self._chart.first_place if self.at is None else self._chart.place_of(self.at)

    def show_at(self, at: float) -> None:
        """Put the crosshair there; nobody is told."""
        self._cross.setPos(at)

    def copy_in(self, worn: Tokens) -> PlotPane:
        """The same chart in these colours, in a widget of its own: a picture has no crosshair."""
        copy = PlotPane(worn, self.accessibleName())
        if self._chart is not None:
            copy.draw(self._chart)
        copy._cross.hide()
        return copy

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._plot.setBackground(QColor(worn.surface))
        self._cross.setPen(_pen(worn.dim, style=Qt.PenStyle.DotLine))
        for side in _SIDES:
            axis = self._item.getAxis(side)
            axis.setPen(_pen(worn.border))
            axis.setTextPen(QColor(worn.dim))
            axis.setTickPen(_pen(worn.grid))
            axis.setZValue(-1000)
            axis.setStyle(maxTickLevel=0, tickAlpha=255, tickLength=0, tickFont=_small(self.font()))
        if self._chart is not None:
            self.draw(self._chart)

    def sizeHint(self) -> QSize:
        """It takes what room there is, and asks for little."""
        return QSize(_LEAST_WIDTH, _LEAST_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the crosshair, Page Down and Page Up in large steps, Home and End to the ends; Enter
        confirms where it stands."""
        chart, step = self._chart, _STEPS.get(event.key())
        if chart is None or not len(chart.stops):
            super().keyPressEvent(event)
        elif step is not None:
            self._point(chart.step(self.place, step))
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._point(0 if event.key() == Qt.Key.Key_Home else len(chart.stops) - 1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit(float(chart.stops[self.place]))
        else:
            super().keyPressEvent(event)

    def _shown_at(self) -> float:
        chart = self._chart
        if chart is None or not len(chart.stops):
            return 0.0
        if self.at is None and chart.start is not None:
            return chart.start
        return float(chart.stops[self.place])

    def _follow_mouse(self, place: QPointF) -> None:
        if self._chart is not None and len(self._chart.stops) and self._plot.sceneBoundingRect().contains(place):
            self._point(self._chart.place_of(float(self._item.vb.mapSceneToView(place).x())))

    def _take_click(self, event: MouseClickEvent) -> None:
        box = self._item.vb
        inside = box.sceneBoundingRect().contains(event.scenePos())
        if self._chart is not None and inside and event.button() == Qt.MouseButton.LeftButton:
            reach = _REACH * float(box.viewPixelSize()[0])
            self.clicked.emit(float(box.mapSceneToView(event.scenePos()).x()), reach)

    def _point(self, place: int) -> None:
        assert self._chart is not None
        self.at = float(self._chart.stops[place])
        self.show_at(self.at)
        self.pointed.emit(self.at)

    def _ink(self, name: str) -> str:
        colour: str = getattr(self._worn, name)
        return colour

    def _drawn(self, drawn: Drawn) -> pg.GraphicsObject:
        colour = self._ink(drawn.ink)
        if drawn.shape in _SIGNS:
            sign, size = _SIGNS[drawn.shape]
            ground = QColor(colour if drawn.shape == "dots" else self._worn.surface)
            return pg.ScatterPlotItem(drawn.x, drawn.y, size=size, pen=_pen(colour), brush=ground, symbol=sign)
        if drawn.shape == "shade":
            return self._shade(drawn, QColor(colour))
        if drawn.shape == "stems":
            base = np.zeros(len(drawn.x)) if drawn.base is None else drawn.base
            both = np.column_stack([base, drawn.y]).ravel()
            known = np.repeat(np.isfinite(drawn.y), 2)
            item = pg.PlotCurveItem(np.repeat(drawn.x, 2)[known], both[known], connect="pairs", pen=_pen(colour))
        else:
            style = Qt.PenStyle.DashLine if drawn.shape == "dashes" else Qt.PenStyle.SolidLine
            pen = _pen(colour, 2.0 if drawn.shape == "thick" else 1.0, style)
            item = pg.PlotCurveItem(drawn.x, drawn.y, connect="finite", pen=pen, antialias=True)
        return item

    def _shade(self, drawn: Drawn, colour: QColor) -> pg.GraphicsObject:
        """Behind everything else."""
        assert self._chart is not None
        low, high = self._chart.y_range
        colour.setAlpha(_SHADE)
        ground = pg.BarGraphItem(x0=drawn.x, x1=drawn.y, y0=low, y1=high, pen=pg.mkPen(None), brush=colour)
        ground.setZValue(-10)
        return ground

    def _rule(self, rule: Rule) -> pg.GraphicsObject:
        style = Qt.PenStyle.DashLine if rule.is_dashed else Qt.PenStyle.SolidLine
        return pg.InfiniteLine(
            rule.at, angle=90 if rule.is_upright else 0, pen=_pen(self._ink(rule.ink), style=style)
        )

    def _label(self, rule: Rule) -> pg.TextItem:
        """Along an upright rule: upward from its foot, or up to its head."""
        anchor = (float(rule.is_label_high), 0.0 if rule.is_label_right else 1.0)
        label = pg.TextItem(rule.label, color=QColor(self._ink(rule.ink)), anchor=anchor, angle=90)
        label.setFont(_small(self.font()))
        label.textItem.document().setDocumentMargin(1)
        label.setPos(rule.at, self._chart.y_range[rule.is_label_high] if self._chart is not None else 0.0)
        self._item.addItem(label, ignoreBounds=True)
        return label

    def _fit(self) -> None:
        """As many ticks as the axes have room for."""
        box, chart = self._item.vb, self._chart
        if chart is None or box.width() <= 0 or box.height() <= 0:
            return
        columns, rows = int(box.width() // _TICK_WIDTH), int(box.height() // _TICK_HEIGHT)
        for side, axis, ends, most in (
            ("bottom", chart.x_axis, chart.x_range, max(columns, 2)),
            ("left", chart.y_axis, chart.y_range, max(rows, 3)),
        ):
            self._item.getAxis(side).setTicks([[(tick.at, tick.label) for tick in axis.ticks(*ends, most)]])


def _pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen: QPen = pg.mkPen(QColor(colour), width=width, style=style)
    return pen


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.9)
    return smaller
