"""The move of SPX that options price until a settlement: S * sigma_ATM * sqrt(t), t at least 15 minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.problems import Problem
from alvh_desktop.pricing.forwards import forward_of
from alvh_desktop.pricing.probability import atm_vol_of, expected_move_at
from alvh_desktop.pricing.smile import chain_smile
from alvh_desktop.rules.facts.age import SeenAt, marks_of
from alvh_desktop.rules.scene import Scene


@dataclass(frozen=True, slots=True)
class ExpectedMove:
    """`points` of SPX itself, whatever the scale of the option; `vol` a year as a fraction, `source` says whose."""

    points: float
    vol: float
    moment: datetime
    feed: str
    source: str

    @property
    def seen(self) -> SeenAt:
        return self.moment, self.feed

    @property
    def text(self) -> str:
        return f"expected move {self.points:,.1f} points (volatility {100 * self.vol:.1f} %, {self.source})"


def move_until(scene: Scene, held: Holding, shorts: Sequence[Holding]) -> ExpectedMove | Problem:
    """Until the settlement of a leg. Where no smile can be drawn through the prices of its expiry, the mean
    volatility of these `shorts` of that expiry stands in. A Problem says what is missing, or that an AM series
    waits for the open."""
    if isinstance(scene.spot, Problem):
        return scene.spot
    leg = held.leg
    worked_out: dict[Any, ExpectedMove | Problem | None] = scene.market.worked_out
    key = ("expected move", leg.root, leg.expiry, scene.spot.value, scene.values[leg.id].settles_at)
    if key not in worked_out:
        worked_out[key] = _by_smile(scene, held)
    found = worked_out[key]
    return _by_shorts(scene, held, shorts) if found is None else found


def _by_smile(scene: Scene, held: Holding) -> ExpectedMove | Problem | None:
    forward = forward_of(scene.market, held.leg.contract, held.product)
    if isinstance(forward, Problem):
        return forward
    fit = chain_smile(scene.market, held.leg.contract, forward).fit
    if fit is None:
        return None
    moment = (forward.of_chain or forward).moment
    return _move(scene, held, atm_vol_of(fit.svi), moment, "smile at the forward")


def _by_shorts(scene: Scene, held: Holding, shorts: Sequence[Holding]) -> ExpectedMove | Problem:
    own = [scene.values[each.leg.id] for each in shorts if each.leg.expiry == held.leg.expiry]
    known = [(each.iv, each.iv_moment) for each in own if each.iv is not None and each.iv_moment is not None]
    if not known:
        return Problem("expected move", f"no option of {held.leg.root} {held.leg.expiry} holds a volatility")
    vol = sum(iv for iv, _ in known) / len(known)
    return _move(scene, held, vol, min(moment for _, moment in known), "no smile: mean of the shorts")


def _move(scene: Scene, held: Holding, vol: float, moment: datetime, source: str) -> ExpectedMove | Problem:
    if isinstance(scene.spot, Problem):
        return scene.spot
    points = expected_move_at(scene.now, held.product, held.leg.expiry, scene.spot.value, vol)
    if isinstance(points, Problem):
        return points
    feed = next((feed for _, feed in marks_of(scene, (held,))), "")
    return ExpectedMove(points, vol, moment, feed, source)
