"""The fee of an order, leg by leg."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.orders.order import Order, PerContract

_ZERO = Decimal(0)


def leg_fees(order: Order) -> list[Decimal]:
    """$ for each leg; a total is shared by contracts to the cent, odd cents and less on the first legs."""
    counts = [abs(order.quantity * leg.side) for leg in order.legs]
    if order.fee is None:
        return [_ZERO for _ in counts]
    if isinstance(order.fee, PerContract):
        return [order.fee.amount * count for count in counts]
    return shared_fees(order.fee.amount, counts)


def shared_fees(total: Decimal, counts: Sequence[int]) -> list[Decimal]:
    """$ for each leg of so many contracts (all above 0): whole cents, odd cents and less on the first legs."""
    fees = [(total * count / sum(counts)).quantize(CENT, rounding=ROUND_DOWN) for count in counts]
    odd_cents = int((total - sum(fees)) / CENT)
    fees = [fee + CENT if place < odd_cents else fee for place, fee in enumerate(fees)]
    fees[0] += total - sum(fees, _ZERO)
    return fees
