"""The CSV table that Cboe's delayed-quotes page offers: one row per strike, the call left, the put right."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import (
    TextFile,
    find_cut,
    read_number,
    shortened,
    split_cells,
)
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Asked, Delivery, Level, Question
from alvh_desktop.domain.symbols import parse_osi
from alvh_desktop.market.date_line import read_date_line
from alvh_desktop.market.gathered_quotes import GatheredQuotes
from alvh_desktop.market.quote_moment import quote_moment

FORMAT = "Cboe quote table"

_PREAMBLE_LINES = 20
_LAST = re.compile(r'\bLast:\s*"?(?P<value>[^"]*?)[",\s]*(?:Change:.*)?$')
_OPEN_INTEREST = ("open interest", "open int")
_DATE_END = re.compile(r',\s*"?Bid\b|"')


@dataclass(frozen=True, slots=True)
class _Side:
    """Where calls or puts stand: the columns of symbol, bid, ask and, if the table has it, open interest."""

    right: str
    symbol: int
    bid: int
    ask: int
    interest: int | None


@dataclass(frozen=True, slots=True)
class _Layout:
    """The columns of one table, counted from 0; `header` is the header's line, counted from 1."""

    header: int
    columns: int
    strike: int
    sides: tuple[_Side, _Side]


def is_quote_table(file: TextFile) -> bool:
    """True when a header row begins with "Expiration Date,Calls" near the top, whatever stands above it."""
    return _find_header(file) is not None


def read_quote_table(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read quotes and the index level, made at `quote_moment` of the date line, or at `asked.moment`.

    `asked.moment` is when the quotes were made, as the trader says, and replaces the date line. Expiry and right of
    a contract come from its symbol; the column of expiration dates, whose form varies, is not read. The index that
    the level belongs to follows from the roots of the symbols, since the name in the file varies.
    """
    layout = _read_layout(file)
    if isinstance(layout, Problem):
        return layout
    if layout.header == len(file.lines):
        return Problem(file.name, "the file holds a header and no quotes")
    if cut := find_cut(file, layout.columns):
        return cut
    preamble = file.lines[: layout.header - 1]
    moment = asked.moment.astimezone(UTC) if asked.moment else _read_moment(preamble, file.name)
    if isinstance(moment, Problem):
        return moment
    gathered = GatheredQuotes(load_products())
    if broken := _read_rows(file, layout, moment, gathered):
        return broken
    _read_level(preamble, moment, gathered)
    return gathered.finish(FORMAT, file.name)


def _find_header(file: TextFile) -> tuple[int, list[str]] | None:
    """The line number of the header and its cells in small letters."""
    for number, line in enumerate(file.lines[:_PREAMBLE_LINES], 1):
        cells = [cell.lower() for cell in split_cells(line) or ()]
        if cells[:2] == ["expiration date", "calls"]:
            return number, cells
    return None


def _read_layout(file: TextFile) -> _Layout | Problem:
    found = _find_header(file)
    if found is None:
        return Problem(file.name, "no line begins with 'Expiration Date,Calls'")
    number, cells = found
    try:
        puts = cells.index("puts")
        sides = _side("C", 1, cells, puts), _side("P", puts, cells, len(cells))
        return _Layout(number, len(cells), cells.index("strike"), sides)
    except ValueError:
        expected = "Strike, Puts, and a Bid and an Ask on either side"
        return Problem(f"line {number}", f"this quote table lacks a column: expected {expected}")


def _side(right: str, first: int, cells: Sequence[str], end: int) -> _Side:
    """The columns from `first` up to `end`. Raises ValueError where bid or ask is missing."""
    interest = next((place for place in range(first, end) if cells[place] in _OPEN_INTEREST), None)
    return _Side(right, first, cells.index("bid", first, end), cells.index("ask", first, end), interest)


def _read_moment(preamble: Sequence[str], file_name: str) -> datetime | Problem:
    number, text = _find_date(preamble)
    if not number:
        return Question(file_name, "The file has no date line.")
    taken = read_date_line(text.removeprefix("Date:"))
    if taken is None:
        return Question(f"line {number}", f"The date line '{shortened(text)}' cannot be read.")
    try:
        return quote_moment(taken)
    except KnownError as outside:
        return Question(f"line {number}", f"The date line '{shortened(text)}' is wrong: {outside.what}")


def _find_date(preamble: Sequence[str]) -> tuple[int, str]:
    """Number and text of the date line, without what follows the date; tables of 2019 leave out "Date:"."""
    lines = enumerate(preamble, 1)
    written = [(number, line.strip().lstrip('"')) for number, line in lines if line.strip(' ",')]
    dated = [(number, line) for number, line in written if line.startswith("Date:")]
    number, line = (dated or written[1:2] or [(0, "")])[0]
    return number, _DATE_END.split(line, maxsplit=1)[0].strip(" ,")


def _read_rows(file: TextFile, layout: _Layout, moment: datetime, gathered: GatheredQuotes) -> Problem | None:
    """Add the quotes of all rows; a Problem only where the rest of the file cannot be trusted either."""
    for number, line in enumerate(file.lines[layout.header :], layout.header + 1):
        if not line.strip(" ,"):
            continue
        cells = split_cells(line)
        if cells is None:
            return Problem(file.name, f"line {number} opens a quotation mark and does not close it")
        gathered.rows_read += 1
        contracts = _read_contracts(cells, layout, gathered)
        if isinstance(contracts, str):
            gathered.refuse(number, contracts)
            continue
        for side, contract in zip(layout.sides, contracts, strict=True):
            interest = "" if side.interest is None else cells[side.interest]
            gathered.add_quote(number, contract, moment, FORMAT, cells[side.bid], cells[side.ask], interest)
    return None


def _read_contracts(
    cells: Sequence[str], layout: _Layout, gathered: GatheredQuotes
) -> tuple[Contract, Contract] | str:
    """Call and put of one row, or why the row cannot be used."""
    if len(cells) != layout.columns:
        return f"the row has {len(cells)} columns, the header {layout.columns}"
    strike = read_number(cells[layout.strike])
    if isinstance(strike, str):
        return f"the strike cannot be used: {strike}"
    call, put = (_read_contract(cells[side.symbol], side.right, strike, gathered) for side in layout.sides)
    if isinstance(call, str):
        return call
    if isinstance(put, str):
        return put
    if (call.root, call.expiry) != (put.root, put.expiry):
        return "call and put are not of the same root and expiry"
    return call, put


def _read_contract(symbol: str, right: str, strike: Decimal, gathered: GatheredQuotes) -> Contract | str:
    contract = parse_osi(shortened(symbol))
    if isinstance(contract, Problem):
        return contract.message
    if unknown := gathered.refusal_of_root(contract.root):
        return unknown
    if contract.right != right:
        return f"{symbol} stands among the {'calls' if right == 'C' else 'puts'}"
    if contract.strike != strike:
        return f"the strike column says {strike}, the symbol {symbol}"
    return contract


def _read_level(preamble: Sequence[str], moment: datetime, gathered: GatheredQuotes) -> None:
    """Add the level of the index that most quotes belong to, at the moment of the quotes."""
    indices = Counter(gathered.index_of(quote.contract) for quote in gathered.quotes)
    found = next(_written_levels(preamble), None)
    if found is None or not indices:
        return
    number, text = found
    value = read_number(text)
    if isinstance(value, str) or value <= 0:
        gathered.refuse(number, f"the index level {shortened(text)!r} cannot be used")
        return
    gathered.levels.append(Level(indices.most_common(1)[0][0], moment, FORMAT, value))


def _written_levels(preamble: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Line number and text of the level: after "Last:", or in tables of 2019 the cell after the name."""
    for number, line in enumerate(preamble, 1):
        if match := _LAST.search(line):
            yield number, match["value"].strip()
    for number, line in enumerate(preamble, 1):
        cells = split_cells(line) or []
        if len(cells) >= 3 and not isinstance(read_number(cells[1]), str):
            yield number, cells[1]
