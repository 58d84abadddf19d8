"""tastytrade's transactions: one table a file, 20 columns, with Total 21, and each moment with its own offset.

Value is what a row moved in $, received +, before Commissions and Fees, which are charged with a minus; Average Price
is $ per contract, and Quantity has no sign. A future's Value is 0, since its profit is paid day by day: its price
stands at the end of the description. An option settled in cash has two rows, the cash and the removal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from alvh_desktop.brokers.gathered_rows import EndedSide, Outcome, gather
from alvh_desktop.brokers.printed_tables import Heading, PrintedRow, read_amount, read_amounts, read_count, read_rows
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.brokers.tastytrade_names import known_symbol, names_other, other_what, printed_contract
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.money import CENT, plain, round_to_units
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Effect, OtherRow, RowKind, Statement, StatementReading, StatementRow

HEADING = Heading(
    words="Sub Type",
    telling=("Date", "Type", "Sub Type", "Action", "Symbol", "Average Price"),
    required=("Description", "Value", "Quantity", "Commissions", "Fees", "Order #", "Currency"),
)
_MONEY = ("Value", "Commissions", "Fees")
_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:?[0-9]{2}|Z)?")
_ORDER = re.compile(r"([0-9]+)\.0*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_VERB = re.compile(r"(BUY|SELL)(?:_TO_(OPEN|CLOSE))?")
_DESCRIBED = re.compile(r"@ ?\$?([0-9.,]+)$")
_ENDS: Mapping[str, tuple[RowKind, int]] = {
    "Expiration": ("expired", 0),
    "Assignment": ("assigned", 1),
    "Exercise": ("exercised", -1),
    "Cash Settled Assignment": ("settled", 1),
    "Cash Settled Exercise": ("settled", -1),
    "Futures Settlement": ("settled", 0),
}
"""How the life of a contract ended, and the sign of what that adds to the position: 0 where that stays open."""
_ROUNDING = Decimal("0.05")
"""$ by which Total may differ from its parts: fees are printed to the cent, and charged in smaller parts."""


def read_tastytrade(file: TextFile, reading: StatementReading) -> Statement | Problem:
    """The statement; a Problem where the header lacks a column."""
    headers = HEADING.find_all(file)
    if isinstance(headers, Problem):
        return headers
    rows = _Rows(reading)
    tables: list[list[Outcome]] = [[] for _ in headers]
    table = 1
    for found in read_rows(file, headers, reading.progress):
        table = found.table if isinstance(found, PrintedRow) else table
        tables[table - 1].append(rows.read(found) if isinstance(found, PrintedRow) else found)
    gathered = gather(_without_removals(tables), reading)
    found_rows = (gathered.rows, gathered.others, gathered.refused)
    return Statement(file.name, "tastytrade", "tastytrade transactions", "each row's own offset", *found_rows)


TASTYTRADE = StatementFormat("tastytrade transactions", HEADING.recognises, read_tastytrade)


def _without_removals(tables: list[list[Outcome]]) -> list[list[Outcome]]:
    """The removal of an option whose cash has its own row moved nothing, and would close it a second time."""
    paid = {
        row.contract for table in tables for row in table if isinstance(row, StatementRow) and row.kind == "settled"
    }
    return [[_told_apart(row, paid) for row in table] for table in tables]


def _told_apart(row: Outcome, paid: set[Contract]) -> Outcome:
    is_removal = isinstance(row, StatementRow) and row.kind in ("assigned", "exercised")
    if not is_removal or not isinstance(row, StatementRow) or row.contract not in paid:
        return row
    return OtherRow(row.line, "removals of options settled in cash", row.usd, row.moment, row.text)


@dataclass(frozen=True, slots=True)
class _Trade:
    """A row about a contract that the portfolio knows; `usd` received + before the `fee`, charged +."""

    row: PrintedRow
    contract: Contract
    multiplier: Decimal
    moment: datetime
    count: int
    usd: Decimal
    fee: Decimal

    @property
    def sub_type(self) -> str:
        return self.row.cells["Sub Type"]


@dataclass(slots=True)
class _Rows:
    """Reads rows; contracts by their symbols as they were read before."""

    reading: StatementReading
    contracts: dict[tuple[str, ...], Contract | Problem | None] = field(default_factory=dict)

    def read(self, row: PrintedRow) -> Outcome:
        outcome = self._outcome(row)
        return RefusedLine(row.line, outcome) if isinstance(outcome, str) else outcome

    def _outcome(self, row: PrintedRow) -> Outcome | str:
        cells = row.cells
        moment = _moment(cells["Date"], self.reading.zone)
        money = read_amounts(cells, _MONEY)
        if isinstance(moment, str):
            return moment
        if isinstance(money, str):
            return money
        if not _CURRENCY.fullmatch(cells["Currency"]):
            return f"Currency: {shortened(cells['Currency'])!r} is none, so the line may be cut off"
        fee = -(money["Commissions"] + money["Fees"])
        contract = None if names_other(cells) else self._contract(cells, moment)
        if contract is None:
            usd = money["Value"] - fee if cells["Currency"] == "USD" else None
            return _other(row, usd, moment)
        if isinstance(contract, Problem):
            return contract.message
        count = read_count(cells["Quantity"])
        if isinstance(count, str) or count < 0:
            return f"Quantity: {count if isinstance(count, str) else 'it has no sign in this format'}"
        multiplier = self.reading.products[contract.root].multiplier
        return _contradiction(cells, contract, multiplier, money["Value"] - fee) or _booked(
            _Trade(row, contract, multiplier, moment, count, money["Value"], fee)
        )

    def _contract(self, cells: Mapping[str, str], moment: datetime) -> Contract | Problem | None:
        """The contract where the portfolio knows its root, None for another; a Problem where it cannot be."""
        symbol = cells["Symbol"]
        if not symbol:
            return None
        # One digit of a future's year means another year in another decade.
        key = (symbol, cells.get("Root Symbol", ""), str(moment.year) if symbol.startswith("/") else "")
        if key not in self.contracts:
            self.contracts[key] = known_symbol(symbol, key[1], self.reading.products, moment.date())
        return self.contracts[key]


def _moment(text: str, zone: str) -> datetime | str:
    written = _DATE.fullmatch(text)
    if written is None:
        return f"Date: {shortened(text)!r} is not a moment such as 2026-11-20T15:45:00-0500"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return f"Date: there is no moment {text}"
    if moment.tzinfo is None and not zone:
        return f"Date: {text} has no offset from UTC"
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def _other(row: PrintedRow, usd: Decimal | None, moment: datetime) -> OtherRow | str:
    what = other_what(row.cells)
    if not what:
        return f"Type: {shortened(row.cells['Type'])!r} is not known"
    return OtherRow(row.line, what, usd, moment, row.cells["Description"])


def _contradiction(cells: Mapping[str, str], contract: Contract, multiplier: Decimal, usd: Decimal) -> str:
    """What in a row cannot all be true."""
    if cells["Currency"] != "USD":
        return f"Currency: {cells['Currency']}, where only USD is booked"
    printed = read_amounts(cells, [name for name in ("Multiplier", "Total", "Average Price") if name in cells])
    if isinstance(printed, str):
        return printed
    if cells.get("Multiplier") and printed["Multiplier"] != multiplier:
        return f"Multiplier: {cells['Multiplier']}, where {contract.root} has {multiplier}"
    if cells.get("Total") and abs(printed["Total"] - usd) > _ROUNDING:
        return f"Total: {cells['Total']} is not Value, Commissions and Fees together, which are {usd}"
    return printed_contract(cells, contract)


def _booked(trade: _Trade) -> Outcome | str:
    sub_type, cells = trade.sub_type, trade.row.cells
    verb = _VERB.fullmatch((cells["Action"] or sub_type).upper().replace(" ", "_"))
    if cells["Type"] == "Receive Deliver" and sub_type in _ENDS:
        return _ended(trade, verb)
    words = _VERB.fullmatch(sub_type.upper().replace(" ", "_"))
    if verb is None or words is None:
        return f"{shortened(sub_type)!r} of {cells['Symbol']} is nothing that is booked: enter it by hand"
    sign = 1 if verb[1] == "BUY" else -1
    if words[1] != verb[1] or trade.usd * sign > 0:
        return "Sub Type, Action and Value do not agree if it was bought or sold"
    price = _price(trade)
    if isinstance(price, str):
        return price
    return _row(trade, "fill", sign, price, _effect(verb[2] or words[2]))


def _effect(word: str | None) -> Effect:
    return "" if word is None else "open" if word == "OPEN" else "close"


def _ended(trade: _Trade, verb: re.Match[str] | None) -> Outcome | str:
    kind, sign = _ENDS[trade.sub_type]
    if kind == "settled" and sign and trade.usd * sign > 0:
        return f"Value: {trade.usd} has the wrong sign for {trade.sub_type}"
    if kind != "settled" and trade.usd:
        return f"Value: {trade.usd}, where nothing is paid for {trade.sub_type}"
    price = Decimal(0) if kind == "expired" else None
    if kind == "settled":
        price = _per_contract(abs(trade.usd), trade) if sign else _described(trade)
    if not sign and verb is not None:
        sign = 1 if verb[1] == "BUY" else -1
    row = _row(trade, kind, sign or 1, price, "close")
    return row if sign else EndedSide(row)


def _row(trade: _Trade, kind: RowKind, sign: int, price: Decimal | None, effect: Effect) -> StatementRow:
    cells = trade.row.cells
    whole = _ORDER.fullmatch(cells["Order #"])
    return StatementRow(
        line=trade.row.line,
        kind=kind,
        contract=trade.contract,
        quantity=sign * trade.count,
        price=price,
        fee=trade.fee,
        usd=trade.usd - trade.fee,
        moment=trade.moment,
        text=cells["Description"],
        effect=effect,
        order_id=whole[1] if whole else cells["Order #"],
    )


def _price(trade: _Trade) -> Decimal | str:
    """Points per contract: by Value, which is exact where Average Price is rounded; a future's by its description."""
    average = read_amount(trade.row.cells["Average Price"])
    if isinstance(average, str):
        return f"Average Price: {average}"
    described = _described(trade)
    if described is not None and not trade.contract.is_option and not trade.usd:
        return described
    if not trade.usd and not average:
        return Decimal(0) if not described and trade.contract.is_option else "there is no Value and no Average Price"
    if trade.usd and average and abs(abs(trade.usd) - abs(average) * trade.count) > trade.count * CENT:
        return "Value is not Quantity times Average Price"
    return _per_contract(abs(trade.usd) or abs(average) * trade.count, trade)


def _described(trade: _Trade) -> Decimal | None:
    found = _DESCRIBED.search(trade.row.cells["Description"])
    price = read_amount(found[1]) if found else None
    return None if isinstance(price, str) else price


def _per_contract(usd: Decimal, trade: _Trade) -> Decimal:
    return plain(round_to_units(usd / trade.count / trade.multiplier))
