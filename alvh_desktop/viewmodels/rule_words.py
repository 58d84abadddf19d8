"""What is told of a rule beside the table: its meaning and range, the inputs that it hangs on, what a change does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from alvh_desktop.desk.rule_preview import RulePreview
from alvh_desktop.domain.inputs import input_kinds, value_text
from alvh_desktop.domain.rule_rows import SEVERITIES, used_severities
from alvh_desktop.rules.facts.fact import Scope
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rule_texts import NAMES, field_text
from alvh_desktop.rules.rulebook import RuleSet
from alvh_desktop.rules.rulebook_rows import RuleRow
from alvh_desktop.rules.what_if import Counted, Fires, PastIf
from alvh_desktop.viewmodels.input_cells import as_sentence
from alvh_desktop.viewmodels.rule_cells import kind_words

_SUBJECTS_TOLD = 7
NO_PREVIEW = "There is no picture to try it on yet."


@dataclass(frozen=True, slots=True)
class RuleDetails:
    """`lines` are paragraphs; `inputs` the names of what a person types that the rule hangs on."""

    title: str
    lines: tuple[str, ...]
    inputs: tuple[str, ...]


def details_of(row: RuleRow, rules: RuleSet | None) -> RuleDetails:
    """`rules` are all rows of its rule that are on; None where it is off."""
    rule, fact = row.rule, FACTS.get(row.rule.fact)
    span = f"A threshold is {value_text(rule.low)} to {value_text(rule.high)} {rule.unit}."
    lines = [f"{kind_words(row)} {rule.id}. {rule.meaning}"]
    lines.append(
        span
        if fact is None
        else f"{span} {as_sentence(f'{fact.title}, of {scope_words(fact.scope)}: {fact.formula}')}"
    )
    lines += _changed(row)
    lines += _out_of_reach(rules)
    inputs = inputs_needed(rule.id if row.part_of is None else row.part_of)
    return RuleDetails(rule.title, tuple(lines), inputs)


def scope_words(scope: Scope) -> str:
    """What a fact is read of, behind "of"."""
    return {"book": "all real accounts", "market": "the market"}.get(scope, f"each {scope}")


def inputs_needed(rule_id: str) -> tuple[str, ...]:
    """The inputs that the rule hangs on, by name."""
    return tuple(kind.name for kind in input_kinds().values() if rule_id in kind.needed_by)


def now_lines(preview: RulePreview) -> tuple[str, ...]:
    """What would fire on the present book and market, the changed ones first."""
    now = preview.now
    if now.silent_because is not None:
        return (f"Nothing fires now: {now.silent_because}.",)
    told = [_fires_text(each) for each in now.subjects[:_SUBJECTS_TOLD]]
    if len(now.subjects) > _SUBJECTS_TOLD:
        told.append(_rest_text(now.subjects[_SUBJECTS_TOLD:]))
    changed = sum(each.is_changed for each in now.subjects)
    head = "Nothing changes now." if not changed else f"{changed} of {len(now.subjects)} would change now."
    return (head, *told)


def past_lines(preview: RulePreview) -> tuple[str, ...]:
    """How often it would have fired on the last 60 days, by the log."""
    past = preview.past
    if past is None:
        return ("The last 60 days are not known: nothing is logged of this portfolio.",)
    if not past.known_days:
        return (f"From {past.first.isoformat()} on the log has no value of this fact: not known.",)
    lines = [f"As it is: {_counted_text(past.before)}.", f"So changed: {_counted_text(past.after)}."]
    return (f"Since {past.first.isoformat()}, by the worst value of each recorded day:", *lines, _gaps_text(past))


def _fires_text(fires: Fires) -> str:
    levels = _level(fires.after) if not fires.is_changed else f"{_level(fires.before)} becomes {_level(fires.after)}"
    said = fires.said.removeprefix(f"{fires.subject.text}: ")
    if fires.unknown is None:
        return f"{fires.subject.text}: {levels}. {said}"
    if fires.value is None:
        return f"{fires.subject.text}: {levels}, and {fires.unknown}"
    return f"{fires.subject.text}: {levels}. {said} ({fires.unknown})"


def _level(level: str | None) -> str:
    return "off" if level is None else level


def _rest_text(rest: Sequence[Fires]) -> str:
    """Of what finds no room how many would change, fire and are not known."""
    changed, unknown = sum(each.is_changed for each in rest), sum(each.unknown is not None for each in rest)
    loud = sum(each.after not in (None, "quiet") for each in rest)
    return f"and {len(rest)} more: {changed} would change, {loud} would fire, {unknown} not known or old."


def _counted_text(counted: Counted | None) -> str:
    if counted is None:
        return "it is off"
    told = [f"{severity} {counted.by_level[severity]}" for severity in SEVERITIES if counted.by_level[severity]]
    days = "1 day" if counted.days == 1 else f"{counted.days} days"
    text = f"{', '.join(told)}, on {days}" if told else "never"
    return f"{text}; {counted.unknown} not known" if counted.unknown else text


def _gaps_text(past: PastIf) -> str:
    if not past.unknown_days:
        return "Every trading day of them has a record."
    days = "1 trading day has" if past.unknown_days == 1 else f"{past.unknown_days} trading days have"
    return f"{days} no record: what would have fired there is not known."


def _changed(row: RuleRow) -> Iterator[str]:
    if row.shipped is not None and row.changed_fields:
        told = (f"{NAMES[field]} from {field_text(row.shipped, field)}" for field in row.changed_fields)
        yield f"Changed from the default: {', '.join(told)}."


def _out_of_reach(rules: RuleSet | None) -> Iterator[str]:
    """A severity that a condition never comes to can never be reached, whatever the first row says."""
    if rules is None:
        return
    for each in rules.conditions:
        used = used_severities(each.rule)
        top = max((SEVERITIES.index(severity) for severity in used), default=-1)
        for place, severity in enumerate(SEVERITIES):
            if each.joined == "and" and place > top and getattr(rules.head, severity) is not None:
                yield f"{severity} is never reached: {each.rule.title} must hold too and has no threshold for it."
