"""The order line: one line a trader types, read into an order.

    order = (quantity root legs | leg "," leg {"," leg}) ["@" net] ["fee" each"/ct" | "fee" amount "total"]
            ["at" moment] ["in" account]
    legs  = EXPIRY K R | EXPIRY K/K R | EXPIRY K/K"P" K/K"C" | EXPIRY/EXPIRY K R | EXPIRY (a future) | (a fund)
    leg   = quantity root EXPIRY K R["@"price] | quantity root EXPIRY["@"price] (a future)

as in `-10 SPXW 18DEC26 6300/6350P 7150/7200C @3.20 fee 0.65/ct`. `K@price` gives a leg its own price, in a
calendar `EXPIRY@price`. Legs with commas between them make any structure, as in
`+1 SPXW 18DEC26 6250P, -2 SPXW 18DEC26 6300P, +1 SPXW 18DEC26 6350P @-1.10`; where they make one of the others they
are read as that one. A future may be its symbol (/VXZ6), a single option its OSI symbol. Capitals do not matter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.money import money_text, parse_decimal
from alvh_desktop.domain.orders.apart import parse_apart
from alvh_desktop.domain.orders.clauses import Clauses, Words, split_clauses
from alvh_desktop.domain.orders.combined import Combined, purchase_or_sale
from alvh_desktop.domain.orders.legs import parse_legs
from alvh_desktop.domain.orders.moment import parse_moment
from alvh_desktop.domain.orders.order import Fee, Order, OrderLeg, PerContract, Structure, Total
from alvh_desktop.domain.orders.prices import own_net, price_problem
from alvh_desktop.domain.orders.quantity import EXAMPLE, LARGEST_QUANTITY, parse_quantity
from alvh_desktop.domain.orders.strikes import parse_points, parse_strike, split_right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import parse_expiry, spoken

__all__ = [
    "EXAMPLE",
    "LARGEST_QUANTITY",
    "TypedLine",
    "parse_at",
    "parse_fee",
    "parse_line",
    "parse_net",
    "parse_order",
]

LARGEST_FEE = 1_000_000_000

_Key = TypeVar("_Key", date, Decimal)


@dataclass(frozen=True, slots=True)
class TypedLine:
    """What one line says; `net` is in points for one structure, paid (+) or received (-), None where none stands."""

    quantity: int
    structure: Structure
    legs: tuple[OrderLeg, ...]
    net: Decimal | None
    fee: Fee | None
    moment: datetime | None
    account: str | None


def parse_order(line: str, products: Mapping[str, Product], today: date) -> Order | Problem:
    """Read one order; `today` (New York) decides the decade of a VX symbol when the line names no moment.

    A net without a sign follows the quantity: a sale receives it, a purchase pays it; `+` or `-` overrides that.
    The lots of a custom order are a purchase, unless it sells every leg.
    The Problem's `where` is quantity, root, expiry, strike, right, net, fee, at, in or line.
    """
    typed = parse_line(line, products, today)
    if isinstance(typed, Problem):
        return typed
    net = _net_of_legs(typed) if typed.net is None else typed.net
    if isinstance(net, Problem):
        return net
    order = Order(typed.quantity, typed.structure, typed.legs, net, typed.fee, typed.moment, typed.account)
    return price_problem(order) or order


def parse_line(line: str, products: Mapping[str, Product], today: date) -> TypedLine | Problem:
    """Read an order line that may leave its price unsaid; otherwise as `parse_order`."""
    clauses = split_clauses(line)
    if isinstance(clauses, Problem):
        return clauses
    moment = None if clauses.at is None else parse_at(clauses.at)
    near = moment.astimezone(NEW_YORK).date() if isinstance(moment, datetime) else today
    combined = _parse_head(line, clauses, products, near)
    if isinstance(combined, Problem):
        return combined
    net = None if clauses.net is None else parse_net(clauses.net, purchase_or_sale(combined))
    if isinstance(net, Problem):
        return net
    contracts = abs(combined.quantity) * sum(abs(leg.side) for leg in combined.legs)
    fee = None if clauses.fee is None else parse_fee(clauses.fee, contracts)
    if isinstance(fee, Problem):
        return fee
    if isinstance(moment, Problem):
        return moment
    return TypedLine(combined.quantity, combined.structure, combined.legs, net, fee, moment, clauses.account)


def _parse_head(line: str, clauses: Clauses, products: Mapping[str, Product], near: date) -> Combined | Problem:
    """Quantity and legs, whichever of the two forms they stand in."""
    if clauses.names_legs_apart:
        return parse_apart(clauses.head, products, near)
    quantity = parse_quantity(clauses.head[:1])
    if isinstance(quantity, Problem):
        return quantity
    problem = _descending_problem(line, clauses.head)
    if problem is not None:
        return problem
    legs = parse_legs(clauses.head[1:], products, near)
    return legs if isinstance(legs, Problem) else Combined(quantity, *legs)


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


def parse_net(words: Words, direction: int) -> Decimal | Problem:
    """Points for one structure, paid (+) or received (-); without a sign it is paid where `direction` is +1."""
    if not words:
        return Problem("net", "say the price after @, as in @3.20")
    text = words[0]
    if text.endswith(",") and len(words) > 1:
        told = (
            "the net stands after the last leg; the price of a leg stands beside it without a space, as in 6250P@2.10"
        )
        return Problem("net", told)
    price = parse_points(text)
    if isinstance(price, Problem):
        return price
    if len(words) > 1:
        return _not_understood(words[1], f"@{text}")
    # Adding zero turns -0 into 0.
    return (price if text[0] in "+-" else direction * price) + Decimal(0)


def _net_of_legs(typed: TypedLine) -> Decimal | Problem:
    unpriced = [leg for leg in typed.legs if leg.own_price is None]
    if not unpriced:
        return own_net(1 if typed.quantity > 0 else -1, typed.legs)
    if len(unpriced) == len(typed.legs):
        return Problem("net", "say the price: @ and the points for one structure, as in @3.20")
    name = spoken(unpriced[0].contract)
    return Problem("net", f"{name} has no price: write one beside it, or the net of the structure with @")


def parse_at(words: Words) -> datetime | Problem:
    """The moment behind 'at'."""
    if not words:
        return Problem("at", "say date and time after 'at', as in 2026-11-20T15:45-05:00")
    moment = parse_moment(words[0], "at")
    if isinstance(moment, datetime) and len(words) > 1:
        return _not_understood(words[1], f"at {words[0]}")
    return moment


def parse_fee(words: Words, contracts: int) -> Fee | Problem:
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
