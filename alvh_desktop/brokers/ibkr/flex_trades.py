"""A Trade, TradeConfirm, Order or summary of a Flex document, and the contract that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import cast

from alvh_desktop.brokers.ibkr.amounts import NOTHING, UnreadError, whole
from alvh_desktop.brokers.ibkr.contracts import Contracts, Named, Sort
from alvh_desktop.brokers.ibkr.flex_elements import FlexElement
from alvh_desktop.brokers.ibkr.flex_values import Values, known_attributes
from alvh_desktop.brokers.ibkr.rows import Trade, effect_of, other_row, parted_codes, statement_row
from alvh_desktop.brokers.ibkr.told import Level, Row, Told
from alvh_desktop.domain.contracts import Contract, Right
from alvh_desktop.domain.delimited_text import shortened
from alvh_desktop.domain.problems import Problem
from alvh_desktop.domain.quotes import RefusedLine
from alvh_desktop.domain.statements import DateOrder

_LEVELS: Mapping[str, Level | None] = {
    "EXECUTION": "execution",
    "ORDER": "order",
    "SYMBOL_SUMMARY": "summary",
    "ASSET_SUMMARY": None,
    "CLOSED_LOT": None,
    "WASH_SALE": None,
}
_LEVEL_OF_TAG = {
    "Order": "ORDER",
    "SymbolSummary": "SYMBOL_SUMMARY",
    "AssetSummary": "ASSET_SUMMARY",
    "Lot": "CLOSED_LOT",
    "WashSale": "WASH_SALE",
}
_SORTS: Mapping[str, Sort] = {"OPT": "option", "FUT": "future", "STK": "share"}
_CALLED = {
    "CASH": "currency exchanges",
    "FOP": "options on futures",
    "FSFOP": "options on futures",
    "BOND": "bonds",
    "BILL": "treasury bills",
    "WAR": "warrants",
    "CFD": "contracts for difference",
    "FUND": "fund shares",
    "CRYPTO": "cryptocurrencies",
}
TRADE_TAGS = frozenset(("Trade", "TradeConfirm", "Order", "SymbolSummary", "AssetSummary", "Lot", "WashSale"))
_CONTRACT = (
    *("assetCategory", "symbol", "description", "tradingClass", "underlyingSymbol"),
    *("expiry", "strike", "putCall", "multiplier"),
)
_CANCELS = frozenset(("TradeCancel", "FracShareCancel"))


@dataclass(slots=True)
class FlexReading:
    """How one document is read, and what was noticed on the way."""

    contracts: Contracts
    zone: str
    dates: DateOrder
    unknown: set[str] = field(default_factory=set)
    currencies: set[str] = field(default_factory=set)
    unstated_fees: int = 0
    found: dict[tuple[object, ...], Contract | Problem | str] = field(default_factory=dict)

    def values(self, element: FlexElement) -> Values:
        known = known_attributes(element.tag)
        if not element.attributes.keys() <= known:
            self.unknown |= element.attributes.keys() - known
        return Values(element, self.zone, self.dates)

    def contract(self, values: Values) -> Contract | Problem | str:
        """The contract of an element; the same attributes are looked up once."""
        attributes = values.element.attributes
        moment, _ = values.moment()
        texts = (values.element.tag, moment.year, *map(attributes.get, _CONTRACT))
        found = self.found.get(texts)
        if found is None:
            found = self.found[texts] = self.contracts.contract(named_contract(values, moment.date()))
        return found


def trade_level(element: FlexElement) -> Level | None:
    """Which level of detail an element of the trades is of; None for lots and totals, which are no fills."""
    said = _LEVEL_OF_TAG.get(element.tag) or element.attributes.get("levelOfDetail") or "EXECUTION"
    return _LEVELS.get(said.upper())


def read_trade(element: FlexElement, level: Level, reading: FlexReading) -> Told:
    """What an element of the trades says. What cannot be read of a contract of the portfolio is refused."""
    values = reading.values(element)
    try:
        moment, _ = values.moment()
        quantity, price = values.number("quantity"), values.number("tradePrice", "price")
        is_cancel = _is_cancel(values)
    except UnreadError as unread:
        return Told(RefusedLine(element.line, str(unread)), level, element.account, "", None)
    row: Row
    try:
        row = _row(values, reading, level, quantity, price, is_cancel)
    except UnreadError as unread:
        row = RefusedLine(element.line, str(unread))
    return Told(
        row=row,
        level=level,
        account=element.account,
        instrument=_instrument(values),
        day=moment.date(),
        quantity=quantity,
        price=price,
        order=_order(values, "ibOrderID", "orderID"),
        trade=element.attributes.get("tradeID", ""),
        transaction=element.attributes.get("transactionID", ""),
        original_trade=_original(element, "origTradeID"),
        original_transaction=_original(element, "origTransactionID"),
        is_cancel=is_cancel,
    )


def named_contract(values: Values, day: date) -> Named:
    """What the attributes of an element say of its contract."""
    category = values.element.attributes.get("assetCategory", "")
    symbol = values.element.attributes.get("symbol", "").strip()
    described = values.text("description")
    sort = _SORTS.get(category, "other")
    if sort == "other":
        return Named("other", shortened(symbol), day, category=_CALLED.get(category, f"{category} trades".strip()))
    right = cast(Right | None, values.word("putCall") or None) if sort == "option" else None
    return Named(
        sort=sort,
        symbol=symbol,
        day=date(day.year, 1, 1) if sort != "future" else day,
        description=described,
        trading_class=values.element.attributes.get("tradingClass", "").strip(),
        underlying=values.text("underlyingSymbol"),
        expiry=values.day("expiry") if sort != "share" else None,
        strike=values.number("strike") if sort == "option" else None,
        right=right,
        multiplier=values.number("multiplier") if sort != "share" else None,
    )


def _is_cancel(values: Values) -> bool:
    attributes = values.element.attributes
    is_marked = attributes.get("buySell", "").endswith("(Ca.)") or "Ca" in split_codes(values)
    return is_marked or attributes.get("transactionType") in _CANCELS


def _instrument(values: Values) -> str:
    attributes = values.element.attributes
    return attributes.get("conid") or attributes.get("symbol") or attributes.get("description", "")


def _original(element: FlexElement, name: str) -> str:
    said = element.attributes.get(name, "")
    return "" if said in NOTHING or said == "0" else said


def _order(values: Values, *names: str) -> str:
    """The number of an order; what the broker booked itself has none."""
    number = values.text(*names)
    is_booking = values.element.attributes.get("transactionType") == "BookTrade"
    return "" if is_booking or number == "0" else number


def split_codes(values: Values) -> frozenset[str]:
    """The codes of a trade, such as P, Ep and Ex."""
    attributes = values.element.attributes
    return parted_codes(attributes.get("notes") or attributes.get("code") or "")


def _row(
    values: Values,
    reading: FlexReading,
    level: Level,
    quantity: Decimal | None,
    price: Decimal | None,
    is_cancel: bool,
) -> Row:
    found = reading.contract(values)
    currency = values.text("currency")
    if currency not in ("", "USD"):
        reading.currencies.add(currency)
    if isinstance(found, Problem):
        return RefusedLine(values.element.line, found.message)
    if isinstance(found, Contract) and currency in ("", "USD"):
        trade = _trade(values, whole(quantity), price, is_cancel)
        reading.unstated_fees += trade.commission is None and level != "summary"
        return statement_row(trade, found, reading.contracts.products[found.root])
    what = found if isinstance(found, str) else f"trades of {found.root}"
    return other_row(_trade(values, 0, price, is_cancel), what, currency)


def _trade(values: Values, quantity: int, price: Decimal | None, is_cancel: bool) -> Trade:
    attributes = values.element.attributes
    moment, has_time = values.moment()
    commission = values.number("ibCommission", "commission")
    charged_in = values.text("ibCommissionCurrency", "commissionCurrency")
    return Trade(
        line=values.element.line,
        text=_shown(attributes),
        quantity=quantity,
        price=price,
        moment=moment,
        has_time=has_time,
        codes=split_codes(values),
        is_booking=bool(quantity) and values.word("transactionType") == "BookTrade",
        proceeds=values.number("proceeds"),
        commission=commission,
        taxes=values.number("taxes", "tax"),
        cash=values.number("netCash"),
        has_foreign_fee=bool(commission) and charged_in not in ("", "USD"),
        side="" if is_cancel else attributes.get("buySell", ""),
        effect=effect_of(_marks(values)),
        # One order of several legs has one brokerage number, and an order number for each leg.
        order_id=_order(values, "brokerageOrderID", "ibOrderID", "orderID"),
        execution_id=values.text("ibExecID", "execID", "tradeID", "transactionID"),
        account=values.element.account,
    )


def _marks(values: Values) -> frozenset[str]:
    """O and C; where no attribute says open or close, the codes of a confirmation do."""
    said = values.element.attributes.get("openCloseIndicator", "")
    return parted_codes(said) if said not in ("", "-") else split_codes(values)


def _shown(attributes: Mapping[str, str]) -> str:
    price = attributes.get("tradePrice") or attributes.get("price") or ""
    parts = (
        attributes.get("transactionType", "") if not attributes.get("buySell") else attributes["buySell"],
        attributes.get("quantity", ""),
        attributes.get("description") or attributes.get("symbol", ""),
        f"@ {price}" if price else "",
        attributes.get("notes") or attributes.get("code") or "",
    )
    return " ".join(" ".join(parts).split())[:200]
