"""Where a position settles at zero: exact, from the straight lines between its strikes."""

from collections.abc import Callable, Iterable, Sequence
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


def profit_at_level(holdings: Sequence[Holding], cash: Decimal, level: Decimal) -> Decimal:
    """The same where the index itself stands at `level` points at each settlement: XSP settles at a tenth of it."""
    total = cash
    for held in holdings:
        total += settlement_profit((held,), Decimal(0), level / held.product.index_divisor)
    return total


def break_evens(holdings: Sequence[Holding], cash: Decimal) -> tuple[Decimal, ...]:
    """Every settlement value at which the P/L crosses zero, ascending; empty when the legs settle apart.

    Legs of one root and expiry settle together. Points are rounded to 1e-8.
    """
    open_legs = [held for held in holdings if held.position.quantity]
    if len({(held.leg.root, held.leg.expiry) for held in open_legs}) != 1:
        return ()
    strikes = {held.leg.strike for held in open_legs if held.leg.strike is not None}
    return _zeros(strikes, lambda value: settlement_profit(open_legs, cash, value))


def break_evens_at_one_level(holdings: Sequence[Holding], cash: Decimal) -> tuple[Decimal, ...]:
    """Every level of the index itself at which the P/L crosses zero if it stands there at each settlement, ascending.

    So legs can be put together that settle apart or at different scales. Points are rounded to 1e-8.
    """
    open_legs = [held for held in holdings if held.position.quantity]
    places = ((held.leg.strike, held.product.index_divisor) for held in open_legs)
    strikes = {strike * divisor for strike, divisor in places if strike is not None}
    return _zeros(strikes, lambda level: profit_at_level(open_legs, cash, level))


def _zeros(strikes: Iterable[Decimal], profit: Callable[[Decimal], Decimal]) -> tuple[Decimal, ...]:
    """Where a P/L that is straight between 0 and the strikes, and beyond the last, crosses zero."""
    ascending = sorted(strikes)
    top = ascending[-1] if ascending else Decimal(0)
    places = [Decimal(0), *ascending, top + _FAR]
    profits = [profit(place) for place in places]
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
