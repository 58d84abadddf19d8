"""When a contract stops trading and settles, and how far away that is."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from alvh_desktop.domain.calendar.business_days import is_early_close, previous_business_day
from alvh_desktop.domain.contracts import NEVER
from alvh_desktop.domain.products import Product

NEW_YORK = ZoneInfo("America/New_York")
_YEAR = timedelta(days=365)


def settlement_moment(product: Product, expiry: date) -> datetime:
    """When the official value is struck: an aware UTC moment.

    Whether the product can expire that day is asked elsewhere (`is_possible_expiry`): an expiry that became a
    closed day after it was booked still has its moment. KnownError outside the trading calendar.
    What never settles has a moment past every other.
    """
    return _moment(expiry, product.settles_at, product.settles_at_half_day)


def last_trading_moment(product: Product, expiry: date) -> datetime:
    """When the series stops trading: an aware UTC moment on the expiry date or the business day before.

    KnownError outside the trading calendar.
    """
    day = expiry if product.trades_last_on_expiry or expiry == NEVER else previous_business_day(expiry)
    return _moment(day, product.last_trade_at, product.last_trade_at_half_day)


@lru_cache(maxsize=4096)  # a book has few dates, and many ask for them at each tick
def _moment(day: date, at: time, at_on_half_day: time | None) -> datetime:
    if day != NEVER and is_early_close(day) and at_on_half_day is not None:
        at = at_on_half_day
    return datetime.combine(day, at, NEW_YORK).astimezone(UTC)


def years_between(now: datetime, moment: datetime) -> float:
    """Time from `now` to `moment` in years, ACT/365 with the clock; 0 when `moment` is past.

    Both must be aware. Vendors' implied volatilities follow from this measure and from no day count.
    """
    if now.tzinfo is None or moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    # In one zone Python subtracts wall clocks, which is an hour wrong across a change of daylight saving.
    span = moment.astimezone(UTC) - now.astimezone(UTC)
    return max(span / _YEAR, 0.0)
