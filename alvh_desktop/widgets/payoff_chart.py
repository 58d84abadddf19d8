"""The payoff curves in pyqtgraph. Imported after the first paint, because numpy and pyqtgraph come with it."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.viewmodels.figures import axis_text
from alvh_desktop.viewmodels.payoff import ChartMark, PayoffView
from alvh_desktop.widgets.theme import Tokens

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -20, Qt.Key.Key_PageUp: 20}
_FILL_OPACITY = 34
_SIDES = ("left", "bottom", "top")
_LEAST_HEIGHT = 120
_TOP_HEIGHT = 22
_TITLE_WIDTH = 72
_HIGH_ENOUGH = 130
"""Under this height no strike is labelled."""
_TEXT_MARGIN = 4.0


class FigureAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Ticks with thousands apart and a true minus."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [axis_text(value) for value in values]


class PayoffChart(QWidget):
    """Draws a PayoffView; `pointed` carries the SPX level under the crosshair, `reset_asked` says that R was pressed.

    The axes stand where the view says: pyqtgraph's own ranging would cost most of a frame.
    """

    pointed = Signal(float)
    reset_asked = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PayoffView | None = None
        self._at: float | None = None
        self._marked: PayoffView | None = None
        self._labels: list[pg.TextItem] = []
        self._strike_labels: list[pg.TextItem] = []
        self._zero_labels: list[pg.TextItem] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Payoff chart")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self._plot = pg.PlotWidget(axisItems={side: FigureAxis(orientation=side) for side in _SIDES})
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAccessibleName("Payoff curves")
        self._item = self._plot.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(False, False)
        self._item.disableAutoRange()
        self._item.showAxis("top")
        self._item.showGrid(x=True, y=True, alpha=1.0)
        self._item.getAxis("top").setGrid(False)
        self._item.getAxis("top").setHeight(_TOP_HEIGHT)  # also where VIX is not known, and has no ticks
        # as wide as the title of VIX beside it needs, and never narrower again: the plot stands still
        left = self._item.getAxis("left")
        left.textWidth = _TITLE_WIDTH
        left.setStyle(autoReduceTextSpace=False)
        self._vix_title = pg.LabelItem(justify="right")
        self._item.layout.addItem(self._vix_title, 1, 0)
        self._gains, self._losses = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._strikes, self._zero = pg.PlotCurveItem(), pg.InfiniteLine(angle=0)
        self._now, self._date = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._condors, self._hedge, self._net = (pg.PlotCurveItem() for _ in range(3))
        self._spot, self._cross = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        self._unhedged, self._troughs = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        for drawn in (
            *(self._strikes, self._gains, self._losses, self._zero, self._spot, self._cross, self._unhedged),
            *(self._now, self._condors, self._hedge, self._date, self._net, self._troughs),
        ):
            self._item.addItem(drawn, ignoreBounds=True)
        self._item.vb.sigResized.connect(lambda _: self._make_room())
        self._plot.scene().sigMouseMoved.connect(self._follow_mouse)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._plot)
        self.wear(worn)

    def draw(self, view: PayoffView) -> None:
        if self._view is None or (self._view.x_range, self._view.y_range) != (view.x_range, view.y_range):
            self._item.setRange(xRange=view.x_range, yRange=view.y_range, padding=0, disableAutoRange=True)
        self._view = view
        self._gains.setData(view.spots, view.gains)
        self._losses.setData(view.spots, view.losses)
        self._now.setData(view.spots, view.now)
        self._condors.setData(view.spots, view.condors)
        self._hedge.setData(view.spots, view.hedge)
        self._net.setData(view.spots, view.net)
        self._now.setVisible(view.extents["now"] != "left out")
        self._hedge.setVisible(view.extents["hedge"] != "left out")
        self._condors.setVisible(view.extents["condors"] != "left out")
        self._date.setVisible(view.date is not None and view.extents["date"] != "left out")
        if view.date is not None:
            self._date.setData(view.spots, view.date)
        self._spot.setPos(view.spot.at)
        self._item.getAxis("top").setTicks([[(tick.at, tick.label) for tick in view.vix_ticks]])
        self._mark(view)
        self.setAccessibleDescription(view.summary)
        self.point_at(view.spot.at if self._at is None else self._at)

    def point_at(self, spot: float) -> None:
        """Put the crosshair on an SPX level."""
        if self._view is None:
            return
        self._at = self._view.nearest(spot)
        self._cross.setPos(self._at)
        self.pointed.emit(self._at)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._plot.setBackground(QColor(worn.surface))
        for filled, colour in ((self._gains, worn.gain), (self._losses, worn.loss)):
            filled.setBrush(_faint(colour))
            filled.setFillLevel(0.0)
            filled.setPen(None)
        self._strikes.setPen(_pen(worn.border))
        self._zero.setPen(_pen(worn.dim))
        self._spot.setPen(_pen(worn.spot, style=Qt.PenStyle.DashLine))
        self._cross.setPen(_pen(worn.dim, style=Qt.PenStyle.DotLine))
        self._now.setPen(_pen(worn.today, style=Qt.PenStyle.DashLine))
        for curve, colour in ((self._condors, worn.condors), (self._hedge, worn.hedge), (self._date, worn.later)):
            curve.setPen(_pen(colour))
        self._net.setPen(_pen(worn.settlement, 2.0))
        for curve in (self._now, self._condors, self._hedge, self._date, self._net):
            curve.opts["antialias"] = True
        self._unhedged.setSymbol("|")
        self._unhedged.setSize(11)
        self._unhedged.setPen(_pen(worn.condors))
        self._troughs.setSymbol("t1")
        self._troughs.setSize(8)
        self._troughs.setPen(_pen(worn.settlement))
        self._troughs.setBrush(QColor(worn.surface))
        for side in _SIDES:
            axis = self._item.getAxis(side)
            axis.setPen(_pen(worn.border))
            axis.setTextPen(QColor(worn.dim))
            axis.setTickPen(_pen(worn.grid))
            axis.setZValue(-1000)
            axis.setStyle(maxTickLevel=0, tickAlpha=255, tickLength=0, tickFont=_small(self.font()))
        if self._view is not None:
            self._marked = None
            self._mark(self._view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the crosshair, Page Down and Page Up do so in large steps, Home goes to the spot.

        R sets the lens back.
        """
        step = _STEPS.get(event.key())
        if self._view is not None and self._at is not None and step is not None:
            self.point_at(self._view.step(self._at, step))
        elif self._view is not None and event.key() == Qt.Key.Key_Home:
            self.point_at(self._view.spot.at)
        elif event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.reset_asked.emit()
        else:
            super().keyPressEvent(event)

    def _follow_mouse(self, place: QPointF) -> None:
        if self._plot.sceneBoundingRect().contains(place):
            self.point_at(float(self._item.vb.mapSceneToView(place).x()))

    def _mark(self, view: PayoffView) -> None:
        """Strikes, break-evens and lowest points, anew only where they differ: they do not while a date moves."""
        if self._marked is not None and _marks(self._marked) == _marks(view):
            return
        self._marked = view
        self._vix_title.setText(view.vix_title, color=self._worn.dim, size="8pt")
        ends = np.array(view.y_range)
        self._strikes.setData(np.repeat(view.strike_lines, 2), np.tile(ends, len(view.strike_lines)), connect="pairs")
        self._unhedged.setData(view.unhedged_break_evens, np.zeros(len(view.unhedged_break_evens)))
        self._troughs.setData([trough.at for trough in view.troughs], [trough.usd for trough in view.troughs])
        for label in self._labels:
            self._item.removeItem(label)
        low = view.y_range[0]
        self._strike_labels = [self._text(s, low, (0.0, 0.5), self._worn.dim, angle=90) for s in view.strikes]
        self._zero_labels = [self._text(zero, 0.0, (zero.side, 1.0), self._worn.text) for zero in view.break_evens]
        self._labels = [*self._strike_labels, *self._zero_labels]
        self._make_room()

    def _make_room(self) -> None:
        """Hide labels of strikes that would reach the zero line; keep those of break-evens inside the plot."""
        view, box = self._marked, self._item.vb
        if view is None or box.height() <= 0:
            return
        bottom, top = view.y_range
        usd = (top - bottom) / box.height()
        for label in self._strike_labels:
            ends = bottom + (label.textItem.boundingRect().width() + _TEXT_MARGIN) * usd
            label.setVisible(box.height() >= _HIGH_ENOUGH and ends <= 0.0)
        for mark, label in zip(view.break_evens, self._zero_labels, strict=True):
            has_room_above = top >= label.textItem.boundingRect().height() * usd
            label.setAnchor((mark.side, 1.0 if has_room_above else 0.0))

    def _text(
        self, mark: ChartMark, height: float, anchor: tuple[float, float], colour: str, angle: float = 0
    ) -> pg.TextItem:
        text = pg.TextItem(mark.label, color=QColor(colour), anchor=anchor, angle=angle)
        text.setFont(_small(self.font()))
        text.setPos(mark.at, height)
        text.setZValue(5)
        self._item.addItem(text, ignoreBounds=True)
        return text


def _marks(view: PayoffView) -> tuple[object, ...]:
    lines = view.strikes, view.strike_lines, view.break_evens, view.unhedged_break_evens
    return *lines, view.troughs, view.vix_title, view.x_range, view.y_range


def _pen(colour: str, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen: QPen = pg.mkPen(QColor(colour), width=width, style=style)
    return pen


def _faint(colour: str) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(_FILL_OPACITY)
    return faint


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPointSizeF(font.pointSizeF() * 0.9)
    return smaller
