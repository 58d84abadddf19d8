"""One name for each contract: `symbol` for files and programs, `spoken` for screens."""

import re
from datetime import date
from decimal import Decimal
from typing import cast

from alvh_desktop.domain.contracts import NEVER, Contract, Right
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.symbols.broker_names import parse_broker_name
from alvh_desktop.domain.symbols.expiry_text import expiry_text, parse_expiry
from alvh_desktop.domain.symbols.osi import osi_stripped, parse_osi, strike_text
from alvh_desktop.domain.symbols.vx import parse_vx_symbol, vx_code

_DATED_FUTURE = re.compile(r"([A-Z][A-Z0-9]{0,5})_(\S+)")
_SPOKEN = re.compile(
    r"([A-Z][A-Z0-9]{0,5}) +([0-9]\S*)"
    r"(?: +([0-9]{1,5}(?:\.[0-9]{1,3})?) ?([CP])|(?: +\(([A-Z0-9/]+)\))?)"
)
_LONGEST_VX = len("VXM48/Z26") + 1
# VX followed by anything with a digit is meant as a future: VXZ is a fund, VXZ6 is not.
_FUND = re.compile(r"(?!VX.*[0-9])[A-Z][A-Z0-9]{0,5}")


def symbol(contract: Contract) -> str:
    """SPXW261218P06300000, VX_2026-12-16 or UVXY: one name for ever, whenever `parse_symbol` reads it."""
    if contract.is_option:
        return osi_stripped(contract)
    if not contract.has_expiry:
        return contract.root
    return f"{contract.root}_{contract.expiry.isoformat()}"


def spoken(contract: Contract) -> str:
    """SPXW 18DEC26 6300 P, VX 16DEC26 (Z6), a weekly VX 01DEC26 (48/Z6), a fund UVXY."""
    if not contract.has_expiry:
        return contract.root
    words = f"{contract.root} {expiry_text(contract.expiry)}"
    if contract.strike is not None:
        return f"{words} {strike_text(contract.strike)} {contract.right}"
    code = vx_code(contract)
    return f"{words} ({code})" if code else words


def parse_symbol(text: str, near: date) -> Contract | Problem:
    """Read any name of a contract: OSI, the forms of VX and of brokers, what `symbol` and `spoken` print.

    Small letters are read as capitals; `near` decides the decade of a one-digit year. A root alone that
    the program does not know as another product is a fund; whether the portfolio has it is asked elsewhere.
    """
    text = text.strip()
    name = text.upper() if text.isascii() else text  # upper() would make a plain S of the long s
    option = parse_osi(name)
    if isinstance(option, Contract):
        return option
    broker = parse_broker_name(name)
    if broker is not None:
        return broker
    if spelled := _SPOKEN.fullmatch(name):
        return _parse_spoken(*spelled.groups(""))
    if dated := _DATED_FUTURE.fullmatch(name):
        expiry = parse_expiry(dated[2], "symbol")
        return expiry if isinstance(expiry, Problem) else Contract(dated[1], expiry)
    if _FUND.fullmatch(name) and name not in load_products():
        return Contract(name, NEVER)
    is_vx = len(name) <= _LONGEST_VX and name.removeprefix("/").startswith("VX")
    return parse_vx_symbol(name, near) if is_vx else option


def _parse_spoken(root: str, day: str, strike: str, right: str, code: str) -> Contract | Problem:
    expiry = parse_expiry(day, "symbol")
    if isinstance(expiry, Problem):
        return expiry
    if right and not Decimal(strike):
        return Problem("symbol", "the strike is zero")
    if right:
        return Contract(root, expiry, Decimal(strike), cast(Right, right))
    future = Contract(root, expiry)
    if code and code != vx_code(future):
        return Problem("symbol", f"{root} {day} is not the contract ({code})")
    return future
