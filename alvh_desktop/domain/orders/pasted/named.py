"""Contracts by name with their counts, one a line or several: -10 .SPXW261218P6350 @3.20, SPX 18DEC26 6350 P -10."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import cast

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.orders.pasted.pieces import Piece
from alvh_desktop.domain.orders.pasted.roots import Products, known_contract, option_on
from alvh_desktop.domain.orders.pasted.verbs import VERB_WORDS, read_effect, read_verb, signed_count
from alvh_desktop.domain.orders.strikes import parse_points, parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import parse_expiry, parse_symbol

_TYPED_DAY = r"[0-9]{1,2}[A-Z]{3}(?:20)?[0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2}"
_STRIKE = r"[0-9]{1,5}(?:\.[0-9]{1,3})?"
_NAME = re.compile(
    r"(?<![A-Z0-9])(?:"
    rf"[.-]?[A-Z][A-Z0-9]{{0,5}} ?[0-9]{{6}}[CP](?:[0-9]{{8}}|{_STRIKE})"
    rf"|[A-Z][A-Z0-9]{{0,5}} (?:{_TYPED_DAY}|[0-9]{{1,2}}/[0-9]{{1,2}}/20[0-9]{{2}}) {_STRIKE} ?(?:CALL|PUT|C|P)"
    r"|/?VXM?[0-9]{0,2}/?[FGHJKMNQUVXZ][0-9]{1,2}(?::[A-Z]+)?|VXM?_20[0-9]{2}-[0-9]{2}-[0-9]{2}"
    rf"|VXM? (?:{_TYPED_DAY})(?: \([A-Z0-9/]+\))?"
    r")(?![A-Z0-9])"
)
# Its right stands apart: so Interactive Brokers shows SPX and SPXW alike.
_SHOWN = re.compile(rf"(?<![A-Z0-9])([A-Z][A-Z0-9]{{0,5}}) ({_TYPED_DAY}) ({_STRIKE}) (CALL|PUT|C|P)(?![A-Z0-9])")
_WORD = re.compile(
    rf"(?P<verb>{VERB_WORDS})(?![A-Z])|\[?(?P<effect>TO (?:OPEN|CLOSE))\]?|@ ?(?P<at>\S+)"
    r"|(?P<count>[+-][0-9]+)(?![0-9.])|(?P<number>\$?[0-9.][0-9.,]*)|(?P<mark>[,;])|(?P<other>\S+)"
)


@dataclass(slots=True)
class _Words:
    """What stands between two names, taken from the front."""

    rest: list[tuple[str, str]]

    def next_is(self, *kinds: str) -> bool:
        return bool(self.rest) and self.rest[0][0] in kinds

    def take(self) -> str:
        return self.rest.pop(0)[1]

    def skip_marks(self) -> None:
        while self.next_is("mark"):
            self.take()


def read_named(line: int, text: str, products: Products, today: date) -> Piece | Problem | None:
    """The contracts of one line; None where it names none."""
    flat = " ".join(text.upper().split())
    names = list(_NAME.finditer(flat))
    if not names:
        return None
    edges = [0, *(edge for name in names for edge in name.span()), len(flat)]
    gaps = [_Words(list(_words(flat[edges[i] : edges[i + 1]]))) for i in range(0, len(edges), 2)]
    legs = _legs([name[0] for name in names], gaps, products, today)
    if isinstance(legs, Problem):
        return legs
    unpriced = sum(leg.price is None for leg in legs)
    if 0 < unpriced < len(legs):
        return Problem(
            "net", "a price stands beside some legs of this line: write one beside each leg, or beside none"
        )
    return Piece(line, tuple(legs))


def named_contract(text: str, products: Products, today: date) -> Contract | Problem | None:
    """The contract that a text names alone; None where it is no name."""
    name = " ".join(text.upper().split())
    if not _NAME.fullmatch(name):
        return None
    shown = _SHOWN.fullmatch(name)
    if shown:
        return _shown_contract(shown, products)
    # A padded symbol has lost its spaces here, a future its exchange; CALL says no more than C.
    name = re.sub(r"(?<=[A-Z0-9]) (?=[0-9]{6}[CP])|:[A-Z]+$|(?<=C)ALL$|(?<=P)UT$", "", name)
    return known_contract(parse_symbol(name, today), products)


def open_root(text: str, products: Products) -> Problem | None:
    """Why a name in the text may be of two roots: its right stands apart, on a day that lists AM and PM."""
    for shown in _SHOWN.finditer(" ".join(text.upper().split())):
        contract = _shown_contract(shown, products)
        if isinstance(contract, Problem) and contract.where == "root":
            return contract
    return None


def _shown_contract(shown: re.Match[str], products: Products) -> Contract | Problem:
    day, strike = parse_expiry(shown[2], "expiry"), parse_strike(shown[3])
    if isinstance(day, Problem):
        return day
    right = cast(Right, shown[4][0])
    return strike if isinstance(strike, Problem) else option_on(shown[1], day, strike, right, products)


def _words(gap: str) -> Iterator[tuple[str, str]]:
    for found in _WORD.finditer(gap):
        kind = found.lastgroup or "other"
        yield kind, found[kind].rstrip(",;") if kind in ("at", "number") else found[kind]


def _legs(names: list[str], gaps: list[_Words], products: Products, today: date) -> list[DraftLeg] | Problem:
    """Counts stand before every name, or after every name."""
    legs: list[DraftLeg] = []
    stand_before = gaps[0].next_is("count", "verb", "number")
    for place, name in enumerate(names):
        contract = named_contract(name, products, today) or Problem("symbol", f"{name} is no contract")
        if isinstance(contract, Problem):
            return contract
        leg = _leg(contract, gaps[place] if stand_before else gaps[place + 1], gaps[place + 1])
        if isinstance(leg, Problem):
            return leg
        legs.append(leg)
    strange = next((gap for gap in gaps if gap.rest), None)
    if strange is not None:
        return Problem("line", f"{strange.take()!r} is not understood beside {' and '.join(names[:2])}")
    return legs


def _leg(contract: Contract, before: _Words, after: _Words) -> DraftLeg | Problem:
    before.skip_marks()
    verb = read_verb(before.take()) if before.next_is("verb") else None
    if not before.next_is("count", "number"):
        return Problem("quantity", "say how many with its sign before each contract, as in -10 .SPXW261218P6350")
    count = signed_count(before.take(), verb)
    if isinstance(count, Problem):
        return count
    leg = DraftLeg(contract, count, None, bool(verb and verb.closes))
    if after.next_is("at", "number"):
        price = leg_price(after.take())
        if isinstance(price, Problem):
            return price
        leg = replace(leg, price=price)
    if after.next_is("effect"):
        leg = replace(leg, closes=bool(read_effect(after.take())))
    after.skip_marks()
    return leg


def leg_price(text: str) -> Decimal | Problem:
    """The price of a leg in points, with or without a dollar sign before it, never with a sign of its own."""
    price = parse_points(text.removeprefix("$"))
    if isinstance(price, Decimal) and text[:1] in "+-":
        return Problem("net", f"{text}: the price of a leg has no sign, its count says bought or sold")
    return price
