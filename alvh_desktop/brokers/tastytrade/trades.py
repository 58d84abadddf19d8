"""tastytrade's rows about contracts that the portfolio knows: which fill or end each is, and at what price."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.brokers.cells import read_amount
from alvh_desktop.brokers.gathered_rows import EndedSide, Outcome
from alvh_desktop.brokers.printed_tables import PrintedRow
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.money import CENT, plain, round_to_units
from alvh_desktop.domain.statements import Effect, RowKind, StatementRow

_ORDER = re.compile(r"([0-9]+)\.0*")
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


@dataclass(frozen=True, slots=True)
class Trade:
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


def booked(trade: Trade) -> Outcome | str:
    """What a row becomes; the reason where it is refused."""
    sub_type, cells = trade.sub_type, trade.row.cells
    verb = _verb(cells["Action"] or sub_type)
    if cells["Type"] == "Receive Deliver" and sub_type in _ENDS:
        return _ended(trade, verb)
    words = _verb(sub_type)
    if verb is None or words is None:
        return f"{shortened(sub_type)!r} of {cells['Symbol']} is nothing that is booked: enter it by hand"
    sign = 1 if verb[1] == "BUY" else -1
    if words[1] != verb[1] or trade.usd * sign > 0:
        return "Sub Type, Action and Value do not agree if it was bought or sold"
    price = _price(trade)
    if isinstance(price, str):
        return price
    return _row(trade, "fill", sign, price, _effect(verb[2] or words[2]))


@lru_cache(maxsize=64)
def _verb(text: str) -> re.Match[str] | None:
    return _VERB.fullmatch(text.upper().replace(" ", "_"))


def _effect(word: str | None) -> Effect:
    return "" if word is None else "open" if word == "OPEN" else "close"


def _ended(trade: Trade, verb: re.Match[str] | None) -> Outcome | str:
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


def _row(trade: Trade, kind: RowKind, sign: int, price: Decimal | None, effect: Effect) -> StatementRow:
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


def _price(trade: Trade) -> Decimal | str:
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


def _described(trade: Trade) -> Decimal | None:
    found = _DESCRIBED.search(trade.row.cells["Description"])
    price = read_amount(found[1]) if found else None
    return None if isinstance(price, str) else price


def _per_contract(usd: Decimal, trade: Trade) -> Decimal:
    return plain(round_to_units(usd / trade.count / trade.multiplier))
