"""Rows of a spreadsheet or a statement, parted by tabs, semicolons or commas, with or without a header."""

import csv
import re
from collections.abc import Iterator, Sequence
from datetime import date

from alvh_desktop.domain.orders.order import MOST_LEGS
from alvh_desktop.domain.orders.pasted.cells import (
    RIGHT_WORDS,
    STRIKE_AND_RIGHT,
    Cell,
    Kind,
    Row,
    read_day,
    row_piece,
)
from alvh_desktop.domain.orders.pasted.clean_lines import Line, shortened
from alvh_desktop.domain.orders.pasted.named import named_contract
from alvh_desktop.domain.orders.pasted.pieces import Piece
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.orders.pasted.verbs import read_verb
from alvh_desktop.domain.problems import Problem

_HEADINGS: dict[Kind, str] = {
    "count": "quantity|qty|count|contracts|lots",
    "verb": "side|action|buy/sell|b/s|direction|bought/sold",
    "effect": "effect|pos effect|position effect|open/close|o/c",
    "symbol": "symbol|contract|leg|instrument|option|option symbol|osi|underlying|ticker",
    "root": "root|root symbol|class|trading class",
    "expiry": "expiry|exp|expiration|expiration date|expiry date|expires|maturity",
    "strike": "strike|strike price|k",
    "right": "right|type|option type|call/put|put/call|c/p|p/c|cp|call or put|put or call",
    "price": "price|trade price|fill price|t. price|price ($)",
    "fee": "fee|fees|fees & comm|commission|comm/fee|fee total|total fee",
    "fee/ct": "fee/ct|fee per contract|fee each",
}
_KIND_OF = {heading: kind for kind, headings in _HEADINGS.items() for heading in headings.split("|")}

# Cells without a header, a letter for each: V bought or sold, Q signed count, S contract, R root, D expiry, N number,
# C right, K strike with right.
_NAME = "(?:S|RD(?:NC|CN|K)?)"
_ROW = re.compile(
    rf"(?:(?:V[QN]|[QN]V|[QN]){_NAME}|V{_NAME}[QN]|{_NAME}(?:V[QN]|[QN]V|[QN]))(?P<price>N?)(?P<more>N*)"
)
_NUMBER = re.compile(r"[+-]?\$?[0-9.][0-9.,]*")
_LETTER_OF: dict[str, Kind] = {
    "V": "verb", "Q": "count", "S": "symbol", "R": "symbol", "D": "expiry", "C": "right", "K": "strike"
}  # fmt: skip


def read_table(lines: Sequence[Line], products: Products, today: date) -> list[Piece] | Problem | None:
    """The legs of the rows; None where the lines are no table."""
    for mark in "\t;,":
        if mark not in lines[0][1]:
            continue
        rows = _cells(lines, mark)
        if isinstance(rows, Problem):
            # Only tabs make a table by themselves: a comma also stands between the legs of an order.
            if mark == "\t":
                return rows
            continue
        told = _headed(rows, mark) or _unheaded(rows, mark, products, today)
        if told is not None:
            return told if isinstance(told, Problem) else _pieces(told, products, today)
    return None


def _cells(lines: Sequence[Line], mark: str) -> list[tuple[int, list[str]]] | Problem:
    rows = []
    for number, line in lines:
        try:
            cells = next(csv.reader([line], delimiter=mark, strict=True, skipinitialspace=mark != "\t"))
        except csv.Error as error:
            return Problem(f"line {number}", f"its cells cannot be read ({error}): copy the block again")
        rows.append((number, [_plain(cell) for cell in cells]))
    return rows


def _plain(cell: str) -> str:
    """Without the quote that keeps a spreadsheet from taking a text for a formula."""
    return " ".join(cell.strip().removeprefix("'").split())


def _headed(rows: Sequence[tuple[int, list[str]]], mark: str) -> list[tuple[int, Row]] | Problem | None:
    (number, heads), *others = rows
    kinds = [_KIND_OF.get(head.casefold()) for head in heads]
    known = [kind for kind in kinds if kind is not None]
    if len(known) < 2:
        return None
    where = f"line {number}"
    twice = next((kind for place, kind in enumerate(known) if kind in known[:place]), None)
    if twice is not None:
        both = " and ".join(head for head, kind in zip(heads, kinds, strict=True) if kind == twice)
        return Problem(where, f"the columns {both} say the same: leave one")
    if "count" not in known or not {"symbol", "root"} & set(known):
        return Problem(where, "the block needs a column for the quantity and one for the symbol or the root")
    if not others:
        return Problem(where, "nothing stands below the names of the columns: copy the rows with them")
    found = [(line, _by_kind(line, cells, heads, kinds, mark)) for line, cells in others]
    fault = next((row for _, row in found if isinstance(row, Problem)), None)
    return fault or [(line, row) for line, row in found if not isinstance(row, Problem)]


def _by_kind(
    line: int, cells: Sequence[str], heads: Sequence[str], kinds: Sequence[Kind | None], mark: str
) -> Row | Problem:
    width, filled = len(heads), len(cells)
    while mark != "," and filled > width and not cells[filled - 1]:
        filled -= 1
    # Between commas a number with a decimal comma is two cells, so that a cell less is as doubtful as one more.
    if filled > width or (mark == "," and filled < width):
        return Problem(f"line {line}", f"it has {filled} cells and the first line {width}: copy the block again")
    told = zip(heads, kinds, cells, strict=False)
    return {kind: Cell(cell, f"column {head}") for head, kind, cell in told if kind is not None and cell}


def _unheaded(
    rows: Sequence[tuple[int, list[str]]], mark: str, products: Products, today: date
) -> list[tuple[int, Row]] | Problem | None:
    found: list[tuple[int, Row]] = []
    for line, cells in rows:
        placed = [(place, cell) for place, cell in enumerate(cells, 1) if cell]
        letters = "".join(_letter(cell, products, today) for _, cell in placed)
        shape = _ROW.fullmatch(letters)
        if shape is None:
            told = f"these cells are not understood: {shortened(' | '.join(cells))}"
            remedy = "write count, symbol and price, or name the columns in the first line"
            return Problem(f"line {line}", f"{told}: {remedy}") if mark == "\t" else None
        if shape["more"]:
            told = f"column {placed[shape.start('more')][0]} holds a number more than count, strike and price"
            return Problem(f"line {line}", f"{told}: name the columns in the first line")
        found.append((line, dict(_by_letter(placed, letters, shape.start("price")))))
    return found


def _by_letter(placed: Sequence[tuple[int, str]], letters: str, price: int) -> Iterator[tuple[Kind, Cell]]:
    """Each cell with its kind; a number is the strike beside a day, the price at the end, else the count."""
    for place, (letter, (column, cell)) in enumerate(zip(letters, placed, strict=True)):
        kind = _LETTER_OF.get(letter)
        if kind is None:
            is_strike = letters[place - 1 : place + 2] == "DNC" or letters[max(0, place - 2) : place + 1] == "DCN"
            kind = "price" if place >= price else "strike" if is_strike else "count"
        yield kind, Cell(cell, f"column {column}")


def _letter(cell: str, products: Products, today: date) -> str:
    if re.fullmatch(r"[+-][0-9]+", cell):
        return "Q"
    if _NUMBER.fullmatch(cell):
        return "D" if re.fullmatch(r"[0-9]{1,2}\.[0-9]{1,2}\.20[0-9]{2}", cell) else "N"
    if cell.casefold() in RIGHT_WORDS:
        return "C"
    if read_verb(cell) is not None:
        return "V"
    if STRIKE_AND_RIGHT.fullmatch(cell):
        return "K"
    if cell.upper().removeprefix("/") in products:
        return "R"
    if named_contract(cell, products, today) is not None:
        return "S"
    return "D" if isinstance(read_day(cell), date) or re.fullmatch(r"[0-9]{1,2}/[0-9]{1,2}/[0-9]{2,4}", cell) else "X"


def _pieces(rows: Sequence[tuple[int, Row]], products: Products, today: date) -> list[Piece] | Problem:
    pieces: list[Piece] = []
    for line, row in rows:
        if len(pieces) == MOST_LEGS:
            return Problem(f"line {line}", f"an order has {MOST_LEGS} legs at most: paste the others on their own")
        piece = row_piece(line, row, products, today)
        if isinstance(piece, Problem):
            return piece
        pieces.append(piece)
    return pieces
