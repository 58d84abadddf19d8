"""A document as Markdown: tables as tables, notes as they were written, pictures and charts in the text as data."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence

from alvh_desktop.desk.journal.report.as_html import data_uri
from alvh_desktop.desk.journal.report.document import (
    Block,
    Cell,
    Document,
    Drawing,
    Figures,
    Heading,
    Table,
    Words,
    Written,
    is_figure,
    shown,
)
from alvh_desktop.domain.note_text import images_in, title_of, with_image_targets
from alvh_desktop.domain.sessions import new_york_text

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|!~&])")
_LINE_ENDS = re.compile(r"\s*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+\s*")


def markdown_of(document: Document) -> str:
    blocks = (block for each in document.blocks for block in _block(each, document))
    return "\n\n".join((f"# {_escaped(document.title)}", *blocks, f"*{document.foot}*")) + "\n"


def _block(block: Block, document: Document) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {_escaped(block.text)}"
        case Words():
            yield f"**Not whole:** {_escaped(block.text)}" if block.is_warning else _escaped(block.text)
        case Figures():
            rows = [(each.name, each.value, each.beside) for each in block.rows]
            yield from _table(block.title, ("", "", ""), rows)
        case Table():
            yield from _table(block.title, block.header, block.rows)
        case Drawing():
            svg = base64.b64encode(block.svg.encode("utf-8")).decode("ascii")
            yield f"![{_escaped(block.title)}](data:image/svg+xml;base64,{svg})"
        case Written():
            yield from _note(block, document)


def _table(title: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    if title:
        yield f"**{_escaped(title)}**"
    to_the_right = [any(is_figure(row[place]) for row in rows) for place in range(len(header))]
    lines = [_row(map(_escaped, header)), _row("---:" if right else "---" for right in to_the_right)]
    yield "\n".join((*lines, *(_row(_escaped(shown(cell)) for cell in row) for row in rows)))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _note(written: Written, document: Document) -> Iterator[str]:
    note = written.note
    head = f"{new_york_text(note.moment)}, note {note.id}: {title_of(note.text)}"
    yield f"### {_escaped(head)}"
    if written.about:
        yield _escaped(written.about)
    # quoted, so that its own headings stand below those of the report
    own = {key: data_uri(document.images[key]) for key in images_in(note.text) if key in document.images}
    text = with_image_targets(note.text, own)
    yield "\n".join(f"> {line}".rstrip() for line in text.splitlines())


def _escaped(text: str) -> str:
    """In one line, and no character of it is a mark."""
    return _SPECIAL.sub(r"\\\1", _LINE_ENDS.sub(" ", text))
