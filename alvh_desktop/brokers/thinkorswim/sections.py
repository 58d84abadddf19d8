"""The sections of an account statement that tell fills: their rows, each with its cells by column name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from alvh_desktop.brokers.progress import watched
from alvh_desktop.domain.delimited_text import TextFile, split_cells
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Progress

SectionKind = Literal["cash", "futures", "trades"]

# How the header of each begins, in small letters; a section may have further columns.
_HEADERS: Mapping[SectionKind, tuple[str, ...]] = {
    "cash": ("date", "time", "type", "ref #", "description"),
    "futures": ("trade date", "exec date", "exec time", "type", "ref #", "description"),
    "trades": ("exec time", "spread", "side", "qty", "pos effect", "symbol", "exp", "strike", "type", "price"),
}
_NEEDED: Mapping[SectionKind, tuple[str, ...]] = {
    "cash": ("commissions & fees", "amount"),
    "futures": ("commissions & fees", "amount"),
    "trades": ("net price",),
}
_FIRST_CELLS = frozenset(header[0] for header in _HEADERS.values())
_TITLES = frozenset((
    "cash balance", "futures statements", "forex statements", "crypto statements", "account order history",
    "account trade history", "equities", "futures", "options", "futures options", "fixed income", "crypto",
    "profits and losses", "forex account summary", "account summary",
))  # fmt: skip
_OF_FOREX = "amount(usd)"
_ACCOUNT = re.compile(r"Account Statement for (\S+)", re.IGNORECASE)
_PAPER = "papermoney"
_DATED = re.compile(r'"?[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}"?[, ]"?([0-9]{1,2}:[0-9]{2}:[0-9]{2}|[0-9]{1,2}/)')


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a section; `cells` by the header's names in small letters."""

    line: int
    cells: Mapping[str, str]
    account: str


@dataclass
class Sections:
    """What was found, in the order of the file."""

    rows: dict[SectionKind, list[Row]] = field(default_factory=lambda: {"cash": [], "futures": [], "trades": []})
    refused: list[RefusedLine] = field(default_factory=list)
    is_paper: bool = False


@dataclass
class _Place:
    """Where the reading stands: the section, the names of its columns, and whether the line before was blank."""

    kind: SectionKind | None = None
    names: tuple[str, ...] = ()
    account: str = ""
    after_blank: bool = True


def has_sections(file: TextFile) -> bool:
    """Whether the header of any such section stands in the file."""
    return any(_may_be_header(line) and _header_kind(split_cells(line) or []) for line in file.lines)


def read_sections(file: TextFile, progress: Progress) -> Sections:
    """All rows of these sections; a row whose cells do not fit its header is refused. Others are passed over."""
    found, place = Sections(), _Place()
    for number, line in watched(file.lines, progress, total=2 * len(file.lines)):
        is_blank = not line.strip(" ,\t")
        if not is_blank:
            _take(number, line, place, found)
        place.after_blank = is_blank
    return found


def _take(number: int, line: str, place: _Place, found: Sections) -> None:
    cells = split_cells(line)
    if cells is None:
        if place.kind or _DATED.match(line):
            found.refused.append(RefusedLine(number, "it opens a quotation mark and does not close it"))
        return
    if place.kind == "trades":
        cells = _aligned(cells, place.names)
    while cells and not cells[-1] and len(cells) > len(place.names):
        cells.pop()
    if _may_be_header(line) and (kind := _header_kind(cells)):
        place.kind, place.names = kind, tuple(cell.lower() for cell in cells)
    elif _is_title(cells, place):
        place.kind, place.names = None, ()
        _read_title(line, place, found)
    elif place.kind is not None:
        _take_row(number, cells, place, found)
    elif _DATED.match(line):
        found.refused.append(RefusedLine(number, "no header of a section stands above this row"))


def _take_row(number: int, cells: list[str], place: _Place, found: Sections) -> None:
    assert place.kind is not None
    if len(cells) != len(place.names):
        reason = f"the row has {len(cells)} cells, the header of its section {len(place.names)}"
        found.refused.append(RefusedLine(number, reason))
        return
    row = Row(number, dict(zip(place.names, cells, strict=True)), place.account)
    found.rows[place.kind].append(row)


def _aligned(cells: list[str], names: tuple[str, ...]) -> list[str]:
    """A further leg of an order under its columns: some exports have a comma more before it, and none after it."""
    side = names.index("side")
    begun = next((place for place, cell in enumerate(cells) if cell), 0)
    if begun not in (side, side + 1) or cells[begun].upper() not in ("BUY", "SELL"):
        return cells
    cells = cells[begun - side :]
    return cells + [""] * (len(names) - len(cells)) if len(cells) > names.index("net price") else cells


def _may_be_header(line: str) -> bool:
    return line.lstrip(' ,"')[:5].lower() in ("date,", 'date"', "trade", "exec ")


def _header_kind(cells: list[str]) -> SectionKind | None:
    names = [cell.lower() for cell in cells]
    if names and not names[0]:
        names = names[1:]
    for kind, header in _HEADERS.items():
        if tuple(names[: len(header)]) == header and set(_NEEDED[kind]) <= set(names) and _OF_FOREX not in names:
            return kind
    return None


def _is_title(cells: list[str], place: _Place) -> bool:
    """A line of one cell: a title that is known, a total, a remark, or any words after a blank line."""
    words = [cell for cell in cells if cell]
    if len(words) != 1 or not cells[0]:
        return False
    text = words[0].lower()
    is_known = text in _TITLES or text.startswith(("total", "account statement for", "this document", "*"))
    return is_known or (place.after_blank and text[:1].isalpha())


def _read_title(line: str, place: _Place, found: Sections) -> None:
    if named := _ACCOUNT.search(line):
        place.account = named[1].strip('",')
    found.is_paper = found.is_paper or _PAPER in line.lower().replace(" ", "")
