"""Booked money: exact decimals, typed and stored without a float in between."""

import re
from decimal import ROUND_HALF_EVEN, Decimal

from alvh_desktop.domain.problems import Problem

SCALE = 8
"""Decimal places kept: prices, fees and amounts are whole numbers of 1e-8."""

CENT = Decimal("0.01")
_UNIT = Decimal(1).scaleb(-SCALE)
_LARGEST = Decimal(10) ** 10
# ASCII only: Decimal itself would accept NaN, 1_000, full-width digits and 1e999999.
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)", re.ASCII)


def parse_decimal(text: str, where: str) -> Decimal | Problem:
    """Read a typed number: digits and one decimal point, nothing else.

    A decimal comma is refused, never guessed: `1,5` could be 1.5 or 15.
    """
    text = text.strip()
    if "," in text:
        return Problem(where, f"{text!r} holds a comma: write the decimal point as '.', without thousands marks")
    if not _NUMBER.fullmatch(text):
        return Problem(where, f"{text!r} is not a number")
    value = Decimal(text)
    if abs(value) >= _LARGEST:
        return Problem(where, f"{text} is too large")
    if value != value.quantize(_UNIT):
        return Problem(where, f"{text} has more than {SCALE} decimal places")
    return value


def to_units(amount: Decimal) -> int:
    """The whole number of 1e-8 that SQLite keeps. Raises ValueError when digits would be lost."""
    scaled = amount.scaleb(SCALE)
    units = int(scaled)
    if units != scaled:
        raise ValueError(f"{amount} does not fit {SCALE} decimal places")
    return units


def from_units(units: int) -> Decimal:
    """The decimal behind a stored whole number of 1e-8, without trailing zeros past the cent."""
    return plain(Decimal(units).scaleb(-SCALE))


def plain(amount: Decimal) -> Decimal:
    """The same amount without an exponent, a negative zero, or trailing zeros past the cent."""
    normal = (amount + 0).normalize()
    exponent = normal.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -2:
        return normal
    return normal.quantize(CENT)


def round_to_units(amount: Decimal) -> Decimal:
    """The nearest multiple of 1e-8: for averages and shares, whose remainder the caller carries on."""
    return amount.quantize(_UNIT, rounding=ROUND_HALF_EVEN)


def money_text(amount: Decimal) -> str:
    """An amount with at least two decimals and no exponent, as files and JSON show it: `-1234.50`."""
    return format(plain(amount), "f")
