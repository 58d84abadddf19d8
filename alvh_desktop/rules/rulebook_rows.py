"""Every row of a rulebook beside its default, and what a profile, a restoring or a file would change in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import TypedInput, kind_of, value_on, value_text
from alvh_desktop.domain.inputs.kinds import InputKind
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.rule_texts import NAMES, field_text
from alvh_desktop.rules.rulebook import (
    PROFILES,
    Joined,
    part_ids,
    profile_fields,
    profile_inputs,
    profile_of,
    shipped_rules,
)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of the book's rulebook. `shipped` is its default in the book's profile, None for a rule of one's own.

    A condition names the rule it is `part_of`, and how it is `joined` to it.
    """

    rule: Rule
    shipped: Rule | None
    part_of: str | None = None
    joined: Joined | None = None

    @property
    def changed_fields(self) -> tuple[str, ...]:
        """The fields that differ from the default; none of a rule of one's own."""
        return () if self.shipped is None else differing(self.shipped, self.rule)


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a rule, or one input, before and after, as texts; `title` is what it belongs to."""

    key: str
    title: str
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.title}: {self.field} {self.before} becomes {self.after}"


def rule_rows(book: Book) -> tuple[RuleRow, ...]:
    """Every row, on or off: those of the method with conditions behind their rule, then the user's own by id."""
    shipped, parts = shipped_rules(profile_of(book)), part_ids()
    heads = [rule_id for rule_id in shipped if rule_id not in parts]
    found = []
    for head in heads:
        found.append(RuleRow(book.rules.get(head, shipped[head]), shipped[head]))
        for part, (of, joined) in parts.items():
            if of == head:
                found.append(RuleRow(book.rules.get(part, shipped[part]), shipped[part], of, joined))
    return (*found, *(RuleRow(rule, None) for rule in book.rules.values() if rule.id not in shipped))


def row_of(book: Book, rule_id: str) -> RuleRow | Problem:
    """The row of this id; the Problem names the nearest ones."""
    found = next((row for row in rule_rows(book) if row.rule.id == rule_id), None)
    if found is not None:
        return found
    from difflib import get_close_matches

    alike = get_close_matches(rule_id, [row.rule.id for row in rule_rows(book)], n=1)
    hint = f": did you mean {alike[0]}?" if alike else ": 'rules' lists them"
    return Problem("rule", f"there is no rule {rule_id!r}{hint}")


def differing(before: Rule, after: Rule) -> tuple[str, ...]:
    """The fields that differ, in the order in which they are shown; their texts differ too."""
    return tuple(name for name in NAMES if getattr(before, name) != getattr(after, name))


def changes_of(book: Book, rules: Iterable[Rule]) -> tuple[FieldChange, ...]:
    """What putting these rows into the book would change, field by field; a new rule is one line."""
    return tuple(_changes(book, rules))


def restored(book: Book, rule_id: str | None = None) -> tuple[Rule, ...] | Problem:
    """The rows that differ from the default of the book's profile, as that has them: of one rule, or (None) of all
    but the user's own."""
    rows = [row for row in rule_rows(book) if row.shipped is not None]
    if rule_id is not None:
        row = row_of(book, rule_id)
        if isinstance(row, Problem):
            return row
        if row.shipped is None:
            return Problem("rule", f"{row.rule.title} is a rule of your own: it has no default")
        rows = [row]
    found = tuple(row.shipped for row in rows if row.shipped is not None and row.rule != row.shipped)
    told = (
        "every rule has its default already" if rule_id is None else f"{rows[0].rule.title} has its default already"
    )
    return found or Problem("rule", told)


def with_profile(book: Book, profile: str) -> tuple[Rule, ...]:
    """The rows that a profile changes: the fields that profiles set take its values, all else stays as it is."""
    shipped, found = shipped_rules(profile), []
    for row in rule_rows(book):
        names = profile_fields().get(row.rule.id, ())
        values = {name: getattr(shipped[row.rule.id], name) for name in names}
        rule = replace(row.rule, **values)
        if rule != row.rule:
            found.append(rule)
    return tuple(found)


def inputs_of_profile(book: Book, profile: str, on: date) -> tuple[TypedInput, ...]:
    """The inputs that a profile changes on a day. What only another profile sets goes back to its default."""
    own = {typed.name: typed for typed in profile_inputs(profile, on)}
    for other in PROFILES:
        for typed in profile_inputs(other, on):
            kind = kind_of(typed.name)
            if typed.name not in own and isinstance(kind, InputKind) and kind.default is not None:
                own[typed.name] = TypedInput(typed.name, on, kind.default, f"profile {profile}")
    return tuple(typed for typed in own.values() if value_on(book.inputs, typed.name, on) != typed.value)


def input_changes(book: Book, typed: Iterable[TypedInput], on: date) -> tuple[FieldChange, ...]:
    """What entering these inputs would change."""
    found = []
    for each in typed:
        kind, value = kind_of(each.name), value_on(book.inputs, each.name, on)
        title = each.name if isinstance(kind, Problem) else kind.title
        before = "none" if value is None else value_text(value)
        found.append(FieldChange(each.name, title, "value", before, value_text(each.value)))
    return tuple(found)


def _changes(book: Book, rules: Iterable[Rule]) -> Iterator[FieldChange]:
    standing = {row.rule.id: row.rule for row in rule_rows(book)}
    for rule in rules:
        before = standing.get(rule.id)
        if before is None:
            yield FieldChange(rule.id, rule.title, "rule", "not there", "a rule of your own")
            continue
        for name in differing(before, rule):
            yield FieldChange(rule.id, rule.title, NAMES[name], field_text(before, name), field_text(rule, name))
