"""Any pasted text, read as what it is: rows of a table, descriptions, symbols, or order lines."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from alvh_desktop.domain.draft import Draft, DraftLeg
from alvh_desktop.domain.orders.clauses import split_account
from alvh_desktop.domain.orders.line import TypedLine, parse_line
from alvh_desktop.domain.orders.order import MOST_LEGS
from alvh_desktop.domain.orders.pasted.clean_lines import Line, clean_lines, shortened
from alvh_desktop.domain.orders.pasted.described import read_description
from alvh_desktop.domain.orders.pasted.named import open_root, read_named
from alvh_desktop.domain.orders.pasted.pieces import Piece, gather
from alvh_desktop.domain.orders.pasted.tables import read_table
from alvh_desktop.domain.orders.quantity import EXAMPLE
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product

_LONGEST_MESSAGE = 400


def read_pasted(text: str, products: Mapping[str, Product], today: date) -> Draft | Problem:
    """What a ticket holds after a paste: all lines as one draft, whose legs open unless the text says to close.

    Read are order lines, thinkorswim's orders and fills, symbols with their counts, and rows parted by tabs,
    semicolons or commas. `net` is None where the text says no price or the legs say it. `today` (New York) decides
    the decade of a VX symbol. Problem("line 3" | "text", ...) where any line is not understood.
    """
    draft = _read(text, products, today)
    if isinstance(draft, Problem) and len(draft.message) > _LONGEST_MESSAGE:
        return Problem(draft.where, draft.message[: _LONGEST_MESSAGE - 3] + "...")
    return draft


def _read(text: str, products: Mapping[str, Product], today: date) -> Draft | Problem:
    lines = clean_lines(text)
    if isinstance(lines, Problem):
        return lines
    pieces = read_table(lines, products, today)
    if pieces is None:
        pieces = _read_lines(lines, products, today)
    return pieces if isinstance(pieces, Problem) else gather(pieces)


def _read_lines(lines: list[Line], products: Mapping[str, Product], today: date) -> list[Piece] | Problem:
    pieces: list[Piece] = []
    for number, text in lines:
        if len(pieces) == MOST_LEGS:
            return Problem(f"line {number}", f"an order has {MOST_LEGS} legs at most: paste the others on their own")
        piece = _read_line(number, text, products, today)
        if isinstance(piece, Problem):
            return Problem(f"line {number}", piece.message)
        pieces.append(piece)
    return pieces


def _read_line(number: int, text: str, products: Mapping[str, Product], today: date) -> Piece | Problem:
    described = read_description(number, text, products, today)
    if described is not None:
        return described
    typed = parse_line(text, products, today)
    said, account = split_account(text)
    named = read_named(number, said, products, today)
    if isinstance(typed, TypedLine):
        return open_root(said, products) or _piece(number, typed)
    if isinstance(account, Problem):
        return account
    if isinstance(named, Piece):
        return replace(named, account=account)
    if named is not None and typed.where in ("root", "quantity", "line"):
        return named
    return typed if named is not None or re.match(r"\s*[+-]?[0-9]", text) else _not_understood(text)


def _piece(number: int, typed: TypedLine) -> Piece:
    lots = abs(typed.quantity)
    legs = tuple(DraftLeg(leg.contract, typed.quantity * leg.side, leg.own_price) for leg in typed.legs)
    total = None if typed.net is None else typed.net * lots
    return Piece(number, legs, total, typed.fee, typed.moment, typed.account)


def _not_understood(text: str) -> Problem:
    told = f"{shortened(text.strip())!r} is not understood"
    return Problem("line", f"{told}: write an order such as {EXAMPLE}, or symbols with their counts")
