"""A Trade, TradeConfirm, Order or summary of a Flex document, and the contract that it is about."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from alvh_desktop.brokers.ibkr.amounts import UnreadError, whole
from alvh_desktop.brokers.ibkr.contracts import Contracts, Named, Sort
from alvh_desktop.brokers.ibkr.flex_elements import FlexElement, has_endless_value
from alvh_desktop.brokers.ibkr.flex_values import Values, known_attributes
from alvh_desktop.brokers.ibkr.rows import Trade, effect_of, other_row, statement_row
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
        self.unknown |= element.attributes.keys() - known_attributes(element.tag)
        return Values(element, self.zone, self.dates)

    def contract(self, values: Values) -> Contract | Problem | str:
        """The contract of an element; the same attributes are looked up once."""
        attributes = values.element.attributes
        moment, _ = values.moment()
        texts = (values.element.tag, moment.year, *(attributes.get(name) for name in _CONTRACT))
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
    told = Told(RefusedLine(element.line, "it cannot be read"), level, element.account, "", None)
    try:
        if has_endless_value(element):
            raise UnreadError("an attribute of it has more than 10,000 characters")
        told = _identified(told, values)
        return _with_row(told, values, reading)
    except UnreadError as unread:
        return replace(told, row=RefusedLine(element.line, str(unread)))


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


def _identified(told: Told, values: Values) -> Told:
    kind = values.element.attributes.get("transactionType", "")
    side = values.element.attributes.get("buySell", "")
    codes = split_codes(values)
    moment, _ = values.moment()
    return Told(
        row=told.row,
        level=told.level,
        account=told.account,
        instrument=values.text("conid") or values.text("symbol", "description"),
        day=moment.date(),
        quantity=values.number("quantity"),
        price=values.number("tradePrice", "price"),
        order=_order(values, "ibOrderID", "orderID"),
        trade=values.text("tradeID"),
        transaction=values.text("transactionID"),
        original_trade=values.text("origTradeID"),
        original_transaction=values.text("origTransactionID"),
        is_cancel=kind in _CANCELS or side.endswith("(Ca.)") or "Ca" in codes,
    )


def _order(values: Values, *names: str) -> str:
    """The number of an order; what the broker booked itself has none."""
    number = values.text(*names)
    is_booking = values.element.attributes.get("transactionType") == "BookTrade"
    return "" if is_booking or number == "0" else number


def split_codes(values: Values) -> frozenset[str]:
    """The codes of a trade, such as P, Ep and Ex."""
    said = values.element.attributes.get("notes") or values.element.attributes.get("code") or ""
    return frozenset(code.strip() for code in said.replace(",", ";").split(";") if code.strip())


def _with_row(told: Told, values: Values, reading: FlexReading) -> Told:
    found = reading.contract(values)
    currency = values.text("currency")
    if currency not in ("", "USD"):
        reading.currencies.add(currency)
    row: Row
    if isinstance(found, Problem):
        row = RefusedLine(values.element.line, found.message)
    elif isinstance(found, Contract) and currency in ("", "USD"):
        trade = _trade(told, values, whole(told.quantity))
        if told.level != "summary" and values.number("ibCommission", "commission") is None:
            reading.unstated_fees += 1
        row = statement_row(trade, found, reading.contracts.products[found.root])
    else:
        what = found if isinstance(found, str) else f"trades of {found.root}"
        row = other_row(_trade(told, values, 0), what, currency)
    return replace(told, row=row)


def _trade(told: Told, values: Values, quantity: int) -> Trade:
    attributes = values.element.attributes
    moment, has_time = values.moment()
    commission = values.number("ibCommission", "commission")
    charged_in = values.text("ibCommissionCurrency", "commissionCurrency")
    return Trade(
        line=values.element.line,
        text=_shown(attributes),
        quantity=quantity,
        price=told.price,
        moment=moment,
        has_time=has_time,
        codes=split_codes(values),
        is_booking=bool(quantity) and values.word("transactionType") == "BookTrade",
        proceeds=values.number("proceeds"),
        commission=commission,
        taxes=values.number("taxes", "tax"),
        cash=values.number("netCash"),
        has_foreign_fee=bool(commission) and charged_in not in ("", "USD"),
        side="" if told.is_cancel else attributes.get("buySell", ""),
        effect=effect_of(frozenset(attributes.get("openCloseIndicator", "").split(";")) | _marks(values)),
        # One order of several legs has one brokerage number, and an order number for each leg.
        order_id=_order(values, "brokerageOrderID", "ibOrderID", "orderID"),
        execution_id=values.text("ibExecID", "execID", "tradeID", "transactionID"),
        account=told.account,
    )


def _marks(values: Values) -> frozenset[str]:
    """Where no attribute says open or close, the codes of a confirmation do."""
    said = values.element.attributes.get("openCloseIndicator", "")
    return frozenset() if said not in ("", "-") else split_codes(values) & {"O", "C"}


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
