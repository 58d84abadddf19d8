"""How old the level of SPX is, and what its age makes of a reading: it may ring, and it clears nothing."""

from datetime import datetime

from alvh_desktop.domain.freshness import is_index_stale
from alvh_desktop.pricing.spot import Spot
from alvh_desktop.rules.facts.kept import once
from alvh_desktop.rules.reading import age_text
from alvh_desktop.rules.scene import Scene


def age_of(scene: Scene, moment: datetime) -> float:
    """Seconds by the clock; 0 for what is later than now."""
    return max((scene.now - moment).total_seconds(), 0.0)


def spot_doubt(scene: Scene, spot: Spot) -> str | None:
    """That it is stale, and how old. What was seen before the evening is no price of it: a frozen S is never quiet
    while its options trade."""
    return once(scene, ("spot doubt", spot.moment, spot.source), lambda: _spot_doubt(scene, spot))


def _spot_doubt(scene: Scene, spot: Spot) -> str | None:
    if is_index_stale(spot.moment, scene.now, scene.age_limits.of(spot.source)):
        return f"on data {age_text(age_of(scene, spot.moment))} old"
    return None


def not_known(message: str) -> str:
    """The sentence of a reading without a value."""
    return message if message.startswith(("not known", "past its settlement")) else f"not known: {message}"
