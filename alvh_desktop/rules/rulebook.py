"""The rulebook, the layers and the inputs a new portfolio starts with, read from resources."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any, Literal, NamedTuple

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.records import Layer, Rule, Severity
from alvh_desktop.domain.resources import resource
from alvh_desktop.rules.reading import LEVELS, SEVERITIES

PROFILES = ("Steward", "Promoter")
Joined = Literal["and", "or"]
_DECIMALS = ("watch", "warn", "act", "rearm", "low", "high")
_USUAL = {
    "comparison": "above", "inclusive": "", "rearm": "0", "hold_seconds": 1, "stale_after_minutes": 20, "is_on": True,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Condition:
    """One row of a rule that has several: "and" must hold too, "or" is enough alone."""

    rule: Rule
    joined: Joined


class Bars(NamedTuple):
    """The thresholds of a row as numbers: (rank among LEVELS, threshold, whether it is reached exactly there)."""

    thresholds: tuple[tuple[int, float, bool], ...]
    is_above: bool
    rearm: float

    @property
    def highest(self) -> int:
        return self.thresholds[-1][0] if self.thresholds else 0


def threshold_of(rule: Rule, severity: Severity) -> Decimal | None:
    match severity:
        case "watch":
            return rule.watch
        case "warn":
            return rule.warn
        case "act":
            return rule.act


def bars_of(rule: Rule) -> Bars:
    reached = rule.inclusive.split()
    found = ((LEVELS.index(each), threshold_of(rule, each), each in reached) for each in SEVERITIES)
    numbers = tuple((rank, float(value), reaches) for rank, value, reaches in found if value is not None)
    return Bars(numbers, rule.comparison == "above", float(rule.rearm))


@dataclass(frozen=True)
class RuleSet:
    """A rule of the method: its first row, which names and words it, and its further conditions that are on."""

    head: Rule
    conditions: tuple[Condition, ...] = ()

    @property
    def id(self) -> str:
        return self.head.id

    @cached_property
    def rows(self) -> tuple[Rule, ...]:
        return (self.head, *(each.rule for each in self.conditions))

    @cached_property
    def bars(self) -> Mapping[str, Bars]:
        """By the id of each row: hundreds of subjects are held to the same ones."""
        return {rule.id: bars_of(rule) for rule in self.rows}

    @property
    def has_thresholds(self) -> bool:
        return any(value is not None for rule in self.rows for value in (rule.watch, rule.warn, rule.act))


def load_rules(profile: str) -> tuple[Rule, ...]:
    """The rules of a profile, with its thresholds, in the order of the rulebook."""
    own: Mapping[str, Mapping[str, str]] = _table(f"{profile.lower()}.toml")["values"]
    return tuple(_rule({**row, **own.get(row["id"], {})}) for row in _book_rows())


def profile_inputs(profile: str, on: date) -> tuple[TypedInput, ...]:
    """The inputs a profile starts with, dated with a day: its own ends of bands. Other inputs have their defaults."""
    rows = _table(f"{profile.lower()}.toml")["input"]
    return tuple(TypedInput(row["name"], on, Decimal(row["value"]), f"profile {profile}") for row in rows)


@cache
def profile_fields() -> Mapping[str, frozenset[str]]:
    """The fields that a profile sets, by rule: those that any profile sets otherwise than the rulebook."""
    found: dict[str, frozenset[str]] = {}
    for profile in PROFILES:
        for rule_id, values in _table(f"{profile.lower()}.toml")["values"].items():
            found[rule_id] = found.get(rule_id, frozenset()) | frozenset(values)
    return found


def profile_of(book: Book) -> str:
    """The profile that the book's rules started with; the first one where it names none that there is."""
    named = next((row.profile for row in book.portfolio.values()), PROFILES[0])
    return named if named in PROFILES else PROFILES[0]


def shipped_rules(profile: str) -> Mapping[str, Rule]:
    """The rules of a profile by id, in the order of the rulebook."""
    return _shipped(profile)


def rule_of(book: Book, rule_id: str) -> Rule:
    """The book's own row of a rule; where it has none, because the book is older, the one shipped for its profile.

    Raises KeyError for a rule that there is not.
    """
    own = book.rules.get(rule_id)
    return own if own is not None else _shipped(profile_of(book))[rule_id]


def rulebook_of(book: Book) -> tuple[RuleSet, ...]:
    """Every rule that is on, in the order of the rulebook; then the user's own, by id."""
    shipped = _shipped(profile_of(book))
    rows = [book.rules.get(rule_id, rule) for rule_id, rule in shipped.items()]
    rows += [rule for rule_id, rule in book.rules.items() if rule_id not in shipped]
    parts = part_ids()
    return tuple(_set_of(rule, book, shipped) for rule in rows if rule.is_on and rule.id not in parts)


@cache
def part_ids() -> Mapping[str, tuple[str, Joined]]:
    """Of each row that is one more condition of a rule: the rule, and how it is joined."""
    return {row["id"]: (row["part_of"], row["joined"]) for row in _book_rows() if "part_of" in row}


def _set_of(head: Rule, book: Book, shipped: Mapping[str, Rule]) -> RuleSet:
    found = [
        Condition(book.rules.get(part_id, shipped[part_id]), joined)
        for part_id, (of, joined) in part_ids().items()
        if of == head.id
    ]
    return RuleSet(head, tuple(each for each in found if each.rule.is_on))


def load_layers(first_id: int) -> tuple[Layer, ...]:
    """The classic 4/4/2 layers, numbered from `first_id` on."""
    rows: list[dict[str, Any]] = tomllib.loads(resource("layers.toml").read_text(encoding="utf-8"))["layer"]
    return tuple(
        Layer(id=first_id + place, **{**row, "target_delta": Decimal(row["target_delta"])})
        for place, row in enumerate(rows)
    )


@cache
def _shipped(profile: str) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in load_rules(profile)}


@cache
def _book_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = _table("rulebook.toml")["rule"]
    return rows


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(resource("rules", name).read_text(encoding="utf-8"))


def _rule(row: Mapping[str, Any]) -> Rule:
    full = {**_USUAL, **row}
    numbers = {name: Decimal(full[name]) if name in full else None for name in _DECIMALS}
    named = {name: value for name, value in full.items() if name not in ("part_of", "joined")}
    return Rule(**{**named, **numbers})
