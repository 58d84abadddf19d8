"""The legs of a custom order, each with its own count: +1 SPXW 18DEC26 6250P@2.10, -2 SPXW 18DEC26 6300P."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.orders.clauses import LEG_BREAK
from alvh_desktop.domain.orders.combined import Combined, combine
from alvh_desktop.domain.orders.legs import parse_legs
from alvh_desktop.domain.orders.order import MOST_LEGS, OrderLeg
from alvh_desktop.domain.orders.quantity import parse_quantity
from alvh_desktop.domain.orders.strikes import split_price
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import spoken

# The price of 6250@2.10P stands inside the strike and is read with it.
_PRICED = re.compile(r"[^@]+@[^@A-Za-z]*")


def parse_apart(words: Sequence[str], products: Mapping[str, Product], near: date) -> Combined | Problem:
    """Read the legs and call them by what they make; `near` as in `parse_legs`."""
    counted: list[OrderLeg] = []
    for number, text in enumerate(LEG_BREAK.split(" ".join(words)), 1):
        if number > MOST_LEGS:
            return too_many_legs()
        leg = _parse_leg(text.split(), products, near)
        if isinstance(leg, Problem):
            return Problem(leg.where, f"leg {number}: {leg.message}")
        counted.append(leg)
    twice = repeated([leg.contract for leg in counted])
    return combine(counted) if twice is None else Problem("line", f"{spoken(twice)} stands twice: count it once")


def too_many_legs() -> Problem:
    return Problem("line", f"an order has {MOST_LEGS} legs at most: enter the others on their own")


def repeated(contracts: Sequence[Contract]) -> Contract | None:
    """The first contract that stands there a second time."""
    return next((one for place, one in enumerate(contracts) if one in contracts[:place]), None)


def _parse_leg(words: Sequence[str], products: Mapping[str, Product], near: date) -> OrderLeg | Problem:
    if not words:
        return Problem("line", "nothing stands here: write a leg beside each comma, as in +1 SPXW 18DEC26 6250P")
    count = parse_quantity(words)
    if isinstance(count, Problem):
        return count
    *others, last = words
    split = split_price(last) if _PRICED.fullmatch(last) else (last, None)
    if isinstance(split, Problem):
        return split
    name, price = split
    found = parse_legs([*others[1:], name] if others else [], products, near)
    if isinstance(found, Problem):
        return found
    if len(found[1]) > 1:
        told = "with commas between the legs each one is a single contract, as in +1 SPXW 18DEC26 6250P"
        return Problem("line", f"{' '.join(words[1:])} has {len(found[1])} legs: {told}")
    leg = found[1][0]
    if leg.own_price is not None and price is not None:
        return Problem("net", f"{spoken(leg.contract)} has two prices: leave one")
    return replace(leg, side=count, own_price=leg.own_price if price is None else price)
