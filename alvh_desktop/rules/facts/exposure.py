"""What the whole book gains from a small move, under the joint response: VIX-equivalent vega and beta of now."""

from collections.abc import Iterator
from datetime import datetime

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.rules.facts.age import doubt_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.standing import core_legs, living_legs, seen_of_standing, vega_and_beta_now
from alvh_desktop.rules.reading import BOOK, Reading, Seen
from alvh_desktop.rules.scene import Scene

LEAST_LIFE = 0.25
"""Share of a condor's life under which the hedge is meant to outweigh it."""

NO_HEDGE = "not evaluated: no hedge on VIX is open that could be too large"
MEANT = "tested or expiring, the hedge is meant to outweigh it"
_LEAST_VEGA = 0.005  # $ a point: less than a cent is no vega to measure by


def read_vix_vega_share(scene: Scene) -> Iterator[Reading]:
    """100 * VIX-equivalent vega of the book / abs(that of the condors alone).

    Without a hedge nothing is too large: what the condors alone make of nearly worthless quotes is no flip.
    Judged only while SPX stands between all short strikes and every condor has a quarter of its life left. What is
    not known of that, or is stale, settles nothing.
    """
    core = core_legs(scene)
    if not core:
        return
    why = _expiring(scene, core) or _tested(scene, core)
    not_judged = None if why is None else f"not evaluated: {MEANT} ({why})"
    if not any(held.product.underlying == "VIX" for held in living_legs(scene)):
        not_judged = NO_HEDGE
    found = vega_and_beta_now(scene)
    if isinstance(found, Problem):
        # a condor near its end is known by the clock alone, whatever prices are missing
        by_clock = _expiring(scene, core) is not None
        yield Reading(BOOK, None, f"not known: {found.message}", not_judged=not_judged if by_clock else None)
        return
    condors, hedge, net = (each.vix_equivalent_vega_usd for each in found)
    if abs(condors) < _LEAST_VEGA:
        yield Reading(BOOK, None, "not known: the condors have no VIX vega to measure by", not_judged=not_judged)
        return
    share = 100.0 * net / abs(condors)
    yield Reading(
        BOOK,
        share,
        f"For VIX + 1 point, SPX unchanged, the condors change by ${condors:+,.0f} and the hedge by ${hedge:+,.0f}: "
        f"${net:+,.0f} / ${abs(condors):,.0f} = {share:+.1f} %.",
        said=f"VIX + 1 point moves the whole book by ${net:+,.0f}, {share:+.0f} % of the condors' own.",
        doubt=doubt_of(scene, seen_of_standing(scene)),
        not_judged=not_judged,
        seen=(
            Seen("VIX vega of the condors, $ a point", condors),
            Seen("VIX vega of the hedge, $ a point", hedge),
            *_levels_seen(scene),
        ),
    )


def read_beta_instantaneous(scene: Scene) -> Iterator[Reading]:
    """[V(+x) - V(-x)] / (2x E), x the smaller of 1 % and a quarter of the nearest EM, with the usual VIX answer."""
    if not living_legs(scene):
        return
    found, equity = vega_and_beta_now(scene), scene.equity
    for known in (found, equity):
        if isinstance(known, Problem):
            yield Reading(BOOK, None, f"not known: {known.message}")
            return
    assert not isinstance(found, Problem), "asked above"
    assert not isinstance(equity, Problem), "asked above"
    net = found[2]
    step, gained = 100.0 * net.beta_step, 2.0 * net.beta_step * net.beta_usd
    beta = net.beta_usd / float(equity)
    yield Reading(
        BOOK,
        beta,
        f"From SPX -{step:.2f} % to +{step:.2f} %, with the usual answer of VIX, it changes by ${gained:+,.0f}: "
        f"${gained:+,.0f} / (2 x {step:.2f} % x equity ${equity:,.0f}) = {beta:+.3f}. Aim after a roll: near 0.",
        said=f"The book moves {beta:+.2f} times as much as SPX now.",
        doubt=doubt_of(scene, seen_of_standing(scene)),
        seen=(
            Seen("change between both, $", gained),
            Seen("step, %", step),
            Seen("equity, $", float(equity)),
            *_levels_seen(scene),
        ),
    )


def _expiring(scene: Scene, core: tuple[Holding, ...]) -> str | None:
    for held in core:
        value = scene.values.get(held.leg.id)
        if value is None or held.leg.right is None:
            continue
        opened = held.fills[0].moment
        left = _share_left(opened, value.settles_at, scene.now)
        if left < LEAST_LIFE:
            return f"{spoken(held.leg.contract)} has {100.0 * left:.0f} % of its life left"
    return None


def _share_left(opened: datetime, settles_at: datetime, now: datetime) -> float:
    whole = (settles_at - opened).total_seconds()
    return (settles_at - now).total_seconds() / whole if whole > 0 else 0.0


def _tested(scene: Scene, core: tuple[Holding, ...]) -> str | None:
    """Which short strike SPX is at or beyond, as far as a fresh level tells."""
    spot = scene.spot
    if isinstance(spot, Problem) or scene.is_stale(spot.moment, spot.source):
        return None
    for held in core:
        strike = held.leg.strike
        if strike is None or held.position.quantity >= 0 or held.product.underlying != "SPX":
            continue
        index = spot.value / float(held.product.index_divisor)
        is_beyond = index >= float(strike) if held.leg.right == "C" else index <= float(strike)
        if is_beyond:
            return f"SPX {spot.value:,.2f} is at the short {spoken(held.leg.contract)}"
    return None


def _levels_seen(scene: Scene) -> Iterator[Seen]:
    if not isinstance(scene.spot, Problem):
        yield Seen("SPX, points", scene.spot.value, scene.spot.moment, scene.spot.source)
    level = scene.market.levels.get("VIX")
    if level is not None:
        yield Seen("VIX, points", float(level.value), level.moment, level.source)


EXPOSURE_FACTS = (
    Fact(
        "vix_vega_share", "VIX vega of the book", "% of the condors' own", "book",
        "change of the whole book for VIX + 1 point, SPX unchanged / absolute change of the condors alone",
        "no condor is open", read_vix_vega_share, -1000.0, 1000.0,
    ),
    Fact(
        "beta_instantaneous", "Instantaneous beta", "x of SPX", "book",
        "[value at SPX + x - value at SPX - x] / (2 x equity), x the smaller of 1 % and a quarter of the nearest "
        "expected move",
        "nothing is open", read_beta_instantaneous, -10.0, 10.0,
    ),
)  # fmt: skip
