"""What a broker says that an account holds, before it is laid against the book."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.domain.calendar import is_possible_expiry
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import read_number, shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import parse_symbol, spoken

LARGEST_QUANTITY = 1_000_000
"""Contracts or shares of one position; more is a number in the wrong column."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Positions by contract (bought +, sold -, 0 says that none is held) and cash in $, None where nothing is said.

    `is_complete` where it states all that the account holds: what it does not name is then said to be 0. `moment` is
    aware UTC, None where the snapshot says none. `others` are lines about contracts of other roots, not compared.
    """

    source: str
    quantities: Mapping[Contract, int] = field(default_factory=dict)
    cash: Decimal | None = None
    is_complete: bool = False
    moment: datetime | None = None
    others: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.quantities and self.cash is None and not self.is_complete


def read_quantity(text: str) -> int | str:
    """Whole contracts with their sign, or the reason why the text is none."""
    number = read_number(text)
    if isinstance(number, str):
        return number
    if number != int(number):
        return f"{shortened(text)!r} is no whole number"
    if abs(number) > LARGEST_QUANTITY:
        return f"{shortened(text)} contracts are too many for one position"
    return int(number)


def stated_contract(text: str, products: Mapping[str, Product], near: date) -> Contract | Problem | None:
    """The contract a text names; None where its root is none of the portfolio's. `near` is as in `parse_symbol`."""
    contract = parse_symbol(text, near)
    if isinstance(contract, Problem):
        return contract
    product = products.get(contract.root)
    if product is None:
        return None
    if contract.is_option != (product.kind == "option"):
        return Problem("symbol", f"{shortened(text)!r} is no {product.kind}, and {product.root} is one")
    return is_possible_expiry(product, contract.expiry) or contract


def typed_position(text: str, products: Mapping[str, Product], near: date) -> tuple[Contract, int] | Problem:
    """A position as it is typed: SPXW 18DEC26 6300P=-10."""
    name, is_split, count = text.rpartition("=")
    if not is_split:
        return Problem("position", f"{shortened(text)!r}: write it like 'SPXW 18DEC26 6300P=-10'")
    contract = stated_contract(name, products, near)
    if contract is None:
        known = ", ".join(sorted(products))
        return Problem("position", f"{shortened(name)!r} is no contract of this portfolio: it has {known}")
    if isinstance(contract, Problem):
        return Problem("position", contract.message)
    quantity = read_quantity(count.strip())
    return (
        Problem("position", f"{spoken(contract)}: {quantity}") if isinstance(quantity, str) else (contract, quantity)
    )


def joined(one: Snapshot, other: Snapshot) -> Snapshot | Problem:
    """What a file says and what was typed beside it; neither overrules the other."""
    twice = next((contract for contract in one.quantities if contract in other.quantities), None)
    if twice is not None:
        return Problem("position", f"{spoken(twice)} is in {one.source} already: say it once")
    if one.cash is not None and other.cash is not None:
        return Problem("cash", f"it is in {one.source} already: say it once")
    return replace(
        one,
        quantities={**one.quantities, **other.quantities},
        cash=one.cash if other.cash is None else other.cash,
        is_complete=one.is_complete or other.is_complete,
    )
