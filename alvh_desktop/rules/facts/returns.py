"""What the hedge has earned: its IRR over the floor that the user sets for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from alvh_desktop.domain.calendar import business_days_between
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.rules.check import setting, typed_fact
from alvh_desktop.rules.facts.age import doubt_of, marks_of
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.kept import kept
from alvh_desktop.rules.facts.standing import vega_and_beta_now
from alvh_desktop.rules.hedge_flows import held_from, return_of
from alvh_desktop.rules.reading import BOOK, Reading, Seen
from alvh_desktop.rules.scene import Scene
from alvh_desktop.series.xirr import Return

JUDGED_FROM_DAYS = 252
"""Trading days of flows before which the IRR of a hedge is told and not judged."""


@dataclass(frozen=True, slots=True)
class Floor:
    """% a year, with the sentence for it; `doubt` where it rests on something old."""

    percent: float
    sentence: str
    doubt: str | None = None


def read_irr_over_floor(scene: Scene) -> Iterator[Reading]:
    """IRR of all that the alvh sleeve ever moved, today's mark last, less its floor; % a year."""
    held = _ever_held(scene)
    if not held:
        return
    days = business_days_between(held_from(held), scene.day)
    is_early = days < JUDGED_FROM_DAYS
    came_to, floor = _return(scene, held), floor_of(scene)
    early = f" Not judged before {JUDGED_FROM_DAYS} trading days of flows: {days} so far." if is_early else ""
    if isinstance(came_to, Problem):
        yield Reading(BOOK, None, f"not known: {came_to.message}")
        return
    beside = _beside(came_to)
    if came_to.rate is None:
        # of young flows a rate says nothing; of old ones that there is none is no comfort
        told = f"The hedge has no IRR: {came_to.why}; {beside}.{early}"
        yield Reading(BOOK, None, told, not_judged=came_to.why if is_early else None)
        return
    rate = 100.0 * came_to.rate
    if isinstance(floor, Problem):
        yield Reading(BOOK, None, f"not known: IRR is {rate:.1f} % a year ({beside}), and {floor.message}")
        return
    over = rate - floor.percent
    doubts = [each for each in (doubt_of(scene, marks_of(scene, _open(scene, held))), floor.doubt) if each]
    remark = "" if came_to.doubt is None else f" {came_to.doubt[0].upper()}{came_to.doubt[1:]}."
    yield Reading(
        BOOK,
        over,
        f"IRR of the hedge {rate:.1f} % a year less its floor {floor.percent:.1f} % = {over:+.1f} %; {beside}. "
        f"{floor.sentence}{remark}{early}",
        said=f"Hedge IRR {rate:.1f} % a year, {abs(over):.1f} points {'over' if over >= 0 else 'below'} its floor.",
        doubt="; ".join(doubts) or None,
        at_most="quiet" if is_early else "act",
        seen=(
            Seen("IRR, % a year", rate),
            Seen("floor, % a year", floor.percent),
            Seen("gain, $", came_to.gain),
            Seen("first flow", held_from(held).isoformat()),
        ),
    )


def floor_of(scene: Scene) -> Floor | Problem:
    """The floor that `irr.floor_kind` chooses: fixed, or CAPM; the sentence has both, as far as they are known."""
    fixed = float(setting(scene.book, "irr.floor", scene.day))
    capm = _capm(scene)
    told = f"CAPM floor not known: {capm.message}." if isinstance(capm, Problem) else capm.sentence
    both = f"Fixed floor {fixed:g} %. {told}"
    if not int(setting(scene.book, "irr.floor_kind", scene.day)):
        return Floor(fixed, both)
    return capm if isinstance(capm, Problem) else Floor(capm.percent, both, capm.doubt)


def _capm(scene: Scene) -> Floor | Problem:
    """r_f + beta_hedge * equity premium; beta_hedge: its gain per relative move of SPX, over its value."""
    risk_free, premium = (typed_fact(scene.book, name, scene.day) for name in ("risk_free", "equity_premium"))
    if isinstance(risk_free, Problem):
        return risk_free
    if isinstance(premium, Problem):
        return premium
    worth, moves = _market_value(scene), vega_and_beta_now(scene)
    if isinstance(worth, Problem):
        return worth
    if isinstance(moves, Problem):
        return moves
    if worth <= 0:
        return Problem("beta", f"the hedge is worth ${worth:,.0f}: it has no beta")
    beta = moves[1].beta_usd / float(worth)
    percent = risk_free.value + beta * premium.value
    doubts = [each for each in (risk_free.doubt, premium.doubt) if each]
    return Floor(
        percent,
        f"CAPM floor: risk-free {risk_free.value:g} % + beta of the hedge {beta:.2f} x equity premium "
        f"{premium.value:g} % = {percent:.1f} %.",
        "; ".join(doubts) or None,
    )


def _market_value(scene: Scene) -> Decimal | Problem:
    """Of all hedge legs, whose beta it is."""
    total = Decimal(0)
    for trade_id, legs in scene.open_by_trade.items():
        if scene.book.trades[trade_id].sleeve != "core":
            for held in legs:
                worth = scene.values[held.leg.id].market_value
                if worth is None:
                    return Problem("hedge", "a leg of the hedge has no mark")
                total += worth
    return total


def _ever_held(scene: Scene) -> tuple[Holding, ...]:
    book = scene.book
    return tuple(
        held
        for trade in book.trades.values()
        if trade.sleeve == "alvh"
        for held in book.holdings_by_trade[trade.id]
        if held.fills
    )


def _open(scene: Scene, held: Sequence[Holding]) -> list[Holding]:
    return [each for each in held if each.position.quantity]


def _return(scene: Scene, held: tuple[Holding, ...]) -> Return | Problem:
    known = [scene.values[each.leg.id] for each in _open(scene, held) if each.leg.id in scene.values]
    worth = [value.market_value for value in known if value.market_value is not None]
    total = sum(worth, Decimal(0))
    unmarked = len(known) - len(worth)
    return kept(
        scene, "hedge return", (scene.day, total, unmarked, *held),
        lambda: return_of(held, len(known), unmarked, total, scene.day),
    )  # fmt: skip


def _beside(came_to: Return) -> str:
    multiple = "" if came_to.multiple is None else f"money multiple {came_to.multiple:.2f}, "
    a_year = "" if came_to.usd_a_year is None else f"${came_to.usd_a_year:+,.0f} a year, "
    return f"{multiple}{a_year}${came_to.gain:+,.0f} in all over {came_to.days} days"


RETURN_FACTS = (
    Fact(
        "irr_over_floor", "Hedge IRR over its floor", "% a year", "sleeve",
        "IRR of all flows of the hedge with today's mark last, less its floor",
        "nothing has been held in the hedge yet", read_irr_over_floor, -1000.0, 1000.0,
    ),
)  # fmt: skip
