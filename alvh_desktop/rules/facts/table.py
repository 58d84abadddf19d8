"""Every fact there is, by its id: what rules and the editor of the rulebook know."""

from collections.abc import Mapping

from alvh_desktop.rules.facts.break_evens import BREAK_EVEN_FACTS
from alvh_desktop.rules.facts.credit import CREDIT_FACTS
from alvh_desktop.rules.facts.expiry import EXPIRY_FACTS
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.migration import MIGRATION_FACTS
from alvh_desktop.rules.facts.positions import POSITION_FACTS
from alvh_desktop.rules.facts.shorts import SHORT_FACTS
from alvh_desktop.rules.facts.wing import WING_FACTS

_TOLD: tuple[Fact, ...] = (
    *SHORT_FACTS,
    *WING_FACTS,
    *BREAK_EVEN_FACTS,
    *MIGRATION_FACTS,
    *CREDIT_FACTS,
    *EXPIRY_FACTS,
    *POSITION_FACTS,
)

FACTS: Mapping[str, Fact] = {fact.id: fact for fact in _TOLD}
