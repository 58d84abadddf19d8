"""Alerts made by hand: a rule of the shipped book, a subject, a state and readings, as an evaluation gives them."""

from dataclasses import replace
from datetime import datetime, timedelta

from support.founded_books import CLOCK

from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.alerts import Alert, Attention, Gauge
from alvh_desktop.rules.reading import MARKET, Level, Reading, Subject
from alvh_desktop.rules.rulebook import Condition, RuleSet, load_rules, part_ids
from alvh_desktop.rules.state import Snooze, State
from alvh_desktop.rules.transition import Transition

RULES: dict[str, Rule] = {rule.id: rule for rule in load_rules("Steward")}


def rules_of(rule_id: str) -> RuleSet:
    parts = [Condition(RULES[part], joined) for part, (of, joined) in part_ids().items() if of == rule_id]
    return RuleSet(RULES[rule_id], tuple(parts))


def made_alert(
    rule_id: str,
    subject: Subject = MARKET,
    level: Level = "quiet",
    value: float | None = 1.0,
    *,
    said: str = "",
    sentence: str = "",
    unknown: str | None = None,
    possible: bool = False,
    not_judged: str | None = None,
    acknowledged: Level | None = None,
    snooze: Snooze | None = None,
    first_fired: datetime | None = None,
) -> Alert:
    """One reading, of the first row of the rule; a firing one fired 12 minutes before CLOCK."""
    rules = rules_of(rule_id)
    told = sentence or said or "a formula = 1"
    fired = first_fired or (CLOCK - timedelta(minutes=12) if level != "quiet" else None)
    state = State(
        level, fired, unknown=unknown, possible=possible, first_fired=fired, last_value=value, worst_value=value,
        first_seen=CLOCK, acknowledged=acknowledged, snooze=snooze,
    )  # fmt: skip
    reading = Reading(subject, value, told, said, not_judged=not_judged)
    return Alert(rules, subject, state, {rules.id: reading})


def silent_alert(rule_id: str, why: str) -> Alert:
    return Alert(rules_of(rule_id), Subject("book", ""), State(), {}, silent_because=why)


def made_gauge(rule_id: str, value: float | None, sentence: str = "a formula = 1") -> Gauge:
    return Gauge(RULES[rule_id], Reading(MARKET, value, sentence))


def attention_with(*alerts: Alert, gauges: tuple[Gauge, ...] = ()) -> Attention:
    return Attention(alerts, gauges, (), {alert.key: alert.state for alert in alerts if alert.silent_because is None})


def raised(alert: Alert, before: Level = "quiet", moment: datetime = CLOCK) -> Transition:
    """What the log keeps when it became this loud."""
    kind = "fired" if before == "quiet" else "rose"
    return Transition(
        moment, kind, alert.rules, alert.subject.key, alert.subject.text, State(before), alert.state, alert.sentence,
        alert.readings,
    )  # fmt: skip


def at_level(alert: Alert, level: Level) -> Alert:
    return replace(alert, state=replace(alert.state, level=level))
