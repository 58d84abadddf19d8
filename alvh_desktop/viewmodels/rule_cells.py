"""The cells of a rule in the table of the rulebook: what is shown, what an editor begins with, how it is marked."""

from __future__ import annotations

from itertools import combinations

from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.rule_rows import SEVERITIES, is_own, used_severities
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rule_texts import NOT_USED, field_text, inclusive_text, typed_fields
from alvh_desktop.rules.rulebook_rows import RuleRow
from alvh_desktop.viewmodels.edited_table import Choices, EditedColumn

_AGE = "How old its data may be before it counts as stale; 20 min: as the input age.limit_minutes says"

COLUMNS = (
    EditedColumn("is_on", "On", "A rule that is off is not judged"),
    EditedColumn("title", "Rule", "A row that stands in under another one is one more condition of it"),
    EditedColumn("fact", "Fact", "What is measured, and its unit", is_edited=False),
    EditedColumn("comparison", "Fires", "On which side of its thresholds it fires"),
    EditedColumn("watch", "Watch", "The mildest threshold, in the fact's unit; empty: not used", True),
    EditedColumn("warn", "Warn", "The threshold after it, in the fact's unit; empty: not used", True),
    EditedColumn("act", "Act", "The gravest threshold, in the fact's unit; empty: not used", True),
    EditedColumn("inclusive", "Reached at", "The severities that a value exactly at the threshold reaches"),
    EditedColumn("rearm", "Re-arm", "How far the value must come back past a threshold before the alert falls", True),
    EditedColumn("hold_seconds", "Hold", "How long it must stand: at once, next look, or a time such as 30 s"),
    EditedColumn("stale_after_minutes", "Stale after", _AGE, True),
    EditedColumn("advice", "Advice", "What to do when it fires"),
    EditedColumn("source", "Source", "Where the rule and its values come from"),
)
FIELDS = tuple(column.field for column in COLUMNS)
GROUPS = {"condor": "Condor rules", "book": "Book rules", "hedge": "Hedge rules", "own": "Your own rules"}
ON_OFF: Choices = (("on", "on"), ("off", "off"))
SIDES: Choices = (("above", "above"), ("below", "below"))
_INDENT = "      "
_JOINED = {"and": "and", "or": "or", None: ""}


def group_of(rule_id: str) -> str:
    first = rule_id.partition(".")[0]
    return GROUPS.get(first, first)


def is_typed(row: RuleRow, field: str) -> bool:
    """Whether a cell may be typed over. The hold time of a condition is that of its rule."""
    return field in typed_fields(row.rule) and not (field == "hold_seconds" and row.part_of is not None)


def shown_cells(row: RuleRow) -> tuple[str, ...]:
    return tuple(_shown(row, field) for field in FIELDS)


def typed_cells(row: RuleRow) -> tuple[str, ...]:
    return tuple(_typed(row.rule, field) for field in FIELDS)


def choices_of(rule: Rule, field: str) -> Choices | None:
    """The values that a cell is chosen from; None where it is typed."""
    match field:
        case "is_on":
            return ON_OFF
        case "comparison":
            return SIDES
        case "inclusive":
            return _inclusive_choices(rule)
    return None


def fact_words(rule: Rule) -> str:
    """The title of its fact and the unit; the id where this version has no such fact."""
    fact = FACTS.get(rule.fact)
    return f"{rule.fact if fact is None else fact.title}, {rule.unit}"


def default_words(row: RuleRow, field: str) -> str:
    """What the default of a changed cell is; empty where it stands at its default."""
    if row.shipped is None or field not in row.changed_fields:
        return ""
    return f"Changed; its default is {field_text(row.shipped, field)}."


def _shown(row: RuleRow, field: str) -> str:
    rule = row.rule
    match field:
        case "title":
            return rule.title if row.part_of is None else f"{_INDENT}{_JOINED[row.joined]} {rule.title}"
        case "fact":
            return fact_words(rule)
        case "comparison":
            kind = "" if rule.kind == "alert" else f", {rule.kind.replace('_', ' ')}"
            return f"{rule.comparison}{kind}"
        case "hold_seconds":
            return "" if row.part_of is not None else field_text(rule, field)
        case "watch" | "warn" | "act" if getattr(rule, field) is None:
            return ""
        case "inclusive" if not rule.inclusive:
            return ""
    return field_text(rule, field)


def _typed(rule: Rule, field: str) -> str:
    if field in SEVERITIES and getattr(rule, field) is None:
        return ""
    return field_text(rule, field)


def _inclusive_choices(rule: Rule) -> Choices:
    used = [severity for severity in SEVERITIES if severity in used_severities(rule)]
    sets = [" ".join(each) for size in range(1, len(used) + 1) for each in combinations(used, size)]
    standing = inclusive_text(rule.inclusive)
    texts = dict.fromkeys((NOT_USED, *sets, standing))
    return tuple((text, text) for text in texts)


def kind_words(row: RuleRow) -> str:
    """Alert, signal, gauge: what the rule is, and whose."""
    kind = row.rule.kind.replace("_", " ")
    whose = ", your own" if is_own(row.rule.id) else ""
    return f"{kind[:1].upper()}{kind[1:]}{whose}"
