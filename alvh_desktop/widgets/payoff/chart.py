"""The payoff curves in pyqtgraph. Imported after the first paint, because numpy and pyqtgraph come with it."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.viewmodels.payoff import NO_HANDLES, PayoffView
from alvh_desktop.viewmodels.payoff.words import handles_text
from alvh_desktop.widgets.payoff.hand import Hand
from alvh_desktop.widgets.payoff.keys import is_for_grips, take_key
from alvh_desktop.widgets.payoff.overlays import Overlays
from alvh_desktop.widgets.payoff.place_marks import PlaceMarks
from alvh_desktop.widgets.payoff.plot import PayoffPlot, pen
from alvh_desktop.widgets.theme import Tokens

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -20, Qt.Key.Key_PageUp: 20}
_FILL_OPACITY = 34
_LEAST_HEIGHT = 108


class PayoffChart(QWidget):
    """Draws a PayoffView; `pointed` carries the SPX level under the crosshair, `reset_asked` says that R was pressed.

    The axes stand where the view says: pyqtgraph's own ranging would cost most of a frame. While a strike is dragged
    they stand still. `hand` says what is dragged.
    """

    pointed = Signal(float)
    reset_asked = Signal()

    def __init__(self, worn: Tokens, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: PayoffView | None = None
        self._given: PayoffView | None = None
        """As it came; the one drawn keeps its axes while a strike is dragged."""
        self._at: float | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Payoff chart")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.hand = Hand(self)
        self._plot = PayoffPlot(self.hand, worn, self)
        self._item = self._plot.getPlotItem()
        self._vix_title = pg.LabelItem(justify="right")
        self._item.layout.addItem(self._vix_title, 1, 0)
        self._gains, self._losses = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._zero = pg.InfiniteLine(angle=0)
        self._now, self._date = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._condors, self._hedge, self._net, self._ticket = (pg.PlotCurveItem() for _ in range(4))
        self._spot, self._cross = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        self._overlays = Overlays()
        self.marks = PlaceMarks(self._item, self.font())
        for drawn in (
            *self._overlays.items,
            *self.marks.lines,
            *(self._gains, self._losses, self._zero, self._spot, self._cross, self.marks.unhedged),
            *(self._now, self._condors, self._hedge, self._date, self._net, self._ticket),
            *self.marks.points,
        ):
            self._item.addItem(drawn, ignoreBounds=True)
        self._item.vb.sigResized.connect(lambda _: self.marks.make_room())
        self._plot.scene().sigMouseMoved.connect(self._follow_mouse)
        self._plot.taken.connect(lambda: self.setFocus(Qt.FocusReason.MouseFocusReason))
        self.hand.moved.connect(self._follow_hand)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self._plot)
        self.wear(worn)

    def draw(self, view: PayoffView) -> None:
        """Show this view; also once after each drag, for the strikes then are those the view has."""
        if view is not self._given:
            self.hand.show(view.handles)
        before, self._given, view = self._view, view, self._on_still_axes(view)
        if before is None or (before.x_range, before.y_range) != (view.x_range, view.y_range):
            self._item.setRange(xRange=view.x_range, yRange=view.y_range, padding=0, disableAutoRange=True)
            self._item.vb.updateMatrix()  # else labels move while they are painted, and all is painted again
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
        self._ticket.setVisible(view.ticket is not None and view.ticket.extent != "left out")
        if view.ticket is not None:
            self._ticket.setData(view.ticket.spots, view.ticket.net)
        if before is None or before.unit != view.unit:
            self._plot.count_in(view.unit)
        self._spot.setPos(view.spot.at)
        if before is None or before.vix_ticks != view.vix_ticks:
            self._item.getAxis("top").setTicks([[(tick.at, tick.label) for tick in view.vix_ticks]])
        self._overlays.draw(view)
        if before is None or before.vix_title != view.vix_title:
            self._title_vix(view)
        self.marks.draw(view)
        self._plot.show_hand()
        self._describe()
        stood_at_spot = before is None or self._at in (None, before.nearest(before.spot.at))
        self.point_at(view.spot.at if stood_at_spot or self._at is None else self._at)

    def point_at(self, spot: float) -> None:
        """Put the crosshair on an SPX level."""
        if self._view is None:
            return
        self._at = self._view.nearest(spot)
        self._cross.setPos(self._at)
        self.pointed.emit(self._at)

    def copy_in(self, worn: Tokens) -> PayoffChart:
        """The same curves in these colours, in a widget of its own: a picture has no grips and no crosshair."""
        copy = PayoffChart(worn)
        if self._given is not None:
            copy.draw(replace(self._given, handles=NO_HANDLES))
        copy._cross.hide()
        return copy

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self._plot.wear(worn)
        self._overlays.wear(worn)
        for filled, colour in ((self._gains, worn.gain), (self._losses, worn.loss)):
            filled.setBrush(_faint(colour))
            filled.setFillLevel(0.0)
            filled.setPen(None)
        self._zero.setPen(pen(worn.dim))
        self._spot.setPen(pen(worn.spot, style=Qt.PenStyle.DashLine))
        self._cross.setPen(pen(worn.dim, style=Qt.PenStyle.DotLine))
        self._now.setPen(pen(worn.today, style=Qt.PenStyle.DashLine))
        for curve, colour in ((self._condors, worn.condors), (self._hedge, worn.hedge), (self._date, worn.later)):
            curve.setPen(pen(colour))
        self._net.setPen(pen(worn.settlement, 2.0))
        self._ticket.setPen(pen(worn.ticket, 2.0, Qt.PenStyle.DashLine))
        for curve in (self._now, self._condors, self._hedge, self._date, self._net, self._ticket):
            curve.opts["antialias"] = True
        self.marks.wear(worn)
        if self._view is not None:
            self._title_vix(self._view)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right move the crosshair, Page Down and Page Up do so in large steps, Home goes to the spot.

        R sets the lens back. H takes hold of a strike, and these keys then move it (`take_key`).
        """
        if take_key(self.hand, event):
            return
        step = _STEPS.get(event.key())
        if self._view is not None and self._at is not None and step is not None:
            self.point_at(self._view.step(self._at, step))
        elif self._view is not None and event.key() == Qt.Key.Key_Home:
            self.point_at(self._view.spot.at)
        elif event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.reset_asked.emit()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The keys of a strike that is held are its own, whatever the window uses them for."""
        is_key = event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent)
        if is_key and is_for_grips(self.hand, cast(QKeyEvent, event)):
            event.accept()
            return True
        return super().event(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What a key has moved stays there when the keyboard goes elsewhere."""
        if not self.hand.is_by_mouse:
            self.hand.release()
        super().focusOutEvent(event)

    def _on_still_axes(self, view: PayoffView) -> PayoffView:
        """The view on the axes that are shown, while a strike is dragged; a key may still lead out of them."""
        if self._view is None or not self.hand.is_dragging:
            return view
        low, high = self._view.x_range
        is_inside = all(low <= strike <= high for strike in self.hand.handles.strikes.values())
        if not is_inside and not self.hand.is_by_mouse:
            return view
        return replace(view, x_range=self._view.x_range, y_range=self._view.y_range)

    def _follow_hand(self) -> None:
        self._describe()
        if self._given is not None and self._view is not self._given and not self.hand.is_dragging:
            self.draw(self._given)

    def _describe(self) -> None:
        if self._view is not None:
            held = handles_text(self.hand.handles, self.hand.hold.key if self.hand.hold else None)
            levels = "; ".join(f"{line.label} at {line.at:,.0f}" for line in self._view.thresholds)
            told = f" Thresholds: {levels}." if levels else ""
            self.setAccessibleDescription(f"{held} {self._view.summary}{told}".strip())

    def _title_vix(self, view: PayoffView) -> None:
        self._vix_title.setText(view.vix_title, color=self._worn.dim, size="8pt")

    def _follow_mouse(self, place: QPointF) -> None:
        if self._plot.sceneBoundingRect().contains(place):
            self.point_at(float(self._item.vb.mapSceneToView(place).x()))


def _faint(colour: str) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(_FILL_OPACITY)
    return faint
