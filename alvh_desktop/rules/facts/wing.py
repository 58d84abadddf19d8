"""How far SPX has gone from a short strike toward its wing."""

import math
from functools import partial

from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.open_condors import OpenCondor, of_legs, open_condors, past_text
from alvh_desktop.rules.facts.parts import of_each
from alvh_desktop.rules.facts.spot_age import age_of, not_known, spot_doubt
from alvh_desktop.rules.reading import Reading, Seen, Words, age_text, read_of
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.short_sides import TestedSide

SECONDS_PER_YEAR = 365 * 86400
NO_CONDOR = "no condor or credit spread is open"


def _progress_of(scene: Scene, condor: OpenCondor) -> Reading:
    """A short without its wing is not known and asks for action."""
    spot = scene.spot
    if condor.past is not None:
        return Reading(condor.subject, None, past_text(condor.past))
    if condor.missing:
        subject = of_legs(condor.subject, *(each.leg.id for each in condor.shorts))
        return Reading(subject, None, f"not known, a leg is missing: {condor.missing}", asks_for_action=True)
    if isinstance(spot, Problem):
        return Reading(condor.subject, None, not_known(spot.message))
    index = spot.value / condor.divisor
    side, progress = farthest(condor, index)
    age = age_of(scene, spot.moment)
    touched = touched_by(scene, condor)
    one_sigma = _at_one_sigma(scene, condor, index, age)

    def tell() -> Words:
        sentence = (
            f"SPX {spot.value:,.2f} ({age_text(age)} old, {spot.source}) {_place(side, index, progress)}: "
            f"({index:,.2f} - {side.short:g}) / ({side.wing:g} - {side.short:g}) = {progress:.2f}."
        )
        if touched is not None and touched > progress:
            sentence += f" Since the last look it has been at {touched:.2f}."
        if one_sigma is not None and age > 0:
            sentence += f" One sigma of SPX over that age would make it {one_sigma:.2f}."
        said = f"short {side.name} {side.short:g} {progress_text(progress, touched)}; quote {age_text(age)} old"
        return sentence, said, _seen(spot, side, condor)

    return read_of(
        of_legs(condor.subject, side.leg_id),
        progress,
        tell,
        doubt=spot_doubt(scene, spot),
        touched=touched if touched is not None and touched > progress else None,
        could_be=one_sigma,
    )


def farthest(condor: OpenCondor, index: float) -> tuple[TestedSide, float]:
    """The side whose short is tested most at a level of its own index, and its progress."""
    side = max(condor.sides, key=lambda each: each.progress(index))
    return side, side.progress(index)


def touched_by(scene: Scene, condor: OpenCondor) -> float | None:
    """The most progress that the low and the high since the last look have made; None where they are not known."""
    span = scene.span
    if span is None or not condor.sides:
        return None
    ends = {-1: span.low / condor.divisor, 1: span.high / condor.divisor}
    return max(side.progress(ends[side.outward]) for side in condor.sides)


def progress_text(progress: float, touched: float | None = None) -> str:
    """wing progress -0.84, untouched."""
    if progress > 0:
        return f"wing progress {progress:.2f}, past the short"
    was_touched = touched is not None and touched >= 0
    return f"wing progress {progress:.2f}, {'touched' if was_touched or progress == 0 else 'untouched'}"


def _place(side: TestedSide, index: float, progress: float) -> str:
    if progress >= 0:
        return (
            f"has gone {progress:.0%} of the way from the short {side.name} {side.short:g} to the wing {side.wing:g}"
        )
    return f"stands {abs(index - side.short):,.2f} points before the short {side.name} {side.short:g}"


def _at_one_sigma(scene: Scene, condor: OpenCondor, index: float, age_seconds: float) -> float | None:
    """Progress after one sigma of SPX outward over the age of its level.

    The volatility of the short nearest the money stands in for the expiry's own: it is near it when it matters.
    """
    worth = [scene.values[each.leg.id] for each in condor.shorts]
    known = [(abs(each.delta), each.iv) for each in worth if each.delta is not None and each.iv is not None]
    if not known:
        return None
    move = index * max(known)[1] * math.sqrt(age_seconds / SECONDS_PER_YEAR)
    return max(side.progress(index + side.outward * move) for side in condor.sides)


def _seen(spot: Spot, side: TestedSide, condor: OpenCondor) -> tuple[Seen, ...]:
    return (
        Seen("SPX points", spot.value, spot.moment, spot.source),
        Seen("index divisor", condor.divisor),
        Seen("short strike points", side.short),
        Seen("wing strike points", side.wing),
    )


WING_FACTS = (
    Fact(
        id="wing_progress",
        title="Wing progress",
        unit="share of the wing",
        scope="trade",
        formula="(S - short strike) / (wing - short strike), of the side that is tested most",
        silent=NO_CONDOR,
        read=partial(of_each, open_condors, _progress_of),
        low=-10.0,
        high=3.0,
    ),
)
