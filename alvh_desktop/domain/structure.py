"""What a set of legs is called in the trade: condor, vertical, calendar, single, future, fund, combination."""

from collections.abc import Iterable, Sequence
from math import gcd

from alvh_desktop.domain.contracts import Contract

Signed = tuple[Contract, int]
"""A contract with how many of it are bought (+) or sold (-)."""

_CONDOR = (("P", 1), ("P", -1), ("C", -1), ("C", 1))


def structure_of_legs(legs: Sequence[Signed]) -> str:
    """The structure of legs that are held together. A condor may be bought or sold, its wings of any width."""
    if len(legs) == 1:
        contract, _ = legs[0]
        return "single" if contract.is_option else "future" if contract.has_expiry else "fund"
    if _is_calendar(legs):
        return "calendar"
    lots = lots_of(quantity for _, quantity in legs)
    if any(abs(quantity) != lots for _, quantity in legs) or any(not contract.is_option for contract, _ in legs):
        return "combination"
    ordered = sorted(legs, key=lambda leg: (leg[0].right != "P", leg[0].strike or 0, leg[0].expiry))
    one_expiry = len({(contract.root, contract.expiry) for contract, _ in legs}) == 1
    rights = {contract.right for contract, _ in legs}
    is_even = sum(quantity for _, quantity in legs) == 0
    if len(legs) == 2 and is_even and len(rights) == 1 and one_expiry:
        return "vertical"
    shape = tuple((contract.right, quantity // lots) for contract, quantity in ordered)
    turned = tuple((right, -sign) for right, sign in shape)
    return "condor" if one_expiry and _CONDOR in (shape, turned) else "combination"


def _is_calendar(legs: Sequence[Signed]) -> bool:
    """One strike of two expiries, one bought and one sold, of whatever sizes."""
    series = {(contract.root, contract.strike, contract.right) for contract, _ in legs}
    signs = {quantity > 0 for _, quantity in legs}
    return len(legs) == 2 and len(series) == 1 and len(signs) == 2 and legs[0][0].is_option


def lots_of(quantities: Iterable[int]) -> int:
    """How many equal structures these signed quantities make: their greatest common divisor, unsigned."""
    return gcd(*quantities)
