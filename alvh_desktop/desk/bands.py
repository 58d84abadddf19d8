"""How far options expect SPX to move until the curves end: expected moves, and the density behind them."""

import operator
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from alvh_desktop.desk.picture import Picture
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import expiry_text
from alvh_desktop.pricing.normalised_black import Floats
from alvh_desktop.pricing.payoff import Payoff
from alvh_desktop.pricing.probability import atm_vol_of, density, expected_move_at
from alvh_desktop.pricing.smile import Svi, chain_smile


@dataclass(frozen=True)
class Bands:
    """Of one SPX expiry, `name` as one says it, that settles at `settles_at`: with the curves where
    `is_of_settlement`, else it is the nearest to their end that is held and has a smile.

    `expected_move` in SPX points; `levels` are SPX less two and one of it, and plus one and two. `density` is the
    risk-neutral probability per SPX point at each level of the payoff, shape (points,), none below 0. `provenance`
    is one sentence on where it is from.
    """

    settles_at: datetime
    name: str
    is_of_settlement: bool
    expected_move: float
    levels: tuple[float, float, float, float]
    density: Floats
    provenance: str


def bands_of(picture: Picture) -> Bands | Problem:
    """At the settlement of the picture's curves, from the quotes as they are: nothing that a lens shifts is in it.

    The Problem is that of the payoff, or says why no expected move is known.
    """
    payoff = picture.payoff
    if isinstance(payoff, Problem):
        return payoff
    # asked for with each frame of a drag, in which none of these is another
    kept, rests_on = picture.inputs.market.worked_out, (picture.seen, payoff.settles_at, payoff.spots)
    before = kept.get("bands")
    if before is None or not all(map(operator.is_, before[0], rests_on)):
        before = kept["bands"] = rests_on, _bands_of(picture, payoff)
    answer: Bands | Problem = before[1]
    return answer


def _bands_of(picture: Picture, payoff: Payoff) -> Bands | Problem:
    found = next(_fitted(picture, payoff), None)
    if found is None:
        return Problem("expected move", "not known: no SPX option of an expiry that is held is quoted")
    held, spot = found.held, payoff.spot.value
    product, divisor = held.product, float(held.product.index_divisor)
    points = expected_move_at(picture.inputs.now, product, held.leg.expiry, spot / divisor, atm_vol_of(found.svi))
    if isinstance(points, Problem):
        return points
    move = points * divisor
    per_point = density(found.svi, found.forward, payoff.spots / divisor) / divisor
    is_of_settlement = found.settles_at == payoff.settles_at
    return Bands(
        settles_at=found.settles_at,
        name=_name(held),
        is_of_settlement=is_of_settlement,
        expected_move=move,
        levels=(spot - 2.0 * move, spot - move, spot + move, spot + 2.0 * move),
        density=np.maximum(per_point, 0.0),
        provenance=_provenance(picture, found, is_of_settlement),
    )


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A leg of an expiry with the smile through `quotes` of them; `forward` in points of its own index, of now."""

    held: Holding
    settles_at: datetime
    forward: float
    svi: Svi
    quotes: int


def _fitted(picture: Picture, payoff: Payoff) -> Iterator[_Fitted]:
    """One leg of each SPX expiry looked at that has a smile: what settles nearest to the curves first, of one moment
    the full index before its tenth."""
    market, values = picture.inputs.market, picture.values
    held = [
        (abs(values[key].settles_at - payoff.settles_at), holding.product.index_divisor, holding.leg.root, key)
        for key, holding in picture.seen.holdings.items()
        if key in values and holding.product.underlying == "SPX" and values[key].settles_at > picture.inputs.now
    ]
    for *_, key in sorted(held):
        holding, value = picture.seen.holdings[key], values[key]
        if value.forward is not None:
            smile = chain_smile(market, holding.leg.contract, value.forward)
            if smile.fit is not None:
                yield _Fitted(holding, value.settles_at, value.forward.value, smile.fit.svi, smile.strikes.size)


def _name(held: Holding) -> str:
    return f"{held.leg.root} {expiry_text(held.leg.expiry)}"


def _provenance(picture: Picture, found: _Fitted, is_of_settlement: bool) -> str:
    leg = found.held.leg
    chain = picture.inputs.market.chains[leg.root, leg.expiry]
    sources = ", ".join(dict.fromkeys(quote.source for quote in chain))
    told = (
        f"Risk-neutral, from the smile of {_name(found.held)} through {found.quotes} quotes ({sources}, "
        f"{new_york_text(chain[0].moment)}): what options cost, not a forecast"
    )
    return f"{told}." if is_of_settlement else f"{told}; nothing with a smile settles where the curves end."
