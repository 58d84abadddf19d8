"""What is chosen in a ticket beside its draft: a template with its values, and what sizes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.viewmodels.ticket.ports import SizeBy
from alvh_desktop.viewmodels.ticket.templates import CUSTOM, Remembered, Template, proposed_values, template_named

Expiries = Callable[[str], Sequence[date]]
"""The listed expiries of a root, ascending."""


@dataclass(frozen=True)
class Chosen:
    """`values` as they stand in the template's fields, expiries as 2026-12-18.

    `is_shown` where no person chose it: a draft came from elsewhere.
    """

    template: Template = field(default_factory=lambda: template_named(""))
    values: Mapping[str, str] = field(default_factory=dict)
    is_shown: bool = False

    @property
    def root(self) -> str:
        return self.values.get("root") or self.template.root

    @property
    def expiry(self) -> date | None:
        try:
            return date.fromisoformat(self.values.get("expiry", ""))
        except ValueError:
            return None

    def with_value(self, name: str, text: str, expiries: Expiries, today: date) -> Chosen:
        """Another root keeps what was typed, with its own expiries nearest to those before."""
        typed = {**self.values, name: text}
        if name != "root":
            return Chosen(self.template, typed)
        kept = Remembered().after(self.template.name, self.values, today).of(self.template.name)
        return chosen(self.template.name, {**kept, "root": text}, expiries, today)


def chosen(name: str, typed: Mapping[str, str], expiries: Expiries, today: date) -> Chosen:
    """A template with what was `typed` for it last, expiries as days left, and what is usual for the rest."""
    template = template_named(name)
    usual = next((each.usual for each in template.fields if each.name == "root"), template.root)
    root = typed.get("root") or usual
    return Chosen(template, proposed_values(template, typed, expiries(root), today))


def custom_for(draft: Draft) -> Chosen:
    """Of a draft from elsewhere: what a further leg begins with."""
    first = next((leg.contract for leg in reversed(draft.legs)), None)
    values = {} if first is None else {"root": first.root, "expiry": first.expiry.isoformat()}
    return Chosen(template_named(CUSTOM), values, is_shown=True)


@dataclass(frozen=True, slots=True)
class Size:
    """What the field of the size counts: lots, or an amount that may be lost in $ or % of the account."""

    by: SizeBy = "lots"
    text: str = ""

    @property
    def is_typed_amount(self) -> bool:
        return self.by != "lots" and bool(self.text.strip())

    @property
    def amount(self) -> Decimal | Problem:
        if not self.text.strip():
            return Problem("quantity", "say how much may be lost")
        amount = parse_decimal(self.text, "quantity")
        if isinstance(amount, Decimal) and amount <= 0:
            return Problem("quantity", f"{self.text.strip()} is no amount that may be lost: type one above 0")
        return amount
