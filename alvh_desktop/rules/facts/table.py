"""Every fact there is, by its id: what rules and the editor of the rulebook know."""

from collections.abc import Mapping

from alvh_desktop.rules.facts.allocation import ALLOCATION_GAP, ALLOCATION_OVER_CAP
from alvh_desktop.rules.facts.fact import Fact
from alvh_desktop.rules.facts.layer_signals import EVENT_LAYER, SECOND_LAYER
from alvh_desktop.rules.facts.signals import (
    ADD_FINANCIALS,
    ADD_VVIX,
    CALENDAR_ENTRY,
    PREMIUM_EXCESS,
    SHIFT_FORWARD,
)

_TOLD: tuple[Fact, ...] = (
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
