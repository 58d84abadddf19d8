"""Every fact there is, by its id: what rules and the editor of the rulebook know."""

from collections.abc import Mapping

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.facts.allocation import ALLOCATION_GAP, ALLOCATION_OVER_CAP
from alvh_desktop.rules.facts.beta import BETA_FACTS
from alvh_desktop.rules.facts.break_even_shift import BREAK_EVEN_SHIFT_FACTS
from alvh_desktop.rules.facts.break_evens import BREAK_EVEN_FACTS
from alvh_desktop.rules.facts.contribution import CONTRIBUTION_FACTS
from alvh_desktop.rules.facts.credit import CREDIT_FACTS
from alvh_desktop.rules.facts.expiry import EXPIRY_FACTS
from alvh_desktop.rules.facts.exposure import EXPOSURE_FACTS
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.layer_signals import EVENT_LAYER, SECOND_LAYER
from alvh_desktop.rules.facts.layers import LAYER_FACTS
from alvh_desktop.rules.facts.levels import LEVEL_FACTS
from alvh_desktop.rules.facts.leverage import LEVERAGE_FACTS
from alvh_desktop.rules.facts.liquidity import LIQUIDITY_FACTS
from alvh_desktop.rules.facts.migration import MIGRATION_FACTS
from alvh_desktop.rules.facts.positions import POSITION_FACTS
from alvh_desktop.rules.facts.returns import RETURN_FACTS
from alvh_desktop.rules.facts.shorts import SHORT_FACTS
from alvh_desktop.rules.facts.signals import (
    ADD_FINANCIALS,
    ADD_VVIX,
    CALENDAR_ENTRY,
    PREMIUM_EXCESS,
    SHIFT_FORWARD,
)
from alvh_desktop.rules.facts.structure import STRUCTURE_FACTS
from alvh_desktop.rules.facts.wing import WING_FACTS
from alvh_desktop.rules.reading import Reading
from alvh_desktop.rules.scene import Scene

_TOLD: tuple[Fact, ...] = (
    *SHORT_FACTS,
    *WING_FACTS,
    *BREAK_EVEN_FACTS,
    *MIGRATION_FACTS,
    *CREDIT_FACTS,
    *EXPIRY_FACTS,
    *POSITION_FACTS,
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
    PREMIUM_EXCESS,
    CALENDAR_ENTRY,
    EVENT_LAYER,
    SHIFT_FORWARD,
    ADD_VVIX,
    ADD_FINANCIALS,
    SECOND_LAYER,
    ALLOCATION_GAP,
    ALLOCATION_OVER_CAP,
)

FACTS: Mapping[str, Fact] = {fact.id: fact for fact in _TOLD}

ReadOnce = dict[tuple[str, int], Mapping[str, Reading]]
"""Readings by subject, of a fact and the age limit (minutes) of the row that it is read for."""


def read_for(scene: Scene, rule: Rule, read: ReadOnce) -> Mapping[str, Reading]:
    """What a row's fact says, by subject; nothing where there is no such fact. It is read once for all rows of one
    age limit: `read` remembers it."""
    key = rule.fact, rule.stale_after_minutes
    if key not in read:
        fact, own = FACTS.get(rule.fact), scene.held_to(rule.stale_after_minutes)
        read[key] = {} if fact is None else {reading.subject.key: reading for reading in fact.read(own)}
    return read[key]
