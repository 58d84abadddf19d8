"""The grips of strikes, painted under the axis of the payoff chart, with the line of the one that is held."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from alvh_desktop.viewmodels.payoff.handles import NO_HANDLES, StrikeHandles
from alvh_desktop.viewmodels.payoff.lane import GRIP_WIDTH, LANE_HEIGHT, Grip, Hold, Lane, lane_of
from alvh_desktop.widgets.theme import Tokens

_POINT, _FOOT = 6.0, 20.0
"""Where the body of a grip begins and ends, pixels under the axis line; its point touches the strike."""
_BAR_HEIGHT, _GLYPH = 5.0, 3.0
_REACH = 3.0
"""A press so many pixels above the axis line still takes a grip."""
_HINT = "Drag a strike; drag the bar, or hold Shift, to move the whole wing (H and the arrow keys do it too)"


class Grips(QGraphicsItem):
    """Sold strikes are filled, bought ones are rings. It stands in the scene of the plot, in pixels."""

    def __init__(self, worn: Tokens, font: QFont) -> None:
        super().__init__()
        self._handles, self._lane = NO_HANDLES, Lane()
        self._hold: Hold | None = None
        self._plot, self._x_range = QRectF(), (0.0, 1.0)
        self._worn, self._font = worn, font
        self.setZValue(20)
        self.setToolTip(_HINT)

    def show_handles(self, handles: StrikeHandles, x_range: tuple[float, float], hold: Hold | None) -> None:
        """`hold` is what is dragged, chosen or pointed at: it wears its label and its line."""
        self._handles, self._x_range, self._hold = handles, x_range, hold
        self._lay_out()

    def stand_under(self, plot: QRectF) -> None:
        """The ground of the curves has this place in the scene."""
        if plot != self._plot:
            self.prepareGeometryChange()
            self._plot = plot
            self._lay_out()

    def wear(self, worn: Tokens, font: QFont) -> None:
        self._worn, self._font = worn, font
        self.update()

    def hold_at(self, place: QPointF) -> Hold | None:
        """What a press at this place of the scene takes."""
        down = place.y() - self._plot.bottom()
        return self._lane.at(place.x() - self._plot.left()) if -_REACH <= down <= LANE_HEIGHT else None

    def boundingRect(self) -> QRectF:
        return self._plot.adjusted(-GRIP_WIDTH, 0.0, GRIP_WIDTH, LANE_HEIGHT)

    def shape(self) -> QPainterPath:
        """Where its tooltip shows: on grips and bars."""
        path = QPainterPath()
        for left, right in [(grip.at, grip.at) for grip in self._lane.grips] + [bar[1:] for bar in self._lane.bars]:
            half = GRIP_WIDTH / 2
            path.addRect(self._plot.left() + left - half, self._plot.bottom(), right - left + 2 * half, LANE_HEIGHT)
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if not self._lane.grips:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._plot.left(), self._plot.bottom())
        held = self._held()
        ink = QColor(self._worn.ticket)
        self._paint_lines(painter, held, ink)
        for key, left, right in self._lane.bars:
            self._paint_bar(painter, left, right, ink, is_held=key in held and len(held) > 1)
        for grip in self._lane.grips:
            self._paint_grip(painter, grip, ink, grip.key in held)
        if self._hold is not None and self._hold.key in held:
            self._paint_label(painter, self._handles.label(self._hold.key))

    def _lay_out(self) -> None:
        self._lane = lane_of(self._handles, self._x_range, self._plot.width())
        self.update()

    def _held(self) -> tuple[str, ...]:
        if self._hold is None or self._hold.key not in self._handles.strikes:
            return ()
        return self._handles.wing(self._hold.key) if self._hold.is_wing else (self._hold.key,)

    def _paint_lines(self, painter: QPainter, held: tuple[str, ...], ink: QColor) -> None:
        """From the held strikes up through the curves."""
        painter.setPen(QPen(ink, 1.0))
        for grip in self._lane.grips:
            if grip.key in held and 0.0 <= grip.strike_at <= self._plot.width():
                painter.drawLine(QPointF(grip.strike_at, 0.0), QPointF(grip.strike_at, -self._plot.height()))

    def _paint_bar(self, painter: QPainter, left: float, right: float, ink: QColor, is_held: bool) -> None:
        bar = QColor(ink)
        bar.setAlpha(255 if is_held else 110)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(bar)
        middle = (_POINT + _FOOT) / 2
        painter.drawRect(QRectF(left, middle - _BAR_HEIGHT / 2, right - left, _BAR_HEIGHT))

    def _paint_grip(self, painter: QPainter, grip: Grip, ink: QColor, is_held: bool) -> None:
        is_sold = self._handles.of(grip.key).sign < 0
        half = GRIP_WIDTH / 2
        left, right = grip.at - half, grip.at + half
        tip = min(max(grip.strike_at, 0.0), self._plot.width())
        corners = [(right, _POINT), (right, _FOOT), (left, _FOOT), (left, _POINT)]
        painter.setPen(QPen(QColor(self._worn.text) if is_held else ink, 2.0 if is_held else 1.4))
        if left <= tip <= right:
            corners.append((tip, 0.0))
        else:  # pushed aside by its neighbours: a line leads to its strike
            painter.drawLine(QPointF(tip, 0.0), QPointF(grip.at, _POINT))
        painter.setBrush(QBrush(ink if is_sold else QColor(self._worn.surface)))
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        painter.setPen(QPen(QColor(self._worn.on_accent) if is_sold else ink, 1.6))
        middle = QPointF(grip.at, (_POINT + _FOOT) / 2)
        painter.drawLine(middle - QPointF(_GLYPH, 0.0), middle + QPointF(_GLYPH, 0.0))
        if not is_sold:
            painter.drawLine(middle - QPointF(0.0, _GLYPH), middle + QPointF(0.0, _GLYPH))

    def _paint_label(self, painter: QPainter, words: str) -> None:
        assert self._hold is not None
        width = QFontMetricsF(self._font).horizontalAdvance(words) + 8.0
        left = self._lane.label_at(self._hold.key, width, self._plot.width())
        ground = QRectF(left, _POINT - 2.0, width, _FOOT - _POINT + 4.0)
        painter.setPen(QPen(QColor(self._worn.border), 1.0))
        painter.setBrush(QColor(self._worn.surface))
        painter.drawRoundedRect(ground, 3.0, 3.0)
        painter.setFont(self._font)
        painter.setPen(QColor(self._worn.text))
        painter.drawText(ground, Qt.AlignmentFlag.AlignCenter, words)
