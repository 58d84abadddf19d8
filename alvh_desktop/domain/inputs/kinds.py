"""What may be typed: each kind of input declared once in resources/inputs.toml, some as families with a number."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from types import MappingProxyType
from typing import Any

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.resources import resource

_HUNDRED = Decimal(100)
_LARGEST_SHARE = 3
_NUMBERED = re.compile(r"(.+)\.([0-9]{1,9})", re.ASCII)
_ALIKE = 0.5
_A_WORD = 3


@dataclass(frozen=True, slots=True)
class InputKind:
    """What a value of this name means, in which `unit` it counts, and its legal range (both ends included).

    `default` counts where nothing was typed; None where nothing can be guessed. `source` says where the default and
    the range come from. A typed value is stale once more than `stale_after_days` trading days have passed (None:
    never). `is_whole` allows whole numbers only, as for a switch of 0 and 1. `needed_by` names the rules of the
    method that hang on it.
    """

    name: str
    title: str
    unit: str
    default: Decimal | None
    low: Decimal
    high: Decimal
    meaning: str
    source: str
    stale_after_days: int | None = None
    is_whole: bool = False
    needed_by: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The words under which kinds that belong together are shown; where none are declared, the first name."""
        first = self.name.partition(".")[0]
        return _declared().groups.get(first, first)


@dataclass(frozen=True, slots=True)
class InputFamily:
    """Kinds told apart by a whole number behind the name, `first` to `last`; `model` has {n} where it stands.

    `choice` is the family in two words, `number` what its number is.
    """

    name: str
    first: int
    last: int
    choice: str
    number: str
    model: InputKind

    def member(self, number: int) -> InputKind:
        """The kind of one number. Raises ValueError outside `first` to `last`."""
        if not self.first <= number <= self.last:
            raise ValueError(f"{self.name} has no {number}")
        title, meaning = (text.replace("{n}", str(number)) for text in (self.model.title, self.model.meaning))
        return replace(self.model, name=f"{self.name}.{number}", title=title, meaning=meaning)

    def number_of(self, name: str) -> int | None:
        """The number behind a name of this family; None for every other name."""
        head, _, tail = name.rpartition(".")
        is_number = tail.isascii() and tail.isdigit() and len(tail) < 10 and str(int(tail)) == tail
        return int(tail) if head == self.name and is_number and self.first <= int(tail) <= self.last else None


def input_kinds() -> Mapping[str, InputKind]:
    """Every kind with a name of its own, in the order of inputs.toml. Families are not in it."""
    return _declared().kinds


def input_families() -> Mapping[str, InputFamily]:
    """The kinds with a number in their name, by the name before it: `rate`, `margin.VX`."""
    return _declared().families


def kind_of(name: str) -> InputKind | Problem:
    """The kind a name stands for; else a Problem that suggests the nearest known name."""
    kind = input_kinds().get(name)
    if kind is not None:
        return kind
    for family in input_families().values():
        number = family.number_of(name)
        if number is not None:
            return family.member(number)
    return Problem("name", _unknown_name(name))


def range_problem(kind: InputKind, value: Decimal) -> Problem | None:
    """Why a value cannot be one of this kind, in a sentence that gives the range and its unit."""
    is_inside = kind.low <= value <= kind.high
    if kind.is_whole:
        if is_inside and value == value.to_integral_value():
            return None
        return Problem("value", f"{value_text(value)} is no value of {kind.name}: it is {kind.unit}")
    if is_inside:
        return None
    span = f"{value_text(kind.low)} to {value_text(kind.high)} ({kind.unit})"
    meant = _meant(kind, value)
    hint = "" if meant is None else f"; did you mean {value_text(meant)}?"
    return Problem("value", f"{value_text(value)} lies outside the range of {kind.name}, {span}{hint}")


def value_text(value: Decimal) -> str:
    """The number without an exponent and without zeros at its end: `0.078`, `150`, `-8`."""
    return format((value + 0).normalize(), "f")


def _meant(kind: InputKind, value: Decimal) -> Decimal | None:
    """The number behind a percentage typed as a fraction, a share typed in percent, or a rate in basis points."""
    meant = [value / _HUNDRED]
    if kind.unit.startswith("%"):
        meant.append(value * _HUNDRED)
    elif kind.high > _LARGEST_SHARE:
        return None
    return next((each for each in meant if each and kind.low <= each <= kind.high), None)


def _unknown_name(name: str) -> str:
    shown = name if len(name) <= 60 else f"{name[:60]}..."
    families = input_families()
    numbered = _NUMBERED.fullmatch(name)
    near = _nearest(numbered[1], families) if numbered else None
    if numbered and near:
        return _wrong_number(shown, int(numbered[2]), families[near])
    for family in families.values():
        if name.casefold().rstrip(".") == family.name.casefold():
            return f"{shown!r} needs a number: the names are {_span(family)}"
    nearest = _nearest(name, input_kinds())
    hint = f"did you mean {nearest}?" if nearest else "'inputs' lists every name"
    return f"there is no input {shown!r}: {hint}"


def _wrong_number(shown: str, number: int, family: InputFamily) -> str:
    if not family.first <= number <= family.last:
        return f"there is no input {shown!r}: the names are {_span(family)}"
    return f"there is no input {shown!r}: did you mean {family.name}.{number}?"


def _span(family: InputFamily) -> str:
    return f"{family.name}.{family.first} to {family.name}.{family.last}"


def _nearest(name: str, known: Mapping[str, object]) -> str | None:
    by_letters = {each.casefold(): each for each in known}
    sought = name[:60].casefold()  # comparing is slow for long texts, and no name is long
    parts = [each for each in by_letters if sought in each] if len(sought) >= _A_WORD else []
    found = [min(parts, key=len)] if parts else get_close_matches(sought, by_letters, n=1, cutoff=_ALIKE)
    return by_letters[found[0]] if found else None


@dataclass(frozen=True, slots=True)
class _Declared:
    kinds: Mapping[str, InputKind]
    families: Mapping[str, InputFamily]
    groups: Mapping[str, str]


@cache
def _declared() -> _Declared:
    table = tomllib.loads(resource("inputs.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    kinds = {row["name"]: _kind(row) for row in table["kind"]}
    families = {row["name"]: _family(row) for row in table["family"]}
    return _Declared(MappingProxyType(kinds), MappingProxyType(families), MappingProxyType(table["groups"]))


def _family(row: Mapping[str, Any]) -> InputFamily:
    own = {name: row[name] for name in ("first", "last", "choice", "number")}
    model = _kind({name: value for name, value in row.items() if name not in own})
    return InputFamily(name=row["name"], model=model, **own)


def _kind(row: Mapping[str, Any]) -> InputKind:
    numbers = {name: Decimal(row[name]) for name in ("default", "low", "high") if name in row}
    return InputKind(**{"default": None, **row, **numbers, "needed_by": tuple(row.get("needed_by", ()))})
