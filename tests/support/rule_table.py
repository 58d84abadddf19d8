"""The table of every rule: what its rows hold, and the evaluations that they are held to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.records import Rule, Severity
from alvh_desktop.rules.alerts import Alert, Attention, attention_of
from alvh_desktop.rules.check import Check
from alvh_desktop.rules.reading import SEVERITIES
from alvh_desktop.rules.rulebook import part_ids
from alvh_desktop.rules.scene import Scene

A_HAIR = 1e-6
"""What "just" is, in the unit of the rule."""

Made = Callable[[], Scene]
Changed = Callable[[Scene], Scene]


@dataclass(frozen=True)
class Turn:
    """What a threshold of a row does to a scene whose fact has this `value`, worked out beside it.

    `states` are three words: with the value just below the threshold, at it, just above it. `firmly` are the
    thresholds of conditions that must hold too.
    """

    row: str
    severity: Severity
    scene: Made
    value: float
    states: str
    near: float = 1e-9
    firmly: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Told:
    """A scene at the shipped thresholds: the level, and parts of what the alert says."""

    scene: Made
    level: str
    said: str = ""
    sentence: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Gap:
    """An input that is taken from a scene in which the rule fires, and what is then said to be missing.

    `unknown` is a part of that; "" where the rule judges on, for it counts what is missing as bad: then a part of its
    `sentence` says so. `looks_young`: without the last look it could as well be a record that has just begun, which
    is not evaluated yet.
    """

    scene: Made
    lost: Changed
    unknown: str
    sentence: str = ""
    looks_young: bool = False


@dataclass(frozen=True)
class Old:
    """What makes the data of a scene old in which the rule fires, and how that is said; as with a gap."""

    scene: Made
    aged: Changed
    doubt: str
    sentence: str = ""


@dataclass(frozen=True)
class Checked:
    """A ticket, and what an entry check or a gate says of it: `finding` None where it judges nothing."""

    check: Callable[[], Check]
    finding: str | None
    value: float | None
    sentence: str = ""


@dataclass(frozen=True)
class Gauged:
    """A gauge: its value worked out by hand, and its text."""

    row: str
    scene: Made
    value: float | None
    sentence: str
    near: float = 1e-9


@dataclass(frozen=True)
class OneRule:
    """`never_old` and `never_missing` say why data of a rule cannot be old, or be missing."""

    turns: tuple[Turn, ...] = ()
    told: tuple[Told, ...] = ()
    gaps: tuple[Gap, ...] = ()
    old: tuple[Old, ...] = ()
    checked: tuple[Checked, ...] = ()
    gauged: tuple[Gauged, ...] = ()
    never_old: str = ""
    never_missing: str = ""


Table = Mapping[str, OneRule]


def head_of(row: str) -> str:
    """The rule that a row belongs to."""
    return part_ids()[row][0] if row in part_ids() else row


def turned(turn: Turn, threshold: float) -> Alert:
    """The one alert of the rule while its row has this threshold alone, everything else of it out of the way."""
    scene = turn.scene()
    attention = attention_of(with_rules(scene, _rules_of(scene.book, turn, threshold)), {})
    (alert,) = (each for each in attention.alerts if each.rule.id == head_of(turn.row))
    return alert


def alone(scene: Scene, rule_id: str) -> Scene:
    """The same scene with every other rule switched off: nothing else is worked out."""
    rules = scene.book.rules.values()
    return with_rules(scene, [replace(rule, is_on=False) for rule in rules if head_of(rule.id) != rule_id])


def with_rules(scene: Scene, rules: Iterable[Rule]) -> Scene:
    """The same scene with these rows in the place of the book's own."""
    book = scene.book
    changed = book.after(Row("rules", rule.id, book.rules[rule.id], rule) for rule in rules)
    return replace(scene, book=changed)


def held_to(made: Made, row: str, severity: Severity, threshold: str) -> Scene:
    """A scene whose user has set a threshold of his own: what a gauge needs for a state."""
    scene = made()
    return with_rules(scene, [_at(scene.book.rules[row], severity, Decimal(threshold))])


def _rules_of(book: Book, turn: Turn, threshold: float) -> Iterable[Rule]:
    rule_id = head_of(turn.row)
    for rule in book.rules.values():
        cleared = replace(rule, watch=None, warn=None, act=None)
        if rule.id == turn.row:
            yield _at(cleared, turn.severity, Decimal(repr(threshold)))
        elif rule.id in turn.firmly:
            yield _at(cleared, turn.severity, Decimal(turn.firmly[rule.id]))
        elif rule.id == rule_id:
            yield cleared
        else:
            yield replace(rule, is_on=False)


def _at(rule: Rule, severity: Severity, threshold: Decimal) -> Rule:
    assert severity in SEVERITIES
    match severity:
        case "watch":
            return replace(rule, watch=threshold)
        case "warn":
            return replace(rule, warn=threshold)
        case "act":
            return replace(rule, act=threshold)


def alerts_of(attention: Attention, rule_id: str) -> dict[str, Alert]:
    """By the key of their subject; a rule that is silent has none."""
    found = (each for each in attention.alerts if each.rule.id == rule_id and each.silent_because is None)
    return {alert.subject.key: alert for alert in found}


def after(before: Attention, scene: Scene, changed: Changed, *, is_restarted: bool = False) -> Attention:
    """The next evaluation, as a window makes it: with the states of the last one, and its figures unless the program
    was started anew in between."""
    firing = frozenset(key for key, state in before.states.items() if state.is_firing)
    kept = {} if is_restarted else dict(scene.kept)
    return attention_of(changed(replace(scene, firing=firing, kept=kept)), before.states)


def from_nothing(scene: Scene, changed: Changed) -> Attention:
    """The evaluation of a program that has just been started, on an empty log."""
    return attention_of(replace(changed(scene), kept={}, firing=None), {})
