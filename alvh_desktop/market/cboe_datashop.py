"""Cboe DataShop end-of-day option files: one row per contract and day, quoted before and at the close."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import cast

from alvh_desktop.domain.calendar import is_business_day, vix_expiry_for, written_date
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.delimited_text import (
    TextFile,
    find_cut,
    read_number,
    shortened,
    split_cells,
)
from alvh_desktop.domain.money import plain
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.quotes import Asked, Delivery, Level
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.market.gathered_quotes import GatheredQuotes
from alvh_desktop.market.quote_moment import session_close
from alvh_desktop.market.written_days import read_days

FORMAT = "Cboe DataShop"

_NEEDED = ("underlying_symbol", "quote_date", "root", "expiration", "strike", "option_type")


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """One of the two times a row is quoted at: so long before the close, in columns that end in `suffix`."""

    source: str
    suffix: str
    before_close: timedelta


_SNAPSHOTS = (
    _Snapshot("Cboe DataShop 15:45", "_1545", timedelta(minutes=30)),
    _Snapshot("Cboe DataShop end of day", "_eod", timedelta(0)),
)

Row = tuple[int, Mapping[str, str]]
"""A line number, counted from 1, and the cells of that line by column name."""


def is_datashop_file(file: TextFile) -> bool:
    """True when the first written line names the columns of a DataShop end-of-day file, in any order."""
    return {"underlying_symbol", "quote_date", "expiration", "option_type"} <= set(_read_header(file)[1])


def read_datashop_file(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read quotes and index levels of 15:45 and 16:15 New York (12:45 and 13:15 on early closes).

    The days are the file's. A file may lack the columns of one of the two times. The
    open interest of a row was counted before both. The vendor writes root VIX for weekly options too; they become
    VIXW. Implied forwards, volatilities and Greeks of the vendor are not taken over.
    """
    number, header = _read_header(file)
    if fault := _fault_of_header(file, number, header):
        return fault
    gathered = GatheredQuotes(load_products())
    rows = _read_rows(file, number, header, gathered)
    if isinstance(rows, Problem):
        return rows
    dates = read_days(file.name, ((line, row[name]) for line, row in rows for name in ("quote_date", "expiration")))
    if isinstance(dates, Problem):
        return dates
    snapshots = [one for one in _SNAPSHOTS if f"bid{one.suffix}" in header]
    levels: dict[Level, None] = {}
    for row in rows:
        _add_row(row, dates, snapshots, gathered, levels)
    _add_levels(number, levels, gathered)
    return gathered.finish(FORMAT, file.name)


def _read_header(file: TextFile) -> tuple[int, list[str]]:
    """Line number and column names, in small letters, of the first line that is not blank."""
    number, line = next((number, line) for number, line in enumerate(file.lines, 1) if line.strip(" ,"))
    return number, [cell.lower() for cell in split_cells(line) or ()]


def _fault_of_header(file: TextFile, number: int, header: Sequence[str]) -> Problem | None:
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        return Problem(f"line {number}", f"the column {missing[0]} is missing")
    for snapshot in _SNAPSHOTS:
        if (f"bid{snapshot.suffix}" in header) != (f"ask{snapshot.suffix}" in header):
            return Problem(f"line {number}", f"of bid{snapshot.suffix} and ask{snapshot.suffix} one is missing")
    if not {"bid_1545", "bid_eod"} & set(header):
        return Problem(f"line {number}", "no bids and asks: expected bid_1545 and ask_1545 or bid_eod and ask_eod")
    twice = [name for name, count in Counter(header).items() if name and count > 1]
    if twice:
        return Problem(f"line {number}", f"the column {twice[0]} stands there twice")
    if number == len(file.lines):
        return Problem(file.name, "the file holds a header and no quotes")
    return find_cut(file, len(header))


def _read_rows(file: TextFile, number: int, header: Sequence[str], gathered: GatheredQuotes) -> list[Row] | Problem:
    """All rows that have the header's columns; the others are refused."""
    rows: list[Row] = []
    for line_number, line in enumerate(file.lines[number:], number + 1):
        if not line.strip(" ,"):
            continue
        cells = split_cells(line)
        if cells is None:
            return Problem(file.name, f"line {line_number} opens a quotation mark and does not close it")
        gathered.rows_read += 1
        if len(cells) == len(header):
            rows.append((line_number, dict(zip(header, cells, strict=True))))
        else:
            gathered.refuse(line_number, f"the row has {len(cells)} columns, the header {len(header)}")
    return rows


def _add_row(
    row: Row,
    dates: Mapping[str, date],
    snapshots: Sequence[_Snapshot],
    gathered: GatheredQuotes,
    levels: dict[Level, None],
) -> None:
    line, cells = row
    contract = _read_contract(cells, dates, gathered)
    if isinstance(contract, str):
        gathered.refuse(line, contract)
        return
    close = _read_close(cells, dates)
    if isinstance(close, str):
        gathered.refuse(line, close)
        return
    index, interest = gathered.index_of(contract), cells.get("open_interest", "")
    for snapshot in snapshots:
        bid, ask = cells[f"bid{snapshot.suffix}"], cells[f"ask{snapshot.suffix}"]
        moment = close - snapshot.before_close
        gathered.add_quote(line, contract, moment, snapshot.source, bid, ask, interest)
        value = _read_level(cells, snapshot.suffix)
        if value is not None:
            levels[Level(index, moment, snapshot.source, value)] = None


def _read_contract(cells: Mapping[str, str], dates: Mapping[str, date], gathered: GatheredQuotes) -> Contract | str:
    root, right, expiry = cells["root"].upper(), cells["option_type"].upper(), dates.get(cells["expiration"])
    if unknown := gathered.refusal_of_root(root):
        return unknown
    if right not in {"C", "P"}:
        return f"the option type {shortened(right)!r} is neither C nor P"
    if expiry is None:
        return f"the expiration {shortened(cells['expiration'])!r} is no date"
    strike = read_number(cells["strike"])
    if isinstance(strike, str) or strike <= 0:
        return f"the strike {shortened(cells['strike'])!r} cannot be used"
    try:
        is_weekly = root == "VIX" and expiry != vix_expiry_for(expiry.year, expiry.month)
    except KnownError as outside:
        return outside.what
    contract = Contract("VIXW" if is_weekly else root, expiry, plain(strike), cast(Right, right))
    underlying = cells["underlying_symbol"].removeprefix("^").upper()
    if underlying != gathered.index_of(contract):
        return f"root {root} does not belong to underlying {shortened(underlying)}"
    return contract


def _read_close(cells: Mapping[str, str], dates: Mapping[str, date]) -> datetime | str:
    """When the session of the quote date ended (UTC), or why there is no such session."""
    day = dates.get(cells["quote_date"])
    if day is None:
        return f"the quote date {shortened(cells['quote_date'])!r} is no date"
    try:
        return session_close(day) if is_business_day(day) else f"the exchange was closed on {written_date(day)}"
    except KnownError as outside:
        return outside.what


def _read_level(cells: Mapping[str, str], suffix: str) -> Decimal | None:
    """The price of the underlying, or the mid of its bid and ask; None where neither is above zero."""
    active = _positive(cells.get(f"active_underlying_price{suffix}", ""))
    if active is not None:
        return active
    bid, ask = (_positive(cells.get(f"underlying_{side}{suffix}", "")) for side in ("bid", "ask"))
    return None if bid is None or ask is None else (bid + ask) / 2


def _positive(text: str) -> Decimal | None:
    number = read_number(text)
    return None if isinstance(number, str) or number <= 0 else number


def _add_levels(header: int, levels: Iterable[Level], gathered: GatheredQuotes) -> None:
    """Keep the levels on which all rows of a moment agree."""
    told: dict[tuple[str, datetime], list[Level]] = {}
    for level in levels:
        told.setdefault((level.index, level.moment), []).append(level)
    for (index, moment), same in told.items():
        if len(same) == 1:
            gathered.levels.append(same[0])
        else:
            gathered.refuse(header, f"the rows give different levels of {index} for {new_york_text(moment)}")
