"""From what a person wants of the rulebook to an edit: the window and the `rules` command both come here."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from alvh_desktop.desk.desk import Desk
from alvh_desktop.desk.inputs import today
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.edits.rules import AddRule, ChangeRule, SetRules
from alvh_desktop.domain.money import round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input, Rule
from alvh_desktop.domain.rule_rows import OWN
from alvh_desktop.rules.facts.table import FACTS
from alvh_desktop.rules.rule_texts import typed_fields, with_field
from alvh_desktop.rules.rulebook import PROFILES
from alvh_desktop.rules.rulebook_file import RulebookFile
from alvh_desktop.rules.rulebook_rows import (
    FieldChange,
    changes_of,
    input_changes,
    inputs_of_profile,
    restored,
    row_of,
    with_profile,
)

_OWN_SOURCE = "your own"


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit of many rows, with everything that it would change; nothing is done yet."""

    edit: SetRules
    changes: tuple[FieldChange, ...]


def changed_rule(book: Book, rule_id: str, typed: Mapping[str, str]) -> ChangeRule | Problem:
    """The edit behind fields of a rule as they were typed; the Problem names the field."""
    row = row_of(book, rule_id)
    if isinstance(row, Problem):
        return row
    rule = _typed_over(row.rule, typed)
    return rule if isinstance(rule, Problem) else ChangeRule(rule, row.shipped)


def own_rule(name: str, fact_id: str, typed: Mapping[str, str]) -> AddRule | Problem:
    """A rule of one's own on a fact. `typed` are its fields as they were typed; what is left out has a usual
    value, the way back a twentieth of its first threshold.

    The Problem names a field, "name" or "fact".
    """
    fact = FACTS.get(fact_id)
    if fact is None:
        return Problem("fact", f"there is no fact {fact_id!r}: choose one of the list")
    name = name.strip().removeprefix(OWN)
    title = typed.get("title", "").strip() or fact.title
    rule = Rule(
        id=OWN + name,
        fact=fact.id,
        kind="alert",
        comparison="above",
        inclusive="",
        watch=None,
        warn=None,
        act=None,
        rearm=Decimal(0),
        low=Decimal(str(fact.low)),
        high=Decimal(str(fact.high)),
        hold_seconds=1,
        stale_after_minutes=20,
        unit=fact.unit,
        title=title,
        meaning=fact.formula,
        advice="Look at it.",
        source=_OWN_SOURCE,
        is_on=True,
    )
    said = {field: text for field, text in typed.items() if text.strip() and field != "title"}
    full = _typed_over(rule, said)
    if isinstance(full, Problem):
        return full
    return AddRule(full if "rearm" in said else replace(full, rearm=_usual_way_back(full)))


def restoring(book: Book, rule_id: str | None = None) -> Proposal | Problem:
    """One rule, or (None) all of the method's, back to the defaults of the book's profile."""
    rules = restored(book, rule_id)
    if isinstance(rules, Problem):
        return rules
    label = "Restore all rules" if rule_id is None else f"Restore rule {rules[0].title}"
    return Proposal(SetRules(rules, label), changes_of(book, rules))


def profile_named(name: str) -> str | Problem:
    found = next((each for each in PROFILES if each.casefold() == name.strip().casefold()), None)
    return found or Problem("profile", f"there is no profile {name!r}; choose {' or '.join(PROFILES)}")


def taking_profile(desk: Desk, name: str) -> Proposal | Problem:
    """The values of a profile, those of rules and those of inputs, in one step."""
    profile = profile_named(name)
    if isinstance(profile, Problem):
        return profile
    book, day = desk.book, today(desk)
    rules, typed = with_profile(book, profile), inputs_of_profile(book, profile, day)
    rows = tuple(Input(desk.next_id + n, t.name, t.on, t.value, t.source) for n, t in enumerate(typed))
    changes = (*changes_of(book, rules), *input_changes(book, typed, day))
    own = next((row.profile for row in book.portfolio.values()), profile)
    if own != profile:
        changes = (*changes, FieldChange("profile", "Profile", "defaults", own, profile))
    if not changes:
        return Problem("profile", f"the rulebook has the values of {profile} already")
    return Proposal(SetRules(rules, f"Take profile {profile}", rows, profile), changes)


def importing(file: RulebookFile, name: str) -> Proposal | Problem:
    """All rows of a file that can be taken, in one step."""
    if not file.rules:
        told = "every row of it is refused" if file.refused else "the rulebook stands so already"
        return Problem("file", told)
    return Proposal(SetRules(file.rules, f"Import rulebook {name}"), file.changes)


def _usual_way_back(rule: Rule) -> Decimal:
    """A twentieth of its first threshold: without any, a value that trembles about it would fire again and again."""
    first = next((t for t in (rule.watch, rule.warn, rule.act) if t is not None), Decimal(0))
    return round_to_units(abs(first) / 20) if first.is_finite() else Decimal(0)


def _typed_over(rule: Rule, typed: Mapping[str, str]) -> Rule | Problem:
    for field, text in _in_order(rule, typed):
        changed = with_field(rule, field, text)
        if isinstance(changed, Problem):
            return changed
        rule = changed
    return rule


def _in_order(rule: Rule, typed: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Known fields first, in their order; an unknown one is refused by its name."""
    known = [field for field in typed_fields(rule) if field in typed]
    return [(field, typed[field]) for field in (*known, *(each for each in typed if each not in known))]
