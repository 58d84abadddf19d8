"""The fields of a rule as a person reads and types them: each text leads back to its value, or to a Problem."""

import re
from dataclasses import fields, replace
from decimal import Decimal

from alvh_desktop.domain.inputs import value_text
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Rule
from alvh_desktop.domain.rule_rows import EDITED, SEVERITIES, is_own

AT_ONCE, NEXT_LOOK, NOT_USED = "at once", "next look", "none"
_ON, _OFF = ("on", "yes", "1", "true"), ("off", "no", "0", "false")
_WAIT = re.compile(r"([0-9]{1,6}) ?(s|sec|seconds?|min|minutes?|h|hours?)?", re.ASCII)
_SECONDS = {"s": 1, "m": 60, "h": 3600}
NAMES = {
    "is_on": "on", "watch": "watch", "warn": "warn", "act": "act", "inclusive": "at it", "rearm": "re-arm",
    "hold_seconds": "hold", "stale_after_minutes": "stale after", "advice": "advice", "source": "source",
    "comparison": "fires", "title": "title", "meaning": "meaning", "fact": "fact", "kind": "kind", "unit": "unit",
    "low": "lowest", "high": "highest",
}  # fmt: skip
"""What each field is called where a person reads of it."""


def typed_fields(rule: Rule) -> tuple[str, ...]:
    """The fields of this rule that a person may type over."""
    return (*EDITED, "comparison", "title", "meaning") if is_own(rule.id) else EDITED


def field_text(rule: Rule, field: str) -> str:
    """0.70, none, on, at once, next look, 30 s, watch act; texts as they are."""
    value = getattr(rule, field)
    match field:
        case "is_on":
            return "on" if value else "off"
        case "hold_seconds":
            return hold_text(value)
        case "stale_after_minutes":
            return f"{value} min"
        case "inclusive":
            return inclusive_text(value)
    if value is None:
        return NOT_USED
    return value_text(value) if isinstance(value, Decimal) else str(value)


def hold_text(seconds: int) -> str:
    """How long it must stand before it fires; 1 s is shorter than the time between two looks."""
    if seconds <= 1:
        return NEXT_LOOK if seconds else AT_ONCE
    if seconds % 3600 == 0:
        return f"{seconds // 3600} h"
    return f"{seconds // 60} min" if seconds % 60 == 0 else f"{seconds} s"


def inclusive_text(inclusive: str) -> str:
    return " ".join(severity for severity in SEVERITIES if severity in inclusive.split()) or NOT_USED


def with_field(rule: Rule, field: str, text: str) -> Rule | Problem:
    """The rule with a field as it was typed; the Problem names the field. Whether it can stand is not looked at."""
    text = text.strip()
    if field not in typed_fields(rule):
        known = {each.name for each in fields(Rule)}
        told = "stays as it is" if field in known else f"is no field of a rule: say one of {', '.join(EDITED)}"
        return Problem(field, f"{field} {told}")
    value = _read(field, text)
    return value if isinstance(value, Problem) else replace(rule, **{field: value})  # type: ignore[arg-type]


def _read(field: str, text: str) -> object:
    folded = text.casefold()
    match field:
        case "is_on":
            return folded in _ON if folded in (*_ON, *_OFF) else Problem(field, f"say on or off, not {text!r}")
        case "watch" | "warn" | "act":
            return None if folded in ("", NOT_USED) else parse_decimal(text, field)
        case "rearm":
            return parse_decimal(text, field) if text else Problem(field, "type a number, 0 for none")
        case "hold_seconds":
            return _hold(text)
        case "stale_after_minutes":
            minutes = _seconds(text, "min")
            if minutes is None or minutes % 60:
                return Problem(field, f"{text!r} is no age: type whole minutes, such as 20")
            return minutes // 60
        case "inclusive":
            return _inclusive(text)
    return text


def _hold(text: str) -> int | Problem:
    folded = text.casefold()
    if folded in (AT_ONCE, NEXT_LOOK):
        return 0 if folded == AT_ONCE else 1
    seconds = _seconds(text, "s")
    told = f"type {AT_ONCE}, {NEXT_LOOK}, or a time such as 30 s or 5 min"
    return Problem("hold_seconds", f"{text!r} is no hold time: {told}") if seconds is None else seconds


def _seconds(text: str, unit: str) -> int | None:
    found = _WAIT.fullmatch(text.strip().casefold())
    return None if found is None else int(found[1]) * _SECONDS[(found[2] or unit)[0]]


def _inclusive(text: str) -> str | Problem:
    words = [] if text.casefold() in ("", NOT_USED) else text.casefold().replace(",", " ").split()
    unknown = next((word for word in words if word not in SEVERITIES), None)
    if unknown is not None:
        return Problem("inclusive", f"{unknown!r} is no severity: say some of {', '.join(SEVERITIES)}, or {NOT_USED}")
    return " ".join(severity for severity in SEVERITIES if severity in words)
