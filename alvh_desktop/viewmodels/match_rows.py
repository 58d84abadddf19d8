"""The rows of the reconcile window: book beside broker, what moved a contract since, and matches that are broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Literal

from alvh_desktop.desk.reconciling import Agreement, Compared, Reconciliation
from alvh_desktop.domain.account_at import Move
from alvh_desktop.domain.assertions import CASH, BrokenAssertion, named
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.sessions import new_york_text
from alvh_desktop.domain.symbols import spoken
from alvh_desktop.viewmodels.figures import UNKNOWN, price_text
from alvh_desktop.viewmodels.import_texts import counted
from alvh_desktop.viewmodels.text_table import Column, TextRow, Tone

COMPARED = (
    Column("Contract", "A contract, or the cash of the account in $"),
    Column("Book", "What the book says of that moment: contracts, bought +, sold -, or $", is_figure=True),
    Column("Broker", "What the broker says", is_figure=True),
    Column("Difference", "What the book lacks (+) or has too much (-)", is_figure=True),
    Column("Since the last match", "What was booked since book and broker agreed on it last"),
)
MOVES = (
    Column("New York", "When it is booked to have happened"),
    Column("Leg", "The leg by its number", is_figure=True),
    Column("Contracts", "What it added to the position", is_figure=True),
    Column("Price", "Points", is_figure=True),
    Column("Cash, $", "What it added to the cash, after fees", is_figure=True),
    Column("What", "A fill, a settlement, or cash that was brought in"),
)
BROKEN = (
    Column("Account", "The account that was matched"),
    Column("New York", "The moment it was matched for"),
    Column("Contract", "A contract, or the cash"),
    Column("Was", "What was found equal to the broker's word", is_figure=True),
    Column("Book now", "What the book says of that moment now", is_figure=True),
    Column("Difference", "What the book lacks (+) or has too much (-)", is_figure=True),
    Column("Said by", "The list it was compared with"),
)
_CASH = "Cash, $"
_TONES: Mapping[Agreement, Tone] = {"same": "", "different": "problem", "not known": "doubt"}
VerdictTone = Literal["body", "dim", "problem", "doubt"]


def compared_row(line: Compared) -> TextRow:
    name = _name(line.contract)
    book = UNKNOWN if line.book is None else _amount_of(line.contract is None, line.book)
    cells = name, book, _amount_of(line.contract is None, line.broker), _difference(line), _since(line)
    return TextRow(cells, _TONES[line.agreement])


def unnamed_row(contract: Contract, quantity: int) -> TextRow:
    return TextRow(
        (spoken(contract), _amount_of(False, Decimal(quantity)), "", "", "not named, so not compared"), "dim"
    )


def move_row(move: Move) -> TextRow:
    contracts = f"{move.quantity:+,d}" if move.contract is not None else ""
    price = "" if move.price is None else price_text(move.price)
    leg = "" if move.leg_id is None else str(move.leg_id)
    return TextRow((_short(move.moment), leg, contracts, price, _usd(move.usd), move.kind))


def broken_row(broken: BrokenAssertion, book: Book) -> TextRow:
    said, off, is_cash = broken.assertion, broken.difference, broken.symbol == CASH
    name = _CASH if is_cash else named(broken.symbol, said.moment)
    was = _amount_of(is_cash, broken.stated)
    now = UNKNOWN if broken.book is None else _amount_of(is_cash, broken.book)
    by = UNKNOWN if off is None else _difference_of(is_cash, off)
    account = book.accounts[said.account_id].name
    return TextRow((account, _short(said.moment), name, was, now, by, said.source), "problem")


def verdict_of(found: Reconciliation) -> tuple[str, VerdictTone]:
    """One line on the whole comparison; it is calm only where all that is held was compared and agrees."""
    same, different, unknown = (found.count(each) for each in ("same", "different", "not known"))
    where = f"{found.account.name} at {new_york_text(found.moment)}"
    parts = [f"{same} agree{'s' if same == 1 else ''}"]
    parts += [f"{different} differ{'s' if different == 1 else ''}"] if different else []
    parts += [f"{unknown} not known"] if unknown else []
    text = f"{where}: {', '.join(parts)}."
    if not found.lines:
        text = f"{where}: nothing is held, and nothing is said to be held."
    left = _not_compared(found)
    tone: VerdictTone = "problem" if different else "doubt" if unknown or left else "body"
    return " ".join((text, *left)), tone


def _not_compared(found: Reconciliation) -> tuple[str, ...]:
    told = []
    if found.unnamed:
        many = counted(len(found.unnamed), "contract")
        told.append(f"{many} of the book not named, so not compared: tick the box where the list is complete.")
    if found.snapshot.others:
        told.append(f"Not of this portfolio, so not compared: {', '.join(found.snapshot.others)}.")
    return tuple(told)


def why_text(line: Compared | None) -> str:
    """What may explain a difference, and what the table of moves below shows."""
    if line is None or line.agreement == "same":
        return ""
    name = _name(line.contract)
    note = f"{name}: {line.note}." if line.note else ""
    if line.agreement == "not known":
        return note
    return f"{note} {name}: {_since(line)}.".strip()


def _since(line: Compared) -> str:
    if line.agreement == "same":
        return "agrees"
    if line.agreement == "not known":
        return "the book does not know its cash"
    if line.since is not None:
        return f"{_counted_moves(line.moves)} since {_short(line.since)}"
    return f"{_counted_moves(line.moves)}, no match before" if line.moves else "not in the book"


def _counted_moves(moves: Iterable[Move]) -> str:
    kinds = Counter(move.kind for move in moves)
    told = [
        counted(kinds["fill"], "fill"),
        *([counted(kinds["settlement"], "settlement")] if kinds["settlement"] else []),
    ]
    if kinds["cash"]:
        told.append(counted(kinds["cash"], "entry of cash", "entries of cash"))
    return ", ".join(told)


def _name(contract: Contract | None) -> str:
    return _CASH if contract is None else spoken(contract)


def _short(moment: datetime) -> str:
    """Without the place, which the title or the sentence has."""
    return new_york_text(moment).removesuffix(" New York")


def _amount_of(is_cash: bool, amount: Decimal) -> str:
    """$ or signed contracts, with a plain minus, so that a copied cell is a number."""
    return f"{amount:,.2f}" if is_cash else f"{int(amount):+,d}" if amount else "0"


def _difference_of(is_cash: bool, difference: Decimal) -> str:
    return _usd(difference) if is_cash else f"{int(difference):+,d}"


def _usd(amount: Decimal) -> str:
    return f"{amount:+,.2f}" if amount else "0.00"


def _difference(line: Compared) -> str:
    if line.agreement == "same":
        return "0"
    return UNKNOWN if line.difference is None else _difference_of(line.contract is None, line.difference)
