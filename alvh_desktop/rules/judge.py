"""Judging readings against a rule: a small state machine without a clock or memory of its own."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal

from alvh_desktop.domain.records import Rule, Severity
from alvh_desktop.rules.reading import LEVELS, SEVERITIES, Level, Reading
from alvh_desktop.rules.rulebook import RuleSet
from alvh_desktop.rules.state import Snooze, State

_HAIR = 1e-9


def judge(rules: RuleSet, readings: Mapping[str, Reading], before: State, now: datetime) -> State:
    """The state after one evaluation. `readings` are of one subject, by the id of the row that they are judged by.

    What is missing keeps the level; stale data may raise it and may not lower it; either is said in `unknown`. A
    level falls only when the value is back past its threshold by the row's `rearm`. A higher one must stand for the
    rule's hold time: with 0 s it fires at once, and so it does at the first evaluation of all, for nothing is known
    from before that it could be a tremble of.
    """
    head = readings.get(rules.id) or next(iter(readings.values()))
    found = _judged(rules, readings, before.level)
    asked = next((each for each in readings.values() if each.asks_for_action), None)
    if asked is not None:
        found = _Bounds("act", "act", asked.sentence)
    target = found.low if _rank(found.low) > _rank(before.level) else min(before.level, found.high, key=_rank)
    if before.is_told and before.level == "quiet":
        target = "quiet"
    is_missing = found.doubt is not None and all(each.value is None for each in readings.values())
    if is_missing and target == before.level:
        after = before  # a gap neither fires what waits nor forgets it
    else:
        after = _moved(rules.head, before, target, now, is_certain=asked is not None)
    after = replace(
        after,
        unknown=found.doubt,
        possible=_hides_more(rules, readings, after.level) and not (after.is_told and after.level == "quiet"),
        last_value=before.last_value if head.value is None else head.value,
        last_seen=now,
        is_told=after.is_told or (head.is_told_once and after.level != "quiet"),
    )
    return _attended(rules.head, _with_worst(rules.head, after, head), now)


def level_of(rule: Rule, value: float, held: Level = "quiet") -> Level:
    """The highest level whose threshold the value has passed; a held level is kept until re-armed."""
    found: Level = "quiet"
    for severity in SEVERITIES:
        threshold = threshold_of(rule, severity)
        if threshold is None:
            continue
        is_held = _rank(severity) <= _rank(held)
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


def worse_of(rule: Rule, one: float, other: float) -> float:
    """The value that is farther on the bad side."""
    return max(one, other) if rule.comparison == "above" else min(one, other)


@dataclass(frozen=True, slots=True)
class _Bounds:
    """The level is `low` at least and `high` at most; `doubt` says why it is not known, or on what it rests."""

    low: Level
    high: Level
    doubt: str | None = None


def _judged(rules: RuleSet, readings: Mapping[str, Reading], held: Level) -> _Bounds:
    found = _row_bounds(rules.head, readings.get(rules.id), held)
    for each in rules.conditions:
        if each.joined == "and":
            found = _both(found, _row_bounds(each.rule, readings.get(each.rule.id), held))
    for each in rules.conditions:
        reading = readings.get(each.rule.id)
        if each.joined == "or" and reading is not None:
            found = _either(found, _row_bounds(each.rule, reading, held))
    return found


def _row_bounds(rule: Rule, reading: Reading | None, held: Level) -> _Bounds:
    if reading is None or reading.not_judged is not None:
        return _Bounds("quiet", "quiet")
    top = _lower(reading.at_most, _highest(rule))
    if reading.value is None:
        return _Bounds("quiet", top, reading.sentence)
    value = reading.value if reading.touched is None else worse_of(rule, reading.value, reading.touched)
    level = _lower(level_of(rule, value, held), top)
    return _Bounds(level, level) if reading.doubt is None else _Bounds(level, top, reading.doubt)


def _both(one: _Bounds, other: _Bounds) -> _Bounds:
    low, high = _lower(one.low, other.low), _lower(one.high, other.high)
    # a condition that is known to be quiet settles it, whatever is not known of the other
    is_settled = low == high == "quiet"
    return _Bounds(low, high, None if is_settled else one.doubt or other.doubt)


def _either(one: _Bounds, other: _Bounds) -> _Bounds:
    low, high = max(one.low, other.low, key=_rank), max(one.high, other.high, key=_rank)
    return _Bounds(low, high, one.doubt or other.doubt)


def _moved(rule: Rule, before: State, target: Level, now: datetime, *, is_certain: bool) -> State:
    if target == before.level:
        return replace(before, pending=None, pending_since=None)
    if _rank(target) < _rank(before.level):
        return replace(before, level=target, since=now, pending=None, pending_since=None)
    since = before.pending_since if before.pending is not None and before.pending_since is not None else now
    since = min(since, now)  # a clock that was set back begins the wait anew
    has_held = rule.hold_seconds == 0 or before.last_seen is None or is_certain
    if not has_held and now - since < timedelta(seconds=rule.hold_seconds):
        return replace(before, pending=target, pending_since=since)
    first = now if before.level == "quiet" else before.first_fired
    return replace(before, level=target, since=now, pending=None, pending_since=None, first_fired=first)


def _with_worst(rule: Rule, state: State, head: Reading) -> State:
    if not state.is_firing:
        return replace(state, first_fired=None, worst_value=None)
    values = [value for value in (state.worst_value, head.value, head.touched) if value is not None]
    worst = None
    for value in values:
        worst = value if worst is None else worse_of(rule, worst, value)
    return replace(state, worst_value=worst)


def _attended(rule: Rule, state: State, now: datetime) -> State:
    """What a person has said of it ends with its episode, and with a higher level."""
    noted, snooze = state.acknowledged, state.snooze
    shown = _rank(state.shown_level)
    if noted is not None and (shown == 0 or shown > _rank(noted)):
        noted = None
    if snooze is not None and (shown == 0 or shown > _rank(snooze.level) or _is_over(rule, snooze, state, now)):
        snooze = None
    return replace(state, acknowledged=noted, snooze=snooze)


def _is_over(rule: Rule, snooze: Snooze, state: State, now: datetime) -> bool:
    if snooze.until is not None:
        return now >= snooze.until
    if snooze.value is None or state.last_value is None:
        return False
    slack = float(rule.rearm)
    gone = state.last_value - snooze.value
    return (gone if rule.comparison == "above" else -gone) > max(slack, _HAIR)


def _hides_more(rules: RuleSet, readings: Mapping[str, Reading], level: Level) -> bool:
    rows = ((rule, readings.get(rule.id)) for rule in rules.rows)
    hidden = (
        _lower(level_of(rule, reading.could_be, level), reading.at_most)
        for rule, reading in rows
        if reading is not None and reading.could_be is not None and reading.not_judged is None
    )
    return any(_rank(each) > _rank(level) for each in hidden)


def _highest(rule: Rule) -> Level:
    used: Iterator[Level] = (each for each in reversed(SEVERITIES) if threshold_of(rule, each) is not None)
    return next(used, "quiet")


def _lower(one: Level, other: Level) -> Level:
    return min(one, other, key=_rank)


_rank: Callable[[Level], int] = LEVELS.index


def _is_past(rule: Rule, severity: Severity, value: float, threshold: float, slack: float) -> bool:
    """`slack` moves the threshold back for a level that is held; a hair's breadth forgives binary fractions."""
    past = threshold - value if rule.comparison == "below" else value - threshold
    reaches = severity in rule.inclusive.split()
    return past + slack >= -_HAIR if reaches else past + slack > _HAIR
