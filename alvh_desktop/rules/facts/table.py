"""Every fact there is, by its id: what rules and the editor of the rulebook know."""

from collections.abc import Mapping

from alvh_desktop.rules.facts.beta import BETA_FACTS
from alvh_desktop.rules.facts.break_even_shift import BREAK_EVEN_SHIFT_FACTS
from alvh_desktop.rules.facts.contribution import CONTRIBUTION_FACTS
from alvh_desktop.rules.facts.exposure import EXPOSURE_FACTS
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.layers import LAYER_FACTS
from alvh_desktop.rules.facts.levels import LEVEL_FACTS
from alvh_desktop.rules.facts.leverage import LEVERAGE_FACTS
from alvh_desktop.rules.facts.liquidity import LIQUIDITY_FACTS
from alvh_desktop.rules.facts.returns import RETURN_FACTS
from alvh_desktop.rules.facts.structure import STRUCTURE_FACTS

_TOLD: tuple[Fact, ...] = (
    *BREAK_EVEN_SHIFT_FACTS,
    *EXPOSURE_FACTS,
    *LEVERAGE_FACTS,
    *BETA_FACTS,
    *STRUCTURE_FACTS,
    *LAYER_FACTS,
    *RETURN_FACTS,
    *CONTRIBUTION_FACTS,
    *LIQUIDITY_FACTS,
    *LEVEL_FACTS,
)

FACTS: Mapping[str, Fact] = {fact.id: fact for fact in _TOLD}
