"""A net that no structure with wings can have: 840 typed for 8.40."""

from collections import Counter
from decimal import Decimal

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.orders.order import Order
from alvh_desktop.domain.problems import Problem

_PAST_THE_WING = Decimal("1.5")
"""Fills a little past the wing do happen."""


def slipped_point(order: Order) -> Problem | None:
    """Why the net cannot be right, where legs of one expiry buy as many puts, and as many calls, as they sell."""
    most = _most_worth(order)
    if not most or abs(order.net) <= most * _PAST_THE_WING:
        return None
    is_custom = order.structure == "custom"
    what = f"legs worth {most.normalize():f} at most" if is_custom else f"wings {most.normalize():f} points wide"
    told = f"{money_text(abs(order.net))} points cannot be right for {what}"
    return Problem("net", f"{told}: check the decimal point, or write a price beside each leg")


def _most_worth(order: Order) -> Decimal:
    """The most points that one structure, bought or sold, settles at; 0 where nothing bounds it."""
    counts: Counter[str | None] = Counter()
    for leg in order.legs:
        counts[leg.contract.right] += leg.side
    is_bounded = None not in counts and not any(counts.values())
    if not is_bounded or len({(leg.contract.root, leg.contract.expiry) for leg in order.legs}) > 1:
        return Decimal(0)
    strikes = [leg.contract.strike or Decimal(0) for leg in order.legs]
    return max(
        abs(sum((leg.side * _intrinsic(leg.contract, at) for leg in order.legs), Decimal(0))) for at in strikes
    )


def _intrinsic(contract: Contract, settled: Decimal) -> Decimal:
    gain = settled - (contract.strike or 0)
    return max(Decimal(0), gain if contract.right == "C" else -gain)
