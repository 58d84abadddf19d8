"""A pasted order as a draft of this book: every price said, and what it closes found."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.draft import Draft
from alvh_desktop.domain.edits.enter import account_named
from alvh_desktop.domain.orders.line import TypedLine, parse_line
from alvh_desktop.domain.orders.pasted import read_pasted
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import Role, Trade
from alvh_desktop.domain.symbols import spoken

_COUNTED = re.compile(r"\s*[+-]?[0-9]")


def is_order_line(text: str, products: Mapping[str, Product], today: date) -> bool:
    """Whether text is one order line, be it a faulty one, whose faults are those that `parse_order` tells."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > 1:
        return False
    if not lines or isinstance(parse_line(text, products, today), TypedLine):
        return True
    return bool(_COUNTED.match(text)) and isinstance(read_pasted(text, products, today), Problem)


def pasted_draft(book: Book, text: str, today: date, role: Role | None = None) -> Draft | Problem:
    """What `read_pasted` reads, complete: Problem("net", ...) names the leg that has no price.

    Legs that say they close belong to the one trade of the account that holds them; Problem("trade", ...) where no
    trade or more than one does.
    """
    draft = read_pasted(text, book.products, today)
    if isinstance(draft, Problem):
        return draft
    unpriced = next((leg for leg in draft.legs if leg.price is None), None)
    if draft.net is None and unpriced is not None:
        name = spoken(unpriced.contract)
        return Problem("net", f"{name} has no price: write one in its line, or the net behind an order line with @")
    placed = replace(draft, role=role)
    return placed if placed.purpose == "open" else with_trade(book, placed)


def with_trade(book: Book, draft: Draft) -> Draft | Problem:
    """A draft that says it closes, on the one trade of its account that holds all that it closes."""
    account = account_named(book, draft.account)
    if isinstance(account, Problem):
        return account
    holding = [t for t in book.trades.values() if t.account_id == account.id and _holds(book, t, draft)]
    alike = [trade for trade in holding if _holds_nothing_else(book, trade, draft)]
    found = alike or holding
    if not found:
        return Problem("trade", f"the text says to close, and no trade of {account.name} holds all that it closes")
    if len(found) > 1:
        numbers = ", ".join(str(trade.id) for trade in found)
        return Problem("trade", f"the text says to close, and the trades {numbers} hold it: close one by number")
    return replace(draft, trade_id=found[0].id)


def _holds(book: Book, trade: Trade, draft: Draft) -> bool:
    """Enough of every leg that closes."""
    held = _held(book, trade)
    closing = {leg.contract: leg.ratio * draft.lots for leg in draft.legs if leg.closes}
    return all(
        held.get(contract, 0) * wanted < 0 and abs(held[contract]) >= abs(wanted)
        for contract, wanted in closing.items()
    )


def _holds_nothing_else(book: Book, trade: Trade, draft: Draft) -> bool:
    return _held(book, trade).keys() == {leg.contract for leg in draft.legs if leg.closes}


def _held(book: Book, trade: Trade) -> Mapping[Contract, int]:
    holdings = book.holdings_by_trade[trade.id]
    return {held.leg.contract: held.position.quantity for held in holdings if held.position.quantity}
