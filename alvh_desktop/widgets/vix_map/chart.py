"""The map in pyqtgraph. Imported when it is first drawn, because numpy, contourpy and pyqtgraph come with it."""

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from alvh_desktop.viewmodels.vix_map.contours import Strokes
from alvh_desktop.viewmodels.vix_map.labels import labels_of
from alvh_desktop.viewmodels.vix_map.view import MapView
from alvh_desktop.widgets.payoff.plot import pen, small
from alvh_desktop.widgets.theme import Tokens
from alvh_desktop.widgets.vix_map.colours import worn_colours
from alvh_desktop.widgets.vix_map.key import ColourKey
from alvh_desktop.widgets.vix_map.overlay import Amounts, Zone

_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_PageDown: (-10, 0),
    Qt.Key.Key_PageUp: (10, 0),
}
"""Levels to the right and up."""
_LARGE = 10
_SIDES = ("left", "bottom", "top")
_LEAST_WIDTH, _LEAST_HEIGHT = 160, 108
_TICK_WIDTH, _TICK_HEIGHT = 64, 24
"""Pixels that a tick with its label takes, along the axis below and beside."""
_AXIS_WIDTH, _TOP_HEIGHT = 34, 22
_CORNERS = (1, 3)
"""Rows of pyqtgraph's layout: of the axis above and of the axis below."""
_WIDE_ENOUGH = 520
"""Pixels under which the key beside gives way to the map."""
_DOT = 11


class MapChart(QWidget):
    """Draws a MapView; `pointed` carries the SPX and VIX points that a person put the crosshair on."""

    pointed = Signal(float, float)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: MapView | None = None
        self._ticked: tuple[object, ...] = ()
        self._at: tuple[float, float] | None = None
        """Where a person put the crosshair; None until then, and it stands on now."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Map of P/L over SPX and VIX")
        self.setMinimumSize(_LEAST_WIDTH, _LEAST_HEIGHT)
        self._plot = pg.PlotWidget()
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAccessibleName("Map of P/L, drawn")
        self._item = self._plot.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(False, False)
        self._item.disableAutoRange()
        # each axis is named in the corner where it begins, which costs the map no room
        self._names = {name: pg.LabelItem(justify="right") for name in ("VIX", "SPX")}
        for corner, title in zip(_CORNERS, self._names.values(), strict=True):
            title.setMaximumHeight(_TOP_HEIGHT)
            self._item.layout.addItem(title, corner, 0)
        self._item.getAxis("left").setWidth(_AXIS_WIDTH)
        self._item.showAxis("top")
        self._item.getAxis("top").setHeight(_TOP_HEIGHT)
        self._ground, self._zone, self._amounts = pg.ImageItem(axisOrder="row-major"), Zone(), Amounts()
        self._losses, self._gains, self._even = (pg.PlotCurveItem() for _ in range(3))
        self._band, self._usual = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._across, self._up = pg.InfiniteLine(angle=0), pg.InfiniteLine(angle=90)
        self._marks = pg.ScatterPlotItem()
        for drawn in (
            *(self._ground, self._zone, self._losses, self._gains, self._even),
            *(self._band, self._usual, self._across, self._up, self._marks),
        ):
            self._item.addItem(drawn, ignoreBounds=True)
        self._plot.scene().addItem(self._amounts)
        self._amounts.setZValue(10)
        self.key = ColourKey(worn, self)
        self._item.vb.sigResized.connect(lambda _: self._fit())
        self._plot.scene().sigMouseMoved.connect(self._follow_mouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._plot, 1)
        row.addWidget(self.key)
        self.wear(worn)

    @property
    def at(self) -> tuple[float, float]:
        """The place of the crosshair, SPX points and ln VIX."""
        assert self._view is not None
        return self._view.nearest(*(self._view.now if self._at is None else self._at))

    def copy_in(self, worn: Tokens) -> "MapChart":
        """The same map in these colours, in a widget of its own: a picture has no crosshair."""
        copy = MapChart(worn)
        if self._view is not None:
            copy.draw(self._view)
        for line in (copy._across, copy._up):
            line.hide()
        return copy

    def draw(self, view: MapView) -> None:
        before, self._view = self._view, view
        ranges = view.grid.x_range, view.grid.y_range
        has_moved = before is None or (before.grid.x_range, before.grid.y_range) != ranges
        if before is None or before.ground is not view.ground:
            self._ground.setImage(view.ground, autoLevels=False, levels=(0, 255))
        if has_moved:
            (left, right), (bottom, top) = ranges
            self._item.setRange(xRange=ranges[0], yRange=ranges[1], padding=0, disableAutoRange=True)
            self._item.vb.updateMatrix()  # else amounts would be placed by the ranges before
            self._ground.setRect(QRectF(left, bottom, right - left, top - bottom))
        for curve, strokes in (
            (self._losses, view.losses),
            (self._gains, view.gains),
            (self._even, view.even),
            (self._usual, view.usual),
            (self._band, view.band),
        ):
            _show(curve, strokes)
        self._zone.show_rings(view.zone)
        self._mark()
        self.key.show_scale(view.scale)
        self.setAccessibleDescription(view.summary)
        self._place_cross()
        self._fit()

    def point_at(self, spot: float, vix: float) -> None:
        """Put the crosshair on SPX and VIX points; nobody is told."""
        self._at = spot, math.log(vix)
        self._place_cross()

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        font = small(self.font())
        self._plot.setBackground(QColor(worn.surface))
        for side in _SIDES:
            axis = self._item.getAxis(side)
            axis.setPen(pen(worn.border))
            axis.setTextPen(QColor(worn.dim))
            axis.setTickPen(pen(worn.grid))
            axis.setStyle(maxTickLevel=0, tickAlpha=255, tickLength=0, tickFont=font)
        for name, title in self._names.items():
            title.setText(name, color=worn.dim, size=f"{font.pointSizeF():.1f}pt")
        self._ground.setLookupTable(worn_colours(worn))
        self._losses.setPen(pen(worn.text, style=Qt.PenStyle.DashLine))
        self._gains.setPen(pen(worn.text))
        self._even.setPen(pen(worn.text, 2.0))
        self._usual.setPen(pen(worn.later, 2.0))
        self._band.setPen(pen(worn.later, style=Qt.PenStyle.DashLine))
        for line in (self._across, self._up):
            line.setPen(pen(worn.dim, style=Qt.PenStyle.DotLine))
        self._zone.wear(worn)
        self._amounts.wear(worn, font)
        self.key.wear(worn)
        if self._view is not None:
            self._mark()
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right go along SPX, Up and Down along VIX, with Shift in large steps; Page Up and Page Down go
        along SPX in large steps, Home to where the market stands."""
        step = _STEPS.get(event.key())
        if self._view is None:
            super().keyPressEvent(event)
        elif step is not None:
            size = _LARGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and max(step) <= 1 else 1
            self._point(self._view.step(*self.at, step[0] * size, step[1] * size))
        elif event.key() == Qt.Key.Key_Home:
            self._point(self._view.now)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.key.setVisible(self.width() >= _WIDE_ENOUGH)

    def _follow_mouse(self, place: QPointF) -> None:
        if self._view is not None and self._item.vb.sceneBoundingRect().contains(place):
            found = self._item.vb.mapSceneToView(place)
            self._point((float(found.x()), float(found.y())))

    def _point(self, place: tuple[float, float]) -> None:
        self._at = place
        self._place_cross()
        x, y = self.at
        self.pointed.emit(x, math.exp(y))

    def _place_cross(self) -> None:
        if self._view is not None:
            x, y = self.at
            self._up.setPos(x)
            self._across.setPos(y)

    def _mark(self) -> None:
        """A ring where the market stands, a diamond where the scenario is read off."""
        view, worn = self._view, self._worn
        assert view is not None
        marks = [(view.now, "o")] if view.scenario is None else [(view.now, "o"), (view.scenario, "d")]
        self._marks.setData(
            [place[0] for place, _ in marks],
            [place[1] for place, _ in marks],
            symbol=[symbol for _, symbol in marks],
            size=_DOT,
            pen=pen(worn.spot, 2.0),
            brush=QColor(worn.surface),
        )

    def _fit(self) -> None:
        """As many ticks and amounts as there is room for."""
        box, view = self._item.vb, self._view
        if view is None or box.width() <= 0 or box.height() <= 0:
            return
        place = box.mapRectToScene(box.boundingRect())
        self._show_ticks(view, place)
        self._amounts.stand_in(place)
        taken = [each for each in (view.now, view.scenario) if each is not None]
        size = place.width(), place.height()
        labels = labels_of(view.contours, view.grid, size, self._amounts.width_of, self._amounts.height, taken)
        self._amounts.show_labels(labels)
        self.key.stand_beside(place.top(), place.bottom())

    def _show_ticks(self, view: MapView, place: QRectF) -> None:
        """Anew only where they differ: an axis with new ticks is drawn anew."""
        asked = view.grid.x_range, view.grid.y_range, view.look.spot, place
        if asked == self._ticked:
            return
        self._ticked = asked
        columns, rows = max(int(place.width() // _TICK_WIDTH), 2), max(int(place.height() // _TICK_HEIGHT), 3)
        for side, axis, ends, most in (
            ("bottom", view.x_axis, view.grid.x_range, columns),
            ("top", view.move_axis, view.grid.x_range, columns),
            ("left", view.y_axis, view.grid.y_range, rows),
        ):
            self._item.getAxis(side).setTicks([[(tick.at, tick.label) for tick in axis.ticks(*ends, most)]])


def _show(curve: pg.PlotCurveItem, strokes: Strokes) -> None:
    curve.setData(strokes.x, strokes.y, connect=strokes.joins)
