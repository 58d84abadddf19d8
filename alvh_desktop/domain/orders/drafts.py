"""From a ticket's draft to the order that a typed line would be."""

from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.orders.order import Order, OrderLeg, Structure
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.structure import structure_of_legs

_BOUGHT = {"condor": (-1, 1, 1, -1), "calendar": (-1, 1)}


def order_of(draft: Draft) -> Order | Problem:
    """A draft whose legs all open and whose net is known."""
    if draft.net is None:
        return Problem("net", "say the price: the points for one lot")
    legs = sorted(draft.legs, key=_place)
    name = structure_of_legs([(leg.contract, leg.ratio) for leg in legs])
    if name == "combination" or any(abs(leg.ratio) != 1 for leg in legs):
        return Problem("legs", "these legs make no structure that an order line knows")
    structure: Structure = name  # type: ignore[assignment]
    sides = _BOUGHT.get(name) or (_dearer(legs) if name == "vertical" else (1,))
    direction = legs[0].ratio // sides[0]
    order_legs = tuple(OrderLeg(leg.contract, side, leg.price) for leg, side in zip(legs, sides, strict=True))
    return Order(direction * draft.lots, structure, order_legs, draft.net, draft.fee, draft.moment, draft.account)


def _dearer(legs: list[DraftLeg]) -> tuple[int, int]:
    return (1, -1) if legs[0].contract.right == "C" else (-1, 1)


def _place(leg: DraftLeg) -> tuple[object, ...]:
    contract = leg.contract
    return contract.expiry, contract.right != "P", contract.strike or 0
