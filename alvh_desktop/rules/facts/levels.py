"""Plain figures that a rule of the user's own may name: levels, the hedge and the programme."""

from collections.abc import Iterator

from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.allocation import HedgeAllocation, chosen_measure, delta_notional
from alvh_desktop.rules.facts.age import doubt_of, levels_of, marks_of, models_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.liquidity import hedge_value
from alvh_desktop.rules.facts.programme import programme_now
from alvh_desktop.rules.facts.standing import core_legs, hedge_legs
from alvh_desktop.rules.reading import BOOK, MARKET, Reading, Seen
from alvh_desktop.rules.scene import Scene


def read_spx_level(scene: Scene) -> Iterator[Reading]:
    spot = scene.spot
    if isinstance(spot, Problem):
        yield Reading(MARKET, None, f"not known: {spot.message}")
        return
    yield Reading(
        MARKET,
        spot.value,
        f"SPX {spot.value:,.2f} ({spot.source}).",
        doubt=doubt_of(scene, [(spot.moment, spot.source)]),
        seen=(Seen("SPX, points", spot.value, spot.moment, spot.source),),
    )


def read_vix_level(scene: Scene) -> Iterator[Reading]:
    level = scene.market.levels.get("VIX")
    if level is None or level.value <= 0:
        yield Reading(MARKET, None, "not known: no spot VIX level is known: import a file that has it")
        return
    yield Reading(
        MARKET,
        float(level.value),
        f"VIX {level.value:.2f} ({level.source}).",
        doubt=doubt_of(scene, levels_of(scene, "VIX")),
        seen=(Seen("VIX, points", float(level.value), level.moment, level.source),),
    )


def read_hedge_market_value(scene: Scene) -> Iterator[Reading]:
    legs, worth = hedge_legs(scene), hedge_value(scene)
    if not legs:
        return
    if isinstance(worth, Problem):
        yield Reading(BOOK, None, f"not known: {worth.message}")
        return
    yield Reading(
        BOOK,
        float(worth),
        f"The hedge is marked at ${worth:,.0f}.",
        doubt=doubt_of(scene, marks_of(scene, legs)),
        seen=(Seen("hedge, $", float(worth)),),
    )


def read_hedge_allocation_percent(scene: Scene) -> Iterator[Reading]:
    """By the measure that the user has chosen, in % of programme notional."""
    legs = hedge_legs(scene)
    if not legs and not core_legs(scene):
        return
    deltas = [delta_notional(held, scene.values) for held in legs if held.product.underlying == "VIX"]
    unknown = next((each for each in deltas if isinstance(each, Problem)), None)
    allocation = HedgeAllocation(
        chosen_measure(scene.book, scene.now),
        unknown or sum(each for each in deltas if not isinstance(each, Problem)),
        hedge_value(scene),
        programme_now(scene),
    )
    percent = allocation.percent
    if isinstance(percent, Problem):
        yield Reading(BOOK, None, f"not known: {percent.message}")
        return
    seen = models_of(scene, legs) if allocation.measure == "delta notional" else marks_of(scene, legs)
    yield Reading(
        BOOK,
        percent,
        allocation.sentence,
        said=f"Hedge {percent:.1f} % of programme notional by {allocation.measure}.",
        doubt=doubt_of(scene, seen),
        seen=(Seen("measure", allocation.measure),),
    )


def read_programme_notional(scene: Scene) -> Iterator[Reading]:
    found = programme_now(scene)
    if isinstance(found, Problem):
        yield Reading(BOOK, None, f"not known: {found.message}")
    elif found.value > 0:
        yield Reading(
            BOOK, float(found.value), found.sentence, seen=(Seen("condor notional now, $", float(found.now)),)
        )


LEVEL_FACTS = (
    Fact("spx_level", "SPX", "points", "market", "SPX", "SPX is always read", read_spx_level, 1.0, 100_000.0),
    Fact("vix_level", "VIX", "points", "market", "spot VIX", "VIX is always read", read_vix_level, 1.0, 500.0),
    Fact(
        "hedge_market_value", "Market value of the hedge", "$", "sleeve", "marks of alvh and second engine",
        "no hedge is open", read_hedge_market_value, -1e9, 1e9,
    ),
    Fact(
        "hedge_allocation_percent", "Hedge allocation", "% of programme notional", "book",
        "the hedge by hedge.measure / programme notional",
        "nothing is open", read_hedge_allocation_percent, -1000.0, 1000.0,
    ),
    Fact(
        "programme_notional", "Programme notional", "$", "book",
        "the largest of condor notional now, in the last 5 trading days, and what was typed",
        "no condor was open in the last 5 trading days", read_programme_notional, 0.0, 1e10,
    ),
)  # fmt: skip
