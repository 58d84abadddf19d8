"""What the wings of condors can lose at settlement, premium left out: the notional that hedges are measured by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.holding import Holding

ZERO = Decimal(0)
_OUTWARD: tuple[tuple[Right, int], ...] = (("P", -1), ("C", 1))


@dataclass(frozen=True, slots=True)
class Notional:
    """`usd` of the wings; `is_a_wing_missing` where shorts have fewer longs: what those lose has no bound here."""

    usd: Decimal
    is_a_wing_missing: bool


def notional_of(legs: Iterable[tuple[Holding, int]]) -> Notional:
    """Of the legs of one trade, each with the contracts it holds (bought +, sold -).

    Legs of one root and expiry settle together: only one of their sides can lose, the larger one counts. For a
    condor that is wing width x multiplier x contracts (methodology.md, N). A short that only a later expiry covers
    (a calendar) has no wing and no notional.
    """
    options = [(held, quantity) for held, quantity in legs if quantity and held.leg.right is not None]
    usd, is_missing = ZERO, False
    for root, expiry in sorted({(held.leg.root, held.leg.expiry) for held, _ in options}):
        sides = []
        for right, outward in _OUTWARD:
            alike = [(h, n) for h, n in options if h.leg.root == root and h.leg.right == right]
            is_missing = is_missing or sum(n for h, n in alike if h.leg.expiry >= expiry) < 0
            here = [(h, n) for h, n in alike if h.leg.expiry == expiry]
            sides.append(_largest_loss([(outward * (h.leg.strike or ZERO), n) for h, n in here]))
        multiplier = next(h.product.multiplier for h, _ in options if h.leg.root == root)
        usd += max(sides) * multiplier
    return Notional(usd, is_missing)


def lots_of(legs: Iterable[tuple[Holding, int]]) -> int:
    """How many condors (or spreads) the legs of one trade make: pairs of short and long on the larger side."""
    legs, sizes = tuple(legs), [0]
    for right in ("P", "C", None):
        numbers = [quantity for held, quantity in legs if held.leg.right == right]
        longs, shorts = sum(n for n in numbers if n > 0), -sum(n for n in numbers if n < 0)
        sizes.append(min(longs, shorts) or max(longs, shorts))
    return max(sizes)


def _largest_loss(side: Sequence[tuple[Decimal, int]]) -> Decimal:
    """Points x contracts that calls at these places can lose; of shorts without a long the nearest are left out."""
    held = sorted(side)
    uncovered = max(0, -sum(n for _, n in held))
    covered = []
    for place, number in held:
        dropped = min(uncovered, -number) if number < 0 else 0
        uncovered -= dropped
        covered.append((place, number + dropped))
    losses = (-sum(n * (there - place) for place, n in covered if place < there) for there, _ in covered)
    return max((ZERO, *(Decimal(loss) for loss in losses)))
