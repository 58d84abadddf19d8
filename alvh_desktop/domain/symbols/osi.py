"""Option symbols by the Options Symbology Initiative: root (6), YYMMDD, C or P, strike in thousandths (8)."""

import re
from datetime import date
from decimal import Decimal
from typing import cast

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.problems import Problem

_ROOT_WIDTH = 6
_TAIL_WIDTH = 15
_ROOT = re.compile(r"[A-Z][A-Z0-9]{0,5}")
_TAIL = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{2})([CP])([0-9]{5})([0-9]{3})")


def osi(contract: Contract) -> str:
    """The padded symbol of 21 characters. ValueError for a future and for a strike the form cannot hold."""
    return contract.root.ljust(_ROOT_WIDTH) + _tail(contract)


def osi_stripped(contract: Contract) -> str:
    """The symbol without the padding, as Cboe's files have it. ValueError as in `osi`."""
    return contract.root + _tail(contract)


def _tail(contract: Contract) -> str:
    if contract.strike is None or contract.right is None:
        raise ValueError(f"{contract.root} {contract.expiry} is not an option")
    thousandths = contract.strike * 1000
    if thousandths != int(thousandths) or not 0 < thousandths < 10**8 or not 2000 <= contract.expiry.year < 2100:
        raise ValueError(f"no OSI symbol holds strike {contract.strike} on {contract.expiry}")
    return f"{contract.expiry:%y%m%d}{contract.right}{int(thousandths):08}"


def parse_osi(text: str) -> Contract | Problem:
    """Read a padded or stripped symbol from the right: 8 strike, 1 right, 6 date, the rest is the root.

    Whether the root is known and can expire that day is asked of the product table and the calendar.
    """
    text = text.strip()
    padded_root, tail = text[:-_TAIL_WIDTH], _TAIL.fullmatch(text[-_TAIL_WIDTH:])
    root = padded_root.rstrip(" ")
    if tail is None or not _ROOT.fullmatch(root) or len(padded_root) not in {len(root), _ROOT_WIDTH}:
        return _problem(f"{text!r} is not an option symbol such as SPXW261218P06300000")
    year, month, day, right, whole, thousandths = tail.groups()
    try:
        expiry = date(2000 + int(year), int(month), int(day))
    except ValueError:
        return _problem(f"{text}: there is no day 20{year}-{month}-{day}")
    strike = Decimal(f"{int(whole)}.{thousandths}".rstrip("0").rstrip("."))
    if not strike:
        return _problem(f"{text}: the strike is zero")
    return Contract(root, expiry, strike, cast(Right, right))


def strike_text(strike: Decimal) -> str:
    """A strike without trailing zeros or exponent: 6300, 22.5."""
    return format(strike.normalize(), "f")


def _problem(message: str) -> Problem:
    return Problem("symbol", message)
