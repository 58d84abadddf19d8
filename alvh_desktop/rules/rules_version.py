"""Which values of a rule an alert was judged by, as a short text."""

import hashlib
from dataclasses import fields
from decimal import Decimal

from alvh_desktop.domain.money import plain
from alvh_desktop.domain.records import Rule
from alvh_desktop.rules.rulebook import RuleSet

_WORDS = {"title", "meaning", "advice", "source"}


def rules_version(rules: RuleSet) -> str:
    """Twelve hexadecimal digits that change with every value of its rows and with none of their words."""
    told = [("head", rules.head), *((each.joined, each.rule) for each in rules.conditions)]
    text = "\n".join(f"{joined}: {_values(rule)}" for joined, rule in told)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _values(rule: Rule) -> str:
    found = ((field.name, getattr(rule, field.name)) for field in fields(rule) if field.name not in _WORDS)
    return ", ".join(f"{name} {plain(value) if isinstance(value, Decimal) else value}" for name, value in found)
