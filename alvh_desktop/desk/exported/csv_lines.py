"""Lines of comma-separated cells, written and read so that every text comes back, line ends in it too."""

import re
from collections.abc import Iterable, Iterator

from alvh_desktop.domain.problems import Problem

_CELL = re.compile(r'"([^"]*+(?:""[^"]*+)*+)"|([^",\r\n]*+)')
_AFTER_CELL = re.compile(r",|\r\n|\r|\n|\Z")
_LINE_END = re.compile(r"\r\n|\r|\n")
_PLAIN = re.compile(r"[^\s,\"](?:[^,\"\r\n\v\f\x1c-\x1e\x85\u2028\u2029]*[^\s,\"])?")


def line_of(cells: Iterable[str]) -> str:
    return ",".join(_quoted(cell) for cell in cells) + "\n"


def cells_in(text: str) -> Iterator[tuple[int, list[str]] | Problem]:
    """Each line that is not blank with the number of its first line; a Problem ends what can be read."""
    place, line, began, cells = 0, 1, 1, list[str]()
    while place < len(text):
        cell = _CELL.match(text, place)
        after = _AFTER_CELL.match(text, cell.end()) if cell else None
        if cell is None or after is None:
            yield Problem(f"line {began}", "a quotation mark stands inside a cell, or none ends it")
            return
        cells.append(cell[2] if cell[1] is None else cell[1].replace('""', '"'))
        line += len(_LINE_END.findall(cell[0]))
        place = after.end()
        if after[0] == ",":
            continue
        if any(cells):
            yield began, cells
        line += 1
        began, cells = line, []
    if any(cells):
        yield began, [*cells, ""]


def _quoted(cell: str) -> str:
    if not cell or _PLAIN.fullmatch(cell):
        return cell
    return '"' + cell.replace('"', '""') + '"'
