"""The payoff curves in pyqtgraph. Imported after the first paint, because numpy and pyqtgraph come with it."""

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.viewmodels.figures import axis_text
from alvh_desktop.viewmodels.payoff import ChartMark, PayoffView
from alvh_desktop.widgets.theme import Tokens

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -20, Qt.Key.Key_PageUp: 20}
_FILL_OPACITY = 34


class FigureAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Ticks with thousands apart and a true minus."""

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [axis_text(value) for value in values]


class PayoffChart(QWidget):
    """Draws a PayoffView; `pointed` carries the SPX level under the crosshair.

    The axes stand where the view says: pyqtgraph's own ranging would cost most of a frame.
    """

    pointed = Signal(float)

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PayoffView | None = None
        self._at: float | None = None
        self._marks: list[pg.GraphicsObject] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Payoff chart")
        axes = {side: FigureAxis(orientation=side) for side in ("left", "bottom")}
        self._plot = pg.PlotWidget(axisItems=axes)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setAccessibleName("Payoff curves")
        self._item = self._plot.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(False, False)
        self._item.disableAutoRange()
        self._item.showGrid(x=True, y=True, alpha=1.0)
        self._gains, self._losses = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._zero = pg.InfiniteLine(angle=0)
        self._today, self._settlement = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._spot, self._cross = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        for drawn in (self._gains, self._losses, self._zero, self._spot, self._cross, self._today, self._settlement):
            self._item.addItem(drawn, ignoreBounds=True)
        self._plot.scene().sigMouseMoved.connect(self._follow_mouse)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._plot)
        self.wear(worn)

    def draw(self, view: PayoffView) -> None:
        self._view = view
        self._item.setRange(xRange=view.x_range, yRange=view.y_range, padding=0, disableAutoRange=True)
        self._gains.setData(view.spots, view.gains)
        self._losses.setData(view.spots, view.losses)
        self._today.setData(view.spots, view.today)
        self._settlement.setData(view.spots, view.settlement)
        self._spot.setPos(view.spot.at)
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
        self._gains.setBrush(_faint(worn.gain))
        self._losses.setBrush(_faint(worn.loss))
        for filled in (self._gains, self._losses):
            filled.setFillLevel(0.0)
            filled.setPen(None)
        self._zero.setPen(_pen(worn.dim))
        self._spot.setPen(_pen(worn.spot, style=Qt.PenStyle.DashLine))
        self._cross.setPen(_pen(worn.dim, style=Qt.PenStyle.DotLine))
        self._today.setPen(_pen(worn.today, 2.0))
        self._settlement.setPen(_pen(worn.settlement, 2.0))
        for curve in (self._today, self._settlement):
            curve.opts["antialias"] = True
        for side in ("left", "bottom"):
            axis = self._item.getAxis(side)
            axis.setPen(_pen(worn.border))
            axis.setTextPen(QColor(worn.dim))
            axis.setTickPen(_pen(worn.grid))
            axis.setZValue(-1000)
            axis.setStyle(maxTickLevel=0, tickAlpha=255, tickLength=0, tickFont=_small(self.font()))
        if self._view is not None:
            self._mark(self._view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the crosshair, Page Down and Page Up do so in large steps, Home goes to the spot."""
        step = _STEPS.get(event.key())
        if self._view is not None and self._at is not None and step is not None:
            self.point_at(self._view.step(self._at, step))
        elif self._view is not None and event.key() == Qt.Key.Key_Home:
            self.point_at(self._view.spot.at)
        else:
            super().keyPressEvent(event)

    def _follow_mouse(self, place: QPointF) -> None:
        if self._plot.sceneBoundingRect().contains(place):
            self.point_at(float(self._item.vb.mapSceneToView(place).x()))

    def _mark(self, view: PayoffView) -> None:
        """Strikes and break-evens anew; there are few of them."""
        for mark in self._marks:
            self._item.removeItem(mark)
        self._marks = []
        for place in view.strike_lines:
            self._add(pg.InfiniteLine(place, angle=90, pen=_pen(self._worn.border)))
        for strike in view.strikes:
            self._add(self._text(strike, view.y_range[0], (0.0, 0.5), self._worn.dim, angle=90))
        for zero in view.break_evens:
            self._add(self._text(zero, 0.0, (zero.side, 1.0), self._worn.text))

    def _text(
        self, mark: ChartMark, height: float, anchor: tuple[float, float], colour: str, angle: float = 0
    ) -> pg.TextItem:
        text = pg.TextItem(mark.label, color=QColor(colour), anchor=anchor, angle=angle)
        text.setFont(_small(self.font()))
        text.setPos(mark.at, height)
        return text

    def _add(self, drawn: pg.GraphicsObject) -> None:
        drawn.setZValue(-1 if isinstance(drawn, pg.InfiniteLine) else 5)
        self._item.addItem(drawn, ignoreBounds=True)
        self._marks.append(drawn)


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
