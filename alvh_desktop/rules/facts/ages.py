"""What the age of data makes of a reading: stale data may ring, and it clears nothing."""

from collections.abc import Iterable
from datetime import datetime

from alvh_desktop.domain.freshness import AgeLimits, is_left_behind, is_stale
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.pricing.valuation import LegValue
from alvh_desktop.rules.reading import age_text
from alvh_desktop.rules.scene import Scene

SeenAt = tuple[datetime, str]
"""When something was seen, and the source by which its limit is found."""


def age_of(scene: Scene, moment: datetime) -> float:
    """Seconds by the clock; 0 for what is later than now."""
    return max((scene.now - moment).total_seconds(), 0.0)


def doubt_of(scene: Scene, seen: Iterable[SeenAt]) -> str | None:
    """That the oldest of what is stale among them is so old; None where nothing is."""
    limits = AgeLimits(scene.age_limit, scene.live_limits)
    stale = [moment for moment, source in set(seen) if is_stale(moment, scene.now, limits.of(source))]
    return f"on data {age_text(age_of(scene, min(stale)))} old" if stale else None


def spot_doubt(scene: Scene, spot: Spot) -> str | None:
    """The same of SPX. What was seen before the evening is no price of it: a frozen S is never quiet while its
    options trade."""
    limit = AgeLimits(scene.age_limit, scene.live_limits).of(spot.source)
    if is_stale(spot.moment, scene.now, limit) or is_left_behind(spot.moment, scene.now, limit):
        return f"on data {age_text(age_of(scene, spot.moment))} old"
    return None


def seen_of(value: LegValue) -> list[SeenAt]:
    """Of what the model figures of a leg rest on: its volatility and its forward."""
    source = "" if value.mark is None else value.mark.source
    moments = (value.iv_moment, None if value.forward is None else value.forward.moment)
    return [(moment, source) for moment in moments if moment is not None]


def not_known(message: str) -> str:
    """The sentence of a reading without a value."""
    return message if message.startswith(("not known", "past its settlement")) else f"not known: {message}"
