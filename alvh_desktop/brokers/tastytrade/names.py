"""What tastytrade's rows are about: contracts by their symbols, and plural nouns for everything else."""

import re
from collections.abc import Mapping
from datetime import date

from alvh_desktop.brokers.cells import read_amount
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.orders.pasted.roots import known_contract
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.symbols import VX_ROOTS, parse_osi, parse_vx_symbol

_FUTURE = re.compile(r"/([A-Z0-9]+?)[0-9]{0,2}[FGHJKMNQUVXZ][0-9]{1,2}(?::[A-Z]+)?")
_EXPIRY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(?:20)?([0-9]{2})")
_HELD = {
    "Equity Option": "options of",
    "Equity": "shares of",
    "Future": "futures",
    "Future Option": "options on",
    "Cryptocurrency": "coins of",
    "Bond": "bonds",
}
_MOVED = {
    "Balance Adjustment": "balance adjustments",
    "Credit Interest": "interest payments",
    "Debit Interest": "interest payments",
    "Deposit": "deposits",
    "Dividend": "dividends",
    "Fee": "fees",
    "Fully Paid Stock Lending Income": "payments for lent shares",
    "Mark to Market": "daily settlements of futures",
    "Transfer": "transfers",
    "Withdrawal": "withdrawals",
}


CONTRACT_COLUMNS = ("Root Symbol", "Expiration Date", "Strike Price", "Call or Put")
"""What names a contract beside its symbol."""


def named_contract(
    cells: Mapping[str, str], products: Mapping[str, Product], near: date
) -> Contract | Problem | None:
    """The contract of a product, None for another's; a Problem for none that can be, or where a column denies it."""
    contract = _symbol_contract(cells["Symbol"], cells.get("Root Symbol", ""), products, near)
    denied = _denial(cells, contract) if isinstance(contract, Contract) and contract.is_option else ""
    return Problem("symbol", denied) if denied else contract


def _symbol_contract(
    symbol: str, root: str, products: Mapping[str, Product], near: date
) -> Contract | Problem | None:
    if symbol.startswith("/"):
        future = _FUTURE.fullmatch(symbol)
        if future is None or future[1] not in products or future[1] not in VX_ROOTS:
            return None
        return known_contract(parse_vx_symbol(symbol.partition(":")[0], near), products)
    if symbol in products and products[symbol].kind == "fund":
        return Contract(symbol, NEVER)
    option = parse_osi(symbol)
    named = option.root if isinstance(option, Contract) else root or symbol.partition(" ")[0]
    if named not in products or products[named].kind != "option":
        return None
    return known_contract(option, products)


def _denial(cells: Mapping[str, str], contract: Contract) -> str:
    """Which column names another contract than the symbol; empty where none does."""
    expiry, strike, right = (cells.get(name, "") for name in CONTRACT_COLUMNS[1:])
    day = _EXPIRY.fullmatch(expiry)
    printed = (int(day[3]), int(day[1]), int(day[2])) if day else None
    if printed and printed != (contract.expiry.year % 100, contract.expiry.month, contract.expiry.day):
        return f"Expiration Date: {expiry} is not that of {cells['Symbol']}"
    if strike and read_amount(strike) != contract.strike:
        return f"Strike Price: {shortened(strike)} is not that of {cells['Symbol']}"
    if right and not right.upper().startswith(contract.right or ""):
        return f"Call or Put: {shortened(right)} is not that of {cells['Symbol']}"
    return ""


def names_other(cells: Mapping[str, str]) -> bool:
    """Whether a row is told and not booked whatever it names: it moves money, or changes a name."""
    return cells["Type"] not in ("Trade", "Receive Deliver") or cells["Sub Type"] == "Symbol Change"


def other_what(cells: Mapping[str, str]) -> str:
    """A plural noun for what a row is about; empty where its type is unknown."""
    if cells["Type"] == "Money Movement":
        return _MOVED.get(cells["Sub Type"], "other movements of money")
    if cells["Type"] == "Administrative Transfer":
        return "transfers"
    if cells["Type"] not in ("Trade", "Receive Deliver"):
        return ""
    if cells["Sub Type"] == "Symbol Change":
        return "changes of a symbol"
    symbol = " ".join(shortened(cells["Symbol"]).split())
    option = parse_osi(cells["Symbol"])
    kind = _HELD.get(
        cells.get("Instrument Type", ""), "options of" if isinstance(option, Contract) else "contracts of"
    )
    name = option.root if isinstance(option, Contract) else symbol
    return f"{kind} {name}" if name else "deliveries"
