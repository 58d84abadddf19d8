"""Which contract a broker's underlying, day, strike and right name: SPX may be the root SPX or SPXW."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.calendar import expires_on, is_possible_expiry
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product, Settlement
from alvh_desktop.domain.symbols import expiry_text, strike_text

Products = Mapping[str, Product]


def known_contract(contract: Contract | Problem, products: Products) -> Contract | Problem:
    """The contract when its root is one of the portfolio's and can expire that day."""
    if isinstance(contract, Problem):
        return contract
    product = products.get(contract.root)
    if product is None:
        known = ", ".join(sorted(products))
        return Problem("root", f"{contract.root!r} is not a root of this portfolio: it has {known}")
    if contract.is_option != (product.kind == "option"):
        kinds = ("an option", "a future") if contract.is_option else ("a future", "an option")
        return Problem("root", f"it names {kinds[0]}, and {product.root} is {kinds[1]}")
    return is_possible_expiry(product, contract.expiry) or contract


def option_on(
    underlying: str, day: date, strike: Decimal, right: Right, products: Products, settles: Settlement | None = None
) -> Contract | Problem:
    """The option that a text names by its underlying alone; `settles` where the text says AM or PM.

    On a day that lists one root only it is that one; where two are listed and nothing decides, a Problem.
    """
    named = products.get(underlying)
    if named is None or named.kind != "option":
        return known_contract(Contract(underlying, day, strike, right), products)
    listed = [product for product in _family(named, products) if expires_on(product, day)]
    chosen = [product for product in listed if settles in (None, product.settlement)]
    if len(chosen) == 1:
        return Contract(chosen[0].root, day, strike, right)
    if not listed:
        return is_possible_expiry(named, day) or Contract(underlying, day, strike, right)
    date_text = expiry_text(day)
    if not chosen:
        only = f"{listed[0].root}, settled {listed[0].settlement}"
        return Problem("root", f"{underlying} {date_text} lists no option settled {settles}, only {only}")
    told = " or ".join(f"{one.root} ({one.settlement})" for one in sorted(listed, key=lambda one: one.settlement))
    spellings = " or ".join(f"{one.root} {date_text} {strike_text(strike)}{right}" for one in chosen)
    both = f"{underlying} {date_text} may be {told}"
    return Problem("root", f"{both}: write {spellings}, the right beside the strike")


def _family(named: Product, products: Products) -> list[Product]:
    """The root and those that brokers show under its name: same index, size and kind, its name and a letter more."""
    if named.root.endswith("W"):
        return [named]
    like = (named.underlying, named.kind, named.multiplier, named.index_divisor)
    return [
        one
        for one in products.values()
        if one.root in (named.root, f"{named.root}W")
        and (one.underlying, one.kind, one.multiplier, one.index_divisor) == like
    ]
