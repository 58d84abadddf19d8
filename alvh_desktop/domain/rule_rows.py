"""What a row of the rulebook may say: which of its fields a person edits, and why a row cannot stand."""

import re
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType
from typing import get_args

from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.money import SCALE
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule, Severity

OWN = "own."
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
EDITED = (
    "is_on", "watch", "warn", "act", "inclusive", "rearm", "hold_seconds", "stale_after_minutes", "advice", "source",
)  # fmt: skip
"""The fields that are the user's; a rule of one's own has comparison, title and meaning too."""
LONGEST_HOLD_SECONDS = 24 * 60 * 60
OLDEST_MINUTES = 7 * 24 * 60
LONGEST: Mapping[str, int] = MappingProxyType({"title": 80, "meaning": 400, "advice": 400, "source": 200, "unit": 60})
"""Characters that each text may have."""
_OWN_ID = re.compile(r"own\.[a-z0-9_]+(\.[a-z0-9_]+)*", re.ASCII)
_LONGEST_ID = 60


def is_own(rule_id: str) -> bool:
    """Whether a rule is one of the user's own, by its id."""
    return rule_id.startswith(OWN)


def used_severities(rule: Rule) -> frozenset[Severity]:
    """The severities that have a threshold."""
    return frozenset(severity for severity in SEVERITIES if getattr(rule, severity) is not None)


def rule_problem(rule: Rule) -> Problem | None:
    """Why a row cannot stand in a rulebook, at the field that is wrong; None where it can."""
    return (
        _name_problem(rule)
        or _range_problem(rule)
        or _order_problem(rule)
        or _silence_problem(rule)
        or _slack_problem(rule)
        or _time_problem(rule)
        or _text_problem(rule)
    )


def _name_problem(rule: Rule) -> Problem | None:
    if is_own(rule.id) and (not _OWN_ID.fullmatch(rule.id) or len(rule.id) > _LONGEST_ID):
        told = "write its name in small letters, digits and _, such as own.vix_high"
        return Problem("name", f"{rule.id[:_LONGEST_ID]!r} is no id of a rule: {told}")
    if rule.comparison not in ("above", "below"):
        return Problem("comparison", "say above or below: on which side of its thresholds the rule fires")
    return None


def _range_problem(rule: Rule) -> Problem | None:
    if not (_is_number(rule.low) and _is_number(rule.high) and rule.low < rule.high):
        return Problem("low", "its range must have two ends, the low one below the high one")
    for severity in SEVERITIES:
        threshold: Decimal | None = getattr(rule, severity)
        if threshold is None:
            continue
        if not _is_number(threshold):
            return Problem(severity, f"{threshold} is no threshold: type a number with up to {SCALE} decimal places")
        if not rule.low <= threshold <= rule.high:
            span = f"{value_text(rule.low)} to {value_text(rule.high)} ({rule.unit})"
            return Problem(severity, f"{value_text(threshold)} lies outside the range of {rule.title}, {span}")
    return None


def _order_problem(rule: Rule) -> Problem | None:
    """A threshold that a value must pass before a milder one would hide the milder one."""
    used = [(severity, getattr(rule, severity)) for severity in SEVERITIES if getattr(rule, severity) is not None]
    for (mild, first), (severe, second) in pairwise(used):
        if second <= first if rule.comparison == "above" else second >= first:
            where = "over" if rule.comparison == "above" else "under"
            told = f"{severe} {value_text(second)} must lie {where} {mild} {value_text(first)}"
            return Problem(severe, f"{told}: {rule.title} gets worse {'up' if where == 'over' else 'down'}ward")
    return None


def _silence_problem(rule: Rule) -> Problem | None:
    if rule.kind in ("alert", "signal") and not used_severities(rule):
        return Problem("watch", f"{rule.title} needs one threshold at least: switch it off to silence it")
    return None


def _slack_problem(rule: Rule) -> Problem | None:
    if not _is_number(rule.rearm) or rule.rearm < 0:
        return Problem("rearm", "the way back before it may fall is 0 or more")
    if rule.rearm > rule.high - rule.low:
        most = value_text(rule.high - rule.low)
        return Problem(
            "rearm", f"{value_text(rule.rearm)} is wider than the range, {most}: it would never fall again"
        )
    return None


def _time_problem(rule: Rule) -> Problem | None:
    if not 0 <= rule.hold_seconds <= LONGEST_HOLD_SECONDS:
        return Problem("hold_seconds", f"the hold time is 0 to {LONGEST_HOLD_SECONDS:,} seconds")
    if not 1 <= rule.stale_after_minutes <= OLDEST_MINUTES:
        return Problem("stale_after_minutes", f"data is stale after 1 to {OLDEST_MINUTES:,} minutes")
    unknown = set(rule.inclusive.split()) - set(SEVERITIES)
    if unknown:
        return Problem("inclusive", f"{min(unknown)!r} is no severity: say some of {', '.join(SEVERITIES)}")
    return None


def _text_problem(rule: Rule) -> Problem | None:
    for name, longest in LONGEST.items():
        text: str = getattr(rule, name)
        if not text.strip():
            return Problem(name, f"its {name} is empty: say it in {longest} characters at most")
        if len(text) > longest:
            return Problem(name, f"its {name} has {len(text)} characters: {longest} at most")
        if not text.isprintable():
            return Problem(name, f"its {name} holds a character that cannot be printed")
    return None


def _is_number(value: Decimal) -> bool:
    if not value.is_finite():
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -SCALE
