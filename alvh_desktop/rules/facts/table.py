"""Every fact there is, by its id: what rules and the editor of the rulebook know."""

from collections.abc import Mapping

from alvh_desktop.rules.facts.fact import Fact

_TOLD: tuple[Fact, ...] = ()

FACTS: Mapping[str, Fact] = {fact.id: fact for fact in _TOLD}
