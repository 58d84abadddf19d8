"""A sheet as pixels, as SVG, as PDF, and on a printer."""

import sys

from PySide6.QtCore import QBuffer, QIODevice, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPagedPaintDevice, QPageLayout, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgGenerator

from alvh_desktop.widgets.chart_export.drawable import Sheet
from alvh_desktop.widgets.chart_export.page import paint_sheet
from alvh_desktop.widgets.chart_export.strokes import widen
from alvh_desktop.widgets.chart_export.svg_words import outlined

PICTURE_SIZE = QSize(1120, 700)
"""Of a picture, in pixels of the screen."""
_PAPER_DPI = 300


def image_of(sheet: Sheet, size: QSizeF, scale: float = 2.0) -> QImage:
    """`size` in pixels of the screen; the picture has `scale` times as many each way."""
    pixels = QSize(round(size.width() * scale), round(size.height() * scale))
    image = QImage(pixels, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(scale)
    widen(sheet.chart, scale)
    painter = QPainter(image)
    paint_sheet(painter, sheet, size)
    painter.end()
    widen(sheet.chart, 1.0 / scale)
    return image


def png_of(sheet: Sheet, size: QSize = PICTURE_SIZE, scale: float = 2.0) -> bytes:
    """A PNG file of `scale` times `size` pixels."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    image_of(sheet, size.toSizeF(), scale).save(kept, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes
    return bytes(kept.data().data())


def svg_of(sheet: Sheet, size: QSize = PICTURE_SIZE) -> bytes:
    """An SVG file of lines and outlines alone: it looks the same wherever it is opened."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the smaller version of SVG clips nothing
    generator.setOutputDevice(kept)
    generator.setResolution(sheet.chart.logicalDpiX())
    generator.setSize(size)
    generator.setViewBox(QRect(0, 0, size.width(), size.height()))
    generator.setTitle(sheet.title)
    generator.setDescription(f"{sheet.caption} {sheet.foot}".strip())
    painter = QPainter(generator)
    paint_sheet(painter, sheet, size.toSizeF())
    painter.end()
    return outlined(bytes(kept.data().data()), sheet.chart.logicalDpiX())


def pdf_of(sheet: Sheet, layout: QPageLayout) -> bytes:
    """A PDF file of one page, drawn with strokes and letters."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    writer.setPageLayout(layout)
    writer.setTitle(sheet.title)
    writer.setCreator("ALVH Desktop")
    writer.setResolution(sheet.chart.logicalDpiX())  # a pen of the screen is as wide as a dot of its device
    print_sheet(sheet, writer)
    return bytes(kept.data().data())


def print_sheet(sheet: Sheet, device: QPagedPaintDevice) -> bool:
    """One page, filled to its margins; False where the device does not take it.

    Where it has the resolution of the screen and speaks PDF it gets strokes and letters, as every printer on Linux
    does. Any other would draw a pen of the screen as a hair: it gets a picture.
    """
    dpi = sheet.chart.logicalDpiX()
    if isinstance(device, QPrinter) and sys.platform.startswith("linux"):
        device.setResolution(dpi)
    painter = QPainter()
    if not painter.begin(device):
        return False
    own = device.logicalDpiX()
    size = QSizeF(device.width() * dpi / own, device.height() * dpi / own)
    if own == dpi and (not isinstance(device, QPrinter) or sys.platform.startswith("linux")):
        paint_sheet(painter, sheet, size)
    else:
        image = image_of(sheet, size, min(own, _PAPER_DPI) / dpi)
        painter.drawImage(QRectF(0.0, 0.0, device.width(), device.height()), image)
    return painter.end()
