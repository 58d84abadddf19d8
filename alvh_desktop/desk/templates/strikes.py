"""Steps along the listed strikes of a chain, ascending and in points."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from decimal import Decimal


def next_strike(strikes: Sequence[Decimal], strike: Decimal, steps: int) -> Decimal:
    """The strike so many listed strikes up (+) or down (-), held at the ends of the chain.

    From between two listed strikes the first step goes to the next one in that direction. Without any strikes the
    answer is `strike`.
    """
    if not strikes or not steps:
        return strike
    place = bisect_right(strikes, strike) - 1 + steps if steps > 0 else bisect_left(strikes, strike) + steps
    return strikes[min(max(place, 0), len(strikes) - 1)]


def nearest_strike(strikes: Sequence[Decimal], level: Decimal | float, is_up_preferred: bool) -> Decimal:
    """The nearest of one or more listed strikes; of two as near the upper one where it is preferred."""
    wanted = Decimal(repr(level)) if isinstance(level, float) else level
    place = bisect_left(strikes, wanted)
    if place in (0, len(strikes)):
        return strikes[min(place, len(strikes) - 1)]
    below, above = strikes[place - 1], strikes[place]
    down, up = wanted - below, above - wanted
    return above if up < down or (up == down and is_up_preferred) else below


def nearest_wing(strikes: Sequence[Decimal], short: Decimal, width: Decimal, is_above: bool) -> Decimal | None:
    """The listed strike beyond a short one whose distance is nearest `width`, of two the narrower wing; None where
    nothing is listed beyond."""
    beyond = strikes[bisect_right(strikes, short) :] if is_above else strikes[: bisect_left(strikes, short)]
    return nearest_strike(beyond, short + width if is_above else short - width, not is_above) if beyond else None
