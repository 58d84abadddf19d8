"""Numbers as Interactive Brokers writes them: ASCII digits, a decimal point, commas between thousands.

Apart from `brokers.cells`: there are no $ signs and no brackets here, "1,234" is read, fractions past what is booked
are rounded, and one decimal comma refuses the whole file.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.money import plain, round_to_units
from alvh_desktop.domain.quotes import RefusedLine

DECIMAL_COMMA = "is written with a decimal comma, and Interactive Brokers writes points"

NOTHING = frozenset(("", "-", "--", "N/A", "MULTI"))
"""What stands where a column has nothing to say."""

_NUMBER = re.compile(r"[+-]?(?:(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?|\.[0-9]+)", re.ASCII)
_COMMA = re.compile(r"[+-]?[0-9.]*,[0-9]+", re.ASCII)
_LONGEST = 40
_LARGEST = Decimal(10) ** 10


def read_amount(text: str) -> Decimal | str:
    """A number rounded to the 8 decimals that are booked, or the reason why the text is none.

    "1,234" is 1234: a file with one decimal comma in it is refused whole, so a comma here parts thousands.
    """
    text = text.strip()
    if len(text) > _LONGEST or not _NUMBER.fullmatch(text):
        fault = DECIMAL_COMMA if len(text) <= _LONGEST and _COMMA.fullmatch(text) else "is not a number"
        return f"{shortened(text)!r} {fault}"
    value = Decimal(text.replace(",", ""))
    if abs(value) >= _LARGEST:
        return f"{text} is too large"
    rounded = round_to_units(value)
    return value if rounded == value else plain(rounded)


class UnreadError(Exception):
    """Why something in a line cannot be read; its words are those of a refused line."""


def amount(text: str, where: str) -> Decimal | None:
    """The number in a column or attribute, None where it says nothing. Raises UnreadError."""
    value = _amount_or_nothing(text)
    if isinstance(value, str):
        raise UnreadError(f"{where} {value}")
    return value


@lru_cache(maxsize=65536)
def _amount_or_nothing(text: str) -> Decimal | str | None:
    return None if text.strip() in NOTHING else read_amount(text)


def whole(quantity: Decimal | None) -> int:
    """A number of contracts, not 0, with its sign. Raises UnreadError."""
    if quantity is None:
        raise UnreadError("it has no quantity")
    if not quantity or quantity != quantity.to_integral_value():
        raise UnreadError(f"{quantity:f} is no number of whole contracts")
    return int(quantity)


def first_decimal_comma(refused: Iterable[RefusedLine]) -> RefusedLine | None:
    """The first line refused for a decimal comma: then "5,250" elsewhere in the file may be 5.25."""
    return next((line for line in refused if DECIMAL_COMMA in line.reason), None)
