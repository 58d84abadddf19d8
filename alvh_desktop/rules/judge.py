"""Judging readings against a rule: a small state machine without a clock or memory of its own."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.reading import LEVELS, RANKS, Level, Reading
from alvh_desktop.rules.rulebook import Bars, RuleSet, bars_of
from alvh_desktop.rules.state import Snooze, State

_HAIR = 1e-9
_ACT = RANKS["act"]


def judge(rules: RuleSet, readings: Mapping[str, Reading], before: State, now: datetime) -> State:
    """The state after one evaluation. `readings` are of one subject, by the id of the row that they are judged by.

    What is missing keeps the level; stale data may raise it and may not lower it; either is said in `unknown`. A
    level falls only when the value is back past its threshold by the row's `rearm`. A higher one must stand for the
    rule's hold time: with 0 s it fires at once, and so it does at the first evaluation of all, for nothing is known
    from before that it could be a tremble of.
    """
    head = readings.get(rules.id) or next(iter(readings.values()))
    held = RANKS[before.level]
    found = _judged(rules, readings, held)
    is_certain = False
    for reading in readings.values():
        if reading.asks_for_action:
            found, is_certain = _Bounds(_ACT, _ACT, reading.sentence), True
    target = found.low if found.low > held else min(held, found.high)
    if before.is_told and held == 0:
        target = 0
    is_gap = found.doubt is not None and all(each.value is None for each in readings.values())
    level, since, pending, pending_since = _moved(
        rules.head, before, target, now, is_certain=is_certain, is_gap=is_gap
    )
    is_told = before.is_told or (head.is_told_once and level > 0)
    possible = _hides_more(rules, readings, level) and not (is_told and level == 0)
    shown = min(level + possible, _ACT)
    last = before.last_value if head.value is None else head.value
    noted, snooze = _attended(rules.head, before, shown, last, now)
    return State(
        level=LEVELS[level],
        since=since,
        pending=pending,
        pending_since=pending_since,
        unknown=found.doubt,
        possible=possible,
        first_fired=None if shown == 0 else before.first_fired or now,
        last_value=last,
        worst_value=None if shown == 0 else _worst(rules.head, before.worst_value, head),
        first_seen=before.first_seen or now,
        acknowledged=noted,
        snooze=snooze,
        is_told=is_told,
    )


def level_of(rule: Rule, value: float, held: Level = "quiet") -> Level:
    """The highest level whose threshold the value has passed; a held level is kept until re-armed."""
    return LEVELS[_level(bars_of(rule), value, RANKS[held])]


def worse_of(rule: Rule, one: float, other: float) -> float:
    """The value that is farther on the bad side."""
    return max(one, other) if rule.comparison == "above" else min(one, other)


def loudest_row(rules: RuleSet, readings: Mapping[str, Reading]) -> str:
    """The id of the row whose value demands the highest level; of equal ones the first that is read."""
    read = [rule.id for rule in rules.rows if rule.id in readings]
    if len(read) == 1:
        return read[0]
    return max(read, key=lambda row: _row_bounds(rules.bars[row], readings[row], 0).low, default=rules.id)


class _Bounds(NamedTuple):
    """The rank of the level is `low` at least and `high` at most; `doubt` says why it is not known, or on what it
    rests."""

    low: int
    high: int
    doubt: str | None = None


_QUIET = _Bounds(0, 0)


def _judged(rules: RuleSet, readings: Mapping[str, Reading], held: int) -> _Bounds:
    found = _row_bounds(rules.bars[rules.id], readings.get(rules.id), held)
    if not rules.conditions:
        return found
    for each in rules.conditions:
        if each.joined == "and":
            found = _both(found, _row_bounds(rules.bars[each.rule.id], readings.get(each.rule.id), held))
    for each in rules.conditions:
        reading = readings.get(each.rule.id)
        if each.joined == "or" and reading is not None:
            found = _either(found, _row_bounds(rules.bars[each.rule.id], reading, held))
    return found


def _row_bounds(bars: Bars, reading: Reading | None, held: int) -> _Bounds:
    if reading is None or reading.not_judged is not None:
        return _QUIET
    top = min(RANKS[reading.at_most], bars.highest)
    if reading.value is None:
        return _Bounds(0, top, reading.sentence)
    value = reading.value
    if reading.touched is not None:
        value = max(value, reading.touched) if bars.is_above else min(value, reading.touched)
    level = min(_level(bars, value, held), top)
    if reading.doubt is None:
        return _QUIET if level == 0 else _Bounds(level, level)
    return _Bounds(level, top, reading.doubt)


def _level(bars: Bars, value: float, held: int) -> int:
    """A hair's breadth forgives binary fractions."""
    found = 0
    for rank, threshold, reaches in bars.thresholds:
        past = value - threshold if bars.is_above else threshold - value
        slack = bars.rearm if rank <= held else 0.0
        if past + slack >= -_HAIR if reaches else past + slack > _HAIR:
            found = rank
    return found


def _both(one: _Bounds, other: _Bounds) -> _Bounds:
    low, high = min(one.low, other.low), min(one.high, other.high)
    # a condition that is known to be quiet settles it, whatever is not known of the other
    return _Bounds(low, high, None if high == 0 else one.doubt or other.doubt)


def _either(one: _Bounds, other: _Bounds) -> _Bounds:
    return _Bounds(max(one.low, other.low), max(one.high, other.high), one.doubt or other.doubt)


Moved = tuple[int, datetime | None, Level | None, datetime | None]


def _moved(rule: Rule, before: State, target: int, now: datetime, *, is_certain: bool, is_gap: bool) -> Moved:
    """Level, since when, and what waits since when."""
    held = RANKS[before.level]
    if target == held:
        # a gap neither fires what waits nor forgets it
        waiting = (before.pending, before.pending_since) if is_gap else (None, None)
        return held, before.since, *waiting
    if target < held:
        return target, now, None, None
    since = before.pending_since if before.pending is not None and before.pending_since is not None else now
    since = min(since, now)  # a clock that was set back begins the wait anew
    is_at_once = rule.hold_seconds == 0 or before.first_seen is None or is_certain
    if not is_at_once and now - since < timedelta(seconds=rule.hold_seconds):
        return held, before.since, LEVELS[target], since
    return target, now, None, None


def _worst(rule: Rule, before: float | None, head: Reading) -> float | None:
    worst = before
    for value in (head.value, head.touched):
        if value is not None:
            worst = value if worst is None else worse_of(rule, worst, value)
    return worst


def _attended(
    rule: Rule, before: State, shown: int, last: float | None, now: datetime
) -> tuple[Level | None, Snooze | None]:
    """What a person has said of it ends with its episode, and with a higher level."""
    noted, snooze = before.acknowledged, before.snooze
    if noted is not None and (shown == 0 or shown > RANKS[noted]):
        noted = None
    if snooze is not None:
        is_higher = shown > RANKS[snooze.level]
        # what is put off because it is not known may be quiet, and stays put off while it is not known
        if is_higher or (shown == 0 and snooze.level != "quiet") or _is_over(rule, snooze, last, now):
            snooze = None
    return noted, snooze


def _is_over(rule: Rule, snooze: Snooze, last: float | None, now: datetime) -> bool:
    if snooze.until is not None:
        return now >= snooze.until
    if snooze.value is None or last is None:
        return False
    gone = last - snooze.value if rule.comparison == "above" else snooze.value - last
    return gone > max(float(rule.rearm), _HAIR)


def _hides_more(rules: RuleSet, readings: Mapping[str, Reading], level: int) -> bool:
    for row, reading in readings.items():
        if reading.could_be is not None and reading.not_judged is None:
            hidden = _level(rules.bars[row], reading.could_be, level)
            if min(hidden, RANKS[reading.at_most]) > level:
                return True
    return False
