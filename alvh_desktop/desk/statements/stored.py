"""Rows of statements as the book keeps them, and back."""

from collections.abc import Callable, Mapping
from datetime import datetime

from alvh_desktop.domain.book import Book
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.money import money_text
from alvh_desktop.domain.records import Fill, RowState, StatedRow
from alvh_desktop.domain.statements import StatementRow
from alvh_desktop.domain.symbols import spoken


def standing_rows(book: Book, account_id: int) -> Mapping[str, StatedRow]:
    """Every row that was kept for an account, by its key."""
    files = {file.id for file in book.statement_files.values() if file.account_id == account_id}
    return {row.key: row for row in book.stated_rows.values() if row.file_id in files}


def trades_begun(book: Book, stood: Mapping[str, StatedRow]) -> Mapping[tuple[str, str], int]:
    """The trade that each order opened on an underlying, by both, as far as statements told it."""
    orders = {row.id: row.order_id for row in stood.values() if row.order_id and row.effect != "close"}
    found = {}
    for fill in book.fills.values():
        if fill.row_id in orders:
            leg = book.legs[fill.leg_id]
            found[orders[fill.row_id], book.products[leg.root].underlying] = leg.trade_id
    return found


def held_before(book: Book, account_id: int | None = None) -> Callable[[Contract, datetime], int]:
    """What an account, or all of them together, held of a contract just before a moment: some statements do not say
    which side ended."""
    fills: dict[Contract, list[Fill]] = {}
    for held in book.holdings.values():
        if account_id in (None, book.trades[held.leg.trade_id].account_id):
            fills.setdefault(held.leg.contract, []).extend(held.fills)

    def held_of(contract: Contract, moment: datetime) -> int:
        return sum(fill.quantity for fill in fills.get(contract, ()) if fill.moment < moment)

    return held_of


def stated_row(row_id: int, file_id: int, key: str, row: StatementRow, state: RowState) -> StatedRow:
    c = row.contract
    return StatedRow(
        row_id, file_id, key, row.line, row.kind, c.root, c.expiry, c.strike, c.right, row.quantity, row.price,
        row.fee, row.usd, row.moment, row.has_time, row.effect, row.order_id, row.execution_id, row.text, state,
    )  # fmt: skip


def statement_row(row: StatedRow) -> StatementRow:
    return StatementRow(
        row.line, row.kind, row.contract, row.quantity, row.price, row.fee, row.usd, row.moment, row.text,
        row.has_time, row.effect, row.order_id, row.execution_id,
    )  # fmt: skip


def differs(row: StatementRow, before: StatedRow) -> str:
    """What the same execution was before, where a statement says otherwise now; empty where it says the same."""
    if row.contract != before.contract:
        return spoken(before.contract)
    if row.quantity != before.quantity:
        return f"{before.quantity:+d}"
    if row.price != before.price:
        return "no price" if before.price is None else f"a price of {money_text(before.price)}"
    if row.fee != before.fee:
        return f"a fee of {money_text(before.fee)}"
    return ""
