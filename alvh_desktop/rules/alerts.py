"""Every rule on every subject of the book, each with its reason; a rule that cannot fire says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import overload

from alvh_desktop.domain.money import plain
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.changes import changes_of
from alvh_desktop.rules.facts.table import FACTS, ReadOnce, read_for
from alvh_desktop.rules.judge import judge, loudest_row
from alvh_desktop.rules.reading import RANKS, SEVERITIES, YES_OR_NO, Level, Reading, Subject
from alvh_desktop.rules.rulebook import RuleSet, rulebook_of, threshold_of
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition

Key = tuple[str, str]
"""The id of a rule, and the key of a subject."""
Before = Mapping[Key, State]
_NEW = State()
_Judged = dict[Key, tuple[State, "Alert"]]
"""Alerts by their keys, each with the state that it followed on."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One rule on one subject. `silent_because` is set where the rule cannot fire on this book.

    `readings` are those of its rows, by their ids. `unknown` is the reason why the state is not known or rests on
    stale data; such an alert is never shown as fine.
    """

    rules: RuleSet
    subject: Subject
    state: State
    readings: Mapping[str, Reading]
    silent_because: str | None = None

    @property
    def rule(self) -> Rule:
        return self.rules.head

    @property
    def key(self) -> Key:
        return self.rules.id, self.subject.key

    @property
    def reading(self) -> Reading | None:
        """That of its first row, or of the first that is read of this subject."""
        return self.readings.get(self.rules.id) or next(iter(self.readings.values()), None)

    @property
    def value(self) -> float | None:
        return None if self.reading is None else self.reading.value

    @property
    def level(self) -> Level:
        return self.state.shown_level

    @property
    def possible(self) -> bool:
        return self.state.possible

    @property
    def unknown(self) -> str | None:
        return self.state.unknown

    @property
    def not_judged(self) -> str | None:
        return None if self.reading is None else self.reading.not_judged

    @property
    def sentence(self) -> str:
        """The formula with its numbers, of each row; or why the rule cannot fire."""
        if self.silent_because is not None:
            return f"Cannot fire: {self.silent_because}."
        *first, last = dict.fromkeys(reading.sentence for reading in self.readings.values())
        return " ".join([*(each if each.endswith(".") else f"{each}." for each in first), last])

    @property
    def said(self) -> str:
        """The short line in a trader's words, of the row that raises the alert."""
        reading = self.readings.get(loudest_row(self.rules, self.readings)) or self.reading
        return self.sentence if reading is None else reading.said or reading.sentence

    @property
    def could_act(self) -> bool:
        """Whether what is not known here could hide an act."""
        has_act = any(rule.act is not None for rule in self.rules.rows)
        return self.unknown is not None and has_act and self.level != "act"

    @property
    def asks(self) -> bool:
        """Whether it stands in the list of what needs attention: firing or hiding an act, and not put off."""
        return (self.state.is_firing or self.could_act) and not self.state.is_put_off

    @property
    def thresholds_text(self) -> str:
        return "; ".join(_thresholds_text(rule) for rule in self.rules.rows)


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value beside the text's aim: it has no state."""

    rule: Rule
    reading: Reading


class _ReadLater(Sequence[Gauge]):
    def __init__(self, read: Callable[[], Iterable[Gauge]]) -> None:
        self._read = read

    @cached_property
    def _gauges(self) -> tuple[Gauge, ...]:
        return tuple(self._read())

    def __len__(self) -> int:
        return len(self._gauges)

    @overload
    def __getitem__(self, place: int) -> Gauge: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Gauge]: ...
    def __getitem__(self, place: int | slice) -> Gauge | Sequence[Gauge]:
        return self._gauges[place]


@dataclass(frozen=True, slots=True)
class Attention:
    """All that one evaluation says: alerts and signals, the most pressing first; gauges; and what has changed.

    `states` are what the next evaluation begins with. Gauges are judged by nobody, so they are read when somebody
    looks at them.
    """

    alerts: tuple[Alert, ...]
    gauges: Sequence[Gauge]
    transitions: tuple[Transition, ...]
    states: Mapping[Key, State]


def attention_of(scene: Scene, before: Before) -> Attention:
    """`before` holds the states of the last evaluation by rule and subject."""
    read: ReadOnce = {}
    found: list[Alert] = []
    shown: list[Rule] = []
    rulebook, look = _rulebook(scene), _Look(scene, before)
    for rules in rulebook:
        if rules.head.kind in ("entry_check", "gate"):
            continue
        if rules.head.kind == "gauge":
            shown.append(rules.head)
            if not rules.has_thresholds:
                continue
        by_row = {rule.id: _read(scene, rule, read) for rule in rules.rows}
        found += look.alerts_of(rules, by_row)
    scene.kept["judged"] = scene.now, look.judged
    ordered = tuple(sorted(found, key=_urgency))  # stable: at equal severity in the order of the rulebook
    transitions = changes_of(scene, rulebook, ordered, before)
    states = {alert.key: alert.state for alert in ordered if alert.silent_because is None}
    gauges = _ReadLater(lambda: (Gauge(rule, found) for rule in shown for found in _read(scene, rule, read).values()))
    return Attention(ordered, gauges, transitions, states)


def _rulebook(scene: Scene) -> tuple[RuleSet, ...]:
    """Put together anew where rules or profile are others than at the last look."""
    book = scene.book
    rules, portfolio, found = scene.kept.get("rulebook", (None, None, ()))
    if rules is not book.rules or portfolio is not book.portfolio:
        found = rulebook_of(book)
        scene.kept["rulebook"] = book.rules, book.portfolio, found
    return found  # type: ignore[no-any-return]


def _read(scene: Scene, rule: Rule, read: ReadOnce) -> Mapping[str, Reading]:
    """The readings of a row's fact by subject; a fact that there is not is no reason to be quiet."""
    if rule.fact not in FACTS:
        subject = Subject("rule", rule.title)
        return {subject.key: Reading(subject, None, f"not known: there is no fact {rule.fact!r}")}
    return read_for(scene, rule, read)


class _Look:
    """One evaluation on the one before: what was judged at this very moment of the very same readings stands."""

    def __init__(self, scene: Scene, before: Before) -> None:
        self._before, self._now = before, scene.now
        moment, judged = scene.kept.get("judged", (None, {}))
        self._last: _Judged = judged if moment == scene.now else {}
        self.judged: _Judged = {}

    def alerts_of(self, rules: RuleSet, by_row: Mapping[str, Mapping[str, Reading]]) -> Iterator[Alert]:
        keys = dict.fromkeys(key for readings in by_row.values() for key in readings)
        for key in keys:
            yield self._judged(rules, key, {row: found[key] for row, found in by_row.items() if key in found})
        if not keys:
            silent = FACTS[rules.head.fact].silent
            yield Alert(rules, Subject("book", ""), State(), {}, silent_because=silent)

    def _judged(self, rules: RuleSet, subject_key: str, readings: Mapping[str, Reading]) -> Alert:
        key = rules.id, subject_key
        held, last = self._before.get(key, _NEW), self._last.get(key)
        are_same = last is not None and last[1].rules is rules and _are_same(last[1].readings, readings)
        if last is not None and are_same and last[0] is held:
            alert = last[1]
        else:
            state = judge(rules, readings, held, self._now)
            state = held if state == held else state  # what stands as it stood is known by being one object
            if last is not None and are_same and last[1].state is state:
                alert = last[1]
            else:
                alert = Alert(rules, next(iter(readings.values())).subject, state, readings)
        self.judged[key] = held, alert
        return alert


def _are_same(one: Mapping[str, Reading], other: Mapping[str, Reading]) -> bool:
    return one.keys() == other.keys() and all(one[row] is reading for row, reading in other.items())


@lru_cache(maxsize=64)  # one rule has many subjects
def _thresholds_text(rule: Rule) -> str:
    shown = [(severity, threshold_of(rule, severity)) for severity in SEVERITIES]
    if rule.unit == YES_OR_NO:
        return ", ".join(f"{name} while it holds" for name, value in shown if value is not None)
    return ", ".join(f"{name} {plain(value):f}" for name, value in shown if value is not None) + f" {rule.unit}"


def _urgency(alert: Alert) -> tuple[int, bool, bool]:
    """Highest level first; of one level the unknown before the known, the silent last."""
    state = alert.state
    return (-RANKS[state.shown_level], state.unknown is None, alert.silent_because is not None)
