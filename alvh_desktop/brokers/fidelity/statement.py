"""Fidelity's history of one account or of all: a table below empty lines, and a disclaimer after another one.

Price is in points, Quantity bought + and sold -, Commission and Fees are charged +, Amount is what was received +
after them. An end of a contract has the sign of what closes it. Days only: a row counts at the end of its session.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from alvh_desktop.brokers.cells import read_amounts, read_count
from alvh_desktop.brokers.days import end_of_session, end_of_trading, find_date_order, is_day, read_day
from alvh_desktop.brokers.fidelity.days import as_of_day, run_days
from alvh_desktop.brokers.fidelity.names import named_contract, other_what
from alvh_desktop.brokers.gathered_rows import EndedSide, Outcome, gather
from alvh_desktop.brokers.printed_tables import Heading, PrintedRow, read_rows
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.domain.calendar import NEW_YORK
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.money import CENT, plain, round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import (
    DateOrder,
    Effect,
    OtherRow,
    RowKind,
    Statement,
    StatementReading,
    StatementRow,
)

_ALSO_NAMED = {"security description": "description", "security type": "type"}


def _named(printed: str) -> str:
    name = printed.strip().casefold().removesuffix("($)").strip()
    return _ALSO_NAMED.get(name, name)


HEADING = Heading(
    words="Run Date",
    telling=("run date", "action", "symbol"),
    required=("quantity", "price", "commission", "fees", "amount"),
    named=_named,
)
_TRADED = re.compile(r"(?:YOU )?(BOUGHT|BUY|SOLD|SELL)\b(?:.*?\b(OPENING|CLOSING) TRANSACTION)?")
_ENDED = re.compile(r"(EXPIRED|ASSIGNED|EXERCISED)\b")
_CANCELLED = re.compile(r"\b(CANCEL|CANCELLED|CXL)\b")
_NOTE = "Fidelity names days and no times: each row counts at the end of its session."


def read_fidelity(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """The statement; a Problem where the header lacks a column, or the days are written in two orders."""
    headers = HEADING.find_all(file)
    if isinstance(headers, Problem):
        return headers
    written = run_days(file, [columns.index("run date") for columns in headers.values()])
    days = find_date_order(written, reading.dates, file.name, "month first")
    if isinstance(days, Problem):
        return days
    rows = _Rows(reading, days)
    tables: list[list[Outcome]] = [[] for _ in headers]
    table = 1
    for found in read_rows(file, headers, reading.progress, _is_row):
        table = found.table if isinstance(found, PrintedRow) else table
        tables[table - 1].append(rows.read(found) if isinstance(found, PrintedRow) else found)
    gathered = gather(tables, reading)
    notes = [_NOTE]
    if gathered.printed_signs:
        notes.append(
            f"The side of {gathered.printed_signs} expired is taken from the printed sign: no opening is known."
        )
    title, zone = "Fidelity account history", NEW_YORK.key
    return Statement(
        file.name, "Fidelity", title, zone, gathered.rows, gathered.others, gathered.refused, tuple(notes)
    )


FIDELITY = StatementFormat("Fidelity account history", HEADING.recognises, read_fidelity)


def _is_row(line: str, columns: Sequence[str]) -> bool:
    """Whether a day stands where the run date is; names of accounts may hold a comma of their own."""
    first = line.split(",", columns.index("run date") + 2)[: columns.index("run date") + 2]
    return any(is_day(cell.strip(' "\t')) for cell in first)


@dataclass(frozen=True, slots=True)
class _Trade:
    """A row about a contract that the portfolio knows; `gross` is its Amount before `fee`, None where none stands."""

    row: PrintedRow
    contract: Contract
    product: Product
    day: date
    action: str
    count: int
    price: Decimal | None
    fee: Decimal
    amount: Decimal | None

    @property
    def gross(self) -> Decimal | None:
        return None if self.amount is None else self.amount + self.fee


@dataclass(slots=True)
class _Rows:
    """Reads rows; contracts by what names them, as they were read before."""

    reading: StatementReading
    days: DateOrder
    contracts: dict[tuple[str, ...], Contract | Problem | None] = field(default_factory=dict)

    def read(self, row: PrintedRow) -> Outcome:
        outcome = self._outcome(row)
        return RefusedLine(row.line, outcome) if isinstance(outcome, str) else outcome

    def _outcome(self, row: PrintedRow) -> Outcome | str:
        cells = _unshifted(row.cells)
        day = read_day(cells["run date"], self.days)
        money = read_amounts(cells, ("price", "commission", "fees", "amount"))
        if isinstance(day, str):
            return f"Run Date: {day}"
        if isinstance(money, str):
            return money
        amount = money["amount"] if cells["amount"] else None
        action = " ".join(cells["action"].upper().split())
        contract = self._contract(cells, action, day)
        if isinstance(contract, Problem):
            return contract.message
        if contract is None:
            at = end_of_session(day)
            return OtherRow(row.line, other_what(cells, action), amount, at, cells["action"], _account(cells))
        if cells.get("currency", "") not in ("", "USD"):
            return f"Currency: {shortened(cells['currency'])}, where only USD is booked"
        count = read_count(cells["quantity"])
        if isinstance(count, str):
            return f"Quantity: {count}"
        product, fee = self.reading.products[contract.root], money["commission"] + money["fees"]
        price = money["price"] if cells["price"] else None
        trade = _Trade(row, contract, product, day, action, count, price, fee, amount)
        return _ended(trade, self.days) if _ENDED.match(action) else _fill(trade)

    def _contract(self, cells: Mapping[str, str], action: str, day: date) -> Contract | Problem | None:
        key = (cells["symbol"], action, cells.get("description", ""))
        if key not in self.contracts:
            self.contracts[key] = named_contract(*key, self.reading.products, day)
        return self.contracts[key]


def _unshifted(cells: Mapping[str, str]) -> Mapping[str, str]:
    """Some files print Currency, Price and Quantity in this order below Quantity, Currency and Price."""
    if "currency" not in cells or not cells["quantity"].isalpha():
        return cells
    return {**cells, "currency": cells["quantity"], "price": cells["currency"], "quantity": cells["price"]}


def _account(cells: Mapping[str, str]) -> str:
    return cells.get("account number") or cells.get("account") or cells.get("account name") or ""


def _fill(trade: _Trade) -> Outcome | str:
    verb = _TRADED.match(trade.action)
    if verb is None:
        return f"{shortened(trade.action)!r} is nothing that is booked: enter it by hand"
    sign = 1 if verb[1].startswith("B") else -1
    effect: Effect = "" if verb[2] is None else "open" if verb[2] == "OPENING" else "close"
    if _CANCELLED.search(trade.action):
        # What cancels a fill is its opposite, and takes away what that opened.
        flipped: Mapping[Effect, Effect] = {"open": "close", "close": "open", "": ""}
        sign, effect = -sign, flipped[effect]
        if trade.count * sign < 0:
            return "it cancels a trade with the sign of that trade: correct the fill by hand"
    elif sign > 0 and trade.count < 0:
        return f"Quantity: {trade.count} bought"
    quantity = sign * abs(trade.count)
    price = _price(trade, quantity)
    if isinstance(price, str):
        return price
    moment = end_of_trading(trade.contract, trade.product, trade.day)
    return _row(trade, "fill", quantity, price, effect, moment)


def _price(trade: _Trade, quantity: int) -> Decimal | str:
    """Points; by Amount where the printed price is an average that was rounded."""
    if trade.price is not None and trade.price < 0:
        return f"Price: {trade.price} is below 0"
    if trade.gross is None:
        return "there is no Price and no Amount" if trade.price is None else plain(trade.price)
    if trade.gross * quantity > 0:
        return "Action, Quantity and Amount do not agree if it was bought or sold"
    size = abs(quantity) * trade.product.multiplier
    exact = plain(round_to_units(abs(trade.gross) / size))
    if trade.price is None:
        return exact
    missing = abs(trade.price * size - abs(trade.gross))
    if missing > size * CENT / 2 + CENT:
        return "Amount is not Quantity times Price less what was charged"
    return plain(trade.price) if missing <= CENT else exact


def _ended(trade: _Trade, days: DateOrder) -> Outcome | str:
    """The end of a contract; with an Amount it was settled in cash, whichever side exercised."""
    word = trade.action.split(" ", 1)[0].rstrip(",")
    day = as_of_day(trade.action, days) or min(trade.day, trade.contract.expiry)
    if isinstance(day, str):
        return f"Action: {day}"
    moment = end_of_session(day)
    if word == "EXPIRED":
        if trade.amount:
            return f"Amount: {trade.amount}, where nothing is paid for what expired"
        return EndedSide(_row(trade, "expired", trade.count, Decimal(0), "close", moment), is_signed=True)
    quantity = abs(trade.count) if word == "ASSIGNED" else -abs(trade.count)
    if not trade.gross:
        kind: RowKind = "assigned" if word == "ASSIGNED" else "exercised"
        return _row(trade, kind, quantity, None, "close", moment)
    if trade.gross * quantity > 0:
        return f"Amount: {trade.amount} has the wrong sign for what was {word.lower()}"
    price = plain(round_to_units(trade.gross / -quantity / trade.product.multiplier))
    return _row(trade, "settled", quantity, price, "close", moment)


def _row(
    trade: _Trade, kind: RowKind, quantity: int, price: Decimal | None, effect: Effect, moment: datetime
) -> StatementRow:
    cells = trade.row.cells
    return StatementRow(
        line=trade.row.line,
        kind=kind,
        contract=trade.contract,
        quantity=quantity,
        price=price,
        fee=trade.fee,
        usd=trade.amount,
        moment=moment,
        text=cells["action"],
        has_time=False,
        effect=effect,
        account=_account(cells),
    )
