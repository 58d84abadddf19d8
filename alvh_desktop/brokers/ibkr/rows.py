"""A line of trades in either layout of Interactive Brokers becomes a row, or the reason why it is none."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.products import Product
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import Effect, OtherRow, RowKind, StatementRow

BROKER = "Interactive Brokers"

_EXERCISED = frozenset(("Ex", "AEx", "MEx", "GEA"))


@dataclass(frozen=True, slots=True)
class Trade:
    """What a line says, in its own words: amounts signed as IBKR does, commissions and taxes charged -.

    `codes` are those of its last column; `is_booking` marks what IBKR booked and no exchange traded. `cash` is the
    net cash of the line, None where only `proceeds` are stated.
    """

    line: int
    text: str
    quantity: int
    price: Decimal | None
    moment: datetime
    has_time: bool
    codes: Set[str]
    is_booking: bool = False
    proceeds: Decimal | None = None
    commission: Decimal | None = None
    taxes: Decimal | None = None
    cash: Decimal | None = None
    has_foreign_fee: bool = False
    side: str = ""
    effect: Effect = ""
    order_id: str = ""
    execution_id: str = ""
    account: str = ""


def statement_row(trade: Trade, contract: Contract, product: Product) -> StatementRow | RefusedLine:
    """The row of a contract that the portfolio knows."""
    kind = _kind(trade, contract)
    fault = _fault(trade, product) if isinstance(kind, str) else kind.message
    if isinstance(kind, Problem) or fault:
        return RefusedLine(trade.line, fault)
    fee = -((trade.commission or Decimal(0)) + (trade.taxes or Decimal(0)))
    # Exercise of a cash-settled option at 0 would be for nothing: the line keeps silent about the amount.
    is_silent = kind in ("assigned", "exercised") and not trade.price
    return StatementRow(
        line=trade.line,
        kind=kind,
        contract=contract,
        quantity=trade.quantity,
        price=None if is_silent else trade.price,
        fee=fee + Decimal(0),
        usd=None if is_silent or product.kind == "future" else _moved(trade, fee),
        moment=trade.moment,
        text=trade.text,
        has_time=trade.has_time,
        effect=trade.effect,
        order_id=trade.order_id,
        execution_id=trade.execution_id,
        account=trade.account,
    )


def other_row(trade: Trade, what: str, currency: str) -> OtherRow:
    """The row of what the portfolio does not know, or of another currency, whose amount is no $."""
    is_in_usd = currency in ("", "USD")
    fee = -((trade.commission or Decimal(0)) + (trade.taxes or Decimal(0)))
    usd = _moved(trade, fee) if is_in_usd and not trade.has_foreign_fee else None
    said = what if is_in_usd else f"{what} in {shortened(currency)}"
    return OtherRow(trade.line, said, usd, trade.moment, trade.text, trade.account)


@lru_cache(maxsize=4096)
def parted_codes(said: str) -> frozenset[str]:
    """The codes of a trade, such as O, P, Ep and Ex."""
    return frozenset(code.strip() for code in said.replace(",", ";").split(";") if code.strip())


def effect_of(marks: Set[str]) -> Effect:
    """Open or close; neither for a fill that closes one position and opens another."""
    if "O" in marks:
        return "" if "C" in marks else "open"
    return "close" if "C" in marks else ""


def _moved(trade: Trade, fee: Decimal) -> Decimal | None:
    if trade.cash is not None:
        return trade.cash
    return None if trade.proceeds is None else trade.proceeds - fee + Decimal(0)


def _kind(trade: Trade, contract: Contract) -> RowKind | Problem:
    if not contract.has_expiry:
        return "fill"
    if "Ep" in trade.codes:
        return "settled" if trade.price else "expired"
    if "A" in trade.codes:
        return "assigned"
    if _EXERCISED & trade.codes:
        return "exercised"
    if not trade.is_booking:
        return "fill"
    if trade.moment.date() < contract.expiry:
        return Problem("kind", "this was booked before the expiry, and no code Ep, Ex or A says what happened")
    return "settled" if trade.price else "expired"


def _fault(trade: Trade, product: Product) -> str:
    """Why the numbers of a line cannot be, empty where they can."""
    if trade.price is not None and trade.price < 0:
        return f"its price is {trade.price:f}, which is below 0"
    is_end = trade.is_booking or bool(trade.codes & (_EXERCISED | {"Ep", "A"}))
    if trade.has_foreign_fee:
        return "its commission is in another currency, and fees are booked in $"
    if not trade.price and not is_end:
        return "it has no price" if trade.price is None else "its price is 0, and no code Ep, Ex or A says why"
    if trade.side and (trade.side == "BUY") != (trade.quantity > 0):
        return f"its quantity is {trade.quantity}, and it is a {trade.side}"
    if not trade.price or not trade.proceeds:
        return ""
    expected = -trade.quantity * trade.price * product.multiplier
    # Prices of orders are averages, so the amount says them exactly and the price nearly.
    if abs(trade.proceeds - expected) <= 1 + abs(expected) / 100:
        return ""
    product_of = f"{trade.quantity} at {trade.price:f} times {product.multiplier:f}"
    return f"{product_of} is {-expected:f}, and the line says {-trade.proceeds:f}"
