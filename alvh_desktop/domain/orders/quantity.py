"""How many: a whole number whose sign says bought or sold."""

import re
from collections.abc import Sequence

from alvh_desktop.domain.problems import Problem

EXAMPLE = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
LARGEST_QUANTITY = 100_000

_SIGNED = re.compile(r"[+-][0-9]+", re.ASCII)
_UNSIGNED = re.compile(r"[0-9]+", re.ASCII)


def parse_quantity(words: Sequence[str]) -> int | Problem:
    """Read the first of the words: +1 buys, -1 sells, 100,000 at most."""
    where = "quantity"
    if not words:
        return Problem("line", f"write an order such as {EXAMPLE}")
    text = words[0]
    if _UNSIGNED.fullmatch(text):
        return Problem(where, f"{text} has no sign: write +{text} to buy or -{text} to sell")
    if not _SIGNED.fullmatch(text):
        return Problem(where, f"{text!r} is not a whole number with a sign, such as +1 to buy or -1 to sell")
    digits = text[1:].lstrip("0")
    if not digits:
        return Problem(where, f"{text} buys and sells nothing: the least is +1 or -1")
    if len(digits) > len(str(LARGEST_QUANTITY)) or int(digits) > LARGEST_QUANTITY:
        return Problem(where, f"{text} is too many: an order has {LARGEST_QUANTITY:,} at most")
    return int(text[0] + digits)
