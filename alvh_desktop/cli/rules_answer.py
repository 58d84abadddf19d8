"""The rulebook as JSON and as text. Thresholds are text in JSON, as all that is booked; null is not used."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

from alvh_desktop.cli.answers import problem_json
from alvh_desktop.cli.output import Json, count_text
from alvh_desktop.cli.texts import columns
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import value_text
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rule_texts import NAMES, field_text, hold_text
from alvh_desktop.rules.rulebook import profile_of
from alvh_desktop.rules.rulebook_file import RulebookFile
from alvh_desktop.rules.rulebook_rows import FieldChange, RuleRow, rule_rows

_SHOWN = ("watch", "warn", "act")
_LONGEST_TITLE = 34


def rules_answer(book: Book, path: Path) -> Json:
    return {
        "portfolio": str(path),
        "profile": profile_of(book),
        "rules": [_row_json(row) for row in rule_rows(book)],
    }


def rules_text(book: Book, path: Path) -> str:
    rows = rule_rows(book)
    head = ("rule", "title", "on", "fires", *_SHOWN, "unit", "re-arm", "hold", "")
    told = columns([head, *(_row(row) for row in rows)], to_the_left=(0, 1, 2, 3, 7, 9, 10))
    changed = [f"  {_changed_text(row)}" for row in rows if row.changed_fields]
    simulated = " (simulated)" if book.simulated_at else ""
    lines = [f"{book.name}{simulated}   rulebook, profile {profile_of(book)}   {path}", "", *told]
    return "\n".join([*lines, "", "Changed from the profile's default:", *changed] if changed else lines)


def facts_answer() -> Json:
    return {
        "facts": [
            {
                "id": fact.id,
                "title": fact.title,
                "unit": fact.unit,
                "of": fact.scope,
                "formula": fact.formula,
                "low": fact.low,
                "high": fact.high,
            }
            for fact in FACTS.values()
        ]
    }


def facts_text() -> str:
    rows = [(fact.id, fact.title, fact.unit, fact.scope) for fact in FACTS.values()]
    return "\n".join(columns([("fact", "title", "unit", "of"), *rows], to_the_left=(0, 1, 2, 3)))


def proposal_answer(label: str, changes: Iterable[FieldChange], is_done: bool) -> Json:
    return {"label": label, "done": is_done, "changes": [_change_json(change) for change in changes]}


def proposal_text(label: str, changes: Iterable[FieldChange], is_done: bool) -> str:
    head = label if is_done else f"{label}: nothing is changed yet, this is what would be"
    return "\n".join([head, *(f"  {change}" for change in changes)])


def file_answer(file: RulebookFile) -> Json:
    """What the file holds beside its changes."""
    return {
        "rows": file.rows,
        "profile": file.profile or None,
        "refused": [problem_json(problem) for problem in file.refused],
        "not_named": list(file.unnamed),
    }


def file_text(file: RulebookFile) -> str:
    told = [f"  refused, {problem}" for problem in file.refused]
    if file.unnamed:
        told.append(f"  {count_text(len(file.unnamed), 'rule')} not named in the file: left as they are")
    return "\n".join(told)


def _row_json(row: RuleRow) -> Json:
    rule = row.rule
    defaults = {field: field_text(row.shipped, field) for field in row.changed_fields} if row.shipped else {}
    return {
        "id": rule.id,
        "title": rule.title,
        "kind": rule.kind,
        "part_of": row.part_of,
        "joined": row.joined,
        "is_own": row.shipped is None,
        "is_on": rule.is_on,
        "fact": rule.fact,
        "unit": rule.unit,
        "comparison": rule.comparison,
        **{severity: _number(getattr(rule, severity)) for severity in _SHOWN},
        "inclusive": rule.inclusive.split(),
        "rearm": value_text(rule.rearm),
        "hold_seconds": rule.hold_seconds,
        "stale_after_minutes": rule.stale_after_minutes,
        "low": value_text(rule.low),
        "high": value_text(rule.high),
        "is_default": row.shipped is not None and not row.changed_fields,
        "defaults_of_changed": defaults,
        "meaning": rule.meaning,
        "advice": rule.advice,
        "source": rule.source,
    }


def _row(row: RuleRow) -> tuple[str, ...]:
    rule = row.rule
    indent = "" if row.part_of is None else f"  {row.joined} "
    thresholds = ("" if getattr(rule, each) is None else value_text(getattr(rule, each)) for each in _SHOWN)
    mark = "own" if row.shipped is None else "changed" if row.changed_fields else ""
    return (
        f"{indent}{rule.id}",
        rule.title[:_LONGEST_TITLE],
        "on" if rule.is_on else "off",
        rule.comparison if rule.kind in ("alert", "signal") else rule.kind.replace("_", " "),
        *thresholds,
        rule.unit,
        value_text(rule.rearm),
        hold_text(rule.hold_seconds),
        mark,
    )


def _changed_text(row: RuleRow) -> str:
    assert row.shipped is not None
    shipped = row.shipped
    told = (
        f"{NAMES[field]} {field_text(row.rule, field)}, default {field_text(shipped, field)}"
        for field in row.changed_fields
    )
    return f"{row.rule.id}: {'; '.join(told)}"


def _change_json(change: FieldChange) -> Json:
    return {
        "of": change.key,
        "title": change.title,
        "field": change.field,
        "before": change.before,
        "after": change.after,
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else value_text(value)
