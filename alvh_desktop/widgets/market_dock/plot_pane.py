"""One chart in pyqtgraph. Imported when it is first shown, because numpy and pyqtgraph come with it."""

from __future__ import annotations

from collections.abc import Hashable

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from alvh_desktop.viewmodels.market_dock.chart import Chart, Rule
from alvh_desktop.widgets.market_dock.drawn_items import drawn_item, fill, ink, look_of, pen, rule_item
from alvh_desktop.widgets.theme import Tokens

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -20, Qt.Key.Key_PageUp: 20}
_SIDES = ("left", "bottom")
_LEAST_WIDTH, _LEAST_HEIGHT = 160, 96
_TICK_WIDTH, _TICK_HEIGHT = 64, 26
"""Pixels that a tick with its label takes, along the axis below and beside."""
_AXIS_WIDTH = 52
_REACH = 8
"""Pixels beside a place within which a click is meant for it."""


class PlotPane(QWidget):
    """Draws a Chart; `pointed` carries the place of the x axis that the crosshair was put on by a person.

    `clicked` carries where on the x axis the mouse was pressed, and how far beside it a person may have meant;
    `touched` the same of both axes: x, y, and how far beside each. `confirmed` carries the stop on which Enter was
    pressed. The axes stand where the chart says: nothing is ranged here.
    """

    pointed = Signal(float)
    clicked = Signal(float, float)
    touched = Signal(float, float, float, float)
    confirmed = Signal(float)

    def __init__(self, worn: Tokens, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._worn = worn
        self._chart: Chart | None = None
        self._look: Hashable = None
        """How the items look that there are; None where they are to be made anew."""
        self._rules: list[pg.InfiniteLine] = []
        self._items: list[pg.GraphicsObject] = []
        self._labels: list[pg.TextItem] = []
        self._ticks: dict[str, list[tuple[float, str]]] = {}
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
        look = look_of(chart)
        if look != self._look:
            self._make_items(chart)
            self._look = look
        for line, rule in zip(self._rules, chart.rules, strict=True):
            line.setValue(rule.at)
        for item, drawn in zip(self._items, chart.drawn, strict=True):
            fill(item, drawn, chart.y_range)
        self._say_labels(chart)
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
        self._look = None
        self._plot.setBackground(QColor(worn.surface))
        self._cross.setPen(pen(worn.dim, style=Qt.PenStyle.DotLine))
        for side in _SIDES:
            axis = self._item.getAxis(side)
            axis.setPen(pen(worn.border))
            axis.setTextPen(QColor(worn.dim))
            axis.setTickPen(pen(worn.grid))
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
            wide, high = (_REACH * float(pixel) for pixel in box.viewPixelSize())
            place = box.mapSceneToView(event.scenePos())
            self.clicked.emit(float(place.x()), wide)
            self.touched.emit(float(place.x()), float(place.y()), wide, high)

    def _point(self, place: int) -> None:
        assert self._chart is not None
        self.at = float(self._chart.stops[place])
        self.show_at(self.at)
        self.pointed.emit(self.at)

    def _make_items(self, chart: Chart) -> None:
        """It costs several times what filling them does, and a chart is redrawn while a hand moves."""
        for item in (*self._rules, *self._items, *self._labels):
            self._item.removeItem(item)
        self._rules = [rule_item(rule, self._worn) for rule in chart.rules]
        self._items = [drawn_item(each, self._worn) for each in chart.drawn]
        self._labels = [self._made_label(rule) for rule in chart.rules if rule.label]
        for item in (*self._rules, *self._items, *self._labels):
            self._item.addItem(item, ignoreBounds=True)

    def _made_label(self, rule: Rule) -> pg.TextItem:
        """Along an upright rule: upward from its foot, or up to its head."""
        anchor = (float(rule.is_label_high), 0.0 if rule.is_label_right else 1.0)
        label = pg.TextItem(color=QColor(ink(rule.ink, self._worn)), anchor=anchor, angle=90)
        label.setFont(_small(self.font()))
        label.textItem.document().setDocumentMargin(1)
        return label

    def _say_labels(self, chart: Chart) -> None:
        for label, rule in zip(self._labels, (rule for rule in chart.rules if rule.label), strict=True):
            if label.toPlainText() != rule.label:
                label.setPlainText(rule.label)
            label.setPos(rule.at, chart.y_range[rule.is_label_high])

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
            ticks = [(tick.at, tick.label) for tick in axis.ticks(*ends, most)]
            if ticks != self._ticks.get(side):  # an axis told its ticks anew is laid out anew
                self._ticks[side] = ticks
                self._item.getAxis(side).setTicks([ticks])


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.9)
    return smaller
