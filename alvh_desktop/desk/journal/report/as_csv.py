"""A document as CSV: a table below the other, each below its name; charts are what their tables say."""

from collections.abc import Iterator, Sequence

from alvh_desktop.desk.exported.csv_lines import line_of
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
    plain,
)
from alvh_desktop.desk.journal.written.cells import Value, cell


def csv_of_document(document: Document) -> str:
    lines = [line_of((cell(document.title),))]
    for block in document.blocks:
        lines += [line_of(map(cell, row)) for row in _rows(block)]
    return "".join((*lines, line_of((cell(document.foot),))))


def _rows(block: Block) -> Iterator[Sequence[Value]]:
    match block:
        case Heading():
            yield ("",)
            yield (block.text,)
        case Words():
            yield (f"! {block.text}" if block.is_warning else block.text,)
        case Figures():
            yield from _titled(block.title, [(each.name, each.value, each.beside) for each in block.rows])
        case Table():
            yield from _titled(block.title, [block.header, *block.rows])
        case Drawing():
            return
        case Written():
            note = block.note
            yield from _titled("note", [(note.id, note.moment, block.about, note.text)])


def _titled(title: str, rows: Sequence[Sequence[Cell]]) -> Iterator[Sequence[Value]]:
    if title:
        yield (title,)
    for row in rows:
        yield tuple(map(plain, row))
