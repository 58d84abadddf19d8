"""Where a position settles at zero: exact, from the straight lines between its strikes."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from alvh_desktop.domain.holding import Holding, settlement_price
from alvh_desktop.domain.money import round_to_units

_FAR = Decimal(1)


def settlement_profit(holdings: Sequence[Holding], cash: Decimal, value: Decimal) -> Decimal:
    """$ P/L when every open option and future settles at `value` points; `cash` is what moved so far, in $."""
    total = cash
    for held in holdings:
        paid = settlement_price(held.leg, value) * held.position.quantity * held.product.multiplier
        total += paid - held.position.open_cost if held.product.kind == "future" else paid
    return total


def break_evens(holdings: Sequence[Holding], cash: Decimal) -> tuple[Decimal, ...]:
    """Every settlement value at which the P/L crosses zero, ascending; empty when the legs settle apart.

    Legs of one root and expiry settle together. Points are rounded to 1e-8.
    """
    open_legs = [held for held in holdings if held.position.quantity]
    if len({(held.leg.root, held.leg.expiry) for held in open_legs}) != 1:
        return ()
    strikes = sorted({held.leg.strike for held in open_legs if held.leg.strike is not None})
    top = strikes[-1] if strikes else Decimal(0)
    places = [Decimal(0), *strikes, top + _FAR]
    profits = [settlement_profit(open_legs, cash, place) for place in places]
    zeros = set()
    for (low, at_low), (high, at_high) in pairwise(zip(places, profits, strict=True)):
        slope = (at_high - at_low) / (high - low) if high > low else Decimal(0)
        is_last = high == places[-1]
        if slope == 0:
            continue
        zero = low - at_low / slope
        if low <= zero and (zero <= high or is_last):
            zeros.add(round_to_units(zero))
    return tuple(sorted(zeros))
