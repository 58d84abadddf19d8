"""A report of the journal as PDF: the pages of its HTML, charts and pictures drawn in."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtSvg import QSvgRenderer

from alvh_desktop.desk.journal.report.as_html import html_of
from alvh_desktop.desk.journal.report.document import Document, Drawing
from alvh_desktop.desk.note_pad import Image

_DPI = 96
"""Pixels of the HTML on an inch of paper."""
_SCALE = 3
"""Dots of a drawn chart on a pixel: QTextDocument knows no SVG."""
_PAPER, _MARGIN_MM, _FOOT = QPageSize.PageSizeId.A4, 12.0, 24.0
_LARGEST = QSizeF(640.0, 420.0)
_STYLE = "body { margin: 0; padding: 0; } td, th { padding: 2px 4px; font-size: 10px; }"


def report_pdf(document: Document) -> bytes:
    """The bytes of a PDF file, A4 across; every page has its number and the word at the foot of the report."""
    kept = QBuffer()
    kept.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(kept)
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    page = QPageSize(_PAPER)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Landscape, margins, QPageLayout.Unit.Millimeter))
    writer.setResolution(_DPI)
    writer.setTitle(document.title)
    writer.setCreator("ALVH Desktop")
    size = QSizeF(writer.width(), writer.height() - _FOOT)
    laid_out = _laid_out(document, size)
    painter = QPainter(writer)
    for number in range(laid_out.pageCount()):
        if number:
            writer.newPage()
        _paint_page(painter, laid_out, size, number, document.foot)
    painter.end()
    return bytes(kept.data().data())


def _paint_page(painter: QPainter, laid_out: QTextDocument, size: QSizeF, number: int, foot: str) -> None:
    part = QRectF(0.0, number * size.height(), size.width(), size.height())
    painter.save()
    painter.translate(0.0, -part.top())
    laid_out.drawContents(painter, part)
    painter.restore()
    painter.setFont(laid_out.defaultFont())
    told = f"{foot}   {number + 1} of {laid_out.pageCount()}"
    below = QRectF(0.0, size.height(), size.width(), _FOOT)
    painter.drawText(below, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, told)


def _laid_out(document: Document, size: QSizeF) -> QTextDocument:
    shown = _Shown()
    html = html_of(document, shown.drawing, shown.picture, _STYLE)
    laid_out = QTextDocument()
    font = QFont()
    font.setPixelSize(11)
    laid_out.setDefaultFont(font)
    for name, image in shown.images.items():
        laid_out.addResource(QTextDocument.ResourceType.ImageResource, QUrl(name), image)
    laid_out.setHtml(html)
    laid_out.setPageSize(size)
    return laid_out


class _Shown:
    """Charts and pictures by the names under which the HTML asks for them."""

    def __init__(self) -> None:
        self.images: dict[str, QImage] = {}

    def drawing(self, drawing: Drawing) -> str:
        renderer = QSvgRenderer(QByteArray(drawing.svg.encode("utf-8")))
        size = renderer.defaultSize()
        image = QImage(size * _SCALE, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        return self._named(image, QSizeF(size))

    def picture(self, image: Image, caption: str) -> str:
        """Its own size where that has room; one that cannot be drawn is told by its caption."""
        drawn = QImage.fromData(image.content)
        if drawn.isNull():
            return f"[a picture that cannot be drawn: {caption or image.hash[:8]}]"
        own = QSizeF(drawn.size())
        fitting = own.scaled(_LARGEST, Qt.AspectRatioMode.KeepAspectRatio)
        return self._named(drawn, fitting if own.width() > fitting.width() else own)

    def _named(self, image: QImage, size: QSizeF) -> str:
        name = f"shown:{len(self.images)}"
        self.images[name] = image
        return f'<img src="{name}" width="{size.width():.0f}" height="{size.height():.0f}">'
