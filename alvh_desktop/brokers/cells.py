"""Cells as brokers print them: amounts in $ and counts of contracts.

Interactive Brokers' numbers are read apart, in `ibkr.amounts`: its commas part thousands also without a decimal
point, and its fractions are longer than what is booked. The program's own table is stricter, see `own_csv`.
"""

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.domain.delimited_text import read_number, shortened
from alvh_desktop.domain.orders.quantity import LARGEST_QUANTITY

# Nearly every amount of a file: what `read_number` reads too, at a third of its time.
_USUAL = re.compile(r"-?(?:[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2})\.[0-9]{1,8}", re.ASCII)
_DOLLARS = re.compile(r"(\()?([-+]?)(?:\$ ?)?([-+]?)([0-9][0-9,]*(?:\.[0-9]*)?|\.[0-9]+)(\))?", re.ASCII)
_COUNT = re.compile(r"([-+]?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(\.0*)?", re.ASCII)
_NO_AMOUNT = frozenset(("", "--"))
_NOTHING = Decimal(0)


def read_dollars(text: str) -> Decimal | str | None:
    """-$13.13, ($4.57), 1,234.50: received +, brackets are a minus. None for no amount, else the reason."""
    if _USUAL.fullmatch(text):
        return Decimal(text.replace(",", "")) + _NOTHING  # never a negative zero
    return _read_unusual(text)


@lru_cache(maxsize=4096)  # fees and prices come again and again
def _read_unusual(text: str) -> Decimal | str | None:
    if text in _NO_AMOUNT:
        return None
    found = _DOLLARS.fullmatch(text)
    if found is None or bool(found[1]) != bool(found[5]) or len(found[2] + found[3] + (found[1] or "")) > 1:
        return read_number(text)  # for its reason
    number = read_number(found[4])
    if isinstance(number, str):
        return number
    return -number if found[1] or "-" in found[2] + found[3] else number


def read_amount(text: str) -> Decimal | str:
    """The same, 0 where no amount stands."""
    amount = read_dollars(text)
    return _NOTHING if amount is None else amount


def read_stated(cells: Mapping[str, str], columns: Collection[str]) -> list[Decimal | None] | str:
    """The amounts of those columns, None for none; the first that cannot be read, with its column."""
    amounts: list[Decimal | None] = []
    for column in columns:
        amount = read_dollars(cells.get(column, ""))
        if isinstance(amount, str):
            return f"{column}: {amount}"
        amounts.append(amount)
    return amounts


def read_amounts(cells: Mapping[str, str], columns: Collection[str]) -> dict[str, Decimal] | str:
    """The same by column, 0 where no amount stands."""
    stated = read_stated(cells, columns)
    if isinstance(stated, str):
        return stated
    return {name: _NOTHING if one is None else one for name, one in zip(columns, stated, strict=True)}


@lru_cache(maxsize=1024)
def read_count(text: str, *, has_thousands: bool = False) -> int | str:
    """A whole number of contracts with or without a sign (-1, 2.0, 1,000.0), never 0; else the reason.

    "1,000" may be a decimal comma: it is read where `has_thousands` says that the format parts whole numbers so.
    """
    found = _COUNT.fullmatch(text)
    is_doubtful = found is not None and "," in text and not (found[3] or has_thousands)
    count = int(found[2].replace(",", "")) if found and not is_doubtful else 0
    if found is None or not 0 < count <= LARGEST_QUANTITY:
        return f"{shortened(text)} is no whole number of contracts from 1 to {LARGEST_QUANTITY:,}"
    return -count if found[1] == "-" else count
