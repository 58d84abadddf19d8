"""Markets made for tests: chains of Black-76 prices around a known forward, futures and index levels."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal

from support.founded_books import CLOCK, PRODUCTS

from alvh_desktop.domain.calendar import settlement_moment, years_between
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.quotes import Level, Quote
from alvh_desktop.pricing import black76
from alvh_desktop.pricing.market import Market
from alvh_desktop.pricing.rates import RateCurve, RatePoint

RATES = RateCurve((RatePoint(30, 0.04, "made"),), "flat, made")
CENT = Decimal("0.01")
Quotes = dict[Contract, Quote]


def years_to(root: str, expiry: date, at: datetime = CLOCK) -> float:
    return years_between(at, settlement_moment(PRODUCTS[root], expiry))


def chain(
    root: str,
    expiry: date,
    forward: float,
    strikes: Iterable[float],
    vol: float | Callable[[float], float] = 0.15,
    at: datetime = CLOCK,
    half_spread: str = "0.05",
    tick: Decimal = CENT,
) -> Quotes:
    """Calls and puts whose mids are model values rounded to half a tick; cheap ones are bid at nothing."""
    half, years, found = Decimal(half_spread), years_to(root, expiry, at), {}
    discount = Market(at, RATES).discount(years)
    for strike in strikes:
        sigma = vol(strike) if callable(vol) else vol
        for right in ("C", "P"):
            value = float(black76.price(forward, strike, discount, years, sigma, right == "C"))
            mid = (Decimal(repr(value)) / tick).to_integral_value() * tick
            contract = Contract(root, expiry, Decimal(str(strike)), right)
            found[contract] = Quote(contract, at, "made", max(mid - half, Decimal(0)), mid + half)
    return found


def future(expiry: date, price: str, at: datetime = CLOCK, root: str = "VX") -> Quotes:
    contract, half = Contract(root, expiry), Decimal("0.05")
    return {contract: Quote(contract, at, "made", Decimal(price) - half, Decimal(price) + half)}


def quoted(
    contract: Contract, bid: str | None, ask: str | None, at: datetime = CLOCK, last: str | None = None
) -> Quotes:
    prices = [None if price is None else Decimal(price) for price in (bid, ask, last)]
    return {contract: Quote(contract, at, "made", *prices)}


def market(
    *quotes: Mapping[Contract, Quote],
    at: datetime = CLOCK,
    spx: str | None = None,
    vix: str | None = None,
    levels_at: datetime | None = None,
) -> Market:
    levels = {
        index: Level(index, levels_at or at, "made", Decimal(value))
        for index, value in (("SPX", spx), ("VIX", vix))
        if value is not None
    }
    together: Quotes = {}
    for some in quotes:
        together.update(some)
    return Market(at, RATES, together, levels)
