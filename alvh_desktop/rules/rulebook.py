"""The rulebook, the layers and the inputs a new portfolio starts with, read from resources."""

import tomllib
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.inputs import TypedInput
from alvh_desktop.domain.records import Layer, Rule
from alvh_desktop.domain.resources import resource

PROFILES = ("Steward", "Promoter")
_DECIMALS = ("watch", "warn", "act", "rearm", "low", "high")


def load_rules(profile: str) -> tuple[Rule, ...]:
    """The rules of a profile, with its thresholds."""
    return tuple(_rule(row) for row in _rows("rules", f"{profile.lower()}.toml", key="rule"))


def profile_inputs(profile: str, on: date) -> tuple[TypedInput, ...]:
    """The inputs a profile starts with, dated with a day: its own ends of bands. Other inputs have their defaults."""
    rows = _rows("rules", f"{profile.lower()}.toml", key="input")
    return tuple(TypedInput(row["name"], on, Decimal(row["value"]), f"profile {profile}") for row in rows)


def rule_of(book: Book, rule_id: str) -> Rule:
    """The book's own row of a rule; where it has none, because the book is older, the one shipped for its profile.

    Raises KeyError for a rule that there is not.
    """
    own = book.rules.get(rule_id)
    if own is not None:
        return own
    profile = next((row.profile for row in book.portfolio.values()), PROFILES[0])
    return _shipped(profile if profile in PROFILES else PROFILES[0])[rule_id]


def load_layers(first_id: int) -> tuple[Layer, ...]:
    """The classic 4/4/2 layers, numbered from `first_id` on."""
    rows = _rows("layers.toml", key="layer")
    return tuple(
        Layer(id=first_id + place, **{**row, "target_delta": Decimal(row["target_delta"])})
        for place, row in enumerate(rows)
    )


@cache
def _shipped(profile: str) -> dict[str, Rule]:
    return {rule.id: rule for rule in load_rules(profile)}


def _rows(*parts: str, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(resource(*parts).read_text(encoding="utf-8"))[key]
    return rows


def _rule(row: dict[str, Any]) -> Rule:
    numbers = {name: Decimal(row[name]) if name in row else None for name in _DECIMALS}
    return Rule(**{**row, **numbers})
