"""What a changed rule would say: now on this book and market, and on the days that the log remembers."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.calendar import is_business_day
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.facts.table import FACTS, ReadOnce, read_for
from alvh_desktop.rules.judge import judge, level_of, worse_of
from alvh_desktop.rules.reading import LEVELS, Level, Subject
from alvh_desktop.rules.rulebook import RuleSet, part_ids, rulebook_of
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State

DAYS_BACK = 60


class RecordedDay(Protocol):
    """The lowest and the highest value (in the fact's unit) that was seen of a fact and subject on a day."""

    @property
    def day(self) -> date: ...
    @property
    def fact(self) -> str: ...
    @property
    def subject_key(self) -> str: ...
    @property
    def low(self) -> float: ...
    @property
    def high(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Fires:
    """A subject and the level that it stands at by the rule as it is, and as it would be; None where no such rule
    is on. `unknown` is why the level is not known by the changed rule, or on what it rests."""

    subject: Subject
    before: Level | None
    after: Level | None
    value: float | None
    said: str
    unknown: str | None = None

    @property
    def is_changed(self) -> bool:
        return (self.before or "quiet") != (self.after or "quiet")


@dataclass(frozen=True, slots=True)
class NowIf:
    """Every subject there is, the highest changed level first; `silent_because` says why there is none."""

    subjects: tuple[Fires, ...]
    silent_because: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a rule would have fired: of each (day, subject) the highest level of the day counts once.

    `by_level` counts them by severity, `days` the days with any, `unknown` those (day, subject) of which a condition
    that must hold too was not recorded.
    """

    by_level: Mapping[Level, int]
    days: int
    unknown: int = 0


@dataclass(frozen=True, slots=True)
class PastIf:
    """The same rule before and after on recorded days. `unknown_days` are trading days without any record."""

    before: Counted | None
    after: Counted | None
    first: date
    last: date
    known_days: int
    unknown_days: int


def now_if(scene: Scene, states: Mapping[tuple[str, str], State], changed: Rule) -> NowIf:
    """What the rule that `changed` is a row of would say of each subject. `states` are those that stand now.

    The hold time is left out: what would fire at the second look counts as firing.
    """
    before, after = rules_before_and_after(scene.book, changed)
    kind = changed.kind
    if kind in ("entry_check", "gate"):
        return NowIf((), "it is judged in the ticket, and never fires in the list")
    wanted = [each for each in (before, after) if each is not None]
    if not wanted:
        return NowIf((), "it is off")
    read: ReadOnce = {}
    keys = dict.fromkeys(key for each in wanted for rule in each.rows for key in read_for(scene, rule, read))
    if not keys:
        fact = FACTS.get(wanted[0].head.fact)
        return NowIf((), "there is no such fact" if fact is None else fact.silent)
    subjects = [_fires(key, before, after, read, states, scene) for key in keys]
    return NowIf(tuple(sorted(subjects, key=_loudness)))


def past_if(book: Book, changed: Rule, lines: Iterable[RecordedDay], today: date) -> PastIf:
    """How often the rule would have fired on the last 60 days before `today`, and today, by what was recorded.

    Each recorded day is judged on its worst value in the direction of each row, without hold and re-arm; of rules
    with several rows the worst values need not have stood at the same moment, so this counts too much before too
    little.
    """
    before, after = rules_before_and_after(book, changed)
    first = today - timedelta(days=DAYS_BACK)
    facts = {rule.fact for each in (before, after) if each is not None for rule in each.rows} or {changed.fact}
    kept = [line for line in lines if line.fact in facts and first <= line.day <= today]
    days = {line.day for line in kept}
    trading = {day for back in range(DAYS_BACK + 1) if is_business_day(day := today - timedelta(days=back))}
    return PastIf(
        None if before is None else counted(before, kept),
        None if after is None else counted(after, kept),
        first,
        today,
        len(days),
        len(trading - days),
    )


def counted(rules: RuleSet, lines: Iterable[RecordedDay]) -> Counted:
    """By each day and subject the highest level of the worst values of its rows."""
    worst: dict[tuple[date, str], dict[str, RecordedDay]] = defaultdict(dict)
    for line in lines:
        worst[line.day, line.subject_key][line.fact] = line
    by_level: dict[Level, int] = {"watch": 0, "warn": 0, "act": 0}
    days, unknown = set(), 0
    for (day, _), facts in worst.items():
        level = _level_on(rules, facts)
        if level is None:
            unknown += 1
        elif level != "quiet":
            by_level[level] += 1
            days.add(day)
    return Counted(by_level, len(days), unknown)


def rules_before_and_after(book: Book, changed: Rule) -> tuple[RuleSet | None, RuleSet | None]:
    """The rule that a row belongs to as it is on in the book, and with the changed row; None where it is off, has
    no thresholds, or is not there."""
    head = part_ids().get(changed.id, (changed.id, None))[0]
    row = Row("rules", changed.id, book.rules.get(changed.id), changed)
    return _set_named(book, head), _set_named(book.after([row]), head)


def _set_named(book: Book, rule_id: str) -> RuleSet | None:
    return next((each for each in rulebook_of(book) if each.id == rule_id and each.has_thresholds), None)


def _fires(
    key: str,
    before: RuleSet | None,
    after: RuleSet | None,
    read: ReadOnce,
    states: Mapping[tuple[str, str], State],
    scene: Scene,
) -> Fires:
    was, now = (_state(rules, key, read, states, scene) for rules in (before, after))
    heads = [each.head for each in (after, before) if each is not None]
    reading = read_for(scene, heads[0], read).get(key) or next(found[key] for found in read.values() if key in found)
    return Fires(
        reading.subject,
        None if was is None else was.shown_level,
        None if now is None else now.shown_level,
        reading.value,
        reading.said or reading.sentence,
        None if now is None else now.unknown,
    )


def _state(
    rules: RuleSet | None,
    key: str,
    read: ReadOnce,
    states: Mapping[tuple[str, str], State],
    scene: Scene,
) -> State | None:
    if rules is None:
        return None
    found = {rule.id: read_for(scene, rule, read) for rule in rules.rows}
    readings = {rule_id: of_row[key] for rule_id, of_row in found.items() if key in of_row}
    if not readings:
        return None
    at_once = replace(rules, head=replace(rules.head, hold_seconds=0))
    return judge(at_once, readings, states.get((rules.id, key), State()), scene.now)


def _level_on(rules: RuleSet, facts: Mapping[str, RecordedDay]) -> Level | None:
    """None where an "and" condition is not known, and the rest would fire."""
    head = _row_level(rules.head, facts)
    both: Level | None = head or "quiet"
    if head not in (None, "quiet"):
        for each in rules.conditions:
            if each.joined == "and":
                level = _row_level(each.rule, facts)
                both = None if level is None or both is None else min(both, level, key=LEVELS.index)
    alone: Iterator[Level | None] = (_row_level(each.rule, facts) for each in rules.conditions if each.joined == "or")
    highest: Level = max((level for level in alone if level is not None), key=LEVELS.index, default="quiet")
    if both is None:
        return None if highest == "quiet" else highest
    return max(both, highest, key=LEVELS.index)


def _row_level(rule: Rule, facts: Mapping[str, RecordedDay]) -> Level | None:
    line = facts.get(rule.fact)
    return None if line is None else level_of(rule, worse_of(rule, line.low, line.high))


def _loudness(fires: Fires) -> tuple[bool, int, int]:
    after, before = (LEVELS.index(level or "quiet") for level in (fires.after, fires.before))
    return not fires.is_changed, -after, -before
