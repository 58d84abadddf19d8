"""The order line: one line a trader types, read into an order.

    order = quantity root legs ["@" net] ["fee" each"/ct" | "fee" amount "total"] ["at" moment] ["in" account]
    legs  = EXPIRY K R | EXPIRY K/K R | EXPIRY K/K"P" K/K"C" | EXPIRY/EXPIRY K R | EXPIRY (a future) | (a fund)

as in `-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct`. `K@price` gives a leg its own price, in a
calendar `EXPIRY@price`. A future may be its symbol (/VXZ6), a single option its OSI symbol. Capitals do not matter.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import money_text, parse_decimal
from alvh_desktop.domain.orders.clauses import Words, split_clauses
from alvh_desktop.domain.orders.legs import Legs, parse_legs
from alvh_desktop.domain.orders.moment import parse_moment
from alvh_desktop.domain.orders.order import Fee, Order, PerContract, Total
from alvh_desktop.domain.orders.prices import own_net, price_problem
from alvh_desktop.domain.orders.strikes import parse_points, parse_strike, split_right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import parse_expiry, spoken

EXAMPLE = "-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct"
LARGEST_QUANTITY = 100_000
LARGEST_FEE = 1_000_000_000

_QUANTITY = re.compile(r"[+-][0-9]+", re.ASCII)
_UNSIGNED = re.compile(r"[0-9]+", re.ASCII)
_Key = TypeVar("_Key", date, Decimal)


def parse_order(line: str, products: Mapping[str, Product], today: date) -> Order | Problem:
    """Read one order; `today` (New York) decides the decade of a VX symbol when the line names no moment.

    A net without a sign follows the quantity: a sale receives it, a purchase pays it; `+` or `-` overrides that.
    The Problem's `where` is quantity, root, expiry, strike, right, net, fee, at, in or line.
    """
    clauses = split_clauses(line)
    if isinstance(clauses, Problem):
        return clauses
    quantity = _parse_quantity(clauses.head[:1])
    if isinstance(quantity, Problem):
        return quantity
    moment = None if clauses.at is None else _parse_at(clauses.at)
    problem = _descending_problem(line, clauses.head)
    if problem is not None:
        return problem
    near = moment.astimezone(NEW_YORK).date() if isinstance(moment, datetime) else today
    legs = parse_legs(clauses.head[1:], products, near)
    if isinstance(legs, Problem):
        return legs
    net = _parse_net(clauses.net, legs, 1 if quantity > 0 else -1)
    if isinstance(net, Problem):
        return net
    fee = None if clauses.fee is None else _parse_fee(clauses.fee, abs(quantity) * len(legs[1]))
    if isinstance(fee, Problem):
        return fee
    if isinstance(moment, Problem):
        return moment
    order = Order(quantity, *legs, net, fee, moment, clauses.account)
    return price_problem(order) or order


def _parse_quantity(words: Words) -> int | Problem:
    where = "quantity"
    if not words:
        return Problem("line", f"write an order such as {EXAMPLE}")
    text = words[0]
    if _UNSIGNED.fullmatch(text):
        return Problem(where, f"{text} has no sign: write +{text} to buy or -{text} to sell")
    if not _QUANTITY.fullmatch(text):
        return Problem(where, f"{text!r} is not a whole number with a sign, such as +1 to buy or -1 to sell")
    digits = text[1:].lstrip("0")
    if not digits:
        return Problem(where, f"{text} buys and sells nothing: the least is +1 or -1")
    if len(digits) > len(str(LARGEST_QUANTITY)) or int(digits) > LARGEST_QUANTITY:
        return Problem(where, f"{text} is too many: an order has {LARGEST_QUANTITY:,} at most")
    return int(text[0] + digits)


def _descending_problem(line: str, head: Words) -> Problem | None:
    """Refuse strikes or expiries that fall, and offer the line with the two exchanged."""
    for place, word in enumerate(head[2:]):
        if place == 0:
            where, ascending = "expiry", _ascending(word, _read_expiry)
        else:
            strikes, right = split_right(word)
            where, ascending = "strike", _ascending(strikes, parse_strike) + right
        if ascending != word:
            offered = line.strip().replace(word, ascending, 1)
            rule = "strikes ascend" if where == "strike" else "the near expiry stands first"
            return Problem(where, f"{word}: {rule}: write '{offered}'")
    return None


def _ascending(pair: str, read: Callable[[str], _Key | Problem]) -> str:
    """`A/B` as `B/A` when B comes first, prices beside them moving along; any other text as it is."""
    first, _, second = pair.partition("/")
    before, after = (read(part.partition("@")[0]) for part in (first, second))
    if isinstance(before, Problem) or isinstance(after, Problem) or before <= after:
        return pair
    return f"{second}/{first}"


def _read_expiry(text: str) -> date | Problem:
    return parse_expiry(text, "expiry")


def _parse_net(words: Words | None, legs: Legs, direction: int) -> Decimal | Problem:
    """Points for one structure, paid (+) or received (-); without words the sum of the leg prices."""
    if words is None:
        return _net_of_legs(legs, direction)
    if not words:
        return Problem("net", "say the price after @, as in @3.20")
    text = words[0]
    price = parse_points(text)
    if isinstance(price, Problem):
        return price
    if len(words) > 1:
        return _not_understood(words[1], f"@{text}")
    # Adding zero turns -0 into 0.
    return (price if text[0] in "+-" else direction * price) + Decimal(0)


def _net_of_legs(legs: Legs, direction: int) -> Decimal | Problem:
    unpriced = [leg for leg in legs[1] if leg.own_price is None]
    if not unpriced:
        return own_net(direction, legs[1])
    if len(unpriced) == len(legs[1]):
        return Problem("net", "say the price: @ and the points for one structure, as in @3.20")
    name = spoken(unpriced[0].contract)
    return Problem("net", f"{name} has no price: write one beside it, or the net of the structure with @")


def _parse_at(words: Words) -> datetime | Problem:
    if not words:
        return Problem("at", "say date and time after 'at', as in 2026-11-20T15:45-05:00")
    moment = parse_moment(words[0], "at")
    if isinstance(moment, datetime) and len(words) > 1:
        return _not_understood(words[1], f"at {words[0]}")
    return moment


def _parse_fee(words: Words, contracts: int) -> Fee | Problem:
    """$ for each contract or for the whole order; a bare number is refused, for it could be either."""
    if not words:
        return Problem("fee", "say the fee after 'fee', as in 'fee 0.65/ct' or 'fee 26.00 total'")
    text, unit, after = _split_unit(words)
    amount = parse_decimal(text, "fee")
    if isinstance(amount, Problem):
        return amount
    if text[0] in "+-":
        return Problem("fee", f"{text}: a fee is what you were charged, without a sign")
    if after:
        return _not_understood(after[0], f"fee {text}{unit}")
    in_all = amount * contracts
    if amount >= LARGEST_FEE or (unit == "/ct" and in_all >= LARGEST_FEE):
        return Problem("fee", f"a fee of {text}{unit} is too large: it must stay below {LARGEST_FEE:,} in all")
    if unit:
        return PerContract(amount) if unit == "/ct" else Total(amount)
    many = f"{contracts:,} contract{'s' if contracts > 1 else ''}, {money_text(in_all)} in all"
    return Problem("fee", f"fee {text}: write 'fee {text}/ct' ({many}) or 'fee {text} total'")


def _split_unit(words: Words) -> tuple[str, str, Sequence[str]]:
    """The number, its unit (/ct, total or nothing) and the words after them."""
    first = words[0].lower()
    if first.endswith("/ct"):
        return first.removesuffix("/ct"), "/ct", words[1:]
    unit = words[1].lower() if len(words) > 1 else ""
    if unit in {"/ct", "total"}:
        return first, unit if unit == "/ct" else " total", words[2:]
    return first, "", words[1:]


def _not_understood(word: str, after: str) -> Problem:
    return Problem("line", f"{word!r} is not understood after {after!r}")
