"""A day of the invented market between two scenes: what makes charts and alerts of the sample move."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import Delivery
from alvh_desktop.market.simulated import Scene, simulate

_SPX_SWING = 0.008
_VIX_PER_SPX = -5.0
_VX_SHARE = 0.45
_WAVES = ((1, 0.55), (2, -0.75), (5, 0.18), (13, 0.06))
_CENT, _NICKEL = Decimal("0.01"), Decimal("0.05")


def simulated_day(
    first: Scene, last: Scene, products: Mapping[str, Product], step: timedelta = timedelta(minutes=1)
) -> Iterator[Delivery]:
    """Snapshots every `step` from the first scene to the last, both included; the same whenever it is asked.

    The SPX swings around the straight line between them by sines that vanish at both ends, up to about 1 %; the
    VIX answers with five times its move the other way, each VX future with less than half of the VIX's.
    """
    moment = first.moment
    while moment < last.moment:
        yield simulate(scene_at(first, last, moment), products)
        moment += step
    yield simulate(last, products)


def scene_at(first: Scene, last: Scene, moment: datetime) -> Scene:
    """The invented market at a moment between two scenes; the scene itself at its own moment."""
    share = (moment - first.moment) / (last.moment - first.moment)
    swing = _SPX_SWING * sum(size * math.sin(math.pi * count * share) for count, size in _WAVES)
    answer = _VIX_PER_SPX * swing
    vx, vixw = (
        {expiry: _between(price, then[expiry], share, _VX_SHARE * answer, _NICKEL) for expiry, price in now.items()}
        for now, then in ((first.vx, last.vx), (first.vixw, last.vixw))
    )
    return replace(
        first,
        moment=moment,
        spx=_between(first.spx, last.spx, share, swing, _CENT),
        vix=_between(first.vix, last.vix, share, answer, _CENT),
        vx=vx,
        vixw=vixw,
    )


def _between(first: Decimal, last: Decimal, share: float, swing: float, tick: Decimal) -> Decimal:
    """On the line from first to last, moved by a share of itself, to the nearest tick."""
    value = float(first) + (float(last) - float(first)) * share
    return (Decimal(repr(value * (1 + swing))) / tick).to_integral_value() * tick
