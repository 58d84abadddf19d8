"""CFE's settlement sheet: the settlement prices of one day, which does not stand in it, by symbol."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.calendar import NEW_YORK, is_business_day, vix_expiry_for, written_date
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.problems import KnownError, Problem
from alvh_desktop.domain.quotes import Asked, Delivery, Question
from alvh_desktop.domain.symbols import VX_ROOTS, parse_vx_symbol, spoken
from alvh_desktop.market.daily_table import DayRow, find_header, read_daily_table
from alvh_desktop.market.gathered_days import GatheredDays
from alvh_desktop.market.vx_settles import final_moment, read_settle, settled_at

FORMAT = "CFE settlement sheet"

_HEADER = ("product", "symbol", "expiration date", "price")
_DAY_IN_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class _Price:
    line: int
    contract: Contract
    price: Decimal


def is_settlement_sheet(file: TextFile) -> bool:
    """True under the header Product,Symbol,Expiration Date,Price."""
    return find_header(file, _is_header) is not None


def read_settlement_sheet(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read the settles of VX and VXM futures at `settled_at` of the day of `asked.moment`, in New York.

    On the day a contract expires its price is the final settlement value (VRO) and no quote. A weekly that repeats
    the price of a monthly is refused: the sheet does so where nothing traded.
    """
    header = find_header(file, _is_header)
    if header is None:
        return Problem(file.name, "no line begins with 'Product,Symbol,Expiration Date,Price'")
    day = _day_of(file.name, asked)
    if isinstance(day, Problem):
        return day
    table = read_daily_table(file, header, "expiration date", _HEADER)
    if isinstance(table, Problem):
        return table
    gathered = GatheredDays(FORMAT, table)
    prices = [price for row in table.rows if (price := _read_row(row, day, gathered))]
    monthly = {(p.contract.root, p.price): p.contract for p in prices if _is_monthly(p.contract)}
    for each in prices:
        _add(each, day, monthly.get((each.contract.root, each.price)), gathered)
    return gathered.finish(FORMAT, file.name)


def _is_header(cells: Sequence[str]) -> bool:
    return tuple(cell.lower() for cell in cells) == _HEADER


def _day_of(name: str, asked: Asked) -> date | Problem:
    if asked.moment is None:
        found = _DAY_IN_NAME.search(name)
        hint = f" (its name holds {found[0]})" if found else ""
        return Question(name, f"The sheet does not say which day its prices are of{hint}.", "moment")
    day_asked = asked.moment.astimezone(NEW_YORK).date()
    try:
        is_open = is_business_day(day_asked)
    except KnownError as outside:
        return Problem(name, outside.what.rstrip("."))
    return day_asked if is_open else Problem(name, f"the exchange was closed on {written_date(day_asked)}")


def _read_row(row: DayRow, day: date, gathered: GatheredDays) -> _Price | None:
    """The price of a VX or VXM contract, or None where the row is refused."""
    contract = _contract_of(row, day)
    price = contract if isinstance(contract, str) else read_settle(row.cells["price"])
    if isinstance(contract, str) or isinstance(price, str):
        gathered.refuse(row.line, str(price))
        return None
    return _Price(row.line, contract, price)


def _contract_of(row: DayRow, day: date) -> Contract | str:
    product, symbol = row.cells["product"], row.cells["symbol"]
    if product not in VX_ROOTS:
        return f"product {shortened(product)} is not VX or VXM"
    contract = parse_vx_symbol(shortened(symbol), row.day)
    if isinstance(contract, Problem):
        return contract.message
    if (contract.root, contract.expiry) != (product, row.day):
        return f"{shortened(symbol)} does not settle on {written_date(row.day)} as the row says"
    if row.day < day:
        return f"{spoken(contract)} had settled before {written_date(day)}"
    return contract


def _is_monthly(contract: Contract) -> bool:
    return contract.expiry == vix_expiry_for(contract.expiry.year, contract.expiry.month)


def _add(each: _Price, day: date, same_price: Contract | None, gathered: GatheredDays) -> None:
    contract = each.contract
    if contract.expiry == day:
        gathered.add_final(each.line, final_moment(day), each.price)
    elif same_price is not None and not _is_monthly(contract):
        gathered.refuse(each.line, f"{spoken(contract)} repeats the price of {spoken(same_price)}: nothing traded")
    else:
        gathered.add_settle(each.line, contract, settled_at(day), each.price)
