"""Which subjects a fact fired on at the last look: what fired was known then, whatever is missing now."""

from alvh_desktop.rules.rulebook import shipped_rules
from alvh_desktop.rules.scene import Scene


def fired_on(scene: Scene, fact_id: str) -> tuple[str, ...]:
    """The keys of the subjects on which a rule of this fact fired at the last look, ascending."""
    if not scene.firing:
        return ()
    rules = {**shipped_rules("Steward"), **scene.book.rules}
    return tuple(sorted(key for rule_id, key in scene.firing if rule_id in rules and rules[rule_id].fact == fact_id))
