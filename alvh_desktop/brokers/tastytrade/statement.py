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
from functools import lru_cache
from zoneinfo import ZoneInfo

from alvh_desktop.brokers.cells import read_amount, read_amounts, read_count
from alvh_desktop.brokers.gathered_rows import Outcome, gather
from alvh_desktop.brokers.printed_tables import Heading, PrintedRow, read_rows
from alvh_desktop.brokers.statement_format import StatementFormat
from alvh_desktop.brokers.tastytrade.names import CONTRACT_COLUMNS, named_contract, names_other, other_what
from alvh_desktop.brokers.tastytrade.trades import Trade, booked
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import TextFile, shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow, Statement, StatementReading, StatementRow

HEADING = Heading(
    words="Sub Type",
    telling=("Date", "Type", "Sub Type", "Action", "Symbol", "Average Price"),
    required=("Description", "Value", "Quantity", "Commissions", "Fees", "Order #", "Currency"),
)
_MONEY = ("Value", "Commissions", "Fees")
_DATE = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}([+-][0-9]{2}:?[0-9]{2}|Z)?")
_CURRENCY = re.compile(r"[A-Z]{3}")
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


@dataclass(slots=True)
class _Rows:
    """Reads rows; contracts by their symbols as they were read before."""

    reading: StatementReading
    contracts: dict[tuple[str | None, ...], Contract | Problem | None] = field(default_factory=dict)

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
        if cells["Currency"] != "USD" and not _CURRENCY.fullmatch(cells["Currency"]):
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
        return _contradiction(cells, contract, multiplier, money["Value"] - fee) or booked(
            Trade(row, contract, multiplier, moment, count, money["Value"], fee)
        )

    def _contract(self, cells: Mapping[str, str], moment: datetime) -> Contract | Problem | None:
        """The contract where the portfolio knows its root, None for another; a Problem where it cannot be."""
        symbol = cells["Symbol"]
        if not symbol:
            return None
        # One digit of a future's year means another year in another decade.
        year = str(moment.year) if symbol.startswith("/") else ""
        key = (symbol, year, *map(cells.get, CONTRACT_COLUMNS))
        if key not in self.contracts:
            self.contracts[key] = named_contract(cells, self.reading.products, moment.date())
        return self.contracts[key]


@lru_cache(maxsize=256)  # the rows of an order have one
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
    total = read_amount(cells.get("Total", ""))
    if isinstance(total, str):
        return f"Total: {total}"
    if cells.get("Multiplier") and read_amount(cells["Multiplier"]) != multiplier:
        return f"Multiplier: {shortened(cells['Multiplier'])}, where {contract.root} has {multiplier}"
    if cells.get("Total") and abs(total - usd) > _ROUNDING:
        return f"Total: {cells['Total']} is not Value, Commissions and Fees together, which are {usd}"
    return ""
