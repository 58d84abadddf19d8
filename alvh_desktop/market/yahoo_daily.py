"""Daily prices in the style of Yahoo Finance: Date and Close, with open, high and low where they are given."""

import re
from collections.abc import Sequence

import numpy as np

from alvh_desktop.domain.delimited_text import TextFile
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import Asked, Delivery
from alvh_desktop.market.daily_table import DayRow, find_header, read_daily_table
from alvh_desktop.market.gathered_days import GatheredDays, close_of
from alvh_desktop.market.index_names import fault_of_level, series_of

FORMAT = "Yahoo-style daily prices"

_PRICES = ("open", "high", "low", "close")
_COLUMNS = frozenset((*_PRICES, "adj close", "volume", "dividends", "stock splits"))
_DECIMALS = re.compile(r"[0-9]{1,9}\.[0-9]{1,40}", re.ASCII)
_SHORTEST_ARTEFACT = 9
_DIGITS_OF_DOUBLE = 15
_MANY_PLACES = 8


def is_yahoo_daily(file: TextFile) -> bool:
    """True under a header of Date, Close and no other columns than Yahoo's, in any order."""
    return find_header(file, _is_header) is not None


def read_yahoo_daily(file: TextFile, asked: Asked) -> Delivery | Problem:
    """Read closes with open, high and low; the adjusted close and the volume of an index are not taken over.

    Prices that went through single precision are read as the price meant.
    """
    header = find_header(file, _is_header)
    if header is None:
        return Problem(file.name, "no line begins with Date and holds Close")
    named = series_of(file, asked)
    if isinstance(named, Problem):
        return named
    table = read_daily_table(file, header, "date", _PRICES)
    if isinstance(table, Problem):
        return table
    gathered = GatheredDays(FORMAT, table)
    if named.note:
        gathered.notes.append(named.note)
    for row in table.rows:
        _add_row(row, named.name, gathered)
    return gathered.finish(FORMAT, file.name)


def _is_header(cells: Sequence[str]) -> bool:
    names = [cell.lower() for cell in cells]
    return names[0] == "date" and "close" in names and _COLUMNS.issuperset(names[1:])


def _add_row(row: DayRow, series: str, gathered: GatheredDays) -> None:
    prices = (gathered.price(price_meant(row.cells[name])) if name in row.cells else None for name in _PRICES)
    close = close_of(series, row.day, FORMAT, prices)
    fault = close if isinstance(close, str) else fault_of_level(series, close.value)
    if fault or isinstance(close, str):
        gathered.refuse(row.line, fault or "")
    else:
        gathered.add_close(row.line, close)


def price_meant(text: str) -> str:
    """The shortest decimal of the same binary number, where a price is the artefact of one; else the text itself.

    359.6900024414062 is what 359.69 becomes in single precision, written with the digits of a double.
    1418.7799999999999 is the same in double precision.
    """
    digits = len(text) - 1
    if digits < _SHORTEST_ARTEFACT or not _DECIMALS.fullmatch(text):
        return text
    number, places = float(text), len(text.partition(".")[2])
    single = np.float32(number)
    difference = abs(float(single) - number)
    if not difference or (digits >= _DIGITS_OF_DOUBLE and difference <= 10.0**-places):
        return str(single)
    return repr(number) if places > _MANY_PLACES else text
