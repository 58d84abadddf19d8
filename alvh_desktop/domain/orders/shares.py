"""An amount shared over prices so that counts times prices add up to it, to the last digit that is kept."""

from collections.abc import Iterable, Sequence
from decimal import ROUND_DOWN, Decimal
from math import gcd

from alvh_desktop.domain.money import CENT, SCALE, plain, to_units

_ZERO = Decimal(0)
_UNIT = Decimal(1).scaleb(-SCALE)


def spread(amount: Decimal, prices: Sequence[Decimal], counts: Sequence[int]) -> tuple[list[Decimal], Decimal]:
    """Add `amount` to the sum of count x price: in even whole cents, the odd rest on the first, no price below 0.

    The second value is what no price could take: a fall, or some units of 1e-8 that do not divide by the counts.
    """
    if not prices:
        return [], amount
    share = (amount / sum(counts)).quantize(CENT, rounding=ROUND_DOWN)
    left = amount - share * sum(counts)
    moved: list[Decimal] = []
    for price, count in zip(prices, counts, strict=True):
        moved.append(max(_ZERO, price + share + _part(left, count)))
        left -= (moved[-1] - price - share) * count
    # What the last prices could not take goes back to the first ones.
    for place, count in enumerate(counts):
        price = max(_ZERO, moved[place] + _part(left, count))
        left -= (price - moved[place]) * count
        moved[place] = price
    return moved, left


def settle(
    prices: Sequence[Decimal], counts: Sequence[int], amount: Decimal, carriers: Iterable[int], floor: Decimal | None
) -> list[Decimal] | None:
    """Prices raised so that the sum of count x price (counts signed) grows by `amount` exactly.

    The first of the `carriers` (places) that can takes what there is, and stays at or above `floor`; the others take
    so many units of 1e-8 as leave it a price without further digits. None where no carrier can.
    """
    for carrier in carriers:
        odd = _odd_units(to_units(amount), counts, carrier)
        if odd is None:
            continue
        moved = [plain(price + units * _UNIT) for price, units in zip(prices, odd, strict=True)]
        if floor is None or moved[carrier] >= floor:
            return moved
    return None


def _odd_units(units: int, counts: Sequence[int], carrier: int) -> list[int] | None:
    """Whole numbers with sum(count x number) == units, none below 0 but the carrier's; None where there are none."""
    divisors, others = [abs(counts[carrier])], [place for place in range(len(counts)) if place != carrier]
    for place in others:
        divisors.append(gcd(divisors[-1], counts[place]))
    if units % divisors[-1]:
        return None
    found = [0] * len(counts)
    # Each takes the least that leaves a multiple of the divisor before it, and so of the carrier's count in the end.
    for place, before, after in reversed(list(zip(others, divisors, divisors[1:], strict=False))):
        step = before // after
        found[place] = units // after * pow(counts[place] // after, -1, step) % step
        units -= counts[place] * found[place]
    found[carrier] = units // counts[carrier]
    return found


def _part(amount: Decimal, count: int) -> Decimal:
    return (amount / count).quantize(_UNIT, rounding=ROUND_DOWN)
