"""What lies over the shades: the hatched gap zone in the chart's own coordinates, and the amounts of the contours."""

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from alvh_desktop.viewmodels.vix_map.contours import Strokes
from alvh_desktop.viewmodels.vix_map.labels import Label
from alvh_desktop.widgets.theme import Tokens

_HATCH_OPACITY, _PLATE_OPACITY = 120, 215
_PLATE_MARGIN = 2.0


class Zone(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Ground inside closed rings: hatched, because it lies on every colour there is, with a rim."""

    def __init__(self) -> None:
        super().__init__()
        self._path = QPainterPath()
        self._ink, self._rim = QColor(), QPen()

    def show_rings(self, rings: Strokes) -> None:
        self.prepareGeometryChange()
        self._path = pg.arrayToQPath(rings.x, rings.y, rings.joins) if rings.x.size else QPainterPath()
        self.update()

    def wear(self, worn: Tokens) -> None:
        self._ink = QColor(worn.text)
        self._ink.setAlpha(_HATCH_OPACITY)
        self._rim = pg.mkPen(self._ink, width=1)
        self.update()

    def boundingRect(self) -> QRectF:
        return self._path.boundingRect()

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        if self._path.isEmpty():
            return
        hatch = QBrush(self._ink, Qt.BrushStyle.BDiagPattern)
        # the pattern is in pixels: without this it would be stretched like the chart
        hatch.setTransform(painter.worldTransform().inverted()[0])
        painter.fillPath(self._path, hatch)
        painter.strokePath(self._path, self._rim)


class Amounts(QGraphicsItem):
    """The labels of contours on plates, in pixels of the scene: `stand_in` says where the chart is."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: Sequence[Label] = ()
        self._place = QRectF()
        self._font, self._strong = QFont(), QFont()
        self._ink, self._plate = QColor(), QColor()
        self._height = 0.0

    def show_labels(self, labels: Sequence[Label]) -> None:
        self._labels = labels
        self.update()

    def stand_in(self, place: QRectF) -> None:
        if place != self._place:
            self.prepareGeometryChange()
            self._place = place

    def wear(self, worn: Tokens, font: QFont) -> None:
        self._font, self._strong = QFont(font), QFont(font)
        self._strong.setBold(True)
        self._height = QFontMetricsF(font).height()
        self._ink, self._plate = QColor(worn.text), QColor(worn.surface)
        self._plate.setAlpha(_PLATE_OPACITY)
        self.update()

    @property
    def height(self) -> float:
        """Of a label, px."""
        return self._height

    def width_of(self, text: str) -> float:
        """Of a label, px."""
        return QFontMetricsF(self._strong).horizontalAdvance(text) + 2 * _PLATE_MARGIN

    def boundingRect(self) -> QRectF:
        return self._place

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        painter.translate(self._place.topLeft())
        for label in self._labels:
            plate = QRectF(label.x - label.width / 2, label.y - self._height / 2, label.width, self._height)
            painter.fillRect(plate, self._plate)
            painter.setPen(self._ink)
            painter.setFont(self._strong if label.is_zero else self._font)
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, label.text)
