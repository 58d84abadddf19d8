"""Quotes and levels for tests of the market file."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from support.founded_books import CLOCK

from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Level, Quote, QuoteFile
from alvh_desktop.storage.market_file import MarketFile

PUT = Contract("SPXW", date(2026, 12, 18), Decimal(6350), "P")
OTHER_PUT = replace(PUT, strike=Decimal("6355.5"))
CALL = Contract("VIX", date(2026, 12, 16), Decimal(17), "C")
FUTURE = Contract("VX", date(2026, 12, 16))
EARLIER, LATER = CLOCK - timedelta(minutes=10), CLOCK + timedelta(minutes=10)


def quote(
    contract: Contract = PUT, at: datetime = CLOCK, bid: str | None = "3.10", ask: str | None = "3.30"
) -> Quote:
    sides = (None if price is None else Decimal(price) for price in (bid, ask))
    return Quote(contract, at, "test.csv", *sides)


def level(value: str, at: datetime = CLOCK, index: str = "SPX") -> Level:
    return Level(index, at, "test.csv", Decimal(value))


def quote_file(*told: Quote | Level) -> QuoteFile:
    quotes = tuple(each for each in told if isinstance(each, Quote))
    return QuoteFile("test", quotes, tuple(each for each in told if isinstance(each, Level)), len(told))


def record(market: MarketFile, *told: Quote | Level) -> int:
    return market.record(quote_file(*told), CLOCK, repr(told))
