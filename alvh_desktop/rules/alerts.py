"""Every rule on every subject of the book, each with its reason; a rule that cannot fire says why."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import overload

from alvh_desktop.domain.money import plain
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.facts.table import FACTS, ReadOnce, read_for
from alvh_desktop.rules.judge import judge, loudest_row
from alvh_desktop.rules.reading import RANKS, SEVERITIES, YES_OR_NO, Level, Reading, Subject
from alvh_desktop.rules.rulebook import RuleSet, rulebook_of, threshold_of
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition, kind_of_change

Key = tuple[str, str]
"""The id of a rule, and the key of a subject."""
Before = Mapping[Key, State]
_NEW = State()


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
    for rules in _rulebook(scene):
        if rules.head.kind in ("entry_check", "gate"):
            continue
        if rules.head.kind == "gauge":
            shown.append(rules.head)
            if not rules.has_thresholds:
                continue
        by_row = {rule.id: _read(scene, rule, read) for rule in rules.rows}
        found += _alerts_of(scene, rules, by_row, before)
    ordered = tuple(sorted(found, key=_urgency))  # stable: at equal severity in the order of the rulebook
    transitions = (*_changes(scene, ordered, before), *_gone(scene, ordered, before))
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


def _alerts_of(
    scene: Scene, rules: RuleSet, by_row: Mapping[str, Mapping[str, Reading]], before: Before
) -> Iterator[Alert]:
    keys = dict.fromkeys(key for readings in by_row.values() for key in readings)
    rule_id, now = rules.id, scene.now
    for key in keys:
        readings = {row: found[key] for row, found in by_row.items() if key in found}
        state = judge(rules, readings, before.get((rule_id, key), _NEW), now)
        subject = next(iter(readings.values())).subject
        yield Alert(rules, subject, state, readings)
    if not keys:
        silent = FACTS[rules.head.fact].silent
        yield Alert(rules, Subject("book", ""), State(), {}, silent_because=silent)


def _changes(scene: Scene, alerts: Iterable[Alert], before: Before) -> Iterator[Transition]:
    for alert in alerts:
        if alert.silent_because is not None:
            continue
        held = before.get(alert.key, _NEW)
        kind = kind_of_change(held, alert.state)
        if kind is not None:
            subject, state = alert.subject, alert.state
            # the sentence asks every reading for its words: the log keeps them as they were told then
            yield Transition(
                scene.now, kind, alert.rules, subject.key, subject.text, held, state, alert.sentence, alert.readings
            )


def _gone(scene: Scene, alerts: Iterable[Alert], before: Before) -> Iterator[Transition]:
    """What fired, and is no longer there to be judged: the leg was closed, or the rule was switched off."""
    still = {alert.key for alert in alerts}
    fired = [(key, state) for key, state in before.items() if key not in still and state.is_firing]
    if not fired:
        return
    on = {each.id: each for each in _rulebook(scene)}
    for (rule_id, subject_key), state in fired:
        off = scene.book.rules.get(rule_id)
        rules = on.get(rule_id) or RuleSet(off or _removed(rule_id))
        why = "the rule was removed" if off is None else "the rule was switched off"
        told = "it is no longer held" if rule_id in on else why
        yield Transition(scene.now, "cleared", rules, subject_key, subject_key, state, State(), told, {})


def _removed(rule_id: str) -> Rule:
    """What is left of a rule of one's own: its name."""
    nothing = Decimal(0)
    return Rule(
        rule_id, "", "alert", "above", "", None, None, None, nothing, nothing, nothing, 0, 0, "", rule_id, "", "", "",
        is_on=False,
    )  # fmt: skip


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
