"""The cells of a booked fill: what they show, and what a text typed over one of them corrects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.edits import Edit
from alvh_desktop.domain.edits.correct import CorrectFill
from alvh_desktop.domain.edits.correct_leg import CorrectLeg
from alvh_desktop.domain.money import money_text, parse_decimal
from alvh_desktop.domain.orders.strikes import parse_points, parse_strike
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.symbols import parse_expiry, spoken
from alvh_desktop.viewmodels.figures import price_text, quantity_text
from alvh_desktop.viewmodels.mark_typing import read_moment
from alvh_desktop.viewmodels.ticket.stepping import place_after
from alvh_desktop.viewmodels.typed_table import Tone, TypedCell

if TYPE_CHECKING:
    from alvh_desktop.domain.book import Book
    from alvh_desktop.domain.records import Fill
    from alvh_desktop.viewmodels.ticket.ports import Listed

ColumnName = Literal["moment", "contract", "quantity", "price", "fee", "basis", "roll"]


@dataclass(frozen=True, slots=True)
class FillColumn:
    name: ColumnName
    title: str
    meaning: str
    is_figure: bool = False
    is_typed: bool = True


COLUMNS = (
    FillColumn("moment", "When", "New York; 15:45 alone is of the same day"),
    FillColumn("contract", "Contract", "Corrects the leg, with all its fills; Up and Down step along the chain"),
    FillColumn("quantity", "Qty", "Bought +, sold \N{MINUS SIGN}; the keys + and - turn it round", is_figure=True),
    FillColumn("price", "Price", "Points of the leg itself, without a sign", is_figure=True),
    FillColumn("fee", "Fee, $", "For the whole fill, without a sign", is_figure=True),
    FillColumn("basis", "Basis", "Where the price comes from", is_typed=False),
    FillColumn("roll", "Roll", "The roll it is part of", is_typed=False),
)
PLACES = {column.name: place for place, column in enumerate(COLUMNS)}
_BASIS = {"own": "typed", "mid": "mid", "remainder": "rest of the net", "package": "package"}
_BASIS_HINT = {
    "own": "The price of the leg as it was typed",
    "mid": "The mid of that moment, since only a net was typed",
    "remainder": "What was left of a net price after the other legs took their mids",
    "package": "The price of the whole package: it says nothing about this leg alone",
}
_WHOLE = re.compile(r"[+\-\N{MINUS SIGN}]?[0-9]{1,9}", re.ASCII)
_DATED = re.compile(r"[0-9]{1,2}[A-Z]{3}[0-9]{2,4}|[0-9]{4}-[0-9-]+", re.ASCII)
_RIGHTS: Mapping[str, Right] = {"C": "C", "CALL": "C", "P": "P", "PUT": "P"}


def fill_cells(book: Book, fill: Fill) -> tuple[TypedCell, ...]:
    contract = spoken(book.legs[fill.leg_id].contract)
    moment = f"{fill.moment.astimezone(NEW_YORK):%Y-%m-%d %H:%M}"
    roll = "" if fill.roll_id is None else book.rolls[fill.roll_id].name
    doubt: Tone = "doubt" if fill.basis == "package" else ""
    return (
        TypedCell(moment, edit=moment),
        TypedCell(contract, edit=contract),
        TypedCell(quantity_text(fill.quantity), "strong", edit=f"{fill.quantity:+d}"),
        TypedCell(price_text(fill.price), doubt, edit=money_text(fill.price)),
        TypedCell(price_text(fill.fee), edit=money_text(fill.fee)),
        TypedCell(_BASIS[fill.basis], doubt or "dim", _BASIS_HINT[fill.basis], _BASIS[fill.basis]),
        TypedCell(roll, "dim", roll, roll),
    )


def can_be_typed(book: Book, fill: Fill, column: FillColumn) -> bool:
    """A fund has no strike, no right and no expiry to correct."""
    return column.is_typed and (column.name != "contract" or book.legs[fill.leg_id].contract.has_expiry)


def fills_of(book: Book, chosen: Sequence[tuple[str, int]]) -> Iterator[Fill]:
    """Of chosen rows (kind and id) of the positions, in the order in which they were entered."""
    legs = {leg_id for kind, row_id in chosen for leg_id in _legs_of(book, kind, row_id)}
    fills = (fill for leg_id in legs if leg_id in book.holdings for fill in book.holdings[leg_id].fills)
    yield from sorted(fills, key=lambda fill: fill.id)


def _legs_of(book: Book, kind: str, row_id: int) -> Iterator[int]:
    if kind == "leg":
        yield row_id
    for trade in book.trades.values():
        if (kind, row_id) in (("trade", trade.id), ("campaign", trade.campaign_id)):
            yield from (held.leg.id for held in book.holdings_by_trade[trade.id])


def correction_of(book: Book, fill: Fill, column: ColumnName, text: str, now: datetime) -> Edit | Problem:
    """The edit that a text typed over a cell means. The Problem names the column."""
    read = _READERS[column]
    answer = read(book, fill, text.strip(), now)
    return replace(answer, where=column) if isinstance(answer, Problem) else answer


def with_side(fill: Fill, side: int, now: datetime) -> CorrectFill:
    """Bought (+1) or sold (-1)."""
    return CorrectFill(fill.id, now, quantity=side * abs(fill.quantity))


def stepped(contract: Contract, steps: int, listed: Listed) -> Contract | None:
    """The next listed strike, of a future the next listed expiry; None where none is listed."""
    if contract.strike is not None:
        strikes = listed.strikes(contract.root, contract.expiry)
        return replace(contract, strike=place_after(strikes, contract.strike, steps)) if strikes else None
    expiries = listed.expiries(contract.root)
    return replace(contract, expiry=place_after(expiries, contract.expiry, steps)) if expiries else None


def read_contract(text: str, contract: Contract) -> Contract | Problem:
    """`SPXW 18DEC26 6350 P`, or only what differs: `6350`, `6350P`, `28DEC26`, `C`. The root stays."""
    words = [word for word in text.upper().split() if not word.startswith("(")]
    if words[:1] == [contract.root]:
        words = words[1:]
    if not words:
        return Problem("contract", f"say which contract it is, such as {spoken(contract)}")
    found = contract
    for word in words:
        answer = _with_word(word, found, contract)
        if isinstance(answer, Problem):
            return answer
        found = answer
    return found


def _with_word(word: str, found: Contract, before: Contract) -> Contract | Problem:
    if word in _RIGHTS:
        return replace(found, right=_RIGHTS[word])
    if _DATED.fullmatch(word):
        expiry = parse_expiry(word, "expiry")
        return expiry if isinstance(expiry, Problem) else replace(found, expiry=expiry)
    if word.isalpha():
        what = f"a leg of {before.root} cannot become one of another root: undo it and enter the order anew"
        return Problem("contract", f"{word} is not {before.root}: {what}")
    right = _RIGHTS.get(word[-1:])
    strike = parse_strike(word[:-1] if right else word)
    return strike if isinstance(strike, Problem) else replace(found, strike=strike, right=right or found.right)


def _contract(book: Book, fill: Fill, text: str, now: datetime) -> Edit | Problem:
    contract = book.legs[fill.leg_id].contract
    found = read_contract(text, contract)
    if isinstance(found, Problem):
        return found
    return CorrectLeg(fill.leg_id, found.strike, found.expiry, found.right)


def _moment(book: Book, fill: Fill, text: str, now: datetime) -> Edit | Problem:
    if not text:
        return Problem("moment", "say when it filled, such as 2026-11-20 15:45 (New York)")
    moment = read_moment(text, fill.moment)
    return moment if isinstance(moment, Problem) else CorrectFill(fill.id, now, moment=moment or now)


def _quantity(book: Book, fill: Fill, text: str, now: datetime) -> Edit | Problem:
    """A number without a sign keeps the side."""
    if not _WHOLE.fullmatch(text):
        return Problem("quantity", f"{text[:20]!r} is no whole number of contracts such as 10, +10 or -10")
    number = int(text.replace("\N{MINUS SIGN}", "-"))
    side = 1 if fill.quantity > 0 else -1
    return CorrectFill(fill.id, now, quantity=side * number if text[0].isdigit() else number)


def _price(book: Book, fill: Fill, text: str, now: datetime) -> Edit | Problem:
    price = parse_points(text)
    if isinstance(price, Problem):
        return price
    if text[0] in "+-":
        return Problem("price", f"a leg's price has no sign, its side stands at the quantity: type {text[1:]}")
    return CorrectFill(fill.id, now, price=price)


def _fee(book: Book, fill: Fill, text: str, now: datetime) -> Edit | Problem:
    fee = parse_decimal(text, "fee")
    if isinstance(fee, Problem):
        return fee
    if text[0] in "+-":
        return Problem("fee", f"a fee is what you were charged, without a sign: type {text[1:]}")
    return CorrectFill(fill.id, now, fee=fee)


_READERS: Mapping[ColumnName, Callable[[Book, Fill, str, datetime], Edit | Problem]] = {
    "moment": _moment,
    "contract": _contract,
    "quantity": _quantity,
    "price": _price,
    "fee": _fee,
}
