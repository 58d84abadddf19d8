"""A document as one file of HTML: nothing in it is run, and nothing is fetched from anywhere."""

import base64
from collections.abc import Callable, Iterable
from datetime import date
from html import escape

from alvh_desktop.desk.journal.report.document import (
    Block,
    Cell,
    Document,
    Drawing,
    Figure,
    Figures,
    Heading,
    Table,
    Words,
    Written,
    is_figure,
    shown,
)
from alvh_desktop.desk.journal.report.note_html import note_html
from alvh_desktop.desk.note_pad import Image
from alvh_desktop.domain.note_text import title_of
from alvh_desktop.domain.sessions import new_york_text

DrawingHtml = Callable[[Drawing], str]
PictureHtml = Callable[[Image, str], str]
"""The markup of an image and its caption, which is escaped already."""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_STYLE = """
body { font: 14px/1.45 sans-serif; color: #222; background: #fff; }
body { max-width: 1100px; margin: 24px auto; padding: 0 16px; }
h1, h2, h3 { line-height: 1.2; } h2 { border-bottom: 1px solid #d9d9d9; margin-top: 32px; }
table { border-collapse: collapse; margin: 8px 0 16px; font-size: 13px; }
caption { text-align: left; font-weight: bold; padding: 4px 0; }
th, td { border-bottom: 1px solid #d9d9d9; padding: 3px 8px; text-align: left; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; }
td.n { white-space: nowrap; } thead th { vertical-align: bottom; }
td.d { white-space: nowrap; } p.t { font-weight: bold; margin: 12px 0 4px; }
td.b { color: #555; } p.w { color: #8a3b00; } p.w::before { content: "! "; }
.note { border-left: 3px solid #d9d9d9; padding-left: 12px; margin: 16px 0; page-break-inside: avoid; }
.about { color: #555; } img, svg { max-width: 100%; height: auto; } pre { white-space: pre-wrap; }
footer { margin-top: 32px; border-top: 1px solid #d9d9d9; color: #555; }
@media print {
  body { margin: 0; max-width: none; font-size: 11px; }
  table { font-size: 10px; } tr { page-break-inside: avoid; }
}
"""


def html_of(
    document: Document,
    drawing_html: DrawingHtml | None = None,
    picture_html: PictureHtml | None = None,
    style: str = "",
) -> str:
    """Charts as inline SVG and pictures as data, unless somebody shows them otherwise; `style` stands behind the
    report's own."""
    drawn, pictured = drawing_html or _drawing, picture_html or _picture
    body = "\n".join(_block(each, document, drawn, pictured) for each in document.blocks)
    title = escape(document.title)
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n{body}\n"
        f"<footer><p>{escape(document.foot)}</p></footer>\n</body>\n</html>\n"
    )


def data_uri(image: Image) -> str:
    return f"data:image/{image.kind};base64,{base64.b64encode(image.content).decode('ascii')}"


def _block(block: Block, document: Document, drawn: DrawingHtml, pictured: PictureHtml) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Words():
            return f'<p class="w">{escape(block.text)}</p>' if block.is_warning else f"<p>{escape(block.text)}</p>"
        case Figures():
            return _table(block.title, (), map(_figure, block.rows))
        case Table():
            header = [_th(name, block.rows, place) for place, name in enumerate(block.header)]
            return _table(block.title, header, ("".join(map(_td, row)) for row in block.rows))
        case Drawing():
            return f'<p class="t">{escape(block.title)}</p><div>{drawn(block)}</div>'
        case Written():
            return _note(block, document, pictured)


def _table(title: str, header: Iterable[str], rows: Iterable[str]) -> str:
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    head = "".join(header)
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<table>{caption}{top}<tbody>{''.join(f'<tr>{row}</tr>' for row in rows)}</tbody></table>"


def _th(name: str, rows: Iterable[Iterable[Cell]], place: int) -> str:
    columns = ([*row][place] for row in rows)
    side = ' class="n"' if any(map(is_figure, columns)) else ""
    return f"<th{side}>{escape(name)}</th>"


def _td(cell: Cell) -> str:
    side = ' class="n"' if is_figure(cell) else ' class="d"' if isinstance(cell, date) else ""
    return f"<td{side}>{escape(shown(cell))}</td>"


def _figure(figure: Figure) -> str:
    value = f'<td class="n">{escape(shown(figure.value))}</td>'
    return f'<th>{escape(figure.name)}</th>{value}<td class="b">{escape(figure.beside)}</td>'


def _note(written: Written, document: Document, pictured: PictureHtml) -> str:
    def image_html(hash_of_bytes: str, caption: str) -> str:
        image = document.images.get(hash_of_bytes)
        if image is None:
            return f"[a picture that cannot be read: {caption or hash_of_bytes[:8]}]"
        return pictured(image, caption)

    note = written.note
    head = f"{new_york_text(note.moment)}, note {note.id}: {title_of(note.text)}"
    about = f'<p class="about">{escape(written.about)}</p>' if written.about else ""
    return f'<div class="note"><h3>{escape(head)}</h3>{about}{note_html(note.text, image_html)}</div>'


def _drawing(drawing: Drawing) -> str:
    return drawing.svg


def _picture(image: Image, caption: str) -> str:
    return f'<img src="{data_uri(image)}" alt="{caption}">'
