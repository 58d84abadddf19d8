"""Places on the payoff chart and their labels: strikes, break-evens, lowest points and thresholds of alerts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont

from alvh_desktop.viewmodels.payoff import ChartMark, PayoffView
from alvh_desktop.viewmodels.payoff.marks import threshold_marks
from alvh_desktop.widgets.payoff.plot import pen, small
from alvh_desktop.widgets.theme import Tokens

_HIGH_ENOUGH = 130
"""Under this height no strike is labelled."""
_LARGE = 420, 170
"""Width and height under which lowest points wear no label: the words under the chart tell of them."""
_TEXT_MARGIN = 4.0


class PlaceMarks:
    """`lines` and `unhedged` (zeros of the condors alone) go behind the curves of the plot, `points` before them;
    labels are put there as they are needed."""

    def __init__(self, plot: pg.PlotItem, font: QFont) -> None:
        self._plot, self._font = plot, small(font)
        self._drawn: PayoffView | None = None
        """The one whose marks stand there."""
        self._view: PayoffView | None = None
        self._thresholds_of: tuple[object, ...] | None = None
        self.strikes, self._thresholds = pg.PlotCurveItem(), pg.PlotCurveItem()
        self.unhedged, self._alone, self._troughs = (pg.ScatterPlotItem() for _ in range(3))
        self.strike_labels: list[pg.TextItem] = []
        self.zero_labels: list[pg.TextItem] = []
        self.trough_labels: list[pg.TextItem] = []
        self.threshold_labels: list[pg.TextItem] = []

    @property
    def lines(self) -> Iterator[pg.GraphicsObject]:
        yield from (self._thresholds, self.strikes)

    @property
    def points(self) -> Iterator[pg.GraphicsObject]:
        yield from (self._alone, self._troughs)

    def draw(self, view: PayoffView) -> None:
        """Each anew only where it differs: none does while a date moves, and no strike does with another price."""
        self._view = view
        self._mark(view)
        self._mark_thresholds(view)

    def wear(self, worn: Tokens) -> None:
        self._worn = worn
        self.strikes.setPen(pen(worn.border))
        self._thresholds.setPen(pen(worn.problem, style=Qt.PenStyle.DashDotLine))
        for points, symbol, size, colour in (
            (self.unhedged, "|", 11, worn.condors),
            (self._alone, "o", 6, worn.condors),
            (self._troughs, "t1", 8, worn.settlement),
        ):
            points.setSymbol(symbol)
            points.setSize(size)
            points.setPen(pen(colour))
        for points in (self._alone, self._troughs):
            points.setBrush(QColor(worn.surface))
        if self._view is not None:
            self._drawn = self._thresholds_of = None
            self.draw(self._view)

    def make_room(self) -> None:
        """Hide labels of strikes that would reach the zero line, of lowest points that would cover those of
        break-evens, and of thresholds that would reach down to these; keep these inside the plot."""
        view, box = self._drawn, self._plot.vb
        if view is None or box.height() <= 0:
            return
        bottom, top = view.y_range
        usd = (top - bottom) / box.height()
        is_high = box.height() >= _HIGH_ENOUGH
        is_large = box.height() >= _LARGE[1] and box.width() >= _LARGE[0]
        for label in self.strike_labels:
            ends = bottom + (label.textItem.boundingRect().width() + _TEXT_MARGIN) * usd
            label.setVisible(is_high and ends <= 0.0)
        for mark, label in zip(view.break_evens, self.zero_labels, strict=True):
            has_room_above = top >= label.textItem.boundingRect().height() * usd
            label.setAnchor((mark.side, 1.0 if has_room_above else 0.0))
        for label, trough in zip(self.trough_labels, view.troughs, strict=True):
            has_room_below = trough.usd - label.textItem.boundingRect().height() * usd >= bottom
            label.setAnchor((label.anchor.x(), 0.0 if has_room_below else 1.0))
            ground = self._ground(label)
            is_free = not any(ground.intersects(self._ground(zero)) for zero in self.zero_labels)
            label.setVisible(is_large and is_free)
        taken = max((label.textItem.boundingRect().height() * usd for label in self.zero_labels), default=0.0)
        for label in self.threshold_labels:
            ends = top - (label.textItem.boundingRect().width() + _TEXT_MARGIN) * usd
            label.setVisible(ends >= taken)

    def _mark(self, view: PayoffView) -> None:
        before = self._drawn
        if before is not None and _marks(before) == _marks(view):
            return
        self._drawn = view
        if before is None or _lines(before) != _lines(view):
            self.strikes.setData(*_uprights(view.strike_lines, view), connect="pairs")
            self._mark_strikes(view, is_new=before is None or before.strikes != view.strikes)
        self.unhedged.setData(view.unhedged_break_evens, np.zeros(len(view.unhedged_break_evens)))
        self._troughs.setData([trough.at for trough in view.troughs], [trough.usd for trough in view.troughs])
        alone = [(trough.at, trough.alone_usd) for trough in view.troughs if trough.alone_usd is not None]
        self._alone.setData([at for at, _ in alone], [usd for _, usd in alone])
        self._mark_troughs(view, is_new=before is None)
        self._mark_zeros(view, is_new=before is None)
        self.make_room()

    def _mark_strikes(self, view: PayoffView, is_new: bool) -> None:
        low, colour = view.y_range[0], self._worn.dim
        if is_new:
            self._remove(self.strike_labels)
            self.strike_labels = [self._text(strike, low, (0.0, 0.5), colour, angle=90) for strike in view.strikes]
            return
        for label, strike in zip(self.strike_labels, view.strikes, strict=True):
            label.setPos(strike.at, low)

    def _mark_troughs(self, view: PayoffView, is_new: bool) -> None:
        """Place and depth under each lowest point; of one at an edge within the chart."""
        middle = 0.5 * sum(view.x_range)
        if is_new or len(self.trough_labels) != len(view.troughs):
            self._remove(self.trough_labels)
            self.trough_labels = [
                self._text(ChartMark(each.at, each.label), each.usd, (0.0, 0.0), self._worn.text)
                for each in view.troughs
            ]
        for label, each in zip(self.trough_labels, view.troughs, strict=True):
            _say(label, each.label)
            label.setPos(each.at, each.usd)
            label.setAnchor((float(each.at > middle), label.anchor.y()))

    def _mark_zeros(self, view: PayoffView, is_new: bool) -> None:
        if is_new or len(self.zero_labels) != len(view.break_evens):
            self._remove(self.zero_labels)
            self.zero_labels = [self._text(zero, 0.0, (zero.side, 1.0), self._worn.text) for zero in view.break_evens]
            return
        for label, zero in zip(self.zero_labels, view.break_evens, strict=True):
            _say(label, zero.label)
            label.setPos(zero.at, 0.0)

    def _mark_thresholds(self, view: PayoffView) -> None:
        """Levels at which an alert becomes louder: lines from foot to head, with their words at the head."""
        asked = view.thresholds, view.x_range, view.y_range
        if asked == self._thresholds_of:
            return
        self._thresholds_of = asked
        shown = [line.at for line in view.thresholds if view.x_range[0] <= line.at <= view.x_range[1]]
        self._thresholds.setData(*_uprights(shown, view), connect="pairs")
        self._remove(self.threshold_labels)
        top, colour = view.y_range[1], self._worn.problem
        marks = threshold_marks(view.thresholds, view.x_range)
        self.threshold_labels = [self._text(mark, top, (1.0, 1.0), colour, angle=90) for mark in marks]
        self.make_room()

    def _ground(self, label: pg.TextItem) -> QRectF:
        """What a label covers of the scene, or would: one that is hidden does not know where it stands."""
        foot, size = self._plot.vb.mapViewToScene(label.pos()), label.textItem.boundingRect().size()
        width, height = size.width(), size.height()
        return QRectF(foot.x() - label.anchor.x() * width, foot.y() - label.anchor.y() * height, width, height)

    def _remove(self, labels: Iterable[pg.TextItem]) -> None:
        for label in labels:
            self._plot.removeItem(label)

    def _text(
        self, mark: ChartMark, height: float, anchor: tuple[float, float], colour: str, angle: float = 0
    ) -> pg.TextItem:
        text = pg.TextItem(mark.label, color=QColor(colour), anchor=anchor, angle=angle)
        text.setFont(self._font)
        text.setPos(mark.at, height)
        text.setZValue(5)
        self._plot.addItem(text, ignoreBounds=True)
        return text


def _say(label: pg.TextItem, words: str) -> None:
    """Laying out the same words again would cost as much as other ones."""
    if label.toPlainText() != words:
        label.setText(words)


def _uprights(places: Iterable[float], view: PayoffView) -> tuple[np.ndarray, np.ndarray]:
    """Both ends of a line at each place, from foot to head of the chart."""
    at = np.repeat(np.array(tuple(places), dtype=float), 2)
    return at, np.tile(np.array(view.y_range), len(at) // 2)


def _lines(view: PayoffView) -> tuple[object, ...]:
    return view.strikes, view.strike_lines, view.x_range, view.y_range


def _marks(view: PayoffView) -> tuple[object, ...]:
    return *_lines(view), view.break_evens, view.unhedged_break_evens, view.troughs
