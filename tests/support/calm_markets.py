"""Markets as they look on mornings at VIX 13, 18 and 35: skewed SPXW chains, VIX chains on a curve of futures."""

import math
from datetime import UTC, date, datetime
from decimal import Decimal

from support.made_markets import RATES, Quotes, chain, future, market, years_to

from alvh_desktop.pricing.market import Market

MORNING = datetime(2026, 11, 18, 15, 0, tzinfo=UTC)
"""10:00 in New York, a Wednesday."""
NEXT_DAY, IN_45_DAYS = date(2026, 11, 19), date(2027, 1, 4)
SPX = 6850.0
_VX_EXPIRIES = (date(2026, 12, 16), date(2027, 1, 20), date(2027, 3, 17), date(2027, 6, 16), date(2027, 7, 21))
_CURVES = {
    13: ("15.20", "16.20", "17.20", "18.20", "18.40"),
    18: ("18.80", "19.60", "20.30", "20.80", "20.90"),
    35: ("31.00", "28.60", "26.60", "25.30", "25.00"),
}
_TICK = Decimal("0.05")
_WEEK = 7 / 365


def calm_market(vix: int, at: datetime = MORNING) -> Market:
    quotes: Quotes = {}
    for expiry, share, strikes in (
        (NEXT_DAY, 0.75, range(6300, 7305, 5)),
        (IN_45_DAYS, 0.90, range(4500, 8505, 5)),
    ):
        quotes |= _spxw(expiry, share * vix / 100, strikes, vix / 16, at)
    for expiry, price in zip(_VX_EXPIRIES, _CURVES[vix], strict=True):
        quotes |= _vix(expiry, float(price), at) | future(expiry, price, at)
    return market(quotes, at=at, spx=f"{SPX:.2f}", vix=f"{vix}.00")


def _spxw(expiry: date, at_the_money: float, strikes: range, steepness: float, at: datetime) -> Quotes:
    years = years_to("SPXW", expiry, at)
    forward = SPX * math.exp((RATES.per_year(years) - 0.013) * years)

    def vol(strike: float) -> float:
        distance = math.log(strike / forward) / math.sqrt(max(years, _WEEK))
        return max(
            at_the_money + steepness * (-0.10 * distance + 0.20 * distance**2 * math.sqrt(years + _WEEK)), 0.05
        )

    return chain("SPXW", expiry, forward, strikes, vol, at, half_spread="0.10", tick=_TICK)


def _vix(expiry: date, price: float, at: datetime) -> Quotes:
    base = 0.45 + 0.62 * math.exp(-3.0 * years_to("VIX", expiry, at))
    return chain(
        "VIX", expiry, price, range(10, 61), lambda strike: max(base + 0.5 * math.log(strike / price), 0.30), at,
        half_spread="0.03", tick=_TICK,
    )  # fmt: skip
