"""History of one VX future from CFE: a row a day with its settlement price, the last one with the final value.

Prices before 26 March 2007 are ten times those of today.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alvh_desktop.domain.calendar import MONTHS, vix_expiry_for, vix_weekly_expiry, written_date
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Asked, Delivery, Question
from alvh_desktop.domain.symbols import VX_ROOTS, parse_vx_symbol, spoken
from alvh_desktop.market.daily_table import DayRow, find_header, read_daily_table
from alvh_desktop.market.gathered_days import GatheredDays
from alvh_desktop.market.vx_settles import final_moment, read_settle, settled_at

FORMAT = "CFE VX contract"

_HEADER = ("trade date", "futures", "open", "high", "low", "close", "settle")
_LABEL = re.compile(r"(?:[A-Z]*[0-9]*/?)?([FGHJKMNQUVXZ]) ?\(([A-Z][a-z]{2}) ([0-9]{2}|[0-9]{4})\)")
_LETTERS = "FGHJKMNQUVXZ"
_IN_NAME = re.compile(r"([A-Z]+)_([0-9]{4}-[0-9]{2}-[0-9]{2})|CFE_[FGHJKMNQUVXZ][0-9]{2}_([A-Z]+)", re.IGNORECASE)
_OTHER_PRODUCTS = frozenset(("VA", "VN", "VT", "VM", "VU", "VXT", "DV", "GV", "OV", "IBHY", "IBIG", "PCC", "BX"))
"""Futures of CFE whose files have the same layout and labels."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TENFOLD_BEFORE = date(2007, 3, 26)
_WEEKLIES_FROM = date(2015, 7, 23)
_WEEKLY_LIFE = timedelta(days=70)
"""A weekly is listed about six weeks ahead; what was settled for longer is a monthly."""


@dataclass(frozen=True, slots=True)
class _Found:
    """The contract of a file; `note` tells the reader of the report where it does not follow from the content."""

    contract: Contract
    note: str | None = None


def is_vx_contract(file: TextFile) -> bool:
    """True under CFE's header Trade Date,Futures,...,Settle, after a disclaimer or not."""
    return find_header(file, _is_header) is not None


def read_vx_contract(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read the settles of a contract, each at `settled_at` of its day, and the final value (VRO) of its last.

    `asked.series` is the contract or the day of its settlement, for a file that does not tell it. The month stands
    in every row. A monthly is told from a weekly of its month by the time it was listed; else the file's name
    proposes, or the last day, when that is a settlement day, and the report says so.
    """
    header = find_header(file, _is_header)
    if header is None:
        return Problem(file.name, "no line begins with 'Trade Date,Futures,Open,High,Low,Close,Settle'")
    table = read_daily_table(file, header, "trade date", _HEADER[-1:])
    if isinstance(table, Problem):
        return table
    gathered = GatheredDays(FORMAT, table)
    rows, month = _of_one_month(table.rows, gathered)
    if month is None:
        return gathered.finish(FORMAT, file.name)
    try:
        found = _contract_of(file.name, [row.day for row in rows], month, asked)
    except KnownError as outside:
        return Problem(file.name, outside.what.rstrip("."))
    if isinstance(found, Problem):
        return found
    if found.note:
        gathered.notes.append(found.note)
    for row in rows:
        _add_row(row, found.contract, gathered)
    return gathered.finish(FORMAT, file.name)


def _is_header(cells: Sequence[str]) -> bool:
    return tuple(cell.lower() for cell in cells[: len(_HEADER)]) == _HEADER


def _of_one_month(rows: Sequence[DayRow], gathered: GatheredDays) -> tuple[list[DayRow], tuple[int, int] | None]:
    """The rows of the month that the first readable label names, and that year and month."""
    kept: list[DayRow] = []
    first: tuple[int, int] | None = None
    for row in rows:
        month = _month_of(row.cells["futures"])
        if month is None:
            gathered.refuse(row.line, f"{shortened(row.cells['futures'])!r} is no label such as 'F (Jan 2026)'")
            continue
        first = first or month
        if month == first:
            kept.append(row)
        else:
            gathered.refuse(row.line, "the row is of another contract than those before")
    return kept, first


def _month_of(label: str) -> tuple[int, int] | None:
    match = _LABEL.fullmatch(label)
    names = [name[:3] for name in MONTHS]
    if match is None or match[2] not in names or _LETTERS[names.index(match[2])] != match[1]:
        return None
    return int(match[3]) + (2000 if len(match[3]) == 2 else 0), names.index(match[2]) + 1


def _contract_of(name: str, days: Sequence[date], month: tuple[int, int], asked: Asked) -> _Found | Problem:
    """KnownError where the month lies outside the trading calendar."""
    first, last = min(days), max(days)
    expiries = [expiry for expiry in _expiries_in(*month) if expiry >= last]
    if asked.series is not None:
        return _asked_contract(asked.series, last, expiries)
    named, proposed = _from_name(name)
    if named in _OTHER_PRODUCTS:
        return Problem(name, f"its name says that it is of {named}, not of VX or VXM")
    if not expiries:
        return Problem(name, f"its last day, {written_date(last)}, is after the last settlement of its month")
    root = named if named in VX_ROOTS else "VX"
    note = None if root == named else "taken as VX: neither the file nor its name says of which future it is"
    monthly, unclear = vix_expiry_for(*month), _cannot_tell(name, month, root, expiries)
    if last < _WEEKLIES_FROM or last - first > _WEEKLY_LIFE:
        return _Found(Contract(root, monthly), note) if monthly in expiries else unclear
    if proposed in expiries:
        contract = Contract(root, proposed)
        return _Found(contract, note or f"taken as {spoken(contract)} because of the file's name")
    if last in expiries:
        contract = Contract(root, last)
        return _Found(contract, f"taken as {spoken(contract)}, since its last day is a day of settlement")
    return unclear


def _cannot_tell(name: str, month: tuple[int, int], root: str, expiries: Sequence[date]) -> Question:
    label = f"{MONTHS[month[1] - 1]} {month[0]}"
    choices = tuple(f"{root}_{expiry}" for expiry in expiries)
    return Question(name, f"Which contract of {label} this is cannot be told from the file.", "series", choices)


def _asked_contract(series: str, last: date, expiries: Sequence[date]) -> _Found | Problem:
    contract = parse_vx_symbol(f"VX_{series.strip()}" if _DAY.fullmatch(series.strip()) else series, last)
    if isinstance(contract, Problem):
        return Problem("series", contract.message)
    if contract.expiry not in expiries:
        return Problem("series", f"{spoken(contract)} does not fit the days and the month that stand in the file")
    return _Found(contract)


def _expiries_in(year: int, month: int) -> list[date]:
    """Every day of a month on which a weekly or monthly could settle, ascending."""
    weeks = [vix_weekly_expiry(date(year, month, 1) + timedelta(weeks=week)) for week in range(6)]
    return sorted({expiry for expiry in weeks if (expiry.year, expiry.month) == (year, month)})


def _from_name(name: str) -> tuple[str | None, date | None]:
    """Root and expiry where a name is one of the publisher's: VX_2026-01-21.csv, CFE_F13_VX.csv."""
    match = _IN_NAME.search(name)
    if match is None:
        return None, None
    try:
        proposed = date.fromisoformat(match[2]) if match[2] else None
    except ValueError:
        proposed = None
    return (match[1] or match[3]).upper(), proposed


def _add_row(row: DayRow, contract: Contract, gathered: GatheredDays) -> None:
    price = read_settle(row.cells["settle"], 10 if row.day < _TENFOLD_BEFORE else 1)
    if isinstance(price, str):
        gathered.refuse(row.line, price)
    elif row.day == contract.expiry:
        gathered.add_final(row.line, final_moment(contract.expiry), price)
    else:
        gathered.add_settle(row.line, contract, settled_at(row.day), price)
