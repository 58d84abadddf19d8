"""Judging one reading against one rule: a small state machine without a clock or memory of its own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from alvh_desktop.domain.records import Rule, Severity

SEVERITIES: tuple[Severity, ...] = ("watch", "warn", "act")
Level = Literal["quiet", "watch", "warn", "act"]
LEVELS: tuple[Level, ...] = ("quiet", *SEVERITIES)
_HAIR = 1e-9


@dataclass(frozen=True, slots=True)
class State:
    """Where an alert stands. `unknown` is beside the level, never instead of it: the reason it is not known.

    `pending` is a higher level waiting for the rule's hold time since `pending_since`.
    """

    level: Level = "quiet"
    since: datetime | None = None
    pending: Level | None = None
    pending_since: datetime | None = None
    unknown: str | None = None


def judge(rule: Rule, value: float | None, before: State, now: datetime, doubt: str | None = None) -> State:
    """The state after one reading.

    `value` None with a `doubt` is not known: the level stays. A value with a `doubt` (stale data) may raise the
    level and may not lower it, and a quiet alert is then not known to be quiet. A level falls only when the
    value is back past its threshold by the rule's `rearm`.
    """
    if value is None:
        return replace(before, unknown=doubt or "not known")
    level = level_of(rule, value, before.level)
    if LEVELS.index(level) <= LEVELS.index(before.level):
        if doubt is not None:
            return replace(before, unknown=doubt, pending=None, pending_since=None)
        since = before.since if level == before.level else now
        return State(level, since)
    pending_since = before.pending_since if before.pending is not None and before.pending_since else now
    if now - pending_since < timedelta(seconds=rule.hold_seconds):
        return replace(before, pending=level, pending_since=pending_since, unknown=doubt)
    return State(level, now, unknown=doubt)


def level_of(rule: Rule, value: float, held: Level = "quiet") -> Level:
    """The highest level whose threshold the value has passed; a held level is kept until re-armed."""
    found: Level = "quiet"
    for severity in SEVERITIES:
        threshold = threshold_of(rule, severity)
        if threshold is None:
            continue
        is_held = LEVELS.index(severity) <= LEVELS.index(held)
        if _is_past(rule, severity, value, float(threshold), float(rule.rearm) if is_held else 0.0):
            found = severity
    return found


def threshold_of(rule: Rule, severity: Severity) -> Decimal | None:
    match severity:
        case "watch":
            return rule.watch
        case "warn":
            return rule.warn
        case "act":
            return rule.act


def _is_past(rule: Rule, severity: Severity, value: float, threshold: float, slack: float) -> bool:
    """`slack` moves the threshold back for a level that is held; a hair's breadth forgives binary fractions."""
    past = threshold - value if rule.comparison == "below" else value - threshold
    reaches = severity in rule.inclusive.split()
    return past + slack >= -_HAIR if reaches else past + slack > _HAIR
