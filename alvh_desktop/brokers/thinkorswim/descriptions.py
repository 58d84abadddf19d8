"""The descriptions of a cash balance: what was bought or sold, which contract left the account, what else it was."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from alvh_desktop.brokers.cells import read_count
from alvh_desktop.brokers.thinkorswim.told import ToldLeg
from alvh_desktop.domain.contracts import NEVER, Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.orders.pasted.described import read_description
from alvh_desktop.domain.orders.pasted.pieces import Piece
from alvh_desktop.domain.orders.pasted.roots import Products, known_contract
from alvh_desktop.domain.orders.strikes import parse_points
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.statements import RowKind
from alvh_desktop.domain.symbols import parse_symbol

_FILL = re.compile(r"(?:t[A-Z][A-Za-z]* )?(BOT|SOLD) ([-+]?[0-9][0-9,.]*) (.+?) @(\S+)( .*)?", re.ASCII)
_BEGUN = re.compile(r"(?:t[A-Z][A-Za-z]* )?(?:BOT|SOLD) [-+]?[0-9][0-9,.]* (.+)", re.ASCII)
_WORDS = re.compile(r"(?<![A-Za-z0-9])[./]?[A-Z][A-Z0-9]*(?![a-z])")
_DOTTED = re.compile(r"(?:\b(EXP|ASG|EXC|EXR|EXER): )?([-+]?[0-9.,]+) (\.[A-Z0-9.]+)")
_REMOVAL = re.compile(
    r"REMOVAL OF OPTION DUE TO (?:EXPIRATION|EXERCISE|ASSIGNMENT) ?([-+]?[0-9.,]+) \$?([A-Z]+)(?:\.[A-Z])?"
    r" 100 (?:\((WEEKLY|QUARTERLY)S?\) )?([0-9]{1,2}) ([A-Z]{3}) (?:20)?([0-9]{2}) ([0-9.]+) (CALL|PUT)"
)
_ENDS: tuple[tuple[str, RowKind], ...] = (
    ("ASSIGNMENT", "assigned"), ("ASG:", "assigned"), ("EXERCISE", "exercised"), ("EXC:", "exercised"),
    ("EXR:", "exercised"), ("EXER:", "exercised"), ("EXPIRATION", "expired"), ("EXP:", "expired"),
)  # fmt: skip
# What a sentence advises a person who pastes is no advice on a statement.
_ADVICE = re.compile(r": (?:paste|write|copy|say|leave) .*")


@dataclass(frozen=True, slots=True)
class Described:
    """Legs without prices of their own, unless there is one, and quantity x price summed in points, paid +."""

    legs: tuple[ToldLeg, ...]
    points: Decimal


@dataclass(frozen=True, slots=True)
class Ended:
    kind: RowKind
    contract: Contract
    quantity: int


@dataclass
class Descriptions:
    """Reads them for one file: what was understood once is kept, since a statement repeats itself."""

    products: Products
    _known: dict[tuple[str, bool, int], Piece | Problem | None] = field(default_factory=dict)
    _fills: dict[tuple[str, int], Described | Problem | None] = field(default_factory=dict)
    _shown: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        futures = {f"/{root}" for root, product in self.products.items() if product.kind == "future"}
        others = {root for root, product in self.products.items() if product.kind != "future"}
        self._shown = frozenset(others | futures)

    def fill(self, text: str, day: date) -> Described | Problem | None:
        """None where it is about no contract of the portfolio; `day` decides the decade of a future."""
        key = (text, day.year)
        if key not in self._fills:
            self._fills[key] = self._fill(text, day)
        return self._fills[key]

    def _fill(self, text: str, day: date) -> Described | Problem | None:
        if self.known_name(text) is None:
            return None
        found = _FILL.fullmatch(text)
        if found is None:
            return Problem("line", f"{shortened(text)!r} is not understood")
        count, price = (
            read_count(found[2], has_thousands=True),
            parse_points(found[4].replace(",", "") if "." in found[4] else found[4]),
        )
        if isinstance(count, str):
            return Problem("line", count)
        if isinstance(price, Problem):
            return Problem("line", f"{shortened(found[4])!r} is no price")
        count = abs(count) if found[1] == "BOT" else -abs(count)
        if found[2].startswith("+" if count < 0 else "-"):
            return Problem("line", f"{found[2]} with the word {found[1]}: one of the two is wrong")
        return self._shares(found[3], count, price) or self._structure(found, day, count, price)

    def end(self, text: str) -> Ended | Problem | None:
        """What a row of removals says; None where it is about no contract of the portfolio."""
        upper = " ".join(text.upper().split())
        if self.known_name(upper) is None:
            return None
        kind = next((kind for words, kind in _ENDS if words in upper), None)
        found = _REMOVAL.search(upper) or _DOTTED.search(upper)
        if kind is None or found is None:
            return Problem("line", f"{shortened(text)!r} does not say how a contract ended")
        contract = self._removed(found) if found.re is _REMOVAL else self._dotted(found[3])
        count = read_count(found[1] if found.re is _REMOVAL else found[2], has_thousands=True)
        if isinstance(contract, Problem):
            return contract
        if isinstance(count, str):
            return Problem("line", count)
        # Who is assigned was short and who exercises was long, whatever sign is printed.
        quantity = abs(count) if kind == "assigned" else -abs(count) if kind == "exercised" else count
        return Ended(kind, contract, quantity)

    def known_name(self, text: str) -> str | None:
        """The first name in a description that stands for contracts of the portfolio."""
        for found in _WORDS.finditer(text):
            word = found[0]
            if word in self._shown:
                return word
            if word[0] in "./" and self._is_symbol(word):
                return word
        return None

    def _is_symbol(self, word: str) -> bool:
        root = re.match(r"[./]([A-Z]+?)(?:[0-9]{6}[CP]|[FGHJKMNQUVXZ][0-9]{1,2}$)", word)
        if root is None or root[1] not in self.products:
            return False
        return (self.products[root[1]].kind == "future") == (word[0] == "/")

    def _shares(self, name: str, count: int, price: Decimal) -> Described | None:
        product = self.products.get(name)
        if product is None or product.kind != "fund":
            return None
        return Described((ToldLeg(Contract(name, NEVER), count, price),), price * count)

    def _structure(self, found: re.Match[str], day: date, count: int, price: Decimal) -> Described | Problem | None:
        name = self.known_name(found[3])
        if name is not None and name in self.products and self.products[name].kind == "fund":
            return None
        said = f"BOT +1 {found[3]} @{'-' if price < 0 else ''}1{found[5] or ''}"
        key = (said, price < 0, day.year)
        if key not in self._known:
            self._known[key] = read_description(0, said, self.products, day)
        piece = self._known[key]
        if piece is None:
            return Problem("line", f"{shortened(found[0])!r} is not understood")
        if isinstance(piece, Problem):
            return Problem(piece.where, _ADVICE.sub("", piece.message))
        alone = price if len(piece.legs) == 1 else None
        legs = tuple(ToldLeg(leg.contract, leg.ratio * count, alone) for leg in piece.legs)
        return Described(legs, price * count)

    def _removed(self, found: re.Match[str]) -> Contract | Problem:
        series = f" ({found[3]}S)" if found[3] else ""
        said = f"BOT +1 {found[2]} 100{series} {found[4]} {found[5]} {found[6]} {found[7]} {found[8]} @1"
        piece = read_description(0, said, self.products, date(2000 + int(found[6]), 1, 1))
        if isinstance(piece, Piece):
            return piece.legs[0].contract
        return piece or Problem("line", f"{shortened(found[0])!r} is not understood")

    def _dotted(self, symbol: str) -> Contract | Problem:
        return known_contract(parse_symbol(symbol, date(2000, 1, 1)), self.products)


def bare_name(text: str) -> str:
    """What a description of other contracts calls them, for a count of what was not booked."""
    begun = _BEGUN.fullmatch(text)
    if begun is None:
        return "trades"
    words = begun[1].split(" @")[0].split()
    if words and words[0].startswith("/"):
        return f"futures {words[0]}"
    if "100" in words[1:]:
        return f"options of {words[words.index('100') - 1]}"
    return f"shares of {words[0]}" if len(words) == 1 else "trades"
