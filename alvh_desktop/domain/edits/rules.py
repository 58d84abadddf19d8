"""Changing the rulebook of a book: rows changed, rules of one's own added and removed, many rows in one step."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from alvh_desktop.domain.book import Book, Row
from alvh_desktop.domain.edits import Change, added, change_of, removed, replaced
from alvh_desktop.domain.edits.inputs import EnterInputs
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Input, Rule
from alvh_desktop.domain.rule_rows import EDITED, is_own, rule_problem, used_severities

NOTHING_CHANGES = Problem("rules", "every rule stands so already")


@dataclass(frozen=True, slots=True)
class ChangeRule:
    """The row `rule` in place of the one of its id. `shipped` is the row that came with the program, on which a book
    that is older than the rule, and has no row of it, stands until now."""

    rule: Rule
    shipped: Rule | None = None

    def apply(self, book: Book) -> Change | Problem:
        before = book.rules.get(self.rule.id) or self.shipped
        if before is None or before.id != self.rule.id:
            return Problem("rule", f"there is no rule {self.rule.id}")
        problem = rule_problem(self.rule) or _fixed_problem(before, self.rule)
        if problem is not None:
            return problem
        if before == self.rule:
            return Problem("rule", f"{before.title} stands so already")
        return change_of(book, [_row(book, self.rule)], _changed_label(before, self.rule))


@dataclass(frozen=True, slots=True)
class AddRule:
    """A rule of one's own, as a row whose id begins with "own."."""

    rule: Rule

    def apply(self, book: Book) -> Change | Problem:
        if not is_own(self.rule.id):
            return Problem("name", "the id of a rule of your own begins with own.")
        if self.rule.id in book.rules:
            return Problem("name", f"there is a rule {self.rule.id} already: give it another name")
        problem = rule_problem(self.rule)
        return problem or change_of(book, [added("rules", self.rule)], f"New rule {self.rule.title}")


@dataclass(frozen=True, slots=True)
class RemoveRule:
    """Take a rule of one's own away; those of the method are switched off."""

    rule_id: str

    def apply(self, book: Book) -> Change | Problem:
        if not is_own(self.rule_id):
            return Problem("rule", f"{self.rule_id} belongs to the method: switch it off to silence it")
        rule = book.rules.get(self.rule_id)
        if rule is None:
            return Problem("rule", f"there is no rule {self.rule_id}")
        return change_of(book, [removed("rules", rule)], f"Remove rule {rule.title}")


@dataclass(frozen=True, slots=True)
class SetRules:
    """All of `rules` as they are given, in one step: a profile, defaults restored, a rulebook read from a file.

    `inputs` are typed in the same step, with new ids. `profile` is what the book starts from then; None leaves it.
    Rows that stand so already are left out; where nothing is left there is nothing to do.
    """

    rules: tuple[Rule, ...]
    label: str
    inputs: tuple[Input, ...] = ()
    profile: str | None = None

    def apply(self, book: Book) -> Change | Problem:
        seen: set[str] = set()
        for rule in self.rules:
            problem = rule_problem(rule)
            if problem is not None:
                return Problem(rule.id, problem.message)
            if rule.id in seen:
                return Problem(rule.id, "the rule is given twice: say it once")
            seen.add(rule.id)
        rows = [_row(book, rule) for rule in self.rules if book.rules.get(rule.id) != rule]
        if self.inputs:
            typed = EnterInputs(self.inputs).changes(book)
            if isinstance(typed, Problem):
                return typed
            rows += typed
        rows += self._portfolio(book)
        return change_of(book, rows, self.label) if rows else NOTHING_CHANGES

    def _portfolio(self, book: Book) -> Iterator[Row]:
        for row in book.portfolio.values():
            if self.profile is not None and row.profile != self.profile:
                yield replaced("portfolio", row, replace(row, profile=self.profile))


def _row(book: Book, rule: Rule) -> Row:
    before = book.rules.get(rule.id)
    return added("rules", rule) if before is None else replaced("rules", before, rule)


def _fixed_problem(before: Rule, after: Rule) -> Problem | None:
    """What makes a rule the one it is stays: its thresholds mean nothing in another unit."""
    changed = {each.name for each in fields(Rule) if getattr(before, each.name) != getattr(after, each.name)}
    fixed = sorted(changed - set(EDITED) - ({"comparison", "title", "meaning"} if is_own(before.id) else set()))
    if fixed:
        return Problem(fixed[0], f"the {fixed[0]} of {before.title} is part of the rule and stays as it is")
    if after.kind in ("entry_check", "gate"):
        gone = used_severities(before) ^ used_severities(after)
        for severity in sorted(gone):
            told = ", ".join(sorted(used_severities(before))) or "none"
            return Problem(severity, f"{before.title} is judged in the ticket by these thresholds alone: {told}")
    return None


def _changed_label(before: Rule, after: Rule) -> str:
    if replace(before, is_on=after.is_on) == after:
        return f"Switch {'on' if after.is_on else 'off'} rule {after.title}"
    return f"Change rule {after.title}"
