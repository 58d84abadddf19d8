"""One row of a table: the cells by what they say, read into a leg."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, cast

from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.draft import DraftLeg
from alvh_desktop.domain.money import parse_decimal
from alvh_desktop.domain.orders.line import LARGEST_FEE
from alvh_desktop.domain.orders.order import Fee, PerContract, Total
from alvh_desktop.domain.orders.pasted.clean_lines import shortened
from alvh_desktop.domain.orders.pasted.named import leg_price, named_contract
from alvh_desktop.domain.orders.pasted.pieces import Piece
from alvh_desktop.domain.orders.pasted.roots import Products, known_contract, option_on
from alvh_desktop.domain.orders.pasted.verbs import read_effect, read_verb, signed_count
from alvh_desktop.domain.orders.strikes import parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import parse_expiry

Kind = Literal["count", "verb", "effect", "symbol", "root", "expiry", "strike", "right", "price", "fee", "fee/ct"]

RIGHT_WORDS = {"c": "C", "call": "C", "calls": "C", "p": "P", "put": "P", "puts": "P"}
STRIKE_AND_RIGHT = re.compile(r"([0-9]{1,5}(?:\.[0-9]{1,3})?) ?([CP])", re.IGNORECASE)
_WORDED_DAY = re.compile(r"([0-9]{1,2})[ -]?([A-Za-z]{3})[ -]?((?:20)?[0-9]{2})")
_SLASHED_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:20)?[0-9]{2})")
_DOTTED_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.(20[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell, and how its column is called in a message."""

    text: str
    column: str


Row = Mapping[Kind, Cell]
"""The cells that are not empty."""


def row_piece(line: int, row: Row, products: Products, today: date) -> Piece | Problem:
    """The leg of a row; Problem("line n", ...) naming the column."""
    where = f"line {line}"
    contract = _contract(row, products, today)
    if isinstance(contract, Problem):
        return Problem(where, contract.message)
    count, closes = _count(row), _closes(row)
    if isinstance(count, Problem):
        return Problem(where, count.message)
    if isinstance(closes, Problem):
        return Problem(where, closes.message)
    price = None if "price" not in row else leg_price(row["price"].text)
    if isinstance(price, Problem):
        return Problem(where, f"{row['price'].column}: {price.message}")
    fee = _fee(row)
    if isinstance(fee, Problem):
        return Problem(where, fee.message)
    return Piece(line, (DraftLeg(contract, count, price, closes),), fee=fee)


def read_day(text: str) -> date | Problem:
    """18DEC26, 18-Dec-26, 2026-12-18, 18.12.2026; 12/18/2026 only where it can be one day alone."""
    if worded := _WORDED_DAY.fullmatch(text):
        return parse_expiry("".join(worded.groups()), "expiry")
    if dotted := _DOTTED_DAY.fullmatch(text):
        return parse_expiry(_iso(dotted[3], dotted[2], dotted[1]), "expiry")
    slashed = _SLASHED_DAY.fullmatch(text)
    if slashed is None:
        return parse_expiry(text, "expiry")
    first, second, year = slashed.groups()
    readings = [parse_expiry(_iso(year, *pair), "expiry") for pair in ((first, second), (second, first))]
    days = {day for day in readings if isinstance(day, date)}
    if len(days) > 1:
        american, european = sorted(days, key=lambda day: day.month != int(first))
        told = f"{text} may be {american.isoformat()} or {european.isoformat()}"
        return Problem("expiry", f"{told}: write it so, or as 18DEC26")
    return days.pop() if days else Problem("expiry", f"there is no day {text}")


def _iso(year: str, month: str, day: str) -> str:
    return f"{year if len(year) == 4 else '20' + year}-{month:0>2}-{day:0>2}"


def _contract(row: Row, products: Products, today: date) -> Contract | Problem:
    symbol = row.get("symbol")
    named = named_contract(symbol.text, products, today) if symbol else None
    if isinstance(named, Problem) and symbol:
        return Problem("symbol", f"{symbol.column}: {named.message}")
    if named is not None:
        return named
    if "expiry" not in row:
        told = f"{symbol.column}: {shortened(symbol.text)!r} is no contract" if symbol else "no contract stands there"
        return Problem("symbol", f"{told}: write its symbol, or root, expiry, strike and right")
    return _spelled(row, products)


def _spelled(row: Row, products: Products) -> Contract | Problem:
    """The contract by root, expiry, strike and right; a root under "symbol" may be what a broker shows for two."""
    root = row.get("root") or row.get("symbol")
    if root is None:
        return Problem("root", "the root is missing: write SPXW, SPX, VIX or another")
    day = read_day(row["expiry"].text)
    if isinstance(day, Problem):
        return Problem("expiry", f"{row['expiry'].column}: {day.message}")
    name = root.text.upper().removeprefix("/")
    if "strike" not in row and "right" not in row:
        return known_contract(Contract(name, day), products)
    level = _strike_and_right(row)
    if isinstance(level, Problem):
        return level
    if "root" in row:
        return known_contract(Contract(name, day, *level), products)
    return option_on(name, day, *level, products)


def _strike_and_right(row: Row) -> tuple[Decimal, Right] | Problem:
    cell = row.get("strike")
    if cell is None:
        return Problem("strike", "the strike is missing")
    both = STRIKE_AND_RIGHT.fullmatch(cell.text)
    strike_words, right_words = (
        (both[1], both[2]) if both else (cell.text, row["right"].text if "right" in row else "")
    )
    strike = parse_strike(strike_words)
    if isinstance(strike, Problem):
        return Problem("strike", f"{cell.column}: {strike.message}")
    right = RIGHT_WORDS.get(right_words.casefold())
    if right is None:
        return Problem("right", f"{shortened(right_words)!r} is not a right: write C for calls or P for puts")
    return strike, cast(Right, right)


def _count(row: Row) -> int | Problem:
    cell, word = row.get("count"), row.get("verb")
    if cell is None:
        return Problem("count", "the count is missing: write +1 for one bought, -1 for one sold")
    verb = read_verb(word.text) if word else None
    if word and verb is None:
        return Problem("count", f"{word.column}: {shortened(word.text)!r} is neither bought nor sold")
    count = signed_count(cell.text, verb)
    return Problem("count", f"{cell.column}: {count.message}") if isinstance(count, Problem) else count


def _closes(row: Row) -> bool | Problem:
    verb = read_verb(row["verb"].text) if "verb" in row else None
    if verb is not None and verb.closes is not None:
        return verb.closes
    effect = row.get("effect")
    closes = read_effect(effect.text) if effect else False
    if closes is None and effect:
        return Problem("effect", f"{effect.column}: {shortened(effect.text)!r} is neither TO OPEN nor TO CLOSE")
    return bool(closes)


def _fee(row: Row) -> Fee | Problem | None:
    cell = row.get("fee") or row.get("fee/ct")
    if cell is None:
        return None
    amount = parse_decimal(cell.text.removeprefix("$"), "fee")
    if isinstance(amount, Problem):
        return Problem("fee", f"{cell.column}: {amount.message}")
    if cell.text[:1] in "+-" or amount >= LARGEST_FEE:
        return Problem("fee", f"{cell.column}: {cell.text} is no fee: write what was charged, without a sign")
    return Total(amount) if "fee" in row else PerContract(amount)
