"""Which short options stand before their wings in one trade, and how far the index has gone from one to the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.holding import Holding
from alvh_desktop.pricing.valuation import LegValue

OUTWARD: tuple[tuple[Right, str, int], ...] = (("P", "put", -1), ("C", "call", 1))
"""The sides of a condor, and whether its wing is above (1) or below (-1) its short."""


@dataclass(frozen=True, slots=True)
class TestedSide:
    """A short strike and the wing behind it, in points of their own index; `leg_id` is the leg of the short."""

    name: str
    short: float
    wing: float
    leg_id: int = 0

    def progress(self, index: float) -> float:
        """0 at the short strike, 1 at the wing, below 0 while the short is untouched."""
        return (index - self.short) / (self.wing - self.short) + 0.0  # no negative zero

    @property
    def outward(self) -> int:
        return 1 if self.wing > self.short else -1


def sides_of(
    held: Sequence[Holding], values: Mapping[int, LegValue]
) -> tuple[tuple[TestedSide, ...], str, tuple[Holding, ...]]:
    """Every short with its wing, or which leg is missing, from open options of one trade at one scale; then the
    shorts that are meant.

    A short has the nearest long beyond it of its own date for a wing, each long is the wing of as many as it counts.
    A long that settles before a short covers nothing of it. Where a long nearer the money (a debit spread) or of a
    later date (a calendar) covers it, it has no wing to be tested toward and is left out.
    """
    sides: list[TestedSide] = []
    meant: list[Holding] = []
    for right, name, outward in OUTWARD:
        legs = [each for each in held if each.leg.right == right]
        if all(each.position.quantity > 0 for each in legs):
            continue
        if _lacks_cover(legs, values):
            uncovered = tuple(each for each in legs if each.position.quantity < 0)
            return (), f"the short {name}s have fewer long {name}s than contracts", uncovered
        for short, wing in _before_wings(legs, values, outward):
            sides.append(TestedSide(name, _strike(short), _strike(wing), short.leg.id))
            if short not in meant:
                meant.append(short)
    return tuple(sides), "", tuple(meant)


def _lacks_cover(legs: Sequence[Holding], values: Mapping[int, LegValue]) -> bool:
    """Whether more is sold than bought of what lives at least as long, at the settlement of any short."""
    ends = [(values[each.leg.id].settles_at, each.position.quantity) for each in legs]
    return any(_net_from(moment, ends) < 0 for moment, quantity in ends if quantity < 0)


def _net_from(moment: datetime, ends: Sequence[tuple[datetime, int]]) -> int:
    return sum(quantity for end, quantity in ends if end >= moment)


def _before_wings(
    legs: Sequence[Holding], values: Mapping[int, LegValue], outward: int
) -> list[tuple[Holding, Holding]]:
    from_the_money = sorted(legs, key=lambda each: outward * _strike(each))
    left = {each.leg.id: each.position.quantity for each in legs if each.position.quantity > 0}
    found = []
    for short in from_the_money:
        needed = -short.position.quantity
        for wing in from_the_money:
            if needed <= 0:
                break
            count = min(needed, left.get(wing.leg.id, 0))
            if count and _is_wing(short, wing, values, outward):
                left[wing.leg.id] -= count
                needed -= count
                found.append((short, wing))
    return found


def _is_wing(short: Holding, wing: Holding, values: Mapping[int, LegValue], outward: int) -> bool:
    is_beyond = outward * (_strike(wing) - _strike(short)) > 0
    outlives = values[wing.leg.id].settles_at >= values[short.leg.id].settles_at
    return is_beyond and outlives and wing.leg.expiry == short.leg.expiry


def _strike(held: Holding) -> float:
    return float(held.leg.strike or 0)
