"""What files of VX futures share: when a day is settled, which contracts follow it, what a price can be."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cache

from alvh_desktop.domain.calendar import NEW_YORK, is_early_close, settlement_moment, vix_expiry_for
from alvh_desktop.domain.contracts import Contract
from alvh_desktop.domain.products import load_products
from alvh_desktop.market.gathered_days import read_price

_AT_1600_FROM = date(2020, 10, 26)
_LOWEST, _HIGHEST = 5, 200
_FIRST_YEAR, _LAST_YEAR = 2004, 2039


@cache
def settled_at(day: date) -> datetime:
    """When VX futures are settled on a business day, UTC. KnownError outside the trading calendar.

    16:00 New York from 26 October 2020 (CFE rule 1202(p)) and 16:15 before, the end of trading; on early closes
    13:00 and 13:15.
    """
    if day >= _AT_1600_FROM:
        at = time(13, 0) if is_early_close(day) else time(16, 0)
    else:
        at = time(13, 15) if is_early_close(day) else time(16, 15)
    return datetime.combine(day, at, NEW_YORK).astimezone(UTC)


def final_moment(expiry: date) -> datetime:
    """When the final settlement value of VX contracts of a day is struck, UTC. KnownError as `settled_at`."""
    return settlement_moment(load_products()["VX"], expiry)


def monthlies_after(day: date, count: int) -> tuple[Contract, ...]:
    """The monthly VX contracts that settle after a day, nearest first; on its settlement day one is past."""
    every = _monthlies()
    first = bisect_right(every, day, key=lambda contract: contract.expiry)
    return every[first : first + count]


@cache
def _monthlies() -> tuple[Contract, ...]:
    years = range(_FIRST_YEAR, _LAST_YEAR + 1)
    return tuple(Contract("VX", vix_expiry_for(year, month)) for year in years for month in range(1, 13))


def read_settle(text: str, divisor: int = 1) -> Decimal | str:
    """A settlement price in points after division, or why it is none; a day without one has a zero."""
    price = read_price(text)
    if isinstance(price, str):
        return f"there is no settlement price: {price}"
    price /= divisor
    return price if _LOWEST <= price <= _HIGHEST else f"{price} cannot be a settlement price of VX"
