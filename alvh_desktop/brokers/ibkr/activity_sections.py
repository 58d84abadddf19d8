"""The sections of an activity statement: each line begins with its section and Header, Data, SubTotal or Total."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from alvh_desktop.brokers.progress import watched
from alvh_desktop.domain.delimited_text import TextFile, split_cells
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Progress


@dataclass(frozen=True, slots=True)
class SectionLine:
    """A Data, SubTotal or Total line: its cells by the names of the header above it, empty ones too."""

    line: int
    section: str
    kind: str
    cells: Mapping[str, str]

    def cell(self, name: str, *others: str) -> str:
        """What stands in a column, else in the first of the others that holds something."""
        found = self.cells.get(name, "")
        if found or not others:
            return found
        return next((said for other in others if (said := self.cells.get(other, ""))), "")


@dataclass(slots=True)
class Sections:
    """Walks the lines of the sections that are asked for; `headers` are the last ones seen by section."""

    file: TextFile
    wanted: frozenset[str]
    headers: dict[str, list[str]] = field(default_factory=dict)

    def lines(self, progress: Progress) -> Iterator[SectionLine | RefusedLine]:
        """Lines in the file's order; one that does not fit its header is refused. Tells `progress` now and then."""
        total = len(self.file.lines)
        for number, line in watched(self.file.lines, progress):
            section = line.partition(",")[0].strip().strip('"')
            if section not in self.wanted:
                continue
            found = self._read(number, section, line)
            if found is not None:
                yield found
        progress(total, total)

    def _read(self, number: int, section: str, line: str) -> SectionLine | RefusedLine | None:
        cells = split_cells(line)
        if cells is None:
            return RefusedLine(number, "a quotation mark is left open")
        if len(cells) < 3:
            return None if len(cells) < 2 else RefusedLine(number, "the line breaks off after two cells")
        kind, rest = cells[1], cells[2:]
        if kind == "Header":
            self.headers[section] = rest
            return None
        header = self.headers.get(section)
        if kind not in ("Data", "SubTotal", "Total"):
            return None
        if header is None:
            return RefusedLine(number, f"no header of {section} stands above this line")
        while len(rest) > len(header) and not rest[-1]:
            rest.pop()
        if len(rest) != len(header):
            is_sum = kind != "Data"
            told = f"it has {len(rest) + 2} cells, and its header has {len(header) + 2}"
            return None if is_sum else RefusedLine(number, told)
        return SectionLine(number, section, kind, dict(zip(header, rest, strict=True)))
