"""What is told of a rule beside the table: its meaning and range, and the inputs that it hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from alvh_desktop.domain.inputs import input_kinds, value_text
from alvh_desktop.domain.rule_rows import SEVERITIES, used_severities
from alvh_desktop.rules.facts.fact import Scope
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rule_texts import NAMES, field_text
from alvh_desktop.rules.rulebook import RuleSet
from alvh_desktop.rules.rulebook_rows import RuleRow
from alvh_desktop.viewmodels.input_cells import as_sentence
from alvh_desktop.viewmodels.rule_cells import kind_words


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
