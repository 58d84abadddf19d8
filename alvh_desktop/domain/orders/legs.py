"""The legs of an order line: a root with expiries and strikes, or one symbol, read into a structure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from alvh_desktop.domain.calendar import is_possible_expiry
from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.orders.order import OrderLeg, Structure
from alvh_desktop.domain.orders.strikes import Group, Level, parse_groups, parse_points, split_price
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import expiry_text, parse_expiry, parse_symbol

Legs = tuple[Structure, tuple[OrderLeg, ...]]

_OSI_TAIL = re.compile(r"[0-9]{6}[CP][0-9]{8}")
_SYMBOL = re.compile(r"/.*|VXM?[0-9/_].*|VXM?[FGHJKMNQUVXZ][0-9]+|.*[0-9]{6}[CP][0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class _Series:
    """One expiry of a root, with the price that calendars write beside it."""

    root: str
    expiry: date
    price: Decimal | None

    def leg(self, level: Level, right: Right, side: int) -> OrderLeg:
        price = level.price if self.price is None else self.price
        return OrderLeg(Contract(self.root, self.expiry, level.strike, right), side, price)


def parse_legs(words: Sequence[str], products: Mapping[str, Product], near: date) -> Legs | Problem:
    """Read what follows the quantity; `near` decides the decade of a VX symbol with a one-digit year."""
    if not words:
        return Problem("root", "say what to trade after the quantity, as in SPXW 18DEC26 6300P")
    root, after = words[0].upper(), words[1:]
    if after and _OSI_TAIL.fullmatch(after[0].upper()):
        # A padded OSI symbol arrives in two words.
        root, after = root + after[0].upper(), after[1:]
    product = products.get(root)
    if product is None:
        return _symbol_leg(root, after, products, near)
    if product.kind == "fund":
        return (
            _not_understood(after[0], f"the fund {root}")
            if after
            else ("fund", (OrderLeg(Contract(root, NEVER), 1),))
        )
    if not after:
        return Problem("expiry", f"say the expiry after {root}, as in {root} 18DEC26")
    series = _parse_series(after[0], product)
    if isinstance(series, Problem):
        return series
    if product.kind == "future":
        return _future(series, after[1:])
    groups = parse_groups(after[1:])
    return groups if isinstance(groups, Problem) else _options(series, groups)


def _symbol_leg(name: str, after: Sequence[str], products: Mapping[str, Product], near: date) -> Legs | Problem:
    if not _SYMBOL.fullmatch(name):
        return _unknown_root(name, products)
    contract = parse_symbol(name, near)
    if isinstance(contract, Problem):
        return Problem("root", contract.message)
    product = products.get(contract.root)
    if product is None:
        return _unknown_root(contract.root, products)
    if contract.is_option != (product.kind == "option"):
        named, known = ("an option", "a future") if contract.is_option else ("a future", "an option")
        return Problem("root", f"{name} is the symbol of {named}, and {product.root} is {known}")
    problem = is_possible_expiry(product, contract.expiry)
    if problem is not None:
        return Problem("expiry", problem.message)
    if after:
        return _not_understood(after[0], name)
    return ("single" if contract.is_option else "future"), (OrderLeg(contract, 1),)


def _unknown_root(name: str, products: Mapping[str, Product]) -> Problem:
    # Two when two are near: SPWX may be SPX or SPXW, and the wrong one settles at another hour.
    closest = get_close_matches(name, products, n=2)
    hint = f"did you mean {' or '.join(closest)}?" if closest else f"it has {', '.join(sorted(products))}"
    return Problem("root", f"{name!r} is not a root of this portfolio: {hint}")


def _not_understood(word: str, after: str) -> Problem:
    is_price = isinstance(parse_points(word), Decimal)
    hint = f": a price is written @{word}" if is_price else ""
    return Problem("line", f"{word!r} is not understood after {after}{hint}")


def _parse_series(word: str, product: Product) -> tuple[_Series, ...] | Problem:
    series: list[_Series] = []
    for part in word.split("/"):
        split = split_price(part)
        if isinstance(split, Problem):
            return split
        text, price = split
        expiry = parse_expiry(text, "expiry")
        if isinstance(expiry, Problem):
            return expiry
        problem = is_possible_expiry(product, expiry)
        if problem is not None:
            return Problem("expiry", problem.message)
        series.append(_Series(product.root, expiry, price))
    if len(series) > 2:
        return Problem("expiry", f"{word} names {len(series)} expiries: a calendar has two")
    if len(series) == 2 and series[0].expiry == series[1].expiry:
        return Problem("expiry", f"{word} names one expiry twice: a calendar needs two")
    return tuple(series)


def _future(series: Sequence[_Series], after: Sequence[str]) -> Legs | Problem:
    root = series[0].root
    if len(series) > 1:
        return Problem("expiry", f"a {root} order has one expiry: enter each future on its own line")
    if after:
        return _not_understood(after[0], f"the future {root} {expiry_text(series[0].expiry)}")
    return "future", (OrderLeg(Contract(root, series[0].expiry), 1, series[0].price),)


def _options(series: Sequence[_Series], groups: Sequence[Group]) -> Legs | Problem:
    if not groups:
        return Problem("strike", f"say strike and right after {expiry_text(series[-1].expiry)}, as in 6300P")
    if len(series) == 2:
        return _calendar(series[0], series[1], groups)
    expiring, first = series[0], groups[0]
    if expiring.price is not None:
        return Problem("net", "a leg price stands beside its strike, as in 6300@1.20/6350@2.75P")
    if len(groups) == 2:
        return _condor(expiring, groups)
    if len(first.levels) == 1:
        return "single", (expiring.leg(first.levels[0], first.right, 1),)
    low, high = first.levels
    dearer = 1 if first.right == "C" else -1
    return "vertical", (expiring.leg(low, first.right, dearer), expiring.leg(high, first.right, -dearer))


def _condor(series: _Series, groups: Sequence[Group]) -> Legs | Problem:
    """Two verticals: the bought form buys the inner strikes, which are the dearer ones."""
    # Calls written first are as clear; the printed order is puts, then calls.
    puts, calls = sorted(groups, key=lambda group: group.right, reverse=True)
    written = f"{groups[0]} {groups[1]}"
    if puts.right == calls.right:
        return Problem("right", f"{written}: an iron condor has two puts and two calls")
    if len(puts.levels) != 2 or len(calls.levels) != 2:
        return Problem("strike", f"{written}: an iron condor has two puts and two calls; enter others one by one")
    if puts.levels[1].strike > calls.levels[0].strike:
        return Problem("strike", f"{written}: the puts of an iron condor stand below its calls")
    put_sides, call_sides = (-1, 1), (1, -1)
    legs = [series.leg(level, "P", side) for level, side in zip(puts.levels, put_sides, strict=True)]
    legs += [series.leg(level, "C", side) for level, side in zip(calls.levels, call_sides, strict=True)]
    return "condor", tuple(legs)


def _calendar(near: _Series, far: _Series, groups: Sequence[Group]) -> Legs | Problem:
    if len(groups) > 1 or len(groups[0].levels) > 1:
        return Problem("strike", "a calendar has one strike: enter the legs of other structures one by one")
    level, right = groups[0].levels[0], groups[0].right
    if level.price is not None:
        dates = f"{expiry_text(near.expiry)}@31.20/{expiry_text(far.expiry)}@45.10"
        return Problem("net", f"both legs have this strike: write each price beside its expiry, as in {dates}")
    return "calendar", (near.leg(level, right, -1), far.leg(level, right, 1))
