"""A chart and its words laid out on one page of any size: title, legend, chart, caption, and what it is not."""

from html import escape

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QColor, QFont, QPainter, QPicture, QTextDocument
from PySide6.QtWidgets import QApplication, QWidget

from alvh_desktop.widgets.chart_export.drawable import Sheet
from alvh_desktop.widgets.chart_export.strokes import draw_out

NOT_ADVICE = "ALVH Desktop: educational, not advice"
_MARGIN, _BETWEEN = 16.0, 8.0
_TITLE, _WORDS, _FOOT = 1.3, 1.0, 0.9
"""Sizes of type against the program's own."""
_LEAST_OF_CHART = 0.5
"""Of the page's height; where the words would leave less they are set smaller, down to the last of `_SMALLER`."""
_SMALLER = (1.0, 0.9, 0.8, 0.7, 0.6)


def paint_sheet(painter: QPainter, sheet: Sheet, size: QSizeF) -> None:
    """Fill `size` of the painter from its origin. Its unit is a pixel of the screen, also on paper."""
    painter.fillRect(QRectF(QPointF(), size), QColor(sheet.worn.surface))
    inside = QRectF(QPointF(), size).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    above, below = _words_of(sheet, inside)
    top = inside.top()
    for words in above:
        _paint_words(painter, words, QPointF(inside.left(), top))
        top += words.size().height() + _BETWEEN
    bottom = inside.bottom()
    for words in reversed(below):
        bottom -= words.size().height()
        _paint_words(painter, words, QPointF(inside.left(), bottom))
        bottom -= _BETWEEN
    _paint_chart(painter, sheet.chart, QRectF(inside.left(), top, inside.width(), bottom - top))


def _words_of(sheet: Sheet, inside: QRectF) -> tuple[list[QTextDocument], list[QTextDocument]]:
    """What stands above the chart and below it, so large that the chart keeps its room."""
    above, below = list[QTextDocument](), list[QTextDocument]()
    for share in _SMALLER:
        title = f'<span style="font-weight:600">{escape(sheet.title)}</span>'
        dim, foot = sheet.worn.dim, f"{escape(sheet.foot)} &nbsp; {NOT_ADVICE}."
        above = [_words(title, sheet.worn.text, _TITLE * share, inside.width())]
        if sheet.legend:
            above.append(_words(sheet.legend, sheet.worn.text, _WORDS * share, inside.width()))
        if sheet.caption:
            below = [_words(escape(sheet.caption), sheet.worn.text, _WORDS * share, inside.width())]
        below = [*below[:1], _words(foot, dim, _FOOT * share, inside.width())]
        taken = sum(words.size().height() + _BETWEEN for words in (*above, *below))
        if inside.height() - taken >= _LEAST_OF_CHART * inside.height():
            break
    return above, below


def _words(html: str, colour: str, share: float, width: float) -> QTextDocument:
    words = QTextDocument()
    font = QFont(QApplication.font())
    font.setPointSizeF(font.pointSizeF() * share)
    words.setDefaultFont(font)
    words.setDocumentMargin(0.0)
    words.setHtml(f'<span style="color:{colour}">{html}</span>')
    words.setTextWidth(width)
    return words


def _paint_words(painter: QPainter, words: QTextDocument, place: QPointF) -> None:
    painter.save()
    painter.translate(place)
    words.drawContents(painter)
    painter.restore()


def _paint_chart(painter: QPainter, chart: QWidget, place: QRectF) -> None:
    """Laid out anew for its place, and kept as strokes and letters: a widget painted on paper would be a bitmap."""
    draw_out(chart)
    chart.resize(QSize(int(place.width()), int(place.height())))
    picture = QPicture()
    chart.render(picture, renderFlags=QWidget.RenderFlag.DrawChildren)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawPicture(place.topLeft(), picture)
    painter.restore()
