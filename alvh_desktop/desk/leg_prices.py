"""Legs named in words, with the price each filled at: 6350P=4.90, 28DEC26 6300P=11.20, SPXW261218P06350000."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.orders.strikes import parse_points
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import expiry_text, parse_expiry, parse_symbol, spoken, strike_text

Prices = Mapping[Contract, Decimal | None]
"""Each leg named, with its price in points where one was said."""

_SHORT = re.compile(r"(?:(\S+) +)?([0-9]{1,5}(?:\.[0-9]{1,3})?) ?([CP])", re.IGNORECASE | re.ASCII)


def read_leg_prices(texts: Sequence[str], contracts: Collection[Contract], near: date) -> Prices | Problem:
    """Each text names one of the contracts, by strike and right where that says which; Problem("leg", ...) else."""
    found: dict[Contract, Decimal | None] = {}
    for text in texts:
        name, mark, price_text = (part.strip() for part in text.partition("="))
        contract = _named(name, contracts, near)
        if isinstance(contract, Problem):
            return contract
        if contract in found:
            return Problem("leg", f"{spoken(contract)} is named twice")
        price = _price(name, price_text) if mark else None
        if isinstance(price, Problem):
            return price
        found[contract] = price
    return found


def with_prices(legs: Sequence[DraftLeg], prices: Prices) -> tuple[DraftLeg, ...]:
    """The legs with these prices of their own; what has one already keeps it where none is said."""
    said = {contract: price for contract, price in prices.items() if price is not None}
    return tuple(replace(leg, price=said.get(leg.contract, leg.price)) for leg in legs)


def _price(name: str, text: str) -> Decimal | Problem:
    price = parse_points(text)
    if isinstance(price, Problem):
        return Problem("leg", f"{name}: {price.message}")
    if text[:1] in "+-":
        return Problem("leg", f"{name}={text}: a leg's price needs no sign")
    return price


def _named(name: str, contracts: Collection[Contract], near: date) -> Contract | Problem:
    short = _SHORT.fullmatch(name)
    found = _by_strike(short, contracts) if short else _by_symbol(name, contracts, near)
    if isinstance(found, Problem):
        return found
    if len(found) == 1:
        return found[0]
    # a set has no order of its own, and the sentence should not change from one start to the next
    meant = sorted(found or contracts, key=lambda contract: (contract.expiry, spoken(contract)))
    known = ", ".join(map(spoken, meant))
    if not found:
        return Problem("leg", f"no leg here is called {name!r}; there are {known}")
    example = f"{expiry_text(meant[0].expiry)} {strike_text(meant[0].strike or Decimal(0))}{meant[0].right}"
    return Problem("leg", f"{name} may be {known}: write the expiry before it, as in {example}")


def _by_strike(short: re.Match[str], contracts: Collection[Contract]) -> list[Contract] | Problem:
    day = None if short[1] is None else parse_expiry(short[1], "leg")
    if isinstance(day, Problem):
        return day
    strike, right = Decimal(short[2]), short[3].upper()
    return [c for c in contracts if (c.strike, c.right) == (strike, right) and day in (None, c.expiry)]


def _by_symbol(name: str, contracts: Collection[Contract], near: date) -> list[Contract]:
    contract = parse_symbol(name, near)
    return [each for each in contracts if each == contract]
