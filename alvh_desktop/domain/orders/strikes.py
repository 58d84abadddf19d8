"""Strikes, rights and the prices beside them, as an order line writes them: 6300@1.20/6350@2.75P."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import cast

from alvh_desktop.domain.contracts import Right
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import strike_text

# What an OSI symbol can hold; prices share the bound, far above any the market shows.
_LARGEST = 100_000
_STRIKE_DECIMALS = 3
_MOST_GROUPS = 2
_LETTER = re.compile(r"[A-Z]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Level:
    """A strike with the price typed beside it, both in points."""

    strike: Decimal
    price: Decimal | None


@dataclass(frozen=True, slots=True)
class Group:
    """One or two strikes of one right, ascending and different."""

    levels: tuple[Level, ...]
    right: Right

    def __str__(self) -> str:
        return "/".join(strike_text(level.strike) for level in self.levels) + self.right


def parse_groups(words: Sequence[str]) -> tuple[Group, ...] | Problem:
    """Read `6300/6350P 7150/7200C`, each right attached to its strikes or as the word after them."""
    groups: list[Group] = []
    waiting = list(words)
    while waiting:
        word = waiting.pop(0)
        strikes, right = split_right(word)
        if not strikes[:1].isdigit() or len(groups) == _MOST_GROUPS:
            return Problem("line", f"{word!r} is not understood after the legs")
        if not right and waiting and waiting[0].isalpha():
            right = waiting.pop(0)
        group = _parse_group(strikes, right.upper(), is_first=not groups)
        if isinstance(group, Problem):
            return group
        groups.append(group)
    return tuple(groups)


def split_right(word: str) -> tuple[str, str]:
    """Cut 6300/6350P before its first letter; the second part is empty when there is none."""
    letter = _LETTER.search(word)
    cut = letter.start() if letter else len(word)
    return word[:cut], word[cut:]


def parse_points(text: str) -> Decimal | Problem:
    """Read a price in points, with or without a sign."""
    price = parse_decimal(text, "net")
    if isinstance(price, Decimal) and abs(price) >= _LARGEST:
        return Problem("net", f"{text} is no price: prices stay below {_LARGEST:,} points")
    return price


def split_price(word: str) -> tuple[str, Decimal | None] | Problem:
    """Take the leg's own price off a strike or an expiry: 6300@1.20."""
    text, mark, typed = word.partition("@")
    if not mark:
        return text, None
    if not typed:
        return Problem("net", f"{word} says no price: write it after @, as in {text}@1.20")
    if typed[0] in "+-":
        return Problem("net", f"the leg price in {word} needs no sign: write {text}@{typed[1:]}")
    price = parse_points(typed)
    return price if isinstance(price, Problem) else (text, price)


@lru_cache(maxsize=4096)  # a statement names the same strikes over and over
def parse_strike(text: str) -> Decimal | Problem:
    """Read a strike in points: above 0, below 100,000, three decimals at most."""
    strike = parse_decimal(text, "strike")
    if isinstance(strike, Problem):
        return strike
    if not text[0].isdigit() or not 0 < strike < _LARGEST:
        return Problem("strike", f"{text} is no strike: write a number above 0 and below {_LARGEST:,}")
    if strike != round(strike, _STRIKE_DECIMALS):
        return Problem("strike", f"{text} is no strike: strikes have {_STRIKE_DECIMALS} decimals at most")
    return strike


def _parse_group(strikes: str, right: str, is_first: bool) -> Group | Problem:
    levels = _parse_levels(strikes)
    if isinstance(levels, Problem):
        return levels
    if len(levels) > 2:
        return Problem("strike", f"{strikes} names {len(levels)} strikes: {_how_to_write(levels)}")
    if not right:
        price = "" if is_first else f", or @{strikes} if it is the price"
        return Problem("right", f"{strikes} has no right: write {strikes}C or {strikes}P{price}")
    if "/" in right:
        return Problem("right", f"{strikes}{right}: write the right once, after the strikes, as in 6300/6350P")
    if right not in {"C", "P"}:
        return Problem("right", f"{right!r} is not a right: write {strikes}C for calls or {strikes}P for puts")
    if len(levels) == 2 and levels[0].strike == levels[1].strike:
        return Problem("strike", f"{strikes}{right} names one strike twice: a vertical needs two")
    return Group(levels, cast(Right, right))


def _parse_levels(strikes: str) -> tuple[Level, ...] | Problem:
    levels: list[Level] = []
    for word in strikes.split("/"):
        level = _parse_level(word)
        if isinstance(level, Problem):
            return level
        levels.append(level)
    return tuple(levels)


def _how_to_write(levels: Sequence[Level]) -> str:
    if len(levels) != 4:
        return "a vertical has two, an iron condor two puts and two calls"
    low, lower, upper, high = (strike_text(strike) for strike in sorted(level.strike for level in levels))
    return f"write an iron condor as {low}/{lower}P {upper}/{high}C"


def _parse_level(word: str) -> Level | Problem:
    split = split_price(word)
    if isinstance(split, Problem):
        return split
    text, price = split
    strike = parse_strike(text)
    return strike if isinstance(strike, Problem) else Level(strike, price)
