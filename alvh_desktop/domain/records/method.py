"""How the user plays the method: layers, rules and dated inputs."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

Role = Literal["short", "medium", "long"]
Severity = Literal["watch", "warn", "act"]


@dataclass(frozen=True, slots=True)
class Layer:
    """The user's definition of a hedge layer: how many calls, how far out, when to roll, at which delta."""

    id: int
    role: Role
    target_count: int
    entry_tenor_days: int
    roll_at_days: int
    target_delta: Decimal


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of the rulebook: a fact, which way it is bad, thresholds by severity, and words for a person.

    A threshold of None means the severity is not used; `inclusive` names the severities (apart by spaces) that a
    value exactly at the threshold reaches. `rearm` is the distance (in the fact's unit) that the
    value must come back past the threshold before the alert falls; `hold_seconds` must pass before it fires.
    """

    id: str
    fact: str
    kind: Literal["alert", "entry_check", "gauge", "gate", "signal"]
    comparison: Literal["above", "below"]
    inclusive: str
    watch: Decimal | None
    warn: Decimal | None
    act: Decimal | None
    rearm: Decimal
    low: Decimal
    high: Decimal
    hold_seconds: int
    stale_after_minutes: int
    unit: str
    title: str
    meaning: str
    advice: str
    source: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Input:
    """A dated value that the user typed: from the day `on` (New York) it counts, until a later one of its name.

    `value` is in the unit of its kind (`domain.inputs.kind_of(name)`); `source` says where the user has it from.
    """

    id: int
    name: str
    on: date
    value: Decimal
    source: str
