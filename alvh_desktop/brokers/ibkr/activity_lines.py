"""Lines of an activity statement: trades with their contracts, cash, and transfers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from alvh_desktop.brokers.ibkr.activity_sections import SectionLine
from alvh_desktop.brokers.ibkr.amounts import UnreadError, amount, whole
from alvh_desktop.brokers.ibkr.contracts import Contracts
from alvh_desktop.brokers.ibkr.instruments import Instruments, sort_of
from alvh_desktop.brokers.ibkr.moments import read_moment
from alvh_desktop.brokers.ibkr.rows import Trade, effect_of, other_row, parted_codes, statement_row
from alvh_desktop.brokers.ibkr.told import Level, Row, Told
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import DateOrder, OtherRow

CASH_SECTIONS: Mapping[str, str] = {
    "Deposits & Withdrawals": "deposits and withdrawals",
    "Dividends": "dividends",
    "Payment In Lieu Of Dividends": "payments in lieu of dividends",
    "Withholding Tax": "withholding taxes",
    "Interest": "interest payments",
    "Broker Interest Paid": "interest payments",
    "Broker Interest Received": "interest payments",
    "Fees": "fees",
    "Other Fees": "other fees",
    "Transaction Fees": "transaction fees",
    "Sales Tax": "sales taxes",
    "Transfers": "transfers",
    "Corporate Actions": "corporate actions",
}
_LEVELS: Mapping[str, Level] = {"Order": "order", "Trade": "execution"}
_NO_FILLS = frozenset(("ClosedLot", "WashSale", "SubTotal", "Total"))
_NEEDED = ("Asset Category", "Symbol", "Date/Time", "Quantity", "T. Price")


@dataclass(slots=True)
class ActivityReading:
    """How one statement is read, and what was noticed on the way. `account` is that of the whole statement."""

    contracts: Contracts
    instruments: Instruments
    zone: str
    dates: DateOrder
    account: str
    currencies: set[str] = field(default_factory=set)
    found: dict[tuple[str, ...], Contract | Problem | str] = field(default_factory=dict)

    def contract(self, line: SectionLine, day: date) -> Contract | Problem | str:
        """The contract of a line; the same symbol is looked up once a year. Raises UnreadError."""
        category, symbol = line.cell("Asset Category"), line.cell("Symbol")
        trading_class = line.cell("Trading Class", "TradingClass")
        key = (category, symbol, trading_class, str(day.year))
        if key not in self.found:
            named = self.instruments.named(category, symbol, trading_class, day, self.dates)
            if sort_of(category) == "other":
                named = replace(named, symbol=shortened(symbol), category=_called(category))
            self.found[key] = self.contracts.contract(named)
        return self.found[key]

    def moment(self, text: str) -> tuple[datetime, bool]:
        """When a line happened, and whether its time is stated. Raises UnreadError."""
        read = read_moment(text, self.zone, self.dates) if text else "it has no date"
        if isinstance(read, str):
            raise UnreadError(read)
        return read


def read_trade_line(line: SectionLine, reading: ActivityReading) -> Told | None:
    """What a Data line of the section Trades says; None for lots and sums, which are no fills."""
    detail = line.cell("DataDiscriminator")
    if detail in _NO_FILLS:
        return None
    account = line.cell("Account") or reading.account
    try:
        level = _level(line, detail)
        moment, has_time = reading.moment(line.cell("Date/Time"))
        quantity, price = amount(line.cell("Quantity"), "Quantity"), amount(line.cell("T. Price"), "T. Price")
    except UnreadError as unread:
        return Told(RefusedLine(line.line, str(unread)), "execution", account, "", None)
    codes = parted_codes(line.cell("Code"))
    row: Row
    try:
        row = _row(line, reading, _Read(account, moment, has_time, quantity, price, codes))
    except UnreadError as unread:
        row = RefusedLine(line.line, str(unread))
    return Told(row, level, account, line.cell("Symbol"), moment.date(), quantity, price, is_cancel="Ca" in codes)


class _Read(NamedTuple):
    """What was read of a line before its contract is known."""

    account: str
    moment: datetime
    has_time: bool
    quantity: Decimal | None
    price: Decimal | None
    codes: frozenset[str]


def _level(line: SectionLine, detail: str) -> Level:
    missing = [name for name in _NEEDED if name not in line.cells]
    if missing:
        raise UnreadError(f"its table has no column {missing[0]}")
    if detail not in _LEVELS and "DataDiscriminator" in line.cells:
        raise UnreadError(f"{shortened(detail)!r} is neither an Order nor a Trade")
    return _LEVELS.get(detail, "execution")


def _row(line: SectionLine, reading: ActivityReading, read: _Read) -> Row:
    found = reading.contract(line, read.moment.date())
    currency = line.cell("Currency")
    if isinstance(found, Problem):
        raise UnreadError(found.message)
    is_known = isinstance(found, Contract) and currency in ("", "USD")
    if currency not in ("", "USD"):
        reading.currencies.add(currency)
    trade = Trade(
        line=line.line,
        text=_shown(line),
        quantity=whole(read.quantity) if is_known else 0,
        price=read.price,
        moment=read.moment,
        has_time=read.has_time,
        codes=read.codes,
        proceeds=amount(line.cell("Proceeds", "Notional Value"), "Proceeds"),
        commission=amount(line.cell("Comm/Fee", "Comm in USD"), "Comm/Fee"),
        effect=effect_of(read.codes),
        account=read.account,
    )
    if isinstance(found, Contract) and is_known:
        return statement_row(trade, found, reading.contracts.products[found.root])
    return other_row(trade, found if isinstance(found, str) else f"trades of {found.root}", currency)


def read_cash_line(line: SectionLine, reading: ActivityReading) -> Row | None:
    """The row of a Data line about cash or transfers; None for a total.

    A transfer of contracts of the portfolio is refused: it changes the position, and no fill says at what price.
    """
    what = CASH_SECTIONS[line.section]
    first = next(iter(line.cells.values()), "")
    currency = line.cell("Currency")
    if first.startswith("Total") or currency.startswith("Total"):
        return None
    try:
        dated = line.cell("Date/Time", "Date", "Settle Date", "Report Date")
        moment = reading.moment(dated)[0] if dated else None
        usd = amount(line.cell("Amount", "Cash Amount", "Proceeds"), "Amount")
        if moment is not None and line.cell("Asset Category") and line.cell("Symbol"):
            found = reading.contract(line, moment.date())
            if isinstance(found, Contract):
                told = f"{what} of {found.root} change the position: enter what came or went by hand"
                return RefusedLine(line.line, told)
    except UnreadError as unread:
        return RefusedLine(line.line, str(unread))
    if currency not in ("", "USD"):
        reading.currencies.add(currency)
        what, usd = f"{what} in {shortened(currency)}", None
    text = line.cell("Description", "Type", "Symbol") or line.section
    return OtherRow(line.line, what, usd, moment, text[:200], line.cell("Account") or reading.account)


def _called(category: str) -> str:
    names = {"Forex": "currency exchanges", "Options On Futures": "options on futures"}
    return names.get(category, shortened(category).lower() or "trades")


def _shown(line: SectionLine) -> str:
    price, symbol = line.cell("T. Price"), line.cell("Symbol")
    parts = (line.cell("Quantity"), symbol, f"@ {price}" if price else "", line.cell("Code"))
    return " ".join(" ".join(parts).split())[:200]
