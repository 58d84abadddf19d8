"""Where an alert stands: all that is remembered of it between two evaluations, as one value."""

from dataclasses import dataclass, replace
from datetime import datetime

from alvh_desktop.rules.reading import LEVELS, RANKS, Level


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put off at `since`, `until` a moment or (None) until the value is worse than `value`, at this `level`."""

    since: datetime
    until: datetime | None
    level: Level
    value: float | None


@dataclass(frozen=True, slots=True)
class State:
    """`unknown` is beside the level, never instead of it: the reason why it is not known or rests on stale data.

    `pending` is a higher level waiting for the rule's hold time since `pending_since`. `first_fired`, `worst_value`
    and `acknowledged` are of the running episode: from the first severity until it is quiet again. `possible` says
    that the age of the data could hide one level more. `first_seen` is the first evaluation, None before it.
    `is_told` stays once a rule that speaks once has spoken.
    """

    level: Level = "quiet"
    since: datetime | None = None
    pending: Level | None = None
    pending_since: datetime | None = None
    unknown: str | None = None
    possible: bool = False
    first_fired: datetime | None = None
    last_value: float | None = None
    worst_value: float | None = None
    first_seen: datetime | None = None
    acknowledged: Level | None = None
    snooze: Snooze | None = None
    is_told: bool = False

    @property
    def shown_level(self) -> Level:
        """One level up where the age of the data could hide it."""
        return LEVELS[min(RANKS[self.level] + 1, len(LEVELS) - 1)] if self.possible else self.level

    @property
    def is_firing(self) -> bool:
        return self.shown_level != "quiet"

    @property
    def is_put_off(self) -> bool:
        """Whether a person has taken note of it, or has put it off."""
        return self.snooze is not None or self.acknowledged is not None


def acknowledged(state: State) -> State:
    """A person has taken note of it at its level; a higher one speaks again."""
    return replace(state, acknowledged=state.shown_level, snooze=None)


def snoozed(state: State, now: datetime, until: datetime | None) -> State:
    """Put off until then, or (None) until its value is worse; a higher level speaks again in any case."""
    return replace(state, snooze=Snooze(now, until, state.shown_level, state.last_value))


def woken(state: State) -> State:
    """No longer put off, and no longer taken note of."""
    return replace(state, snooze=None, acknowledged=None)
