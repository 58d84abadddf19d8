"""Which sold options stand before their wings: open legs put together to condors and one-sided credit spreads."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Leg
from alvh_desktop.domain.symbols import spoken


@dataclass(frozen=True, slots=True)
class OpenLeg:
    """`quantity` contracts of a leg that are open, bought + or sold -."""

    leg: Leg
    product: Product
    quantity: int

    @property
    def outward(self) -> Decimal:
        """The strike counted away from the money: of two options of one right the larger one is farther out."""
        strike = self.leg.strike or Decimal(0)
        return strike if self.leg.right == "C" else -strike


@dataclass(frozen=True, slots=True)
class Spread:
    """`contracts` sold options of one side, each with the nearest bought one beyond it `width` points away."""

    short: Leg
    product: Product
    right: Right
    width: Decimal
    contracts: int

    @property
    def settles_with(self) -> tuple[object, ...]:
        return self.short.root, self.short.expiry


@dataclass(frozen=True, slots=True)
class Condor:
    """`contracts` condors, or spreads of one side where the width of the other is None; widths in points."""

    product: Product
    contracts: int
    put_width: Decimal | None
    call_width: Decimal | None

    @property
    def width(self) -> Decimal:
        """Wing width w: that of the wider side, for only one of them can lose."""
        return max(width for width in (self.put_width, self.call_width) if width is not None)

    @property
    def is_whole(self) -> bool:
        """Whether both sides are there."""
        return self.put_width is not None and self.call_width is not None

    @property
    def notional(self) -> Decimal:
        """n * M * w in $."""
        return self.contracts * self.product.multiplier * self.width


def open_legs(held: Iterable[Holding]) -> list[OpenLeg]:
    return [OpenLeg(h.leg, h.product, h.position.quantity) for h in held if h.position.quantity]


def condors_of(trades: Iterable[Sequence[OpenLeg]]) -> tuple[Condor, ...] | Problem:
    """The condors of one campaign from the open legs of its trades, each trade first alone, then what is left of all.

    So a condor stays one when a side or a short was rolled into a trade of its own. Debit spreads, calendars and
    options that are only bought are no condors and are left out. A Problem where a sold option has nothing bought
    that covers it: its width is not known.
    """
    by_trade, left = [], []
    for legs in trades:
        spreads, rest = _spreads_of([each for each in legs if each.leg.right is not None])
        by_trade.append(spreads)
        left += rest
    late, rest = _spreads_of(left)
    missing = _uncovered(rest)
    if missing is not None:
        return Problem(
            f"trade {missing.leg.trade_id}",
            f"wing width is not known, a leg is missing: {spoken(missing.leg.contract)}, {-missing.quantity} sold, "
            "has no bought option that covers it",
        )
    condors, alone = [], late
    for spreads in by_trade:
        whole, one_sided = _paired(spreads)
        condors += whole
        alone = alone + one_sided
    whole, one_sided = _paired(alone)
    return (*condors, *whole, *(_one_sided(spread) for spread in one_sided))


def wing_of(held: Iterable[Holding]) -> Decimal | Problem:
    """Wing width w of one trade in points of its own index: the widest of what its open legs make.

    A Problem where a leg is missing, or where nothing is sold before a wing.
    """
    legs = open_legs(held)
    condors = condors_of([legs])
    if isinstance(condors, Problem):
        return condors
    if not condors:
        where = f"trade {legs[0].leg.trade_id}" if legs else "trade"
        return Problem(where, "it has no wing: no option is sold before one that is bought farther out")
    return max(condor.width for condor in condors)


def _spreads_of(legs: Sequence[OpenLeg]) -> tuple[list[Spread], list[OpenLeg]]:
    """Each sold option with the nearest bought one beyond it; then what neither is in one nor in a debit spread."""
    shorts, longs = (
        sorted((each for each in legs if (each.quantity > 0) is bought), key=lambda each: each.outward)
        for bought in (False, True)
    )
    spreads = [_spread(short, long, count) for short, long, count in _set_against(shorts, longs, _is_beyond)]
    for _ in _set_against(shorts, longs, _is_alike):
        pass  # a debit spread: the sold option is covered, and stands before no wing
    return spreads, [each for each in (*shorts, *longs) if each.quantity]


def _set_against(
    shorts: list[OpenLeg], longs: list[OpenLeg], fits: Callable[[OpenLeg, OpenLeg], bool]
) -> Iterator[tuple[OpenLeg, OpenLeg, int]]:
    """Sold and bought ones that fit, nearest first, with the contracts they share, which are taken off both lists."""
    for i, j in product(range(len(shorts)), range(len(longs))):
        short, long = shorts[i], longs[j]
        count = min(-short.quantity, long.quantity)
        if count and fits(short, long):
            # not dataclasses.replace: it takes ten times as long, and a career has thousands of condors
            shorts[i] = OpenLeg(short.leg, short.product, short.quantity + count)
            longs[j] = OpenLeg(long.leg, long.product, long.quantity - count)
            yield short, long, count


def _is_beyond(short: OpenLeg, long: OpenLeg) -> bool:
    return _is_alike(short, long) and long.outward > short.outward


def _is_alike(one: OpenLeg, other: OpenLeg) -> bool:
    a, b = one.leg, other.leg
    return (a.root, a.expiry, a.right) == (b.root, b.expiry, b.right)


def _spread(short: OpenLeg, long: OpenLeg, count: int) -> Spread:
    assert short.leg.right is not None, "only options are put together"
    return Spread(short.leg, short.product, short.leg.right, long.outward - short.outward, count)


def _uncovered(legs: Sequence[OpenLeg]) -> OpenLeg | None:
    """A sold option that no bought one of its right and a later expiry covers."""
    shorts = sorted((each for each in legs if each.quantity < 0), key=lambda each: each.leg.expiry, reverse=True)
    longs = [each for each in legs if each.quantity > 0]
    for _ in _set_against(shorts, longs, _is_calendar):
        pass
    return next((short for short in shorts if short.quantity), None)


def _is_calendar(short: OpenLeg, long: OpenLeg) -> bool:
    is_of_one_kind = (short.leg.right, short.product.underlying) == (long.leg.right, long.product.underlying)
    return is_of_one_kind and long.leg.expiry > short.leg.expiry


def _paired(spreads: Sequence[Spread]) -> tuple[list[Condor], list[Spread]]:
    """Put spreads with call spreads of one settlement, the widest with the widest; then what is left of one side."""
    condors, left = [], []
    for key in dict.fromkeys(spread.settles_with for spread in spreads):
        of_key = sorted((s for s in spreads if s.settles_with == key), key=lambda s: s.width, reverse=True)
        puts, calls = ([s for s in of_key if s.right == right] for right in ("P", "C"))
        while puts and calls:
            count = min(puts[0].contracts, calls[0].contracts)
            condors.append(Condor(puts[0].product, count, puts[0].width, calls[0].width))
            for side in (puts, calls):
                if side[0].contracts == count:
                    del side[0]
                else:
                    side[0] = replace(side[0], contracts=side[0].contracts - count)
        left += [*puts, *calls]
    return condors, left


def _one_sided(spread: Spread) -> Condor:
    put = spread.width if spread.right == "P" else None
    return Condor(spread.product, spread.contracts, put, spread.width if put is None else None)
