"""Cells as American brokers print them: $ amounts, counts, and days with the month first."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.domain.delimited_text import read_number, shortened
from alvh_desktop.domain.orders.quantity import LARGEST_QUANTITY
from alvh_desktop.domain.statements import DateOrder

_DOLLARS = re.compile(r"(\()?([-+]?)\$?([-+]?)([0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(\))?", re.ASCII)
_COUNT = re.compile(r"([-+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.0+)?", re.ASCII)
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:20)?[0-9]{2})", re.ASCII)
_ISO = re.compile(r"(20[0-9]{2})-([0-9]{2})-([0-9]{2})", re.ASCII)
_NO_AMOUNT = frozenset(("", "--"))


@lru_cache(maxsize=4096)  # fees and prices come again and again
def read_dollars(text: str) -> Decimal | str | None:
    """-$13.13, ($4.57), 1,234.50: received +, brackets are a minus. None for no amount, else the reason."""
    if text in _NO_AMOUNT:
        return None
    found = _DOLLARS.fullmatch(text)
    if found is None or bool(found[1]) != bool(found[5]) or len(found[2] + found[3] + (found[1] or "")) > 1:
        return f"{shortened(text)!r} is no amount"
    number = read_number(found[4])
    if isinstance(number, str):
        return number
    return -number if found[1] or "-" in found[2] + found[3] else number


def read_count(text: str) -> int | str:
    """A whole number with or without a sign (-1, +1,000, 2.0), never 0; else the reason."""
    found = _COUNT.fullmatch(text)
    if found is None:
        return f"{shortened(text)!r} is no count of contracts"
    count = int(found[2].replace(",", ""))
    if not 0 < count <= LARGEST_QUANTITY:
        return f"a count of {text} is none: it lies between 1 and {LARGEST_QUANTITY:,}"
    return -count if found[1] == "-" else count


@lru_cache(maxsize=4096)
def read_day(text: str, order: DateOrder) -> date | None:
    """4/2/26, 04/02/2026 or 2026-04-02; None where it is no day."""
    if iso := _ISO.fullmatch(text):
        year, month, day = iso.groups()
    elif slashed := _SLASHED.fullmatch(text):
        first, second, year = slashed.groups()
        month, day = (second, first) if order == "day first" else (first, second)
    else:
        return None
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None


def find_date_order(days: Iterable[str], asked: DateOrder) -> DateOrder | str:
    """One order for all days of a file: what its days show, else what was asked, else the American one.

    The second kind of answer is the sentence that says why the file cannot be used. A text that is no such day says
    nothing.
    """
    shown: dict[DateOrder, str] = {}
    for text in days:
        found = _SLASHED.fullmatch(text)
        if found and int(found[1]) > 12 >= int(found[2]):
            shown.setdefault("day first", text)
        elif found and int(found[2]) > 12 >= int(found[1]):
            shown.setdefault("month first", text)
    if len(shown) > 1:
        return f"{shown['month first']} has the month first and {shown['day first']} the day; nothing was imported"
    order = next(iter(shown), asked or "month first")
    if asked and order != asked:
        return f"{shown[order]} has the {order}, and the answer was {asked}; nothing was imported"
    return order
