"""The payoff curves in pyqtgraph. Imported after the first paint, because numpy and pyqtgraph come with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from alvh_desktop.viewmodels.payoff import NO_HANDLES, ChartMark, PayoffView
from alvh_desktop.viewmodels.payoff.marks import threshold_marks
from alvh_desktop.viewmodels.payoff.words import handles_text
from alvh_desktop.widgets.payoff.hand import Hand
from alvh_desktop.widgets.payoff.keys import is_for_grips, take_key
from alvh_desktop.widgets.payoff.overlays import Overlays
from alvh_desktop.widgets.payoff.plot import PayoffPlot, pen, small
from alvh_desktop.widgets.theme import Tokens

_STEPS: dict[int, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageDown: -20, Qt.Key.Key_PageUp: 20}
_FILL_OPACITY = 34
_LEAST_HEIGHT = 108
_HIGH_ENOUGH = 130
"""Under this height no strike is labelled."""
_TEXT_MARGIN = 4.0


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
        self._marked: PayoffView | None = None
        self._strike_labels: list[pg.TextItem] = []
        self._zero_labels: list[pg.TextItem] = []
        self._threshold_labels: list[pg.TextItem] = []
        self._thresholds_of: tuple[object, ...] | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Payoff chart")
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.hand = Hand(self)
        self._plot = PayoffPlot(self.hand, worn, self)
        self._item = self._plot.getPlotItem()
        self._vix_title = pg.LabelItem(justify="right")
        self._item.layout.addItem(self._vix_title, 1, 0)
        self._gains, self._losses = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._strikes, self._zero = pg.PlotCurveItem(), pg.InfiniteLine(angle=0)
        self._thresholds = pg.PlotCurveItem()
        self._now, self._date = pg.PlotCurveItem(), pg.PlotCurveItem()
        self._condors, self._hedge, self._net, self._ticket = (pg.PlotCurveItem() for _ in range(4))
        self._spot, self._cross = pg.InfiniteLine(angle=90), pg.InfiniteLine(angle=90)
        self._unhedged, self._troughs = pg.ScatterPlotItem(), pg.ScatterPlotItem()
        self._overlays = Overlays()
        self._alone = pg.ScatterPlotItem()
        self._trough_labels: list[pg.TextItem] = []
        for drawn in (
            *self._overlays.items,
            *(
                self._thresholds,
                self._strikes,
                self._gains,
                self._losses,
                self._zero,
                self._spot,
                self._cross,
                self._unhedged,
            ),
            *(self._now, self._condors, self._hedge, self._date, self._net, self._ticket, self._alone, self._troughs),
        ):
            self._item.addItem(drawn, ignoreBounds=True)
        self._item.vb.sigResized.connect(lambda _: self._make_room())
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
        self._mark(view)
        self._mark_thresholds(view)
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
        self._strikes.setPen(pen(worn.border))
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
        self._unhedged.setSymbol("|")
        self._unhedged.setSize(11)
        self._unhedged.setPen(pen(worn.condors))
        self._alone.setSymbol("o")
        self._alone.setSize(6)
        self._alone.setPen(pen(worn.condors))
        self._alone.setBrush(QColor(worn.surface))
        self._troughs.setSymbol("t1")
        self._troughs.setSize(8)
        self._troughs.setPen(pen(worn.settlement))
        self._troughs.setBrush(QColor(worn.surface))
        self._thresholds.setPen(pen(worn.problem, style=Qt.PenStyle.DashDotLine))
        if self._view is not None:
            self._marked = self._thresholds_of = None
            self._mark(self._view)
            self._mark_thresholds(self._view)

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

    def _follow_mouse(self, place: QPointF) -> None:
        if self._plot.sceneBoundingRect().contains(place):
            self.point_at(float(self._item.vb.mapSceneToView(place).x()))

    def _mark(self, view: PayoffView) -> None:
        """Strikes, break-evens and lowest points, each anew only where they differ: none does while a date moves, and
        no strike does with another price."""
        before = self._marked
        if before is not None and _marks(before) == _marks(view):
            return
        self._marked = view
        if before is None or before.vix_title != view.vix_title:
            self._vix_title.setText(view.vix_title, color=self._worn.dim, size="8pt")
        if before is None or _lines(before) != _lines(view):
            places, ends = np.repeat(view.strike_lines, 2), np.tile(np.array(view.y_range), len(view.strike_lines))
            self._strikes.setData(places, ends, connect="pairs")
            self._mark_strikes(view, is_new=before is None or before.strikes != view.strikes)
        self._unhedged.setData(view.unhedged_break_evens, np.zeros(len(view.unhedged_break_evens)))
        self._troughs.setData([trough.at for trough in view.troughs], [trough.usd for trough in view.troughs])
        alone = [(trough.at, trough.alone_usd) for trough in view.troughs if trough.alone_usd is not None]
        self._alone.setData([at for at, _ in alone], [usd for _, usd in alone])
        self._mark_troughs(view)
        self._mark_zeros(view, is_new=before is None)
        self._make_room()

    def _mark_strikes(self, view: PayoffView, is_new: bool) -> None:
        low, colour = view.y_range[0], self._worn.dim
        if is_new:
            self._remove(self._strike_labels)
            self._strike_labels = [self._text(strike, low, (0.0, 0.5), colour, angle=90) for strike in view.strikes]
            return
        for label, strike in zip(self._strike_labels, view.strikes, strict=True):
            label.setPos(strike.at, low)

    def _mark_troughs(self, view: PayoffView) -> None:
        """Place and depth under each lowest point; of one at an edge within the chart."""
        self._remove(self._trough_labels)
        low, high = view.x_range
        middle = 0.5 * (low + high)
        self._trough_labels = [
            self._text(
                ChartMark(trough.at, trough.label), trough.usd, (float(trough.at > middle), 0.0), self._worn.text
            )
            for trough in view.troughs
        ]

    def _mark_thresholds(self, view: PayoffView) -> None:
        """Levels at which an alert becomes louder: lines from foot to head, with their words at the head."""
        asked = view.thresholds, view.x_range, view.y_range
        if asked == self._thresholds_of:
            return
        self._thresholds_of = asked
        shown = [line.at for line in view.thresholds if view.x_range[0] <= line.at <= view.x_range[1]]
        self._thresholds.setData(np.repeat(shown, 2), np.tile(np.array(view.y_range), len(shown)), connect="pairs")
        self._remove(self._threshold_labels)
        top, colour = view.y_range[1], self._worn.problem
        marks = threshold_marks(view.thresholds, view.x_range)
        self._threshold_labels = [self._text(mark, top, (1.0, 1.0), colour, angle=90) for mark in marks]
        self._make_room()

    @property
    def _labels(self) -> list[pg.TextItem]:
        return [*self._strike_labels, *self._zero_labels]

    def _mark_zeros(self, view: PayoffView, is_new: bool) -> None:
        if is_new or len(self._zero_labels) != len(view.break_evens):
            self._remove(self._zero_labels)
            self._zero_labels = [
                self._text(zero, 0.0, (zero.side, 1.0), self._worn.text) for zero in view.break_evens
            ]
            return
        for label, zero in zip(self._zero_labels, view.break_evens, strict=True):
            label.setText(zero.label)
            label.setPos(zero.at, 0.0)

    def _remove(self, labels: Iterable[pg.TextItem]) -> None:
        for label in labels:
            self._item.removeItem(label)

    def _make_room(self) -> None:
        """Hide labels of strikes that would reach the zero line, and of thresholds that would reach down to those of
        break-evens; keep these inside the plot."""
        view, box = self._marked, self._item.vb
        if view is None or box.height() <= 0:
            return
        bottom, top = view.y_range
        usd = (top - bottom) / box.height()
        for label in self._strike_labels:
            ends = bottom + (label.textItem.boundingRect().width() + _TEXT_MARGIN) * usd
            label.setVisible(box.height() >= _HIGH_ENOUGH and ends <= 0.0)
        for label, trough in zip(self._trough_labels, view.troughs, strict=True):
            height = label.textItem.boundingRect().height() * usd
            has_room_below = trough.usd - height >= bottom
            label.setAnchor((label.anchor.x(), 0.0 if has_room_below else 1.0))
            ground = _ground(label)
            is_free = not any(ground.intersects(_ground(zero)) for zero in self._zero_labels)
            label.setVisible(box.height() >= _HIGH_ENOUGH and is_free)
        taken = max((label.textItem.boundingRect().height() * usd for label in self._zero_labels), default=0.0)
        for label in self._threshold_labels:
            ends = top - (label.textItem.boundingRect().width() + _TEXT_MARGIN) * usd
            label.setVisible(ends >= taken)
        for mark, label in zip(view.break_evens, self._zero_labels, strict=True):
            has_room_above = top >= label.textItem.boundingRect().height() * usd
            label.setAnchor((mark.side, 1.0 if has_room_above else 0.0))

    def _text(
        self, mark: ChartMark, height: float, anchor: tuple[float, float], colour: str, angle: float = 0
    ) -> pg.TextItem:
        text = pg.TextItem(mark.label, color=QColor(colour), anchor=anchor, angle=angle)
        text.setFont(small(self.font()))
        text.setPos(mark.at, height)
        text.setZValue(5)
        self._item.addItem(text, ignoreBounds=True)
        return text


def _lines(view: PayoffView) -> tuple[object, ...]:
    return view.strikes, view.strike_lines, view.x_range, view.y_range


def _marks(view: PayoffView) -> tuple[object, ...]:
    zeros = view.break_evens, view.unhedged_break_evens
    return *_lines(view), *zeros, view.troughs, view.vix_title


def _ground(label: pg.TextItem) -> QRectF:
    """What a label covers of the scene."""
    return label.mapRectToScene(label.boundingRect())  # type: ignore[no-any-return]  # pyqtgraph has no types


def _faint(colour: str) -> QColor:
    faint = QColor(colour)
    faint.setAlpha(_FILL_OPACITY)
    return faint
