"""What Fidelity's rows are about: options by symbol and description, and plural nouns for everything else."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from alvh_desktop.domain.calendar import MONTHS
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.orders.pasted.roots import known_contract, option_on
from alvh_desktop.domain.orders.strikes import parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import parse_expiry, parse_symbol

_MONTH = "|".join(name[:3].upper() for name in MONTHS)
# The month may stand at the end of a name without a space: INC COMDEC 17 21 $9.
_DESCRIBED = re.compile(
    rf"\b(CALL|PUT) \(([A-Z][A-Z0-9]*)\).{{0,120}}?({_MONTH}) ?([0-9]{{1,2}}) ([0-9]{{2}})"
    r" \$((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
)
_OTHERS = (
    ("DIVIDEND", "dividends"),
    ("REINVESTMENT", "reinvestments"),
    ("INTEREST", "interest payments"),
    ("REDEMPTION FROM CORE", "moves of the core account"),
    ("PURCHASE INTO CORE", "moves of the core account"),
    ("FEE", "fees and taxes"),
    ("TAX", "fees and taxes"),
    ("TRANSFER", "transfers"),
    ("WIRE", "transfers"),
    ("DEPOSIT", "transfers"),
    ("CONTRIB", "transfers"),
    ("WITHDRAW", "transfers"),
)


def named_contract(
    symbol: str, action: str, description: str, products: Mapping[str, Product], near: date
) -> Contract | Problem | None:
    """The contract of a product, None for something else, a Problem where two are named or none can be.

    A root that cannot expire on the day is what Fidelity shows for its weekly: VIX for VIXW.
    """
    printed = parse_symbol(symbol, near) if symbol else None
    described = described_option(action) or described_option(description)
    named = [one for one in (printed, described) if isinstance(one, Contract)]
    if not any(_is_known(one, products) for one in named):
        return printed if isinstance(printed, Problem) and _looks_known(symbol, products) else None
    if isinstance(described, Problem) or not _is_one(named):
        return Problem("symbol", f"the symbol {shortened(symbol)} and the description name two contracts")
    known = known_contract(named[0], products)
    if isinstance(known, Contract) or named[0].strike is None or named[0].right is None:
        return known
    family = option_on(named[0].root, named[0].expiry, named[0].strike, named[0].right, products)
    return family if isinstance(family, Contract) else known


def described_option(text: str) -> Contract | Problem | None:
    """The option of a text in capitals such as PUT (SPXW) NEW S & P 500 INDEX JAN 16 26 $5800; None without one."""
    found = _DESCRIBED.search(text.upper())
    if found is None:
        return None
    right, root, month, day, year, level = found.groups()
    expiry = parse_expiry(f"{day}{month}{year}", "description")
    strike = parse_strike(level.replace(",", ""))
    if isinstance(expiry, Problem) or isinstance(strike, Problem):
        return Problem("description", f"{shortened(found[0])!r} names no option")
    return Contract(root, expiry, strike, cast(Right, right[0]))


def other_what(cells: Mapping[str, str], action: str) -> str:
    """A plural noun for what a row is about."""
    option = described_option(action) or described_option(cells.get("description", ""))
    if isinstance(option, Contract):
        return f"options of {option.root}"
    if re.match(r"(?:YOU )?(BOUGHT|BUY|SOLD|SELL)\b", action) and cells["symbol"]:
        return f"shares of {shortened(cells['symbol'])}"
    return next((what for word, what in _OTHERS if word in action), "other movements")


def _is_known(contract: Contract, products: Mapping[str, Product]) -> bool:
    product = products.get(contract.root)
    return product is not None and contract.is_option == (product.kind == "option")


def _is_one(named: Sequence[Contract]) -> bool:
    """Whether all are one option; a description may have SPX where the symbol has the weekly root SPXW."""
    return len({(one.root.removesuffix("W"), one.expiry, one.strike, one.right) for one in named}) == 1


def _looks_known(symbol: str, products: Mapping[str, Product]) -> bool:
    root = re.match(r"-([A-Z]+)[0-9]{6}", symbol)
    return root is not None and root[1] in products
