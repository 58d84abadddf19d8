"""What a person asks of the journal, as one typed line: words, and what they are about.

pressed "short call" -fomc #roll campaign:12 sleeve:alvh rule:condor.short_near outcome:lost after:2026-11-01
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Literal, get_args

from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.records import Sleeve

Outcome = Literal["won", "lost", "even", "open"]
"""How the campaign stands that something is about: in $ after fees, closed campaigns; or open still."""

_PART = re.compile(r'(-?)(?:([a-z]+):)?(?:"([^"]*)"?|(\S+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asked:
    """`words` must all stand somewhere, each as the beginning of a word or, with blanks in it, as a phrase; none of
    `without` may. Of each of the other fields one value has to hold, and an empty one asks for nothing. `first` and
    `last` are New York days, both included."""

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    campaigns: frozenset[int] = frozenset()
    trades: frozenset[int] = frozenset()
    sleeves: frozenset[Sleeve] = frozenset()
    rules: frozenset[str] = frozenset()
    outcomes: frozenset[Outcome] = frozenset()
    first: date | None = None
    last: date | None = None

    @property
    def is_of_words(self) -> bool:
        return bool(self.words or self.without)


@dataclass(slots=True)
class _Gathered:
    words: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    values: dict[str, set[Any]] = field(default_factory=dict)


def asked_of(line: str) -> Asked | Problem:
    """What a line asks; a Problem names the part that says nothing."""
    found, days = _Gathered(), Asked()
    answer: Asked | Problem | None
    for minus, name, quoted, bare in _PART.findall(line):
        text = quoted or bare
        if name and name.lower() in ("after", "before", "on"):
            answer = _with_day(days, name.lower(), text)
        elif name and name.lower() in _READERS:
            answer = _gather(found, name.lower(), text)
        elif bare.startswith("#") and len(bare) > 1 and not minus:
            answer = _gather(found, "tag", bare)
        else:
            # a colon in a word is none of ours: 10:30, http://
            _gather_word(found, minus, f"{name}:{text}" if name else text)
            continue
        if isinstance(answer, Problem):
            return answer
        if minus:
            return Problem("search", f"{name}: cannot be left out; put - before words")
        days = answer or days
    if days.first is not None and days.last is not None and days.first > days.last:
        return Problem("search", f"no day is after {days.first} and before {days.last}")
    sets: dict[str, Any] = {_READERS[name][0]: frozenset(values) for name, values in found.values.items()}
    return replace(days, words=tuple(found.words), without=tuple(found.without), **sets)


def _gather_word(found: _Gathered, minus: str, text: str) -> None:
    if any(each.isalnum() for each in text):  # marks alone are no word of a text
        (found.without if minus else found.words).append(text)


def _gather(found: _Gathered, name: str, text: str) -> Problem | None:
    value = _READERS[name][1](text)
    if isinstance(value, Problem):
        return value
    found.values.setdefault(name, set()).add(value)
    return None


def _with_day(days: Asked, name: str, text: str) -> Asked | Problem:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Problem("search", f"{text or name} is no day: say {name}:2026-11-20")
    if name == "on":
        return replace(days, first=day, last=day)
    return replace(days, first=day) if name == "after" else replace(days, last=day)


def _tag(text: str) -> str | Problem:
    tag = text.removeprefix("#").casefold()
    return tag or Problem("search", "say which tag: tag:roll")


def _number(what: str) -> Callable[[str], int | Problem]:
    def read(text: str) -> int | Problem:
        if text.isascii() and text.isdecimal() and len(text) < 16:
            return int(text)
        return Problem("search", f"{text or what} is no number of a {what}: say {what}:12")

    return read


def _one_of(what: str, allowed: tuple[str, ...]) -> Callable[[str], str | Problem]:
    def read(text: str) -> str | Problem:
        said = text.casefold().replace(" ", "_")
        if said in allowed:
            return said
        return Problem("search", f"{text or what} is no {what}: say {' or '.join(allowed)}")

    return read


def _rule(text: str) -> str | Problem:
    return text or Problem("search", "say which rule: rule:condor.short_near")


_READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = MappingProxyType(
    {
        "tag": ("tags", _tag),
        "campaign": ("campaigns", _number("campaign")),
        "trade": ("trades", _number("trade")),
        "sleeve": ("sleeves", _one_of("sleeve", get_args(Sleeve))),
        "rule": ("rules", _rule),
        "outcome": ("outcomes", _one_of("outcome", get_args(Outcome))),
    }
)
"""By the name that is typed: the field it asks by, and what reads its value."""
