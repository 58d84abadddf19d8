"""What has changed since the last evaluation: the transitions that the log keeps and a person is told of."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.rulebook import RuleSet
from alvh_desktop.rules.scene import Scene
from alvh_desktop.rules.state import State
from alvh_desktop.rules.transition import Transition, kind_of_change

if TYPE_CHECKING:
    from alvh_desktop.rules.alerts import Alert, Key

_NEW = State()


def changes_of(
    scene: Scene, rulebook: Sequence[RuleSet], alerts: "Sequence[Alert]", before: "Mapping[Key, State]"
) -> tuple[Transition, ...]:
    """Of each alert that stands otherwise than in the states `before`; then of what fired and is gone."""
    return (*_changes(scene, alerts, before), *_gone(scene, rulebook, alerts, before))


def _changes(scene: Scene, alerts: "Sequence[Alert]", before: "Mapping[Key, State]") -> Iterator[Transition]:
    for alert in alerts:
        if alert.silent_because is not None:
            continue
        held = before.get(alert.key, _NEW)
        kind = None if held is alert.state else kind_of_change(held, alert.state)
        if kind is not None:
            subject, state = alert.subject, alert.state
            # the sentence asks every reading for its words: the log keeps them as they were told then
            yield Transition(
                scene.now, kind, alert.rules, subject.key, subject.text, held, state, alert.sentence, alert.readings
            )


def _gone(
    scene: Scene, rulebook: Sequence[RuleSet], alerts: "Sequence[Alert]", before: "Mapping[Key, State]"
) -> Iterator[Transition]:
    """What fired, and is no longer there to be judged: the leg was closed, or the rule was switched off."""
    still = {alert.key for alert in alerts}
    fired = [(key, state) for key, state in before.items() if key not in still and state.is_firing]
    if not fired:
        return
    on = {each.id: each for each in rulebook}
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
