"""The templates of a ticket: what each asks for, what it takes where nothing is typed, and what was typed last."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

FieldKind = Literal["text", "choice", "expiry"]
CUSTOM = "custom"
_LARGEST_KEPT = 20_000


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A value of a template: `usual` is proposed first; `days` is the tenor an expiry is proposed at.

    `choices` are values with their words; `unit` stands behind a number.
    """

    name: str
    label: str
    kind: FieldKind = "text"
    usual: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    hint: str = ""
    days: int = 30


@dataclass(frozen=True, slots=True)
class Template:
    """`root` is what it trades where it does not ask for one."""

    name: str
    title: str
    fields: tuple[TemplateField, ...]
    root: str = "SPXW"


def _roots(*roots: str) -> TemplateField:
    return TemplateField("root", "Root", "choice", roots[0], tuple((root, root) for root in roots))


def _expiry(label: str = "Expiry", name: str = "expiry", days: int = 30) -> TemplateField:
    return TemplateField(name, label, "expiry", days=days)


def _right(usual: str) -> TemplateField:
    return TemplateField("right", "Right", "choice", usual, (("P", "Puts"), ("C", "Calls")))


_INDEX = ("SPXW", "SPX", "XSP")
_WIDTH = TemplateField("width", "Width", usual="50", unit="points", hint="From the short strike to the long one")
_DELTA = TemplateField("delta", "Delta", usual="0.16", hint="Forward delta of the short strikes, without a sign")
_ROLE = TemplateField(
    "role", "Layer", "choice", "short", (("short", "Short"), ("medium", "Medium"), ("long", "Long"))
)

TEMPLATES: tuple[Template, ...] = (
    Template(
        "condor_by_strikes",
        "Condor by strikes",
        (
            _roots(*_INDEX),
            _expiry(),
            TemplateField("puts", "Puts", hint="Long and short strike, such as 6300/6350"),
            TemplateField("calls", "Calls", hint="Short and long strike, such as 7150/7200"),
        ),
    ),
    Template("condor_by_delta", "Condor by delta", (_roots(*_INDEX), _expiry(), _DELTA, _WIDTH)),
    Template(
        "condor_by_expected_move",
        "Condor by EM",
        (
            _roots(*_INDEX),
            _expiry(),
            TemplateField("moves", "Move", usual="1.0", unit="x EM", hint="Short strikes stand so far away"),
            _WIDTH,
        ),
    ),
    Template(
        "condor_by_credit",
        "Condor by credit",
        (
            _roots(*_INDEX),
            _expiry(),
            TemplateField("credit", "Credit", usual="20", unit="% of wing", hint="Share of the wing"),
            _WIDTH,
        ),
    ),
    Template("vertical", "Vertical", (_roots(*_INDEX, "VIX", "VIXW"), _expiry(), _right("P"), _DELTA, _WIDTH)),
    Template(
        "calendar",
        "Calendar",
        (
            _roots(*_INDEX, "VIX", "VIXW"),
            _expiry("Near"),
            _expiry("Far", "far_expiry", 60),
            _right("C"),
            TemplateField("strike", "Strike", hint="Empty: at the money"),
        ),
    ),
    Template(
        "vix_layer",
        "VIX call layer",
        (
            _ROLE,
            TemplateField("tenor", "Tenor", unit="days", hint="Empty: the tenor of the layer"),
            TemplateField("delta", "Delta", hint="Empty: the delta of the layer"),
        ),
        "VIX",
    ),
    Template(
        "whole_hedge",
        "Whole 4/4/2 hedge",
        (
            TemplateField("tenors", "Tenors", unit="days", hint="Short/medium/long, such as 30/110/220"),
            TemplateField("delta", "Delta", hint="Empty: the delta of each layer"),
        ),
        "VIX",
    ),
    Template("vx_future", "VX future", (_roots("VX", "VXM"), _expiry()), "VX"),
    Template(CUSTOM, "Custom", (_roots("SPXW", "SPX", "XSP", "VIX", "VIXW", "VX", "VXM"), _expiry())),
)
_BY_NAME: Mapping[str, Template] = MappingProxyType({template.name: template for template in TEMPLATES})
FIRST = "condor_by_delta"


def template_named(name: str) -> Template:
    """An unknown name is the first template."""
    return _BY_NAME.get(name, _BY_NAME[FIRST])


@dataclass(frozen=True, slots=True)
class Remembered:
    """The template used last and what was typed for each; an expiry is remembered by its days left."""

    last: str = FIRST
    values: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, name: str) -> Mapping[str, str]:
        return self.values.get(name, {})

    def after(self, name: str, values: Mapping[str, str], today: date) -> Remembered:
        """`values` as they stand in the fields, expiries as 2026-12-18."""
        days = {each.name for each in template_named(name).fields if each.kind == "expiry"}
        kept = {key: _days_text(value, today) if key in days else value for key, value in values.items()}
        return Remembered(name, MappingProxyType({**self.values, name: MappingProxyType(kept)}))

    def as_text(self) -> str:
        """One line of JSON, for the preferences."""
        return json.dumps({"last": self.last, "values": {name: dict(each) for name, each in self.values.items()}})


def remembered_from(text: str) -> Remembered:
    """Read back what `as_text` gave; anything else is nothing remembered."""
    try:
        kept = json.loads(text) if 0 < len(text) <= _LARGEST_KEPT else {}
        last, values = kept.get("last", FIRST), kept.get("values", {})
        read = {
            name: MappingProxyType({str(key): str(value) for key, value in each.items()})
            for name, each in values.items()
            if name in _BY_NAME
        }
    except (ValueError, AttributeError, RecursionError):
        return Remembered()
    return Remembered(last if last in _BY_NAME else FIRST, MappingProxyType(read))


def proposed_values(
    template: Template, typed: Mapping[str, str], expiries: Sequence[date], today: date
) -> dict[str, str]:
    """What the fields begin with: what was typed last, else what is usual.

    An expiry is the listed one nearest to the days remembered; empty where none is listed.
    """
    values = {each.name: typed.get(each.name, each.usual) for each in template.fields}
    listed = [day for day in expiries if day >= today]
    for each in template.fields:
        if each.kind == "expiry":
            values[each.name] = _nearest(values[each.name], listed, each.days, today)
    return values


def _nearest(kept: str, listed: Sequence[date], usual_days: int, today: date) -> str:
    if not listed:
        return ""
    days = int(kept) if kept.isascii() and kept.isdigit() and len(kept) < 6 else usual_days
    return min(listed, key=lambda day: abs((day - today).days - days)).isoformat()


def _days_text(value: str, today: date) -> str:
    try:
        return str((date.fromisoformat(value) - today).days)
    except ValueError:
        return ""
