"""Legs counted one by one, called by the structure they make."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import gcd

from alvh_desktop.domain.orders.order import OrderLeg, Structure

_RIGHTS = {"P": 0, "C": 1, None: 2}
_PLACE_OF_BOUGHT = {"single": 0, "future": 0, "fund": 0, "calendar": 1, "condor": 1}
"""Which leg says the direction: the one that the bought form buys."""


@dataclass(frozen=True, slots=True)
class Combined:
    """So many structures bought (+) or sold (-), the legs as in `Order`."""

    quantity: int
    structure: Structure
    legs: tuple[OrderLeg, ...]


def combine(counted: Sequence[OrderLeg]) -> Combined:
    """The structure of legs whose `side` is the contracts bought (+) or sold (-), not 0; each contract once.

    Every structure but a custom one comes in its bought form, with the quantity saying bought or sold; a custom one
    has as many lots as its counts have for greatest common divisor.
    """
    lots = gcd(*(leg.side for leg in counted))
    legs = tuple(sorted((replace(leg, side=leg.side // lots) for leg in counted), key=_place))
    structure = _structure(legs)
    if structure == "custom":
        return Combined(lots, structure, legs)
    direction = _direction(structure, legs)
    return Combined(lots * direction, structure, tuple(replace(leg, side=leg.side * direction) for leg in legs))


def purchase_or_sale(combined: Combined) -> int:
    """+1 where a net without a sign is paid, -1 where it is received: what sells every leg is a sale."""
    signed = [combined.quantity * leg.side for leg in combined.legs]
    if combined.structure == "custom":
        return -1 if max(signed) < 0 else 1
    return 1 if combined.quantity > 0 else -1


def _place(leg: OrderLeg) -> tuple[object, ...]:
    contract = leg.contract
    return contract.expiry, _RIGHTS[contract.right], contract.strike or Decimal(0), contract.root


def _structure(legs: Sequence[OrderLeg]) -> Structure:
    contracts = [leg.contract for leg in legs]
    first = contracts[0]
    if len(legs) == 1:
        return "single" if first.is_option else "future" if first.has_expiry else "fund"
    is_plain = all(abs(leg.side) == 1 and leg.contract.is_option for leg in legs)
    if not is_plain or len({contract.root for contract in contracts}) > 1:
        return "custom"
    sides = [leg.side for leg in legs]
    if len(legs) == 2 and sum(sides) == 0 and first.right == contracts[1].right:
        if first.expiry == contracts[1].expiry:
            return "vertical"
        return "calendar" if first.strike == contracts[1].strike else "custom"
    return "condor" if _is_condor(legs, sides) else "custom"


def _is_condor(legs: Sequence[OrderLeg], sides: Sequence[int]) -> bool:
    contracts = [leg.contract for leg in legs]
    if "".join(contract.right or "" for contract in contracts) != "PPCC" or len({c.expiry for c in contracts}) > 1:
        return False
    inner_put, inner_call = contracts[1].strike or 0, contracts[2].strike or 0
    return sides[0] == -sides[1] == -sides[2] == sides[3] and inner_put <= inner_call


def _direction(structure: Structure, legs: Sequence[OrderLeg]) -> int:
    if structure == "vertical":
        # The dearer leg: the lower call, the higher put.
        return legs[0].side if legs[0].contract.right == "C" else legs[1].side
    return legs[_PLACE_OF_BOUGHT[structure]].side
