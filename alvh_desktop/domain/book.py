"""The Book: all that is held, as one immutable value with a mapping a table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import islice
from operator import lt
from typing import Any, TypeVar

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.holding import Holding
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.records import (
    TABLES,
    Account,
    Assertion,
    Campaign,
    Cash,
    Confirmation,
    Event,
    FeeRow,
    Fill,
    Id,
    Input,
    Layer,
    Leg,
    Note,
    NoteTemplate,
    Portfolio,
    Record,
    Roll,
    Rule,
    SavedLens,
    Settlement,
    StatedRow,
    StatementFile,
    Trade,
    TypedMark,
    Verdict,
)

K = TypeVar("K", bound=Id)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row:
    """One changed row: None before is an insertion, None after a removal."""

    table: str
    id: Id
    before: Record | None
    after: Record | None

    def turned(self) -> "Row":
        """The row that takes this one back."""
        return Row(self.table, self.id, self.after, self.before)


@dataclass(frozen=True)
class Book:
    """One mapping a table, keyed by id (products by root) and ordered by it. Never changed in place.

    `holdings` is derived: each leg with its fills hanging in it, kept from book to book while the leg is
    untouched, so that its position is worked out once.
    """

    portfolio: Mapping[int, Portfolio] = field(default_factory=dict)
    accounts: Mapping[int, Account] = field(default_factory=dict)
    cash: Mapping[int, Cash] = field(default_factory=dict)
    assertions: Mapping[int, Assertion] = field(default_factory=dict)
    statement_files: Mapping[int, StatementFile] = field(default_factory=dict)
    stated_rows: Mapping[int, StatedRow] = field(default_factory=dict)
    fee_rows: Mapping[int, FeeRow] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)
    rules: Mapping[str, Rule] = field(default_factory=dict)
    layers: Mapping[int, Layer] = field(default_factory=dict)
    inputs: Mapping[int, Input] = field(default_factory=dict)
    events: Mapping[int, Event] = field(default_factory=dict)
    typed_marks: Mapping[int, TypedMark] = field(default_factory=dict)
    lenses: Mapping[int, SavedLens] = field(default_factory=dict)
    note_templates: Mapping[int, NoteTemplate] = field(default_factory=dict)
    notes: Mapping[int, Note] = field(default_factory=dict)
    campaigns: Mapping[int, Campaign] = field(default_factory=dict)
    trades: Mapping[int, Trade] = field(default_factory=dict)
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    legs: Mapping[int, Leg] = field(default_factory=dict)
    rolls: Mapping[int, Roll] = field(default_factory=dict)
    confirmations: Mapping[int, Confirmation] = field(default_factory=dict)
    fills: Mapping[int, Fill] = field(default_factory=dict)
    settlements: Mapping[int, Settlement] = field(default_factory=dict)
    holdings: Mapping[int, Holding] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def holdings_by_trade(self) -> Mapping[int, tuple[Holding, ...]]:
        grouped: dict[int, list[Holding]] = {trade_id: [] for trade_id in self.trades}
        for holding in self.holdings.values():
            grouped[holding.leg.trade_id].append(holding)
        return {trade_id: tuple(held) for trade_id, held in grouped.items()}

    @property
    def name(self) -> str:
        return next((row.name for row in self.portfolio.values()), "")

    @property
    def simulated_at(self) -> datetime | None:
        """Where the clock of a sample stands; None in a portfolio of one's own."""
        return next((row.simulated_at for row in self.portfolio.values()), None)

    @cached_property
    def top_id(self) -> int:
        """The largest id of any row; 0 in a book without rows."""
        tables: tuple[Mapping[Any, Any], ...] = tuple(getattr(self, name) for name in TABLES)
        return max((key for table in tables for key in table if isinstance(key, int)), default=0)

    def product_of(self, contract: Contract) -> Product:
        return self.products[contract.root]

    @cached_property
    def held_contracts(self) -> frozenset[Contract]:
        """Every contract with an open quantity."""
        return frozenset(h.leg.contract for h in self.holdings.values() if h.position.quantity)

    def after(self, rows: Iterable[Row]) -> "Book":
        """The book with these rows put in place: the only way one book comes from another."""
        rows = tuple(rows)
        tables: dict[str, dict[Id, Record]] = {}
        for row in rows:
            if row.table not in tables:
                tables[row.table] = dict(getattr(self, row.table))
            _put(tables[row.table], row)
        changed: dict[str, Any] = {name: _in_order(table) for name, table in tables.items()}
        book = replace(self, **changed)
        return replace(book, holdings=_holdings_after(self.holdings, book, rows))


def rows_between(before: Book, after: Book, tables: Iterable[str]) -> frozenset[Row]:
    """Every row that differs, found by looking at all of them; edits know theirs without looking."""
    found = []
    for name in tables:
        old, new = getattr(before, name), getattr(after, name)
        keys = (key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
        found += [Row(name, key, old.get(key), new.get(key)) for key in keys]
    return frozenset(found)


def _put(table: dict[Id, Record], row: Row) -> None:
    """Raises ValueError when the row stands on another one than the table holds: an id minted twice."""
    if table.get(row.id) != row.before:
        raise ValueError(f"{row.table} row {row.id} is not what the edit found there")
    if row.after is None:
        del table[row.id]
    else:
        table[row.id] = row.after


def _in_order(table: dict[K, T]) -> dict[K, T]:
    """By id. Ids are minted in time order, so only an undone removal ever finds a table out of order."""
    keys: list[Any] = list(table)
    if all(map(lt, keys, islice(keys, 1, None))):
        return table
    return {key: table[key] for key in sorted(keys)}


def _holdings_after(before: Mapping[int, Holding], book: Book, rows: tuple[Row, ...]) -> Mapping[int, Holding]:
    touched: dict[int, list[Row]] = {}
    for row in rows:
        for leg_id in _legs_touched(book, row):
            touched.setdefault(leg_id, []).append(row)
    if not touched:
        return before
    holdings = dict(before)
    for leg_id, of_leg in touched.items():
        holdings.pop(leg_id, None)
        if leg_id in book.legs:
            holdings[leg_id] = _holding(before.get(leg_id), book, leg_id, of_leg)
    return _in_order(holdings)


def _legs_touched(book: Book, row: Row) -> set[int]:
    if row.table == "legs":
        return {int(row.id)}
    if row.table == "products":
        return {leg.id for leg in book.legs.values() if leg.root == row.id}
    records = (row.before, row.after)
    return {record.leg_id for record in records if isinstance(record, Fill | Settlement)}


def _holding(before: Holding | None, book: Book, leg_id: int, rows: Sequence[Row]) -> Holding:
    fills = {fill.id: fill for fill in before.fills} if before else {}
    settlement = before.settlement if before else None
    for row in rows:
        if isinstance(row.before, Fill) and row.before.leg_id == leg_id:
            del fills[row.before.id]
        if isinstance(row.after, Fill) and row.after.leg_id == leg_id:
            fills[row.after.id] = row.after
        if isinstance(row.before, Settlement) and row.before.leg_id == leg_id:
            settlement = None
        if isinstance(row.after, Settlement) and row.after.leg_id == leg_id:
            settlement = row.after
    return _hung(book, leg_id, fills.values(), settlement)


def _hung(book: Book, leg_id: int, fills: Iterable[Fill], settlement: Settlement | None) -> Holding:
    leg = book.legs[leg_id]
    in_time = tuple(sorted(fills, key=lambda fill: (fill.moment, fill.id)))
    return Holding(leg, book.products[leg.root], in_time, settlement)


def book_of(tables: Mapping[str, Mapping[Any, Any]]) -> Book:
    """A book made at once from whole tables, each in the order of its ids."""
    book = Book(**dict(tables))
    fills: dict[int, list[Fill]] = {leg_id: [] for leg_id in book.legs}
    for fill in book.fills.values():
        fills[fill.leg_id].append(fill)
    settlements = {settlement.leg_id: settlement for settlement in book.settlements.values()}
    holdings = {leg.id: _hung(book, leg.id, fills[leg.id], settlements.get(leg.id)) for leg in book.legs.values()}
    return replace(book, holdings=holdings)
