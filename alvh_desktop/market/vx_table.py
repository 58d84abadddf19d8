"""A table of VX1 to VX8: the settles of the nearest VX futures side by side, with the closes of VIX and SPX.

VXn is the n-th listed contract. On a settlement day the expiring contract is past: VX1 is the next one. The
listed months follow one another from 21 April 2008 on, when nine were listed. Before, about six near months were
listed and, behind a gap, those of the quarterly cycle: in May 2007 the seventh contract was February 2008. Only the
first five ranks are months in a row on every day then, and the others are left out. Where fewer than eight
contracts were listed, the table repeats the last one; a repeated price at its end is left out too.
"""

import re
from collections.abc import Sequence
from datetime import date

from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Close, Delivery
from alvh_desktop.market.daily_table import DayRow, Header, find_header, read_daily_table
from alvh_desktop.market.gathered_days import GatheredDays, read_price
from alvh_desktop.market.index_names import fault_of_level
from alvh_desktop.market.vx_settles import monthlies_after, read_settle, settled_at

FORMAT = "VX1-VX8 table"

_RANK = re.compile(r"vx([1-9])")
_INDICES = {"vix": "VIX", "spx": "SPX", "sp500": "SPX", "s&p500": "SPX", "s&p 500": "SPX"}
_MONTHS_IN_A_ROW_FROM = date(2008, 4, 21)
_SURE_BEFORE = 5


def is_vx_table(file: TextFile) -> bool:
    """True under a header with a date and the columns VX1 and VX2."""
    return find_header(file, _is_header) is not None


def read_vx_table(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read settles of VX at `settled_at` of each day by the rule above, and closes of VIX and SPX."""
    header = find_header(file, _is_header)
    if header is None:
        return Problem(file.name, "no line holds a date and the columns VX1 and VX2")
    names = [name.lower() for name in header.columns]
    table = read_daily_table(file, header, "date", [*_ranks(header), *_INDICES])
    if isinstance(table, Problem):
        return table
    gathered = GatheredDays(FORMAT, table)
    ranks, indices = _ranks(header), [name for name in names if name in _INDICES]
    for row in table.rows:
        _add_futures(row, ranks, gathered)
        for name in indices:
            _add_close(row, name, gathered)
    return gathered.finish(FORMAT, file.name)


def _is_header(cells: Sequence[str]) -> bool:
    return {"date", "vx1", "vx2"} <= {cell.lower() for cell in cells}


def _ranks(header: Header) -> list[str]:
    """The columns VX1, VX2 and so on up to the first that is missing."""
    names = {name.lower() for name in header.columns if _RANK.fullmatch(name.lower())}
    return [f"vx{rank}" for rank in range(1, 10) if all(f"vx{before}" in names for before in range(1, rank + 1))]


def _add_futures(row: DayRow, ranks: Sequence[str], gathered: GatheredDays) -> None:
    texts = [row.cells[rank] for rank in ranks]
    while texts and not texts[-1]:
        texts.pop()
    listed = len(texts)
    while listed > 1 and texts[listed - 1] == texts[listed - 2]:
        listed -= 1
    if listed < len(texts):
        again = f"VX{len(texts)} repeats VX{listed}"
        gathered.refuse(row.line, f"{again}, as the table does for contracts not listed yet: left out")
    if row.day < _MONTHS_IN_A_ROW_FROM and listed > _SURE_BEFORE:
        listed = _SURE_BEFORE
        gathered.refuse(row.line, "before 21 April 2008 VX6 and later need not be months in a row: left out")
    for contract, text in zip(monthlies_after(row.day, listed), texts, strict=False):
        price = read_settle(text)
        if isinstance(price, str):
            gathered.refuse(row.line, price)
        else:
            gathered.add_settle(row.line, contract, settled_at(row.day), price)


def _add_close(row: DayRow, name: str, gathered: GatheredDays) -> None:
    series, text = _INDICES[name], row.cells[name]
    value = read_price(text)
    fault = value if isinstance(value, str) else fault_of_level(series, value)
    if fault or isinstance(value, str):
        gathered.refuse(row.line, f"the close of {series} cannot be used: {fault}")
    else:
        gathered.add_close(row.line, Close(series, row.day, value, FORMAT))
