"""The rulebook and the layers a new portfolio starts with, read from resources."""

import tomllib
from decimal import Decimal
from typing import Any

from alvh_desktop.domain.records import Layer, Rule
from alvh_desktop.domain.resources import resource

PROFILES = ("Steward", "Promoter")
_DECIMALS = ("watch", "warn", "act", "rearm", "low", "high")


def load_rules(profile: str) -> tuple[Rule, ...]:
    """The rules of a profile, with its thresholds."""
    return tuple(_rule(row) for row in _rows("rules", f"{profile.lower()}.toml", key="rule"))


def load_layers(first_id: int) -> tuple[Layer, ...]:
    """The classic 4/4/2 layers, numbered from `first_id` on."""
    rows = _rows("layers.toml", key="layer")
    return tuple(
        Layer(id=first_id + place, **{**row, "target_delta": Decimal(row["target_delta"])})
        for place, row in enumerate(rows)
    )


def _rows(*parts: str, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(resource(*parts).read_text(encoding="utf-8"))[key]
    return rows


def _rule(row: dict[str, Any]) -> Rule:
    numbers = {name: Decimal(row[name]) if name in row else None for name in _DECIMALS}
    return Rule(**{**row, **numbers})
