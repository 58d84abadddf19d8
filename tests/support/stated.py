"""Statements made by hand: rows as a reader gives them, and a book told without its ids."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from alvh_desktop.desk.statements.preview import NOTHING_CHOSEN, Choices, StatementPreview, preview_of
from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.edits import Change
from alvh_desktop.domain.products import load_products
from alvh_desktop.domain.statements import Statement, StatementRow
from alvh_desktop.domain.symbols import parse_symbol

NOW = datetime(2026, 12, 31, 20, tzinfo=UTC)
"""Everything stated has happened by then."""
START = datetime(2026, 11, 2, 15, tzinfo=UTC)
_LINES = count(2)


def contract(name: str) -> Contract:
    found = parse_symbol(name, date(2026, 11, 20))
    assert isinstance(found, Contract), found
    return found


def said(
    name: str,
    quantity: int,
    price: str | None,
    fee: str = "0.65",
    minutes: float = 0,
    order: str = "",
    **more: object,
) -> StatementRow:
    """A fill so many minutes after START, with the $ that it moves; `more` are other fields of the row."""
    held, line = contract(name), next(_LINES)
    points, charged = None if price is None else Decimal(price), Decimal(fee)
    usd = None if points is None else -quantity * points * load_products()[held.root].multiplier - charged
    moment = START + timedelta(minutes=minutes)
    row = {"kind": "fill", "order_id": order, "effect": ""} | more
    return StatementRow(
        line=line, contract=held, quantity=quantity, price=points, fee=charged, usd=usd, moment=moment,
        text=f"{quantity:+d} {name}", **row,  # type: ignore[arg-type]
    )  # fmt: skip


def statement(rows: Iterable[StatementRow], name: str = "made.csv") -> Statement:
    return Statement(name, "made", "a statement made by hand", "UTC", tuple(rows))


def looked_at(book: Book, rows: Iterable[StatementRow], choices: Choices = NOTHING_CHOSEN) -> StatementPreview:
    account = next(iter(book.accounts))
    preview = preview_of(book, account, statement(rows), "0" * 64, NOW, book.top_id + 1, choices)
    assert isinstance(preview, StatementPreview), preview
    return preview


def imported(book: Book, rows: Iterable[StatementRow], choices: Choices = NOTHING_CHOSEN) -> Book:
    """The book after the statement; the same where nothing of it is new."""
    preview = looked_at(book, rows, choices)
    if preview.edit is None:
        return book
    change = preview.edit.apply(book)
    assert isinstance(change, Change), change
    return change.book


def told(book: Book) -> list[object]:
    """What the book holds, without ids: trades with their legs, fills and settlements, by campaign."""
    by_campaign: dict[int, list[object]] = {}
    for trade in book.trades.values():
        is_rolled = trade.rolled_from is not None
        words = trade.structure, trade.sleeve, trade.opened_at, is_rolled, _legs(book, trade.id)
        by_campaign.setdefault(trade.campaign_id, []).append(words)
    return sorted((sorted(trades, key=repr) for trades in by_campaign.values()), key=repr)


def _legs(book: Book, trade_id: int) -> list[tuple[object, ...]]:
    found = []
    for held in book.holdings_by_trade[trade_id]:
        fills = sorted(
            (fill.moment, fill.quantity, fill.price, fill.fee, fill.roll_id is None) for fill in held.fills
        )
        ended = held.settlement
        end = None if ended is None else (ended.value, ended.paid, ended.fee, ended.moment)
        found.append((repr(held.leg.contract), fills, repr(end)))
    return sorted(found)
