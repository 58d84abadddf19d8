"""condor.short_tested: how far SPX has gone from a short strike toward its wing."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from alvh_desktop.domain.freshness import is_left_behind, is_stale
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.reading import Reading, age_text

_SECONDS_PER_YEAR = 365 * 86400


@dataclass(frozen=True, slots=True)
class TestedSide:
    """One side of a condor: its short and its wing in points of its own index."""

    name: str
    short: float
    wing: float

    def progress(self, index: float) -> float:
        """0 at the short strike, 1 at the wing, below 0 while the short is untouched."""
        return (index - self.short) / (self.wing - self.short) + 0.0  # no negative zero


def read_short_tested(
    held: Sequence[Holding], spot: Spot | Problem, values: Mapping[int, LegValue], rule: Rule, now: datetime
) -> Reading | None:
    """The reading of one condor or credit spread, put to test by its open legs; None where they hold neither a short
    before its wing nor one that has lost it.

    A short without its wing is not known and asks for action.
    """
    sides, missing = _sides(held)
    if not sides and not missing:
        return None
    settled = [values[h.leg.id].settles_at for h in held if values[h.leg.id].settles_at <= now]
    if settled:
        return Reading(None, f"past its settlement ({new_york_text(settled[0])}) and not settled yet")
    if missing:
        return Reading(None, f"not known, a leg is missing: {missing}", asks_for_action=True)
    if isinstance(spot, Problem):
        return Reading(None, f"not known: {spot.message}")
    index = spot.value / float(held[0].product.index_divisor)
    side = max(sides, key=lambda s: s.progress(index))
    progress = side.progress(index)
    age = max((now - spot.moment).total_seconds(), 0.0)
    limit = timedelta(minutes=rule.stale_after_minutes)
    # a level from before the evening is no price of it: never quiet on a frozen S while its options trade
    stale = is_stale(spot.moment, now, limit) or is_left_behind(spot.moment, now, limit)
    place = (
        f"has gone {progress:.0%} of the way from the short {side.name} {side.short:g} to the wing {side.wing:g}"
        if progress >= 0
        else f"stands {abs(index - side.short):,.2f} points before the short {side.name} {side.short:g}"
    )
    sentence = (
        f"SPX {spot.value:,.2f} ({age_text(age)} old, {spot.source}) {place}: "
        f"({index:,.2f} - {side.short:g}) / ({side.wing:g} - {side.short:g}) = {progress:.2f}."
    )
    one_sigma = _progress_at_one_sigma(side, index, _highest_vol(held, values), age)
    if one_sigma is not None and age > 0:
        sentence += f" One sigma of SPX over that age would make it {one_sigma:.2f}."
    doubt = f"on data {age_text(age)} old" if stale else None
    return Reading(progress, sentence, doubt=doubt, could_be=one_sigma)


def _sides(held: Sequence[Holding]) -> tuple[list[TestedSide], str]:
    """The sides where a short stands before its wing, or which leg is missing.

    A long that settles before the short covers nothing. Where a long nearer the money (a debit spread) or of a
    later date (a calendar) covers the short, it has no wing to be tested toward.
    """
    sides = []
    for right, name, outward in (("P", "put", -1), ("C", "call", 1)):
        shorts = [h for h in held if h.leg.right == right and h.position.quantity < 0]
        if not shorts:
            continue
        until = max(h.leg.expiry for h in shorts)
        longs = [h for h in held if h.leg.right == right and h.position.quantity > 0 and h.leg.expiry >= until]
        if sum(h.position.quantity for h in shorts + longs) < 0:
            return [], f"the short {name}s have fewer long {name}s than contracts"
        short = min(outward * float(h.leg.strike or 0) for h in shorts)
        wing = max((outward * float(h.leg.strike or 0) for h in longs if h.leg.expiry == until), default=short)
        if wing > short:
            sides.append(TestedSide(name, outward * short, outward * wing))
    return sides, ""


def _highest_vol(held: Sequence[Holding], values: Mapping[int, LegValue]) -> float | None:
    """The volatility of the short nearest the money stands in for the expiry's own: it is near it when it matters."""
    shorts = [values[h.leg.id] for h in held if h.position.quantity < 0 and h.leg.id in values]
    known = [(abs(value.delta), value.iv) for value in shorts if value.delta is not None and value.iv is not None]
    return max(known)[1] if known else None


def _progress_at_one_sigma(side: TestedSide, index: float, vol: float | None, age_seconds: float) -> float | None:
    if vol is None:
        return None
    move = index * vol * math.sqrt(age_seconds / _SECONDS_PER_YEAR)
    return side.progress(index + math.copysign(move, side.wing - side.short))
