"""What else moves cash or positions in a Flex document: told, and never booked."""

from collections.abc import Mapping

from alvh_desktop.brokers.ibkr.amounts import UnreadError
from alvh_desktop.brokers.ibkr.flex_elements import FlexElement
from alvh_desktop.brokers.ibkr.flex_trades import FlexReading
from alvh_desktop.brokers.ibkr.told import Row
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import OtherRow

_CASH: Mapping[str, str] = {
    "Deposits & Withdrawals": "deposits and withdrawals",
    "Deposits/Withdrawals": "deposits and withdrawals",
    "Broker Interest Paid": "interest payments",
    "Broker Interest Received": "interest payments",
    "Dividends": "dividends",
    "Payment In Lieu Of Dividends": "payments in lieu of dividends",
    "Withholding Tax": "withholding taxes",
    "Other Fees": "other fees",
    "Commission Adjustments": "commission adjustments",
}
_MOVES: Mapping[str, str] = {
    "Transfer": "transfers",
    "TradeTransfer": "transfers",
    "CorporateAction": "corporate actions",
    "ClientFee": "client fees",
    "TransactionTax": "transaction taxes",
    "SalesTax": "sales taxes",
    "DebitCardActivity": "debit card payments",
}
OTHER_TAGS = frozenset(("CashTransaction", *_MOVES))


def read_other(element: FlexElement, reading: FlexReading) -> Row | None:
    """The row of cash or of a transfer; None for a summary of rows that stand in the file.

    A transfer of contracts of the portfolio is refused: it changes the position, and no fill says at what price.
    """
    if "SUMMARY" in element.attributes.get("levelOfDetail", "").upper():
        return None
    values = reading.values(element)
    try:
        moment = values.moment()[0] if _is_dated(element) else None
        amount = values.number("amount", "proceeds", "cashTransfer", "positionAmount", "taxAmount", "revenue")
        currency = values.text("currency")
        text = values.text("activityDescription", "description", "symbol") or element.tag
        if element.tag != "CashTransaction" and moment is not None and element.attributes.get("symbol"):
            found = reading.contract(values)
            if isinstance(found, Contract):
                told = f"{_MOVES[element.tag]} of {found.root} change the position: enter what came or went by hand"
                return RefusedLine(element.line, told)
        kind = element.attributes.get("type", "")
        what = _MOVES.get(element.tag) or _CASH.get(kind) or kind.lower() or "cash transactions"
        if currency not in ("", "USD"):
            reading.currencies.add(currency)
            what, amount = f"{what} in {shortened(currency)}", None
        return OtherRow(element.line, shortened(what), amount, moment, text[:200], element.account)
    except UnreadError as unread:
        return RefusedLine(element.line, str(unread))


def _is_dated(element: FlexElement) -> bool:
    return any(element.attributes.get(name) for name in ("dateTime", "tradeDate", "date"))
