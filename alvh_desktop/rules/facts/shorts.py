"""How near SPX is to the short strikes: in expected moves, and by their deltas."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.facts.age import doubt_of, models_of
from alvh_desktop.rules.facts.expected_moves import ExpectedMove, move_until
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.open_condors import CondorsOfTrade, OpenCondor, condors_by_trade, of_legs, past_text
from alvh_desktop.rules.facts.parts import of_each
from alvh_desktop.rules.facts.spot_age import age_of, not_known, spot_doubt
from alvh_desktop.rules.facts.wing import NO_CONDOR, progress_text, touched_by
from alvh_desktop.rules.reading import Reading, Seen, Words, age_text, read_of
from alvh_desktop.rules.scene import Scene, Span


@dataclass(frozen=True, slots=True)
class NearShort:
    """The short of a trade that SPX is nearest to, in expected moves; below 0 SPX stands beyond it.

    `index` and `points` are of its own scale. `unknown` says which other short has no expected move. `others` are
    the shorts of the trade that have one and are farther: the other side may have been touched since.
    """

    condor: OpenCondor
    held: Holding
    index: float
    points: float
    move: ExpectedMove
    unknown: str | None
    others: tuple["NearShort", ...] = ()

    @property
    def distance(self) -> float:
        return self.points * self.condor.divisor / self.move.points

    @property
    def name(self) -> str:
        return f"short {side_name(self.held)} {float(self.held.leg.strike or 0):g}"


def side_name(held: Holding) -> str:
    return "put" if held.leg.right == "P" else "call"


def _nearest(scene: Scene, condors: Sequence[OpenCondor]) -> NearShort | str:
    living = [condor for condor in condors if condor.past is None]
    if not living:
        return past_text(next(each.past for each in condors if each.past is not None))
    if isinstance(scene.spot, Problem):
        return not_known(scene.spot.message)
    found: list[NearShort] = []
    unknown: str | None = None
    for condor in living:
        index = scene.spot.value / condor.divisor
        for held in condor.shorts:
            move = move_until(scene, held, condor.shorts)
            if isinstance(move, Problem):
                unknown = f"not known of {spoken(held.leg.contract)}: {move.message.removeprefix('not known: ')}"
                continue
            strike = float(held.leg.strike or 0)
            points = index - strike if held.leg.right == "P" else strike - index
            found.append(NearShort(condor, held, index, points, move, None))
    if not found:
        return unknown or NO_CONDOR
    nearest = min(found, key=lambda each: each.distance)
    return replace(nearest, unknown=unknown, others=tuple(each for each in found if each is not nearest))


def _distance_of(scene: Scene, trade: CondorsOfTrade) -> Reading:
    near = _nearest(scene, trade.condors)
    if isinstance(near, str) or isinstance(scene.spot, Problem):
        return Reading(trade.subject, None, str(near))
    return read_of(
        of_legs(trade.subject, near.held.leg.id),
        near.distance,
        partial(_distance_words, scene, near, scene.spot),
        doubt=near.unknown or spot_doubt(scene, scene.spot) or doubt_of(scene, (near.move.seen,)),
        touched=_touched(scene, near),
    )


def _distance_words(scene: Scene, near: NearShort, spot: Spot) -> Words:
    strike, scale = float(near.held.leg.strike or 0), near.condor.divisor
    ends = (near.index, strike) if near.held.leg.right == "P" else (strike, near.index)
    sentence = (
        f"{near.name[0].upper()}{near.name[1:]}: ({ends[0]:,.2f} - {ends[1]:,.2f}) / "
        f"{near.move.points / scale:,.2f} = {near.distance:.2f} expected moves; {near.move.text}."
    )
    seen = (
        Seen("SPX points", spot.value, spot.moment, spot.source),
        Seen("short strike points", strike),
        Seen("expected move SPX points", near.move.points, near.move.moment, near.move.source),
    )
    return sentence, _said(scene, near, spot), seen


def _touched(scene: Scene, near: NearShort) -> float | None:
    """How near it was to any short since the last look, where that was nearer than it is."""
    if scene.span is None:
        return None
    nearest = min(_at_its_end(scene.span, each) for each in (near, *near.others))
    return nearest if nearest < near.distance else None


def _at_its_end(span: Span, near: NearShort) -> float:
    """Distance in expected moves where the span came nearest to this short."""
    is_put, strike = near.held.leg.right == "P", float(near.held.leg.strike or 0)
    level = (span.low if is_put else span.high) / near.condor.divisor
    return (level - strike if is_put else strike - level) * near.condor.divisor / near.move.points


def _said(scene: Scene, near: NearShort, spot: Spot) -> str:
    """short put 6350: 42 points away, 0.7 expected moves, put delta -0.25, touch about 50 %; wing progress ..."""
    way = "away" if near.points >= 0 else "past it"
    points = abs(near.points)
    delta = scene.values[near.held.leg.id].delta
    parts = [
        f"{near.name}: {points:,.{0 if points >= 10 else 1}f} points {way}",
        f"{abs(near.distance):.1f} expected moves",
        f"{side_name(near.held)} delta {'not known' if delta is None else f'{delta:+.2f}'}",
    ]
    side = next((each for each in near.condor.sides if each.leg_id == near.held.leg.id), None)
    touched = touched_by(scene, near.condor) if side is not None else None
    progress = None if side is None else side.progress(near.index)
    if delta is not None and near.points > 0:
        # twice the delta: as likely to be touched and left again as to be settled beyond
        parts.append(f"touch about {100 * min(2 * abs(delta), 1.0):.0f} %")
    wing = "no wing" if progress is None else progress_text(progress, touched)
    return f"{', '.join(parts)}; {wing}; quote {age_text(age_of(scene, spot.moment))} old"


def _delta_of(scene: Scene, trade: CondorsOfTrade) -> Reading:
    """The largest that is known; while another is not, it may ring and is never fine."""
    subject, condors = trade.subject, trade.condors
    shorts = [held for condor in condors for held in condor.shorts]
    if not shorts:
        return Reading(subject, None, past_text(next(each.past for each in condors if each.past is not None)))
    known, unknown = [], None
    for held in shorts:
        value = scene.values[held.leg.id]
        if value.delta is None:
            why = value.problems[0].message if value.problems else "no model value"
            unknown = f"not known: delta of {spoken(held.leg.contract)}: {why}"
        else:
            known.append((abs(value.delta), held))
    if not known:
        return Reading(subject, None, unknown or NO_CONDOR)
    delta, held = max(known, key=lambda pair: pair[0])
    return read_of(
        of_legs(subject, held.leg.id),
        delta,
        partial(_delta_words, held, scene.values[held.leg.id], delta, len(shorts)),
        doubt=unknown or doubt_of(scene, models_of(scene, (held,))),
    )


def _delta_words(held: Holding, value: LegValue, delta: float, count: int) -> Words:
    strike = float(held.leg.strike or 0)
    sentence = f"Absolute forward delta of the short {side_name(held)} {strike:g} is {delta:.2f}"
    seen = (Seen(f"forward delta {spoken(held.leg.contract)}", value.delta or 0.0, value.iv_moment),)
    return f"{sentence}, the largest of {count}." if count > 1 else f"{sentence}.", "", seen


SHORT_FACTS = (
    Fact(
        id="short_distance_em",
        title="Distance to the short strike",
        unit="expected moves",
        scope="trade",
        formula="(S - short put) or (short call - S), the nearer, / (S * volatility at the forward * sqrt(t))",
        silent=NO_CONDOR,
        read=partial(of_each, condors_by_trade, _distance_of),
        low=-5.0,
        high=20.0,
    ),
    Fact(
        id="short_delta",
        title="Delta of the short strike",
        unit="absolute forward delta",
        scope="trade",
        formula="the largest abs(forward delta) of the trade's short strikes",
        silent=NO_CONDOR,
        read=partial(of_each, condors_by_trade, _delta_of),
        low=0.0,
        high=1.0,
    ),
)
