"""Rows of the cash balance and of the futures statement: fills, ends of contracts, and money that moved otherwise."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal

from alvh_desktop.brokers.cells import read_stated
from alvh_desktop.brokers.days import read_day
from alvh_desktop.brokers.thinkorswim.descriptions import Descriptions, Ended, bare_name
from alvh_desktop.brokers.thinkorswim.sections import Row
from alvh_desktop.brokers.thinkorswim.told import ToldEnd, ToldFill, ToldOther, ToldRow, Unread
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.money import CENT
from alvh_desktop.domain.orders.pasted.roots import Products
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import DateOrder

CashRow = ToldFill | ToldEnd | ToldOther | Unread | RefusedLine

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2}):([0-9]{2})", re.ASCII)
_REF = re.compile(r'="?([0-9]+)"?|([0-9]+)', re.ASCII)
_OTHERS = {
    "BAL": "balances",
    "DOI": "dividends and interest payments",
    "LIQ": "cash liquidations",
    "CRC": "cash receipts",
    "CSD": "cash disbursements",
    "EFN": "electronic fundings",
    "JRN": "journal entries",
    "WIN": "wires received",
    "WOU": "wires sent",
    "FND": "position adjustments",
    "ADJ": "adjustments",
    "EXP": "expirations and deliveries of others",
    "RAD": "receipts and deliveries of others",
}
_ENDING = frozenset(("RAD", "EXP"))
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Money:
    """What a row says moved: before fees (received +), the fee (charged +), and both together (received +)."""

    amount: Decimal | None
    fee: Decimal

    @property
    def usd(self) -> Decimal | None:
        if self.amount is None and not self.fee:
            return None
        return (self.amount or _NOTHING) - self.fee


def read_cash_row(row: Row, order: DateOrder, descriptions: Descriptions) -> CashRow | None:
    """None for a total, which is no row of its own."""
    cells = row.cells
    text = " ".join(cells["description"].split())
    if text.upper() == "TOTAL" and not cells["type"]:
        return None
    at = read_clock(
        cells["date" if "date" in cells else "exec date"], cells["time" if "time" in cells else "exec time"], order
    )
    if isinstance(at, str):
        return RefusedLine(row.line, at)
    money = _money(row)
    if isinstance(money, str):
        return RefusedLine(row.line, money)
    told = ToldRow(row.line, at, text, row.account)
    kind = cells["type"].upper()
    if kind == "TRD":
        return _trade(told, money, read_ref(cells["ref #"]), descriptions)
    if kind in _ENDING:
        return _end(told, kind, money, read_ref(cells["ref #"]), descriptions)
    if kind not in _OTHERS and not kind.isalpha():
        return RefusedLine(row.line, f"{shortened(cells['type'])!r} is no type of row, such as TRD")
    return ToldOther(told, _OTHERS.get(kind, f"rows of type {shortened(kind)}"), money.usd)


def read_clock(day_text: str, time_text: str, order: DateOrder) -> datetime | str:
    """A day and a time as the platform's clock showed them, without a zone; else the reason."""
    day = read_day(day_text, order)
    if isinstance(day, str):
        return day
    found = _TIME.fullmatch(time_text)
    try:
        at = time(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        at = None
    if at is None:
        return f"{shortened(time_text)!r} is no time such as 09:40:16"
    return datetime.combine(day, at)


def read_ref(text: str) -> str:
    """The digits of a reference, which spreadsheets wrap as ="..."; empty where it is none."""
    found = _REF.fullmatch(text)
    return (found[1] or found[2]) if found else ""


def unlike_its_amount(fill: ToldFill, products: Products) -> str:
    """Why count, price and amount of a row cannot all be right; empty where they agree or no amount is said."""
    contracts = [leg.contract for leg in fill.legs]
    if fill.amount is None or any(products[one.root].kind == "future" for one in contracts):
        return ""
    paid = fill.points * products[contracts[0].root].multiplier
    if abs(paid + fill.amount) <= CENT:
        return ""
    return f"count times price make {-paid:,.2f} $, and the amount says {fill.amount:,.2f} $"


def _money(row: Row) -> _Money | str:
    found = read_stated(row.cells, ("amount", "misc fees", "commissions & fees"))
    if isinstance(found, str):
        return found
    charged = -((found[1] or _NOTHING) + (found[2] or _NOTHING))
    return _Money(found[0], charged + _NOTHING)


def _trade(told: ToldRow, money: _Money, ref: str, descriptions: Descriptions) -> CashRow:
    said = descriptions.fill(told.text, told.at.date())
    if said is None:
        return ToldOther(told, bare_name(told.text), money.usd)
    if isinstance(said, Problem):
        return Unread(told, said.message, money.amount, money.fee, ref)
    fill = ToldFill(told, said.legs, said.points, money.amount, money.fee, ref)
    if wrong := unlike_its_amount(fill, descriptions.products):
        return RefusedLine(told.line, wrong)
    return fill


def _end(told: ToldRow, kind: str, money: _Money, ref: str, descriptions: Descriptions) -> CashRow:
    said = descriptions.end(told.text)
    if isinstance(said, Ended):
        return ToldEnd(told, said.kind, said.contract, said.quantity, money.amount, money.fee, ref)
    if isinstance(said, Problem):
        return RefusedLine(told.line, said.message)
    return ToldOther(told, _OTHERS[kind], money.usd)


def written_days(rows: list[Row]) -> Iterator[tuple[int, str]]:
    """The days of rows as they are written, of any section, with their lines."""
    names = ("date", "exec date", "exec time")
    for row in rows:
        yield row.line, next((row.cells[name] for name in names if name in row.cells), "").split(" ")[0]
