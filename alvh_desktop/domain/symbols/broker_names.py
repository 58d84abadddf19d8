"""Options as brokers write them: .SPXW261218P6350, -SPXW261218P6350, SPXW 12/18/2026 6350.00 P."""

import re
from datetime import date
from decimal import Decimal
from typing import cast

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.problems import Problem

# thinkorswim's dot and Fidelity's dash belong to the name. A strike of eight digits is an OSI symbol's.
_SHORT = re.compile(
    r"[.-]?([A-Z][A-Z0-9]{0,5})([0-9]{2})([0-9]{2})([0-9]{2})([CP])([1-9][0-9]{0,4}(?:\.[0-9]{1,3})?)"
)
# Schwab's date is always the American one.
_SLASHED = re.compile(
    r"([A-Z][A-Z0-9]{0,5}) +([0-9]{1,2})/([0-9]{1,2})/(20[0-9]{2}) +([1-9][0-9]{0,4}(?:\.[0-9]{1,3})?) *([CP])"
)


def parse_broker_name(name: str) -> Contract | Problem | None:
    """Read a name in capitals; None where it has neither form."""
    if short := _SHORT.fullmatch(name):
        root, year, month, day, right, strike = short.groups()
        return _contract(name, root, (2000 + int(year), int(month), int(day)), strike, right)
    if slashed := _SLASHED.fullmatch(name):
        root, month, day, year, strike, right = slashed.groups()
        return _contract(name, root, (int(year), int(month), int(day)), strike, right)
    return None


def _contract(name: str, root: str, day: tuple[int, int, int], strike: str, right: str) -> Contract | Problem:
    try:
        expiry = date(*day)
    except ValueError:
        return Problem("symbol", f"{name}: there is no day {day[0]}-{day[1]:02}-{day[2]:02}")
    plain = strike.rstrip("0").rstrip(".") if "." in strike else strike
    return Contract(root, expiry, Decimal(plain), cast(Right, right))
